"""A desk that nobody attends: it tells each verdict in a line, keeps pictures of itself, and closes when its camera ends."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from checkin.desk.messages import Failed, Judged, Published, Ready
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.i18n import Words
from checkin.scanning.messages import CameraState, Condition
from checkin.words import wording
from ui.bridge import Bridge
from ui.desk.window import DeskWindow

PAINTED_AFTER_MS = 120
NOTHING_SEEN = 2


class Stops(Protocol):
    """The threads behind the window."""

    def stop(self) -> None:
        """Finish what was begun and end."""


class Unattended(QObject):
    """Watches a desk from inside. Pictures go to `folder`: one of each kind of verdict, as the desk shows it."""

    def __init__(self, window: DeskWindow, bridge: Bridge, desk: Stops, folder: Path, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._folder = folder
        self._say = say
        self._words = Words("en")
        self._event: Event | None = None
        self._pictured: set[str] = set()
        self._ending = False
        self._failed = False
        folder.mkdir(parents=True, exist_ok=True)
        bridge.published.connect(self.on_published)
        bridge.camera_changed.connect(self.on_camera)

    @Slot(object)
    def on_published(self, message: Published) -> None:
        """Tell what the desk published."""
        match message:
            case Ready(event=event):
                self._event = event
            case Judged():
                self._say(self._line(message))
                self._picture(message.verdict.reason.value if message.verdict.reason else "admitted")
            case Failed(what=what):
                self._failed = True
                self._say(self._words(what))

    @Slot(object)
    def on_camera(self, state: CameraState) -> None:
        """Close when the camera has nothing more, or gives nothing: nobody will plug it in. The exit status tells which."""
        if state.condition in (Condition.OPENING, Condition.LIVE) or self._ending:
            return
        self._ending = True
        self._failed |= state.condition is not Condition.ENDED
        self._say(self._words(state.what))
        self._desk.stop()
        QTimer.singleShot(2 * PAINTED_AFTER_MS, self._close)

    def _close(self) -> None:
        QApplication.exit(NOTHING_SEEN if self._failed else 0)

    def _line(self, judged: Judged) -> str:
        assert self._event is not None
        time = judged.line.at.astimezone(self._event.zone).strftime("%H:%M:%S")
        reason = judged.verdict.reason.value if judged.verdict.reason else ""
        who = judged.registration.name if judged.registration else judged.line.text
        said = self._words(wording(judged.verdict, judged.line.direction).title)
        return f"{time}  {judged.verdict.outcome.value:<8}  {reason:<16}  {said:<24}  {safe_text(who)}"

    def _picture(self, kind: str) -> None:
        if kind not in self._pictured:
            self._pictured.add(kind)
            QTimer.singleShot(PAINTED_AFTER_MS, lambda: self._window.grab().save(str(self._folder / f"desk-{kind}.png")))
