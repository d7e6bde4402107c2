"""F9: a supervisor takes the desk over, or gives it back."""

from PySide6.QtCore import QObject, Slot

from checkin.desk.messages import RoleChanged
from ui.desk.actions import DeskActions
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState


class Locking(QObject):
    """Unlocked, the desk is locked at once; locked, the PIN is asked for."""

    def __init__(
        self, parent: QObject, asking: PinAsking, state: DeskState, preferences: Preferences, actions: DeskActions
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._asking = asking
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._begun = False

    @property
    def is_going_on(self) -> bool:
        """Whether a PIN is asked for to unlock the desk."""
        return self._begun

    def end(self) -> None:
        """The desk stays as it is."""
        self._begun = False

    @Slot()
    def switch(self) -> None:
        """Lock or unlock; once more closes the form."""
        if self._state.unlocked_by is not None:
            self._actions.lock()
            return
        again = self._begun
        if again:
            self._asking.ended.emit()
            return
        words = self._preferences.look.words
        self._asking.ask(words("Who unlocks the desk?"), words("Unlock"), "lock-open", self._actions.unlock)
        self._begun = True

    def take(self, message: RoleChanged) -> None:
        """The desk is unlocked: nothing more is asked."""
        if self._begun and message.unlocked_by is not None:
            self._asking.ended.emit()
