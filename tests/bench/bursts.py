"""Bursts of five noisy frames of a badge in a trembling hand, none of which any single reader can read by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter

import cv2
import numpy as np
from desks import SCALE
from figures import WRONG, Row, Table
from synthetic import HEIGHT, WIDTH, Painter, Picture, Plane, Pose, symbol

from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Eyes
from checkin.scanning.sources import Frame
from checkin.scanning.trial import Reading, both, single_readers

SEED, WANTED, FRAMES = 20261123, 10, 5
HELD_S, RATE = 2.0, 30
WHAT = "noisy bursts, no single frame of which gives the text to any single reader"
STRICT = "noisy bursts, no single frame of which gives the text even to ours"
_GRAINS = 8


class Burst:
    """A badge in a trembling hand in bad light, as many frames of it as wanted."""

    def __init__(self, painter: Painter) -> None:
        self.text = painter.text(long=False)
        self._chance = painter.chance
        self._noise = painter.between(0.16, 0.22)
        pose = Pose(painter.between(2.6, 3.4), turn=painter.between(-20, 20))
        self._scene: Plane = painter.place(symbol(self.text), pose) * 0.5

    def frames(self) -> Iterator[Picture]:
        """One frame after another, each with noise of its own."""
        grains = [self._chance.normal(0, self._noise, (HEIGHT, WIDTH)).astype(np.float32) for _ in range(_GRAINS)]
        while True:
            across, down = self._chance.uniform(-4, 4, 2)
            shift = np.array([[1, 0, across], [0, 1, down]])
            moved = cv2.warpAffine(self._scene, shift, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            offset = tuple(int(pixels) for pixels in self._chance.integers(0, (HEIGHT, WIDTH)))
            grain = np.roll(grains[int(self._chance.integers(_GRAINS))], offset, (0, 1))
            yield np.clip((moved + grain) * 255, 0, 255).astype(np.uint8)


@dataclass
class Tally:
    """What came of the bursts: how many there were, how many were read over five frames, how many became a scan."""

    bursts: int = 0
    read: int = 0
    scans: list[float] = field(default_factory=list)

    def add(self, read: bool, scanned_after: float | None) -> None:
        self.bursts += 1
        self.read += read
        self.scans += [] if scanned_after is None else [scanned_after]


def measure() -> list[Row | Table]:
    """Bursts that are hard enough, given to both tiers as they are; then each held on before the whole reader of a desk."""
    painter, ours = Painter(SEED), both()
    fast, deep = FastTier(), DeepTier()
    every, strict, ms, wrong = Tally(), Tally(), list[float](), 0
    for burst, frames in hard_bursts(painter, max(1, round(WANTED * SCALE))):
        began = perf_counter()
        texts = over_five(fast, deep, frames)
        ms.append((perf_counter() - began) * 1000)
        after, others = until_it_counts(burst)
        wrong += len(texts - {burst.text}) + others
        every.add(burst.text in texts, after)
        if not any(burst.text in ours(plane) for plane in frames):
            strict.add(burst.text in texts, after)
    return _rows(every, strict, ms, wrong)


def hard_bursts(painter: Painter, wanted: int) -> Iterator[tuple[Burst, tuple[Picture, ...]]]:
    """Bursts with their five frames; fewer than `wanted` where two in three are too easy."""
    reading = in_order_of_cost()
    for _ in range(3 * wanted):
        burst = Burst(painter)
        frames = tuple(islice(burst.frames(), FRAMES))
        if not any(burst.text in read(plane) for read in reading for plane in frames):
            wanted -= 1
            yield burst, frames
        if not wanted:
            return


def in_order_of_cost() -> list[Reading]:
    """The single readers, the one that takes longest last."""
    reading = single_readers()
    return [read for _, read in sorted(reading.items(), key=lambda named: named[0] == "tapirscan high")]


def over_five(fast: FastTier, deep: DeepTier, frames: Sequence[Picture]) -> set[str]:
    """What the fast tier reads in one of the frames, or else the deep one in all of them together."""
    found = [fast.look(plane) for plane in frames]
    codes = [code for one in found for code in one.codes]
    return {code.text for code in codes or deep.look(frames, found[-1].unread if found[-1].located else ())}


def until_it_counts(burst: Burst) -> tuple[float | None, int]:
    """How long (s of film) the badge must be held before a desk until it is a scan, None if that takes too long; and how many
    other texts became scans."""
    reader = desk_reader(threads=False)
    eyes, wrong = Eyes(reader, Presence()), 0
    try:
        for number, image in enumerate(islice(burst.frames(), round(HELD_S * RATE))):
            fresh = eyes.look(Frame(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), number / RATE, number)).fresh
            wrong += sum(text != burst.text for text in fresh)
            if burst.text in fresh:
                return number / RATE, wrong
    finally:
        reader.close()
    return None, wrong


def _rows(every: Tally, strict: Tally, ms: list[float], wrong: int) -> list[Row | Table]:
    rows: list[Row | Table] = []
    for what, tally in ((WHAT, every), (STRICT, strict)):
        if tally.bursts:
            unit, met = f"of {tally.bursts} bursts", tally.read >= 0.9 * tally.bursts
            rows.append(Row(f"{what}: read over the five", unit, [tally.read], "any single reader", [0], "9 of 10", met))
            held = f"{what}: held on for {HELD_S:g} s, then a scan"
            rows.append(Row(held, unit, [len(tally.scans)], "any single reader", [0]))
    rows.append(Row(f"{WHAT}: the look at five", "ms", ms, "the deep tier's budget", [DeepTier().budget_ms]))
    if every.scans:
        rows.append(Row(f"{WHAT}: held until it is a scan", "s", every.scans, "five frames at 30/s", [FRAMES / RATE]))
    return [*rows, Row(WHAT, WRONG, [wrong], "any single reader", [0], "none", wrong == 0)]
