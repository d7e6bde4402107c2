"""Films before the camera thread, in real time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np

from checkin.scanning.camera import Camera
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import CameraState, Condition
from checkin.scanning.opencv import cv2
from checkin.scanning.sources import Frame
from checkin.scanning.watch import Patience


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not true():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.01)


class Desk:
    """A camera and all that it told."""

    def __init__(self, source: str, loop: bool) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.shown: list[Frame] = []
        self.states: list[CameraState] = []
        quick = Patience(retry_s=0.1, longest_retry_s=0.2)
        self.camera = Camera(source, self.frames, self.shown.append, self.states.append, loop=loop, patience=quick)

    @property
    def conditions(self) -> list[str]:
        return [state.condition.value for state in self.states]

    def becomes(self, condition: Condition) -> None:
        wait_until(lambda: self.states[-1].condition is condition)


@contextmanager
def working(source: str, loop: bool = False) -> Iterator[Desk]:
    desk = Desk(source, loop)
    desk.camera.start()
    try:
        yield desk
    finally:
        desk.camera.stop()


def make_film(path: Path, frames: int, level: int = 0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30, (160, 120))
    for number in range(frames):
        writer.write(np.full((120, 160, 3), level + number, np.uint8))
    writer.release()
    return path


def test_a_film_ends_and_says_so(tmp_path: Path) -> None:
    with working(str(make_film(tmp_path / "film.mp4", 10))) as desk:
        desk.becomes(Condition.ENDED)
        time.sleep(0.3)
    assert desk.conditions == ["opening", "live", "ended"]
    assert desk.shown[-1].number == 9


def test_a_film_that_starts_over_never_ends(tmp_path: Path) -> None:
    with working(str(make_film(tmp_path / "film.mp4", 6)), loop=True) as desk:
        wait_until(lambda: len(desk.shown) > 15)
    assert desk.conditions == ["opening", "live"]


def test_a_missing_film_is_told_with_its_path_and_played_when_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with working(str(path)) as desk:
        desk.becomes(Condition.MISSING)
        assert str(path) in str(desk.states[-1].what)
        make_film(tmp_path / "ready.mp4", 30).rename(path)
        desk.becomes(Condition.LIVE)


def test_switching_serves_the_other_source_and_only_that(tmp_path: Path) -> None:
    with working(str(make_film(tmp_path / "dark.mp4", 60))) as desk:
        desk.becomes(Condition.LIVE)
        desk.camera.switch(str(make_film(tmp_path / "bright.mp4", 60, level=150)))
        wait_until(lambda: desk.states[-1].name == "bright.mp4" and desk.conditions[-1] == "live")
        already = len(desk.shown)
        wait_until(lambda: len(desk.shown) > already + 10)
        assert all(frame.image.mean() > 130 for frame in desk.shown[already:])
    assert desk.conditions == ["opening", "live", "opening", "live"]


def test_a_slow_reader_gets_the_newest_frame(tmp_path: Path) -> None:
    with working(str(make_film(tmp_path / "film.mp4", 240))) as desk:
        desk.becomes(Condition.LIVE)
        numbers = []
        for _ in range(4):
            newest = desk.shown[-1].number if desk.shown else 0
            frame = desk.frames.take(5)
            assert frame is not None
            numbers.append(frame.number)
            assert frame.number >= newest
            time.sleep(0.3)
    assert all(after - before >= 5 for before, after in pairwise(numbers))
    assert desk.frames.dropped > 10


def test_preview_and_scanner_have_a_mailbox_each(tmp_path: Path) -> None:
    frames: Mailbox[Frame] = Mailbox()
    preview: Mailbox[Frame] = Mailbox()
    camera = Camera(str(make_film(tmp_path / "film.mp4", 30)), frames, preview, lambda state: None)
    camera.start()
    assert frames.take(10) is not None
    assert preview.take(10) is not None
    camera.stop()
