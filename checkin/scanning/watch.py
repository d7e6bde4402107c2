"""One serving of a camera's source: the thread that reads it, and the thread that sees when that one hangs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from checkin.i18n import phrase
from checkin.scanning.healing import Healing, live
from checkin.scanning.messages import CameraState, Condition, Flaw, Sighting
from checkin.scanning.sources import Frame, FrameSource, LiveSource, SourceFault

if TYPE_CHECKING:
    from checkin.scanning.picture import Mirror, PictureJudge

_READ_AGAIN_S = 0.02

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long (s) a camera is waited for."""

    lost_after_s: float = 0.85
    """No new frame for this long: the camera is lost. With the look-out's own pace, that is told within a second."""
    first_frame_s: float = 3.0
    """What a camera that has just been opened may take; some webcams need two seconds to wake."""
    hung_opening_s: float = 20.0
    """An opening that takes longer is given up; Windows takes ten seconds over some cameras."""
    hung_reading_s: float = 5.0
    """A read that takes longer is given up."""
    hung_closing_s: float = 5.0
    """A closing that takes longer is left behind; some drivers never come back from it once the cable is out."""
    left_s: float = 1.5
    """What the camera that was watched before has to be closed, before another one is opened: on one USB both may not fit."""
    retry_s: float = 0.5
    """The first wait before opening again; each further one is twice as long,"""
    longest_retry_s: float = 5.0
    """but not longer than this."""


