"""What staff do with people beside scanning their badges: groups, walk-ins, badges on paper. Together, one thing at a time."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from checkin.desk.messages import Published
from checkin.desk.search import Results
from ui.desk.actions import DeskActions
from ui.desk.companions import Companions
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.printing import Printing
from ui.desk.searching import Searching
from ui.desk.state import DeskState
from ui.desk.verdict import VerdictPanel
from ui.desk.walking_in import WalkingIn


class People(QObject):
    """`chosen` with the id of somebody who is to be admitted as by name; `ended` when the lists are to close."""

    chosen = Signal(str)
    ended = Signal()

    def __init__(
        self, window: QWidget, panel: VerdictPanel, lists: SideLists, state: DeskState, preferences: Preferences,
        actions: DeskActions, searching: Searching,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._panel = panel
        self._state = state
        self._searching = searching
        self.companions = Companions(window, lists, state, preferences, actions, searching.looking)
        self.walking_in = WalkingIn(window, lists, state, preferences, actions)
        self.printing = Printing(window, lists, state, preferences, actions)
        self._activities = (self.companions, self.walking_in, self.printing)
        for one in self._activities:
            one.ended.connect(self.ended)
        self.walking_in.chosen.connect(self.chosen)
        searching.looking.printed.connect(self.printing.print_badge)
        lists.results.walk_in.clicked.connect(self.register)
        panel.group.clicked.connect(self.companions.ask_latest)
        panel.print_badge.clicked.connect(self.print_badge)
        for keys, act in ((Qt.Key.Key_N, self.register), (Qt.Key.Key_P, self.print_badge)):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | keys), window).activated.connect(act)

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
        self.walking_in.take(message)
        self.printing.take(message)
        self.offer()

    def show(self, results: Results) -> bool:
        """Take the answer to a search that was made here; whether it was one."""
        return self.companions.show(results) or self.walking_in.show(results)

    def offer(self) -> None:
        """Offer on the card what can be done with whoever stands at the desk."""
        one = self._state.latest_passed
        new = one is not None and one.line.registration == self.walking_in.registered != ""
        self._panel.offer(self.companions.offer(), printing=new and not self._state.copies.get(self.walking_in.registered))

    @Slot()
    def register(self) -> None:
        """Register somebody who is not in the list; what was searched for is taken for the name."""
        again = self.walking_in.is_going_on
        name = self._searching.text
        if again:
            self.ended.emit()
        else:
            self.walking_in.ask(name)

    @Slot()
    def print_badge(self) -> None:
        """Print the badge of whoever is looked up, else of whoever was scanned last."""
        latest, looked_up = self._state.latest, self._searching.looking.person
        person = looked_up or (latest.registration if latest is not None and not latest.verdict.from_badge else None)
        if person is not None:
            self.printing.print_badge(person.id)
