"""A network camera on this machine, and a camera of ours that watches one, with all that it tells."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from checkin.scanning.camera import Camera
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import CameraState, Condition, Flaw
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.sources import Frame
from checkin.scanning.watch import Patience

HASTE = Patience(
    lost_after_s=0.4, first_frame_s=0.6, hung_opening_s=1.0, hung_reading_s=0.8, retry_s=0.1, longest_retry_s=0.2,
    hung_closing_s=0.8,
)  # fmt: skip

Shoot = Callable[[int, int], Image]
"""The picture number so and so (from 0) on the connection number so and so (from 1)."""


def wait_until(true: Callable[[], bool], within_s: float = 40.0) -> None:
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

    def becomes(self, condition: Condition, *flaws: Flaw) -> None:
        wait_until(lambda: bool(self.states) and (self.states[-1].condition, self.states[-1].flaws) == (condition, flaws))


@contextmanager
def working(source: str, **options: object) -> Iterator[Desk]:
    desk = Desk(source, **options)
    desk.camera.start()
    try:
        yield desk
    finally:
        desk.camera.stop()


def rolling_ball(number: int, connection: int) -> Image:
    picture = np.zeros((120, 160, 3), np.uint8)
    cv2.circle(picture, (number * 5 % 160, 60), 20, (0, 255, 0), -1)
    return picture


class MjpegServer:
    """A network camera on this machine that gives what `shoot` gives, 30 times a second. `sending` pauses and resumes it; `die`
    cuts every connection and frees the port; `connections` counts those who came."""

    def __init__(self, port: int = 0, shoot: Shoot = rolling_ball) -> None:
        self.sending = threading.Event()
        self.sending.set()
        self.connections = 0
        self.shoot = shoot
        self._dead = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.connections += 1
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                number, connection = 0, outer.connections
                while not outer._dead.is_set():
                    if outer.sending.wait(0.02):
                        self._part(cv2.imencode(".jpg", outer.shoot(number, connection))[1].tobytes())
                        number += 1
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


@contextmanager
def serving(shoot: Shoot, port: int = 0) -> Iterator[MjpegServer]:
    server = MjpegServer(port, shoot)
    try:
        yield server
    finally:
        server.die()
