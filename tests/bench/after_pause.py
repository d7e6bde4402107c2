"""The first badge after a pause: from the frame in which it is fully there to the scan thread's word of it; and what a pause
costs. The real threads, fed as a camera feeds them, at 30 frames a second."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

import cv2
import numpy as np
import synthetic
from desks import SCALE
from figures import Row, percentile

from checkin.scanning.mailbox import Mailbox
from checkin.scanning.presence import Presence
from checkin.scanning.reader import desk_reader
from checkin.scanning.scanner import Scanner
from checkin.scanning.sources import Frame

LIMIT_MS = 150.0
FRAME_S = 1 / 30
PAUSE_S = 3.0
RESTED_S = 2.3
SHOWN_S = 0.5
PAUSES = max(20, int(40 * SCALE))

Pictures = Sequence[synthetic.Picture]


@dataclass
class Heard:
    """What the scan thread told, and when."""

    at: dict[str, float] = field(default_factory=dict)

    def badge(self, text: str, taken_at: float) -> None:
        self.at[text] = time.monotonic()


@dataclass
class Door:
    """A scan thread, and the camera before it."""

    heard: Heard = field(default_factory=Heard)
    frames: Mailbox[Frame] = field(default_factory=Mailbox)
    number: int = 0

    def __post_init__(self) -> None:
        self.scanner = Scanner(self.frames, desk_reader(), Presence(), self.heard.badge, lambda sighting: None)
        self.scanner.start()

    def show(self, pictures: Iterator[synthetic.Picture], seconds: float) -> float:
        """Show pictures for so long, at a camera's pace; when the first of them was taken."""
        began = time.monotonic()
        for place, picture in enumerate(islice(pictures, round(seconds / FRAME_S))):
            time.sleep(max(0.0, began + place * FRAME_S - time.monotonic()))
            self.frames.put(Frame(picture, time.monotonic(), self.number))
            self.number += 1
        return began


def noisy(painter: synthetic.Painter, plane: synthetic.Plane, count: int) -> Pictures:
    """Frames of one scene, each with noise of its own."""
    noises = (painter.chance.normal(0, 0.015, plane.shape) for _ in range(count))
    planes = (np.clip((plane + noise) * 255, 0, 255).astype(np.uint8) for noise in noises)
    return [np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8) for grey in planes]


def with_badge(painter: synthetic.Painter, room: synthetic.Plane, text: str) -> synthetic.Plane:
    """The room with a badge, small to large, turned and tilted a little."""
    pose = synthetic.Pose(painter.between(1.6, 4.0), painter.between(-25, 25), painter.between(0, 25), painter.between(0, 360))
    painter.scenery = lambda: room  # type: ignore[method-assign]
    return painter.place(synthetic.symbol(text), pose)


def after_pauses(door: Door) -> tuple[list[float], list[float]]:
    """The latencies (ms; two seconds where a badge was not told of), and the cores that the pauses took."""
    latencies, cores = [], []
    for seed in range(PAUSES):
        painter = synthetic.Painter(7000 + seed)
        light, text = painter.between(0.35, 1.0), painter.text(long=False)
        room = painter.scenery()
        still = cycle(noisy(painter, room * light, 6))
        badge = cycle(noisy(painter, with_badge(painter, room, text) * light, 4))
        door.show(still, RESTED_S)
        cpu, clock = time.process_time(), time.monotonic()
        door.show(still, PAUSE_S - RESTED_S)
        cores.append((time.process_time() - cpu) / (time.monotonic() - clock))
        shown = door.show(badge, SHOWN_S)
        latencies.append((door.heard.at.get(text, shown + 2.0) - shown) * 1000)
    return latencies, cores


def moving(door: Door) -> list[float]:
    """The cores taken where something always moves."""
    painter = synthetic.Painter(6999)
    pictures = noisy(painter, painter.scenery(), 4)
    walking = cycle([np.roll(picture, 60 * place, axis=1) for place, picture in enumerate(pictures)])
    cores = []
    for _ in range(max(5, PAUSES // 4)):
        cpu, clock = time.process_time(), time.monotonic()
        door.show(walking, 1.0)
        cores.append((time.process_time() - cpu) / (time.monotonic() - clock))
    return cores


def measure() -> list[Row]:
    """Pauses of three seconds, each ended by a badge."""
    door = Door()
    try:
        busy = moving(door)
        latencies, cores = after_pauses(door)
    finally:
        door.scanner.stop()
    met = percentile(latencies, 95) <= LIMIT_MS
    return [
        Row("badge after a pause to the scan thread's word", "ms", latencies, "the limit", [LIMIT_MS], "p95 under 150 ms", met),
        Row("scanning while nothing moves", "cores", cores, "while something moves", busy),
    ]
