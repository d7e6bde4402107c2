"""Cameras of this machine and of the network; and the one place that turns a source text into a frame source."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

import structlog

from checkin.i18n import phrase
from checkin.scanning.asking import Asking, Given
from checkin.scanning.devices import Found, find_device, plugged_in
from checkin.scanning.films import Clock, FilmSource, FolderSource, Pace
from checkin.scanning.messages import Condition, Flaw
from checkin.scanning.opencv import bgr, cv2
from checkin.scanning.sources import Device, Film, Folder, Frame, FrameSource, SourceFault, Stream, name_of, parse_source

_STREAM_PATIENCE_MS = 3000

SLOW_BELOW = 15.0
"""Frames a second with which a badge that is held up is hardly ever sharp: a dark room and long exposures come to this."""
_RATE_OVER_S = 4.0

log = structlog.get_logger()


def open_source(
    text: str, *, pace: bool = True, loop: bool = False, clock: Clock = time.monotonic, size: tuple[int, int] = (1280, 720)
) -> FrameSource:
    """The source that `text` means (see parse_source), for its thread to open. `pace` and `loop` are for films and folders:
    whether they run in real time, so that a late reader misses frames as with a camera, and whether they start over. `size`
    (width, height) is what a device is asked for."""
    match parse_source(text):
        case Device() as device:
            return DeviceSource(device, clock, size)
        case Stream() as stream:
            return StreamSource(stream, clock)
        case Film() as film:
            return FilmSource(film, Pace(pace, clock), loop)
        case Folder() as folder:
            return FolderSource(folder, Pace(pace, clock), loop)


class _LiveSource:
    """Frames that come when they come, and are stamped then."""

    ended = False

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        self._capture: cv2.VideoCapture | None = None
        self._number = 0
        self._counted_from = (0, 0.0)
        self._slow = False

    @property
    def particulars(self) -> Mapping[str, object]:
        """See LiveSource."""
        return {}

    def reconsider(self, flaws: Sequence[Flaw]) -> None:
        """See LiveSource."""

    def read(self) -> Frame | None:
        """See FrameSource."""
        arrived, image = self._capture.read() if self._capture is not None else (False, None)
        if not arrived or image is None:
            return None
        frame = Frame(bgr(image), self._clock(), self._number)
        self._number += 1
        self._watch_rate(frame)
        return frame

    def close(self) -> None:
        """See FrameSource."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _start(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture
        self._number = 0

    def _watch_rate(self, frame: Frame) -> None:
        number, since = self._counted_from
        passed = frame.taken_at - since
        if frame.number == 0 or passed >= _RATE_OVER_S:
            self._counted_from = (frame.number, frame.taken_at)
            rate = (frame.number - number) / passed if frame.number and passed else SLOW_BELOW
            if (rate < SLOW_BELOW) is not self._slow:
                self._slow = rate < SLOW_BELOW
                tell = log.warning if self._slow else log.info
                tell("the camera's pace changed", camera=self.name, frames_a_second=round(rate, 1), slow=self._slow)


class DeviceSource(_LiveSource):
    """A camera of this machine, asked for what reading badges needs (see asking.py). `cameras` lists what is plugged in,
    `capture` opens one of them by index and backend."""

    def __init__(
        self,
        device: Device,
        clock: Clock = time.monotonic,
        size: tuple[int, int] = (1280, 720),
        cameras: Callable[[], Sequence[Found]] = plugged_in,
        capture: Callable[[int, int], cv2.VideoCapture] = cv2.VideoCapture,
    ) -> None:
        super().__init__(name_of(device), clock)
        self._device = device
        self._asking = Asking(size)
        self._cameras = cameras
        self._capture_of = capture
        self.given: Given | None = None
        """What the driver gave when it was opened."""

    def reconsider(self, flaws: Sequence[Flaw]) -> None:
        """See LiveSource."""
        self._asking = self._asking.after(flaws)

    @property
    def particulars(self) -> Mapping[str, object]:
        """See LiveSource."""
        return asdict(self.given) if self.given is not None else {}

    def open(self) -> None:
        """See FrameSource."""
        found = find_device(self._device, self._cameras())
        self.name = name_of(found.device)
        capture = self._capture_of(found.index, found.backend)
        if not capture.isOpened():
            raise self._fault(listed=found.backend != cv2.CAP_ANY)
        self.given = self._asking.ask(capture)
        self._start(capture)

    def _fault(self, listed: bool) -> SourceFault:
        if listed:
            what = phrase(
                "Another program holds the camera {name}. Close that program: the camera starts by itself.", name=self.name
            )
            return SourceFault(Condition.BUSY, what)
        what = phrase("There is no camera {name}. Plug it in: it starts by itself. Or choose another one.", name=self.name)
        return SourceFault(Condition.MISSING, what)


class StreamSource(_LiveSource):
    """A network camera. Opening and reading wait 3 s at most."""

    def __init__(self, stream: Stream, clock: Clock = time.monotonic) -> None:
        super().__init__(name_of(stream), clock)
        self._url = stream.url

    def open(self) -> None:
        """See FrameSource."""
        patience = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _STREAM_PATIENCE_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _STREAM_PATIENCE_MS]
        capture = cv2.VideoCapture(self._url, cv2.CAP_FFMPEG, patience)
        if not capture.isOpened():
            what = phrase(
                "The network camera {name} does not answer. Check its address and the network: it is tried again.", name=self.name
            )
            raise SourceFault(Condition.MISSING, what)
        self._start(capture)
