"""Who is this: one person's details, or those of people of one name, beside the search. Nothing is written by looking."""

from PySide6.QtCore import QObject, Signal, Slot

from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from ui.desk.facts import person_facts
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState


class Looking(QObject):
    """Shows people of the search results in the place of the list. `admitted`, `printed` and `grouped` when staff ask for that,
    with the registration's id; `closed` when the page is to go."""

    admitted = Signal(str)
    printed = Signal(str)
    grouped = Signal(str)
    closed = Signal()

    def __init__(self, parent: QObject, lists: SideLists, state: DeskState, preferences: Preferences) -> None:
        super().__init__(parent)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._person: Registration | None = None
        person, comparison = lists.person, lists.comparison
        person.admit.clicked.connect(self._admit)
        person.print_badge.clicked.connect(self._print)
        person.group.clicked.connect(self.ask_group)
        comparison.tiles.chosen.connect(self.admitted)
        for page in (person, comparison):
            page.closed.connect(self.closed)

    @property
    def person(self) -> Registration | None:
        """Whose details are shown."""
        return self._person if self._lists.currentWidget() is self._lists.person else None

    @property
    def is_comparing(self) -> bool:
        """Whether people of one name are shown side by side."""
        return self._lists.currentWidget() is self._lists.comparison

    @property
    def is_going_on(self) -> bool:
        """Whether it has the place of the list."""
        return self.person is not None or self.is_comparing

    @property
    def current(self) -> str:
        """The id of the person who is shown or framed, "" if nobody is."""
        if self.person is not None:
            return self.person.id
        return self._lists.comparison.tiles.current_key() if self.is_comparing else ""

    def look_up(self, person: Registration) -> None:
        """Show this person's details."""
        if self._state.event is None:
            return
        look = self._preferences.look
        self._person = person
        facts = person_facts(person, self._state, look.words)
        self._lists.person.show_person(person, facts, look, leaving=self._leaving)
        self._lists.setCurrentWidget(self._lists.person)

    def compare(self, people: tuple[Registration, ...]) -> None:
        """Show these people side by side, the first one chosen."""
        if self._state.event is None:
            return
        page = self._lists.comparison
        page.compare(people, self._state.event, self._preferences.look.words, leaving=self._leaving)
        self._lists.setCurrentWidget(page)

    def walk(self, steps: int) -> None:
        """Up and down: the framed person, or the rest of the details."""
        if self.is_comparing:
            self._lists.comparison.tiles.move_by(steps)
        else:
            self._lists.person.scroll_by(steps)

    def end(self) -> None:
        """Nobody's details stay behind."""
        self._person = None
        self._lists.person.sheet.show_facts(())
        self._lists.comparison.tiles.show_rows([])

    @property
    def _leaving(self) -> bool:
        return self._state.direction is Direction.EXIT

    @Slot()
    def _admit(self) -> None:
        if self._person is not None:
            self.admitted.emit(self._person.id)

    @Slot()
    def _print(self) -> None:
        if self._person is not None:
            self.printed.emit(self._person.id)

    @Slot()
    def ask_group(self) -> None:
        """The people of this person's order are wanted."""
        if self._person is not None and self._person.order:
            self.grouped.emit(self._person.id)
