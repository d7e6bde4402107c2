"""A camera that goes and comes: a network camera that is really served, and sources that hang as drivers do."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import pytest

from checkin.i18n import phrase
from checkin.scanning.camera import Camera
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import CameraState, Condition
from checkin.scanning.opencv import cv2
from checkin.scanning.sources import Frame, SourceFault
from checkin.scanning.watch import Patience

HASTE = Patience(lost_after_s=0.4, first_frame_s=0.6, hung_opening_s=1.0, hung_reading_s=0.8, retry_s=0.1, longest_retry_s=0.2)


def wait_until(true: Callable[[], bool], within_s: float = 15.0) -> None:
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.01)


class Desk:
    """A camera and all that it told."""

    def __init__(self, source: str, **options: object) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.shown: list[int] = []
        self.states: list[CameraState] = []
        self.camera = Camera(source, self.frames, self.show, self.states.append, **options)  # type: ignore[arg-type]

    def show(self, frame: Frame) -> None:
        self.shown.append(frame.number)

    @property
    def conditions(self) -> list[str]:
        return [state.condition.value for state in self.states]

    def becomes(self, condition: Condition) -> None:
        wait_until(lambda: bool(self.states) and self.states[-1].condition is condition)


@contextmanager
def working(source: str, **options: object) -> Iterator[Desk]:
    desk = Desk(source, **options)
    desk.camera.start()
    try:
        yield desk
    finally:
        desk.camera.stop()


class MjpegServer:
    """A network camera on this machine. `sending` pauses and resumes it; `die` cuts every connection and frees the port."""

    def __init__(self, port: int = 0) -> None:
        self.sending = threading.Event()
        self.sending.set()
        self._dead = threading.Event()
        picture = np.zeros((120, 160, 3), np.uint8)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                number = 0
                while not outer._dead.is_set():
                    if outer.sending.wait(0.02):
                        cv2.circle(picture, (number % 160, 60), 20, (0, 255, 0), -1)
                        self._part(cv2.imencode(".jpg", picture)[1].tobytes())
                        number += 5
                        time.sleep(1 / 30)

            def _part(self, jpeg: bytes) -> None:
                head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
                self.wfile.write(head + jpeg + b"\r\n")

            def log_message(self, *args: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # the camera hung up

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/video"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def die(self) -> None:
        if not self._dead.is_set():
            self._dead.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


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

    def __init__(self, behave: Callable[[int], Frame | None]) -> None:
        self.ended = False
        self.closed = 0
        self._behave = behave
        self._number = 0

    def open(self) -> None:
        self._number = 0

    def read(self) -> Frame | None:
        self._number += 1
        time.sleep(0.01)
        return self._behave(self._number)

    def close(self) -> None:
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


def test_stopping_does_not_wait_for_a_read_that_hangs(hang: threading.Event) -> None:
    desk = Desk("device", open_source=lambda text: Scripted(hanging_after(1, hang)))
    desk.camera.start()
    desk.becomes(Condition.LIVE)
    began = time.monotonic()
    desk.camera.stop()
    assert time.monotonic() - began < 2.0
    told, shown = len(desk.states), len(desk.shown)
    hang.set()
    time.sleep(0.1)
    assert (len(desk.states), len(desk.shown)) == (told, shown)


def test_a_camera_that_opens_and_gives_nothing_is_busy() -> None:
    with working("device", patience=HASTE, open_source=lambda text: Scripted(lambda number: None)) as desk:
        desk.becomes(Condition.BUSY)
        assert "gives no picture" in str(desk.states[-1].what)
    assert desk.conditions == ["opening", "busy"]


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
