"""The camera: opens a source, hands on its newest frame, says how it is, and opens it again when it is lost."""

import threading
import time
from collections.abc import Callable

import structlog

from checkin.i18n import phrase
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import CameraState, Condition, Sighting
from checkin.scanning.sources import Frame, FrameSource, name_of, parse_source
from checkin.scanning.watch import Patience, Watch

Show = Callable[[Frame], None]
Open = Callable[[str], FrameSource]

log = structlog.get_logger()


class Camera:
    """A source of frames that looks after itself.

    Each frame goes to `frames` and to `preview`; each change of how it is goes to `on_state`. All three are called on threads
    of the camera, and must not wait. `loop` starts films over; `size` (width, height) is what a device is asked for.
    `open_source` makes the frame source of a source text.
    """

    def __init__(
        self,
        source: str,
        frames: Mailbox[Frame],
        preview: Mailbox[Frame] | Show | None,
        on_state: Callable[[CameraState], None],
        clock: Callable[[], float] = time.monotonic,
        loop: bool = False,
        size: tuple[int, int] = (1280, 720),
        open_source: Open | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._source = source
        self._frames = frames
        self._preview = preview.put if isinstance(preview, Mailbox) else preview
        self._on_state = on_state
        self._clock = clock
        self._loop = loop
        self._size = size
        self._open = open_source or self._open_with_cv2
        self._patience = patience or Patience()
        self._watch: Watch | None = None
        self._state: CameraState | None = None
        self._telling = threading.RLock()

    @property
    def source(self) -> str:
        """The source text that it serves now."""
        return self._source

    @property
    def state(self) -> CameraState | None:
        """How it is, as last told; None before `start`."""
        return self._state

    def start(self) -> None:
        """Open the source and go on until `stop`. Returns at once."""
        self._start(None)

    def _start(self, after: Watch | None) -> None:
        name = name_of(parse_source(self._source))
        watch = self._new_watch()
        self._tell(watch, CameraState(Condition.OPENING, name, phrase("The camera {name} is being opened.", name=name)))
        watch.start(after=after)

    def switch(self, source: str) -> None:
        """Serve another source from now on. Returns at once."""
        before = self._watch
        self.stop(wait_s=0.0)
        self._source = source
        self._start(before)

    def sighted(self, sighting: Sighting) -> None:
        """What was found in one of its frames: by that it knows whether its picture is mirrored."""
        watch = self._watch
        if watch is not None:
            watch.sighted(sighting)

    def stop(self, wait_s: float = 1.5) -> None:
        """End. Waits `wait_s` at most: a thread that hangs in a driver is left behind, and delivers nothing any more."""
        with self._telling:
            watch, self._watch = self._watch, None
        if watch is not None:
            watch.end(wait_s)

    def _new_watch(self) -> Watch:
        watch = Watch(lambda: self._open(self._source), self._deliver, self._tell, self._replace, self._clock, self._patience)
        with self._telling:
            self._watch = watch
        return watch

    def _deliver(self, frame: Frame) -> None:
        self._frames.put(frame)
        if self._preview is not None:
            self._preview(frame)

    def _tell(self, watch: Watch, state: CameraState) -> None:
        with self._telling:
            if self._watch is watch and state != self._state:
                self._state = state
                self._on_state(state)

    def _replace(self, hung: Watch) -> None:
        """Start afresh beside a thread that hangs."""
        with self._telling:
            if self._watch is not hung:
                return
            log.warning("the camera thread hangs; another one takes over")
            watch = self._new_watch()
        hung.end(0.0)
        watch.start(was_live=hung.was_live)

    def _open_with_cv2(self, source: str) -> FrameSource:
        # Here, on the camera's own thread: the window shows before cv2 is loaded.
        from checkin.scanning.captures import open_source

        return open_source(source, loop=self._loop, clock=self._clock, size=self._size)
