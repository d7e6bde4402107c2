"""Turns a desk into a kiosk and back: Ctrl+K, and a supervisor's PIN to leave."""

from datetime import UTC, datetime

import structlog
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from checkin.desk.messages import Denied, Failed, Judged, Published, Ready, RoleChanged
from checkin.domain.event import LANGUAGES
from checkin.domain.journal import Origin
from checkin.i18n import phrase
from checkin.scanning.messages import CameraState, Condition
from ui.desk.actions import DeskActions
from ui.desk.pin_asking import MAKE_ONE, PinAsking
from ui.desk.window import DeskWindow
from ui.kiosk.cards import Mood, VisitorCard, calling_card, failed_card, ready_card, verdict_card
from ui.kiosk.window import LEAVE_KEYS, KioskWindow
from ui.sounds import Sound, Speaker

log = structlog.get_logger()

REFUSED_SHOWN_MS = 8_000
CALL_AGAIN_MS = 4_000
NO_SUPERVISOR = phrase(
    "A kiosk is left with a supervisor's PIN, and this desk has none. Run this on this computer, then restart the desk: "
    "{command}",
    command=MAKE_ONE,
)


class Kiosk(QObject):
    """The kiosk over the desk's window, which goes on behind it: its thread decides, its speaker sounds. `window` is None while
    this is a desk."""

    def __init__(self, desk: DeskWindow, actions: DeskActions, speaker: Speaker) -> None:
        super().__init__(desk)
        self._desk = desk
        self._actions = actions
        self._speaker = speaker
        self._mood = Mood.READY
        self._camera: CameraState | None = None
        self.window: KioskWindow | None = None
        self.pins: PinAsking | None = None
        self._ready_again = QTimer(self, singleShot=True)
        self._ready_again.timeout.connect(self._rest)
        self._calling = QTimer(self, interval=CALL_AGAIN_MS)
        self._calling.timeout.connect(self._ring)
        self._is_called = False
        QShortcut(QKeySequence(LEAVE_KEYS), desk).activated.connect(self.begin)
        desk.told.connect(self.take)

    # --- being a kiosk, or a desk

    @Slot()
    def begin(self) -> None:
        """Become a kiosk. A desk that knows its event and no supervisor says so instead: nobody could end it."""
        if self.window is not None:
            return
        if self._desk.state.event is not None and not self._desk.state.supervisors:
            self._desk.on_published(Failed(NO_SUPERVISOR, None, datetime.now(UTC)))
            return
        self._desk.close_lists()
        self._desk.clear_card()
        self._actions.lock()
        self.window = window = KioskWindow()
        self.pins = PinAsking(self, window.form, self._desk.state, self._desk.preferences)
        self.pins.ended.connect(self._stop_asking)
        window.scanned.connect(self._scan)
        window.called.connect(self.call)
        window.leaving.connect(self.ask_to_leave)
        window.take_preview(self._desk.side.lend_preview())
        window.setGeometry(self._desk.screen().geometry())
        self._mood, self._is_called = Mood.READY, False
        self._dress()
        self._rest()
        window.showFullScreen()
        window.activateWindow()
        self._desk.hide()
        log.info("kiosk begun")

    def leave(self) -> None:
        """Be a desk again."""
        if self.window is None:
            return
        window, self.window, self.pins = self.window, None, None
        for timer in (self._ready_again, self._calling):
            timer.stop()
        window.give_preview_back()
        self._desk.side.take_preview_back()
        self._desk.show()
        self._desk.activateWindow()
        window.may_close = True
        window.close()
        window.deleteLater()
        log.info("kiosk ended")

    @Slot()
    def ask_to_leave(self) -> None:
        """Ask for the PIN; once more closes the form."""
        if self.pins is None:
            return
        if self.pins.is_going_on:
            self._stop_asking()
            return
        words = self._desk.preferences.look.words
        self.pins.ask(words("Who unlocks the desk?"), words("Unlock"), "lock-open", self._actions.unlock)

    @Slot()
    def _stop_asking(self) -> None:
        if self.window is not None and self.pins is not None:
            self.pins.end()
            self.window.form.clear()

    # --- what the desk tells

    @Slot(object)
    def take(self, message: Published) -> None:
        """A verdict, a wrong PIN, a right one."""
        if self.window is None or self.pins is None:
            return
        match message:
            case Judged():
                self._show(verdict_card(message, self._languages), REFUSED_SHOWN_MS)
            case Failed():
                self._show(failed_card(message, self._languages, self._desk.preferences.look.words), REFUSED_SHOWN_MS)
            case Denied():
                self.pins.take(message)
            case RoleChanged(unlocked_by) if unlocked_by is not None:
                self.leave()
            case Ready():
                self._begun(message)

    def _begun(self, message: Ready) -> None:
        if not message.supervisors:
            self.leave()
            self._desk.on_published(Failed(NO_SUPERVISOR, None, datetime.now(UTC)))
        else:
            self._dress()
            self._rest()

    @Slot(object)
    def on_camera(self, state: CameraState) -> None:
        """The camera changed: visitors are sent to staff while there is no picture."""
        self._camera = state
        if self.window is not None and self._mood is Mood.READY:
            self._rest()

    # --- what visitors do

    @Slot(str)
    def _scan(self, text: str) -> None:
        self._actions.scan_text(text, Origin.SCANNER)

    @Slot()
    def call(self) -> None:
        """A visitor asks for staff; once more: they have come."""
        self._is_called = not self._is_called
        log.warning("staff called", called=self._is_called, gate=self._desk.preferences.settings.gate)
        if self._is_called:
            self._ring()
            self._calling.start()
        else:
            self._calling.stop()
        self._dress()
        self._rest()

    @Slot()
    def _ring(self) -> None:
        self._speaker.play(Sound.LOOK)

    # --- showing

    @property
    def _languages(self) -> tuple[str, ...]:
        event = self._desk.state.event
        return tuple(one for one in event.languages if one in LANGUAGES) if event is not None else LANGUAGES

    def _dress(self) -> None:
        if self.window is not None:
            self.window.dress(self._desk.preferences.look, self._languages, calling=self._is_called)

    def _show(self, card: VisitorCard, ms: int) -> None:
        assert self.window is not None
        self._mood = Mood.VERDICT
        self.window.panel.show_card(card)
        shown = round(self._desk.preferences.settings.admitted_shown_s * 1000)
        self._ready_again.start(ms if card.face.stays else shown)

    @Slot()
    def _rest(self) -> None:
        """Nobody stands here any more, or somebody waits for staff."""
        if self.window is None:
            return
        self._ready_again.stop()
        self._mood = Mood.CALLING if self._is_called else Mood.READY
        if self._is_called:
            self.window.panel.show_card(calling_card(self._languages))
            return
        camera, words = self._camera, self._desk.preferences.look.words
        opening = camera is None or camera.condition is Condition.OPENING
        trouble = "" if camera is None or opening or camera.sees else words(camera.what)
        self.window.panel.show_card(ready_card(self._languages, trouble))
