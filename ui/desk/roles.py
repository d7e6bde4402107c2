"""What is put right by hand, and what needs a supervisor: the lock, overrides, scans taken back, identity cards. Together, one
thing at a time."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from checkin.desk.messages import Denied, Judged, Published, Remarked, RoleChanged
from ui.desk.actions import DeskActions
from ui.desk.disputes import Disputes
from ui.desk.header import Header
from ui.desk.lists import SideLists
from ui.desk.locking import Locking
from ui.desk.overseeing import Overseeing
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.revisiting import Revisiting
from ui.desk.state import DeskState
from ui.desk.verdict import VerdictPanel
from ui.desk.why_asking import WhyAsking
from ui.desk.whys import NOT_SAME


class Roles(QObject):
    """`ended` when the lists are to close, `answered` when a card has no more reason to stay."""

    ended = Signal()
    answered = Signal()

    def __init__(
        self, window: QWidget, header: Header, panel: VerdictPanel, lists: SideLists, state: DeskState,
        preferences: Preferences, actions: DeskActions,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._panel = panel
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._told = ""  # the scan of which the desk was told that the identity card was seen
        self.pins = PinAsking(self, lists, state, preferences)
        self.locking = Locking(self, self.pins, state, preferences, actions)
        self.whys = WhyAsking(self, lists, state, preferences, actions, self.pins)
        self.revisiting = Revisiting(self, lists, state, preferences, self.whys)
        self.disputes = Disputes(self, header, lists, state, preferences, actions, self.pins)
        self.overseeing = Overseeing(window, self.pins, state, preferences, actions)
        self._activities = (self.locking, self.overseeing, self.whys, self.revisiting, self.disputes, self.pins)
        for one in (self.pins, self.whys, self.revisiting, self.disputes):
            one.ended.connect(self.ended)
        self._connect(window, header)

    def _connect(self, window: QWidget, header: Header) -> None:
        buttons = self._panel.buttons
        for button, act in (
            (header.lock, self.locking.switch), (buttons.undo, self.undo_last), (buttons.override, self.override),
            (buttons.seen, self.confirm_identity), (buttons.not_same, self.not_same),
        ):  # fmt: skip
            button.clicked.connect(act)
        for keys, act in (
            ("Ctrl+Z", self.undo_last), ("F7", self.confirm_identity), ("F8", self.override), ("F9", self.locking.switch),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), window).activated.connect(act)

    @property
    def is_going_on(self) -> bool:
        """Whether any of it has the side lists now."""
        return any(one.is_going_on for one in self._activities)

    def end(self) -> None:
        """Stop, and forget what was begun."""
        for one in self._activities:
            one.end()

    @Slot(object)
    def take(self, message: Published) -> None:
        """What the desk tells may be an answer to a form."""
        match message:
            case Denied():
                self.pins.take(message)
            case RoleChanged():
                self.locking.take(message)
                self.overseeing.take(message)
            case Remarked(line) if line.settlement is not None:
                self.ended.emit()
            case Remarked(line) if isinstance(self._state.shown, Judged) and self._state.shown.line.scan_id == line.undoes:
                self.answered.emit()

    def offer(self) -> None:
        """Offer on the card what can be put right."""
        shown = self._state.shown
        self._panel.undo.setEnabled(bool(self._state.undoable))
        self._panel.offer_override(isinstance(shown, Judged) and self._state.may_override(shown))

    @Slot()
    def undo_last(self) -> None:
        """Ask why the last admitted scan is taken back; once more closes the form."""
        last = self._state.scan(self._state.undoable)
        again = self.whys.about == self._state.undoable
        if again:
            self.ended.emit()
        elif last is not None:
            self.whys.ask_undo(last)

    @Slot()
    def override(self) -> None:
        """Ask why the person on the card is admitted all the same; once more closes the form."""
        shown = self._state.shown
        if isinstance(shown, Judged) and self._state.may_override(shown):
            if self.whys.about == shown.line.scan_id:
                self.ended.emit()
            else:
                self.whys.ask_override(shown)

    @Slot()
    def confirm_identity(self) -> None:
        """The identity card of the person on the card was seen."""
        scan_id = self._state.to_identify
        if scan_id not in ("", self._told):
            self._told = scan_id
            self._actions.confirm_identity(scan_id)

    @Slot()
    def not_same(self) -> None:
        """The person on the card is somebody else: the scan is taken back."""
        if self._state.to_identify:
            self._actions.undo(self._preferences.look.words(NOT_SAME), self._state.to_identify)
