"""Ctrl+D: a supervisor looks at the totals of all desks, in a window of their own."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from checkin.desk.messages import RoleChanged
from ui.desk.actions import DeskActions
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState


class Overseeing(QObject):
    """Unlocked, the desk opens the dashboard at once; locked, the PIN is asked for, and unlocks the desk."""

    def __init__(
        self, window: QWidget, asking: PinAsking, state: DeskState, preferences: Preferences, actions: DeskActions
    ) -> None:
        super().__init__(window)
        self._asking = asking
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._begun = False
        QShortcut(QKeySequence("Ctrl+D"), window).activated.connect(self.open)

    @property
    def is_going_on(self) -> bool:
        """Whether a PIN is asked for to open it."""
        return self._begun

    def end(self) -> None:
        """It is not opened."""
        self._begun = False

    @Slot()
    def open(self) -> None:
        """Open it, or ask for the PIN; once more closes the form."""
        if self._state.unlocked_by is not None:
            self._actions.open_dashboard()
            return
        again = self._begun
        if again:
            self._asking.ended.emit()
            return
        words = self._preferences.look.words
        self._asking.ask(words("Who opens the dashboard?"), words("Dashboard"), "gauge", self._actions.unlock)
        self._begun = True

    def take(self, message: RoleChanged) -> None:
        """The desk is unlocked: what was asked for is opened."""
        if self._begun and message.unlocked_by is not None:
            self._asking.ended.emit()
            self._actions.open_dashboard()
