"""A camera that goes and comes: a network camera that is really served, and sources that hang as drivers do."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from network_camera import HASTE, Desk, MjpegServer, wait_until, working

from checkin.i18n import phrase
from checkin.scanning.messages import Condition
from checkin.scanning.sources import Frame, SourceFault
from checkin.scanning.watch import Patience


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer()
    yield server
    server.die()


def test_a_network_camera_gives_frames(server: MjpegServer) -> None:
    with working(server.url) as desk:
        desk.becomes(Condition.LIVE)
        frame = desk.frames.take(5)
    assert frame is not None
    assert frame.image.shape == (120, 160, 3)
    assert desk.conditions[:2] == ["opening", "live"]


def test_a_network_camera_that_stops_sending_is_lost_and_lives_again(server: MjpegServer) -> None:
    with working(server.url) as desk:
        desk.becomes(Condition.LIVE)
        server.sending.clear()
        desk.becomes(Condition.LOST)
        server.sending.set()
        desk.becomes(Condition.LIVE)
    assert desk.conditions == ["opening", "live", "lost", "live"]


def test_a_network_camera_that_dies_and_comes_back_lives_again(server: MjpegServer) -> None:
    with working(server.url, patience=HASTE) as desk:
        desk.becomes(Condition.LIVE)
        server.die()
        desk.becomes(Condition.LOST)
        time.sleep(0.5)
        again = MjpegServer(server.port)
        try:
            desk.becomes(Condition.LIVE)
        finally:
            again.die()
    assert desk.conditions[:4] == ["opening", "live", "lost", "live"]


def test_a_network_camera_that_does_not_answer_is_missing_until_it_does(server: MjpegServer) -> None:
    server.die()
    with working(server.url, patience=HASTE) as desk:
        desk.becomes(Condition.MISSING)
        again = MjpegServer(server.port)
        try:
            desk.becomes(Condition.LIVE)
        finally:
            again.die()
    assert desk.conditions[:3] == ["opening", "missing", "live"]


class Scripted:
    """A source that does what a driver may do; each opening takes the next behaviour."""

    name = "scripted"

    def __init__(self, behave: Callable[[int], Frame | None], closing: Callable[[], object] = lambda: None) -> None:
        self.ended = False
        self.closed = 0
        self._behave = behave
        self._closing = closing
        self._number = 0

    def open(self) -> None:
        self._number = 0

    def read(self) -> Frame | None:
        self._number += 1
        time.sleep(0.01)
        return self._behave(self._number)

    def close(self) -> None:
        self._closing()
        self.closed += 1


def a_frame(number: int) -> Frame:
    return Frame(np.zeros((4, 4, 3), np.uint8), time.monotonic(), number)


def hanging_after(frames: int, hang: threading.Event) -> Callable[[int], Frame | None]:
    def behave(number: int) -> Frame | None:
        if number > frames:
            hang.wait()
        return a_frame(number)

    return behave


@pytest.fixture
def hang() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_read_that_hangs_is_told_and_another_thread_takes_over(hang: threading.Event) -> None:
    sources = [Scripted(hanging_after(3, hang)), Scripted(a_frame)]
    opened = iter(sources)
    with working("device", patience=HASTE, open_source=lambda text: next(opened)) as desk:
        desk.becomes(Condition.LOST)
        desk.becomes(Condition.LIVE)
        seen = len(desk.shown)
        wait_until(lambda: len(desk.shown) > seen + 5)
        hang.set()
        wait_until(lambda: sources[0].closed == 1)
    assert desk.conditions == ["opening", "live", "lost", "live"]


def going_silent_after(frames: int) -> Callable[[int], Frame | None]:
    return lambda number: a_frame(number) if number <= frames else None


def test_a_closing_that_hangs_is_told_at_once_and_another_thread_takes_over(hang: threading.Event) -> None:
    sources = [Scripted(going_silent_after(3), closing=hang.wait), Scripted(a_frame)]
    opened = iter(sources)
    with working("device", patience=HASTE, open_source=lambda text: next(opened)) as desk:
        desk.becomes(Condition.LOST)
        assert sources[0].closed == 0
        desk.becomes(Condition.LIVE)
        hang.set()
        wait_until(lambda: sources[0].closed == 1)
    assert desk.conditions == ["opening", "live", "lost", "live"]


def test_another_camera_is_opened_when_the_one_before_is_closed(hang: threading.Event) -> None:
    happened: list[str] = []

    def open_source(text: str) -> Scripted:
        happened.append(f"open {text}")
        return Scripted(a_frame, closing=lambda: (time.sleep(0.2), happened.append(f"close {text}")))

    with working("device:1", open_source=open_source) as desk:
        desk.becomes(Condition.LIVE)
        desk.camera.switch("device:2")
        wait_until(lambda: "open device:2" in happened)
    assert happened[:3] == ["open device:1", "close device:1", "open device:2"]


def test_another_camera_is_opened_though_the_one_before_hangs(hang: threading.Event) -> None:
    sources = [Scripted(hanging_after(1, hang)), Scripted(a_frame)]
    opened = iter(sources)
    with working("device:1", open_source=lambda text: next(opened)) as desk:
        desk.becomes(Condition.LIVE)
        desk.camera.switch("device:2")
        desk.becomes(Condition.OPENING)
        desk.becomes(Condition.LIVE)
        hang.set()


def test_stopping_does_not_wait_for_a_read_that_hangs(hang: threading.Event) -> None:
    desk = Desk("device", open_source=lambda text: Scripted(hanging_after(1, hang)))
    desk.camera.start()
    desk.becomes(Condition.LIVE)
    desk.camera.stop()
    assert not hang.is_set(), "the read hangs still"
    told, shown = len(desk.states), len(desk.shown)
    hang.set()
    time.sleep(0.1)
    assert (len(desk.states), len(desk.shown)) == (told, shown)


def test_a_camera_that_opens_and_gives_nothing_is_busy() -> None:
    with working("device", patience=HASTE, open_source=lambda text: Scripted(lambda number: None)) as desk:
        desk.becomes(Condition.BUSY)
        assert "gives no picture" in str(desk.states[-1].what)
    assert desk.conditions == ["opening", "busy"]


def test_a_camera_that_refuses_to_be_read_is_told_before_it_is_given_up() -> None:
    patience = Patience(lost_after_s=0.2, first_frame_s=60.0)
    awake = threading.Event()
    source = Scripted(lambda number: a_frame(number) if awake.is_set() else None)
    with working("device", patience=patience, open_source=lambda text: source) as desk:
        desk.becomes(Condition.BUSY)
        awake.set()
        desk.becomes(Condition.LIVE)
    assert desk.conditions == ["opening", "busy", "live"]


def test_a_camera_that_fails_with_an_unforeseen_error_is_opened_again() -> None:
    def fail(number: int) -> Frame | None:
        raise RuntimeError("driver")

    sources = iter([Scripted(fail), Scripted(fail), Scripted(a_frame)])
    with working("device", patience=HASTE, open_source=lambda text: next(sources)) as desk:
        desk.becomes(Condition.LIVE)
    assert desk.conditions == ["opening", "busy", "live"]


def test_waits_between_openings_grow_to_a_bound() -> None:
    openings: list[float] = []

    def nowhere(text: str) -> Scripted:
        openings.append(time.monotonic())
        raise SourceFault(Condition.MISSING, phrase("gone"))

    with working("device", patience=HASTE, open_source=nowhere):
        wait_until(lambda: len(openings) >= 5)
    first, second, third, fourth = (after - before for before, after in pairwise(openings[:5]))
    assert first >= 0.1
    assert min(second, third, fourth) >= 0.2
    assert fourth < 0.75, "doubled without bound it would be 0.8"


def test_no_camera_on_this_machine_is_told_with_the_way_out() -> None:
    with working("camera:name=Nowhere") as desk:
        desk.becomes(Condition.MISSING)
    assert "Plug it in" in str(desk.states[-1].what)
    assert desk.states[-1].name == "Nowhere"
