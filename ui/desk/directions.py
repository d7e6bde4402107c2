"""Whether people enter or leave: the switch in the header, and F2."""

from PySide6.QtCore import QObject, Slot

from checkin.domain.verdict import Direction
from ui.desk.actions import DeskActions
from ui.desk.header import Header
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState


class Directions(QObject):
    """Asks the desk for the other direction."""

    def __init__(self, parent: QObject, header: Header, state: DeskState, preferences: Preferences, actions: DeskActions) -> None:
        super().__init__(parent)
        self._header = header
        self._state = state
        self._preferences = preferences
        self._actions = actions
        header.entry.clicked.connect(self.scan_entries)
        header.exit.clicked.connect(self.scan_exits)

    @Slot()
    def scan_entries(self) -> None:
        """From now on people enter."""
        self._switch_to(Direction.ENTRY)

    @Slot()
    def scan_exits(self) -> None:
        """From now on people leave."""
        self._switch_to(Direction.EXIT)

    @Slot()
    def switch(self) -> None:
        """Entry or exit, whichever it is not."""
        self._switch_to(Direction.EXIT if self._state.direction is Direction.ENTRY else Direction.ENTRY)

    def _switch_to(self, direction: Direction) -> None:
        # the buttons follow the desk, not the finger: what they show is what it does
        self._header.show_state(self._state, self._preferences.settings)
        if direction is not self._state.direction:
            self._actions.switch_direction(direction)
