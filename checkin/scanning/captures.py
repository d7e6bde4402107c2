"""Cameras of this machine and of the network; and the one place that turns a source text into a frame source."""

import time

from checkin.i18n import phrase
from checkin.scanning.devices import find_device, plugged_in
from checkin.scanning.films import Clock, FilmSource, FolderSource, Pace
from checkin.scanning.messages import Condition
from checkin.scanning.opencv import bgr, cv2
from checkin.scanning.sources import Device, Film, Folder, Frame, FrameSource, SourceFault, Stream, name_of, parse_source

_STREAM_PATIENCE_MS = 3000


def open_source(text: str, *, pace: bool = True, loop: bool = False, clock: Clock = time.monotonic) -> FrameSource:
    """The source that `text` means (see parse_source), for its thread to open. `pace` and `loop` are for films and folders:
    whether they run in real time, so that a late reader misses frames as with a camera, and whether they start over."""
    match parse_source(text):
        case Device() as device:
            return DeviceSource(device, clock)
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

    def read(self) -> Frame | None:
        """See FrameSource."""
        arrived, image = self._capture.read() if self._capture is not None else (False, None)
        if not arrived or image is None:
            return None
        frame = Frame(bgr(image), self._clock(), self._number)
        self._number += 1
        return frame

    def close(self) -> None:
        """See FrameSource."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _start(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture
        self._number = 0


class DeviceSource(_LiveSource):
    """A camera of this machine, asked for 1280 x 720 at 30 a second as JPEGs: uncompressed, USB 2 carries ten."""

    def __init__(self, device: Device, clock: Clock = time.monotonic) -> None:
        super().__init__(name_of(device), clock)
        self._device = device

    def open(self) -> None:
        """See FrameSource."""
        found = find_device(self._device, plugged_in())
        self.name = name_of(found.device)
        capture = cv2.VideoCapture(found.index, found.backend)
        if not capture.isOpened():
            raise self._fault(listed=found.backend != cv2.CAP_ANY)
        for setting, value in (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
            (cv2.CAP_PROP_FRAME_WIDTH, 1280),
            (cv2.CAP_PROP_FRAME_HEIGHT, 720),
            (cv2.CAP_PROP_FPS, 30),
        ):
            capture.set(setting, value)
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
