"""Bursts of five noisy frames of a badge in a hand, none of which any reader can read by itself."""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from time import perf_counter

import cv2
import numpy as np
from desks import SCALE
from figures import WRONG, Row, Table
from synthetic import HEIGHT, WIDTH, Painter, Picture, Plane, Pose, symbol

from checkin.scanning.deep import DeepTier
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Eyes
from checkin.scanning.sources import Frame
from checkin.scanning.trial import BOTH, Reading, both, single_readers

SEED, WANTED, FRAMES = 20261123, 10, 5
HELD_S, RATE = 3.0, 30
WHAT = "noisy bursts of five frames that no single frame gives up"
_GRAINS = 8


class Burst:
    """A badge in a trembling hand in bad light, as many frames of it as wanted."""

    def __init__(self, painter: Painter) -> None:
        self.text = painter.text(long=False)
        self._chance = painter.chance
        self._noise = painter.between(0.12, 0.2)
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


def measure() -> list[Row | Table]:
    """Bursts that are hard enough, given to the deep tier as they are; then each held on before the whole reader of a desk."""
    painter, deep, single = Painter(SEED), DeepTier(), in_order_of_cost()
    wanted = max(1, round(WANTED * SCALE))
    read, wrong, ms, counted, tried = 0, 0, list[float](), list[float](), 0
    hard = deque[Burst]()
    while len(hard) < wanted and tried < 8 * wanted:
        tried += 1
        burst = Burst(painter)
        frames = tuple(islice(burst.frames(), FRAMES))
        if any(single_reader(plane) for single_reader in single for plane in frames):
            continue
        hard.append(burst)
        began = perf_counter()
        texts = {code.text for code in deep.look(frames, ())}
        ms.append((perf_counter() - began) * 1000)
        read += burst.text in texts
        wrong += len(texts - {burst.text})
    for burst in hard:
        after, others = until_it_counts(burst)
        counted += [] if after is None else [after]
        wrong += others
    return _rows(len(hard), read, wrong, ms, counted)


def in_order_of_cost() -> list[Reading]:
    """The single readers and both tiers of ours on one frame, those that take longest last."""
    reading = {**single_readers(), BOTH: both()}
    dear = [name for name in (BOTH, "tapirscan high") if name in reading]
    return [reading[name] for name in (*(name for name in reading if name not in dear), *dear)]


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


def _rows(bursts: int, read: int, wrong: int, ms: list[float], counted: list[float]) -> list[Row | Table]:
    unit, met = f"of {bursts} bursts", read >= 0.9 * bursts
    rows: list[Row | Table] = [
        Row(f"{WHAT}: read over the five", unit, [read], "any single reader", [0], "9 of 10", met),
        Row(f"{WHAT}: that look", "ms", ms, "the deep tier's budget", [DeepTier().budget_ms]),
        Row(f"{WHAT}: held on for {HELD_S:g} s, scans", unit, [len(counted)], "any single reader", [0]),
        Row(WHAT, WRONG, [wrong], "any single reader", [0], "none", wrong == 0),
    ]  # fmt: skip
    if counted:
        rows.insert(3, Row(f"{WHAT}: held until it is a scan", "s", counted, "five frames at 30/s", [FRAMES / RATE]))
    return rows
