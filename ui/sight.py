"""The camera and scan threads of a desk. OpenCV is loaded here, on a thread, when the window is already on the screen."""

import gc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

import structlog

from checkin.desk.messages import Failed, Published
from checkin.desk.vouching import Vouching
from checkin.i18n import Phrase, Words, phrase
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import CameraList, CameraState, Condition, Hint, Sighting

if TYPE_CHECKING:
    from checkin.scanning.camera import Camera
    from checkin.scanning.notes import PictureNotes
    from checkin.scanning.scanner import Scanner
    from checkin.scanning.sources import Frame

log = structlog.get_logger()

SHOWN_EVERY_S = 0.03
SHOWN_EVERY_WHEN_STILL_S = 0.12


class Ears(Protocol):
    """Who hears of all that is seen, on the camera's threads: ui.bridge, or a rehearsal without a window."""

    def publish(self, message: Published) -> None: ...

    def camera_state(self, state: CameraState) -> None: ...

    def sighting(self, sighting: Sighting) -> None: ...

    def hint(self, hint: Hint | None) -> None: ...

    def frame(self) -> None: ...

    def cameras(self, cameras: CameraList) -> None: ...


class Sight:
    """Watches one camera at a time and tells `on_badge(text, taken_at)` of each badge that is brought before it.

    `sources` are camera sources in order of preference: the first that is there is opened, else the first is waited for. `size`
    (width, height) is what a camera of this machine is asked for. Badges shown together are told in the reading order of
    `language`. `vouching` is asked and closed on the scan thread.
    """

    def __init__(
        self,
        sources: Sequence[str],
        gone_after_s: float,
        on_badge: Callable[[str, float], None],
        bridge: Ears,
        vouching: Vouching,
        language: str,
        size: tuple[int, int] = (1280, 720),
    ) -> None:
        self._sources = tuple(sources)
        self._gone_after_s = gone_after_s
        self._on_badge = on_badge
        self._bridge = bridge
        self._vouching = vouching
        self._words = Words(language)
        self._size = size
        self._preview: Mailbox[Frame] = Mailbox()
        self._notes: PictureNotes | None = None
        self._shown_at = float("-inf")
        self._still = False
        self._camera: Camera | None = None
        self._scanner: Scanner | None = None
        self._before_trying: str | None = None
        self._opening = Lock()
        self._listing = Lock()
        self._starter = Thread(target=self._start, name="sight")

    def start(self) -> None:
        """Load what seeing needs, then open the camera; returns at once."""
        self._starter.start()

    def take_preview(self) -> "Frame | None":
        """The newest frame to show, None when the last one is shown already."""
        return self._preview.take(timeout=0)

    @property
    def source(self) -> str:
        """The source text of the camera that is watched."""
        return self._camera.source if self._camera is not None else self._sources[0]

    @property
    def condition(self) -> str:
        """How the camera is, in a word for the hub (checkin.sync.reports.Condition)."""
        state = self._camera.state if self._camera is not None else None
        if state is None:
            return ""
        return "flawed" if state.condition is Condition.LIVE and state.flaws else state.condition.name.lower()

    def switch(self, source: str) -> None:
        """Watch this camera from now on."""
        with self._opening:
            self._sources, self._before_trying = (source,), None
            self._watch(source)

    def try_out(self, source: str) -> None:
        """Watch this camera, until it is kept by `switch` or left by `go_back`. Badges count all the while."""
        with self._opening:
            if self._camera is not None and self._before_trying is None:
                self._before_trying = self._camera.source
            self._watch(source)

    def go_back(self) -> None:
        """Watch the camera again that was there before others were tried."""
        with self._opening:
            before, self._before_trying = self._before_trying, None
            if before is not None:
                self._watch(before)

    def _watch(self, source: str) -> None:
        if self._camera is not None and self._camera.source != source:
            self._camera.switch(source)

    def note(self) -> "PictureNotes":
        """From now on note what the pictures are like, until `forget_notes`. Loads OpenCV, where that was not done before."""
        from checkin.scanning.notes import PictureNotes

        notes = PictureNotes()
        if self._camera is not None and self._camera.state is not None:
            notes.state(self._camera.state)
        self._notes = notes
        return notes

    def forget_notes(self) -> None:
        """Note nothing any more."""
        self._notes = None

    def speak(self, language: str) -> None:
        """From the next frame on, badges shown together are told in the reading order of this language."""
        self._words = Words(language)

    def list_cameras(self) -> None:
        """Look which cameras are plugged in; the answer comes through the bridge. A second asking before that is passed over."""
        if self._listing.acquire(blocking=False):
            Thread(target=self._list_cameras, name="cameras").start()

    def stop(self) -> None:
        """Close the camera; what it saw before is handed on first."""
        if self._starter.ident is not None:
            self._starter.join()
        if self._camera is not None:
            self._camera.stop()
        if self._scanner is not None:  # there too where no camera could be had
            self._scanner.stop()
        gc.unfreeze()  # else libraries complain at the end that they are not let go

    def _start(self) -> None:
        try:
            self._open_eyes()
        except Exception as error:  # a decoder or OpenCV that cannot be loaded: the desk goes on by keyboard
            log.exception("the camera cannot be used")
            what = phrase(
                "Pictures cannot be read on this machine ({error}). Use the hand scanner or search; see checkin doctor.",
                error=type(error).__name__,
            )
            self._bridge.camera_state(CameraState(Condition.MISSING, "", what))

    def _open_eyes(self) -> None:
        from checkin.scanning.camera import Camera
        from checkin.scanning.presence import Presence
        from checkin.scanning.reader import desk_reader
        from checkin.scanning.scanner import Scanner

        frames: Mailbox[Frame] = Mailbox()
        presence = Presence(self._gone_after_s)
        self._scanner = Scanner(
            frames, desk_reader(), presence, self._on_badge, self._sighted, self._come_to_rest, self._decoder_failed,
            vouched=self._vouching.vouched, right_to_left=self._right_to_left, on_hint=self._hinted,
            on_end=self._vouching.close,
        )  # fmt: skip
        self._scanner.start()
        with self._opening:
            self._camera = Camera(first_there(self._sources), frames, self._show, self._changed, size=self._size)
            self._camera.start()
        # What is loaded now stays. Python would look through all of it every so often, while a verdict waits: 50 ms.
        gc.collect()
        gc.freeze()

    def _show(self, frame: "Frame") -> None:
        if (notes := self._notes) is not None:
            notes.frame(frame)
        every = SHOWN_EVERY_WHEN_STILL_S if self._still else SHOWN_EVERY_S
        if not 0 <= frame.taken_at - self._shown_at < every:
            self._shown_at = frame.taken_at
            self._preview.put(frame)
            self._bridge.frame()

    def _sighted(self, sighting: Sighting) -> None:
        if self._camera is not None:
            self._camera.sighted(sighting)
        if (notes := self._notes) is not None:
            notes.sighted(sighting)
        self._bridge.sighting(sighting)

    def _hinted(self, hint: Hint | None) -> None:
        if (notes := self._notes) is not None:
            notes.hint(hint)
        self._bridge.hint(hint)

    def _changed(self, state: CameraState) -> None:
        if (notes := self._notes) is not None:
            notes.state(state)
        self._bridge.camera_state(state)

    def _come_to_rest(self, still: bool) -> None:
        self._still = still

    def _right_to_left(self) -> bool:
        return self._words.right_to_left

    def _decoder_failed(self, what: Phrase) -> None:
        self._bridge.publish(Failed(what, None, datetime.now(UTC)))

    def _list_cameras(self) -> None:
        from checkin.scanning.devices import list_with

        try:
            self._bridge.cameras(list_with(self.source))
        finally:
            self._listing.release()


def first_there(sources: Sequence[str]) -> str:
    """The first source that is plugged in or lies on the disk; a URL always counts as there."""
    from checkin.scanning.devices import list_cameras
    from checkin.scanning.sources import Device, Stream, parse_source

    for source in sources:
        match parse_source(source):
            case Stream():
                return source
            case Device():
                if list_cameras():
                    return source
            case _:
                if Path(source).exists():
                    return source
    return sources[0]