class Watch:
    """Serves a source until it ends, or is ended. `deliver`, `tell` and `hung` are called on its threads, the latter two with
    this watch."""

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        deliver: Callable[[Frame], None],
        tell: Callable[["Watch", CameraState], None],
        hung: Callable[["Watch"], None],
        clock: Callable[[], float],
        patience: Patience,
    ) -> None:
        self._open_source = open_source
        self._deliver = deliver
        self._tell = tell
        self._hung = hung
        self._clock = clock
        self._patience = patience
        self._healing = Healing()
        self._judge: PictureJudge | None = None
        self._mirror: Mirror | None = None
        self._mirrored = False
        self._flaws: tuple[Flaw, ...] = ()
        self._opened_for: list[Flaw] = []
        self._after: Watch | None = None
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._serve, name="camera", daemon=True)
        self._guard = threading.Thread(target=self._look_out, name="camera watch", daemon=True)
        self._name = ""
        self._live = False
        self.was_live = False
        self._frame_at = 0.0
        self._hung_at = float("inf")

    def start(self, was_live: bool = False, after: "Watch | None" = None) -> None:
        """Begin. `was_live`: it gave pictures before, so that it is lost and not missing while it does not open. `after`: let
        that one close its camera first, if it does so in time."""
        self.was_live = was_live
        self._after = after
        self._reader.start()
        self._guard.start()

    def end(self, wait_s: float) -> None:
        """End; waits `wait_s` at most."""
        self._ended.set()
        if self._reader is not threading.current_thread() and self._reader.is_alive():
            self._reader.join(wait_s)

    def sighted(self, sighting: Sighting) -> None:
        """What was found in a frame; called by the thread that looks for codes."""
        if self._mirror is not None:
            self._mirrored = self._mirror.seen(sighting)

    # --- the thread that reads

    def _serve(self) -> None:
        # Here, on the camera's own thread: the window shows before cv2 is loaded.
        from checkin.scanning.picture import Mirror, PictureJudge

        self._judge, self._mirror = PictureJudge(), Mirror()
        if self._after is not None:
            self._after.end(self._patience.left_s)
            self._after = None
        retry = self._patience.retry_s
        while not self._ended.is_set():
            if self._serve_once():
                retry = self._patience.retry_s
            self._ended.wait(retry)
            retry = min(2 * retry, self._patience.longest_retry_s)

    def _serve_once(self) -> bool:
        """Open the source and read it until it is lost; whether it gave a frame."""
        try:
            source = self._open_source()
            try:
                return self._read(source)
            finally:
                self._busy_for(self._patience.hung_closing_s)
                source.close()
                self._busy_for(None)
        except SourceFault as fault:
            self._say(CameraState(fault.condition, self._name, fault.what))
        except Exception:
            log.exception("the camera failed")
            self._say_no_picture()
        return False

    def _read(self, source: FrameSource) -> bool:
        self._name = source.name
        self._busy_for(self._patience.hung_opening_s)
        camera = source if isinstance(source, LiveSource) else None
        if camera is not None:
            camera.reconsider(self._opened_for)
        source.open()
        self._name = source.name
        if camera is not None:
            log.info("a camera was opened", camera=self._name, **camera.particulars)
        latest, patience, delivered = self._clock(), self._patience.first_frame_s, False
        while not self._ended.is_set() and not source.ended and self._clock() - latest <= patience:
            self._busy_for(self._patience.hung_reading_s)
            frame = source.read()
            if frame is None:
                self._wait_for_a_frame(latest, delivered)
                continue
            latest, patience, delivered = self._clock(), self._patience.lost_after_s, True
            self._on_frame(frame, self._flaws_of(frame) if camera is not None else ())
            if self._is_to_be_opened_anew(frame):
                self._live = False  # nothing is lost, and nothing told: what was told of the picture still holds
                return True
        self._leave(source, delivered)
        return delivered

    def _wait_for_a_frame(self, since: float, delivered: bool) -> None:
        """Another program may hold a camera that opens all the same: that is told before it is closed and tried again."""
        if not delivered and self._clock() - since > self._patience.lost_after_s:
            self._say_no_picture()
        self._ended.wait(_READ_AGAIN_S)

    def _on_frame(self, frame: Frame, flaws: tuple[Flaw, ...]) -> None:
        if self._ended.is_set():
            return
        self._frame_at = self._clock()
        if not self._live or flaws != self._flaws:
            self._live = self.was_live = True
            self._flaws = flaws
            self._tell(self, live(self._name, flaws))
        self._deliver(frame)

    def _flaws_of(self, frame: Frame) -> tuple[Flaw, ...]:
        assert self._judge is not None
        flaws = self._judge.look(frame.image, frame.taken_at)
        return (*flaws, Flaw.MIRRORED) if self._mirrored else flaws

    def _is_to_be_opened_anew(self, frame: Frame) -> bool:
        flaw = self._healing.due(self._flaws, frame.taken_at)
        if flaw is None:
            return False
        self._opened_for.append(flaw)
        log.warning("the camera is opened anew", camera=self._name, flaw=flaw.value, times=len(self._opened_for))
        return True

    def _leave(self, source: FrameSource, delivered: bool) -> None:
        was_live, self._live = self._live, False
        if self._ended.is_set():
            return
        if source.ended:
            self._tell(self, CameraState(Condition.ENDED, self._name, phrase("The film {name} has ended.", name=self._name)))
            self._ended.set()
        elif was_live:
            self._tell(self, self._lost())  # now: closing it may take its time
        elif not delivered:
            self._say_no_picture()

    def _busy_for(self, seconds: float | None) -> None:
        """What comes now may take so long."""
        self._hung_at = float("inf") if seconds is None else self._clock() + seconds

    # --- what is told

    def _say(self, state: CameraState) -> None:
        """A camera that gave pictures before is lost, whatever else is wrong with it."""
        self._tell(self, self._lost() if self.was_live else state)

    def _say_no_picture(self) -> None:
        what = phrase(
            "The camera {name} opens, but gives no picture. Close other programs that use it, or plug it in again.",
            name=self._name,
        )
        self._say(CameraState(Condition.BUSY, self._name, what))

    def _lost(self) -> CameraState:
        what = phrase(
            "The camera {name} gives no picture any more. Check its cable: it starts again by itself. "
            "Until then, use the search or a hand scanner.",
            name=self._name,
        )
        return CameraState(Condition.LOST, self._name, what)

    # --- the thread that looks out, as the other one may hang in a driver

    def _look_out(self) -> None:
        while not self._ended.wait(min(0.1, self._patience.lost_after_s / 4)):
            if self._live and self._clock() - self._frame_at > self._patience.lost_after_s:
                self._live = False
                self._tell(self, self._lost())
            if self._clock() > self._hung_at:
                self._hung(self)
                return
