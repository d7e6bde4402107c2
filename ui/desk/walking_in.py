"""Somebody who is not in the list: name, company, category, and Enter. Who could be the same person is offered first."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from checkin.desk.messages import Alike, Failed, Judged, Published, WalkIn
from checkin.desk.search import Results
from checkin.domain.event import Category, Event
from checkin.domain.folding import fold
from checkin.domain.registration import Registration
from ui.desk.actions import DeskActions
from ui.desk.forms import Answer, Field, Form
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.search import LEAST_LETTERS, result_row
from ui.desk.state import DeskState
from ui.widgets.rows import Row

FORGOTTEN_AFTER_MS = 120_000
MOST_ALIKE = 3
PUBLIC = "public"

PERSON, CATEGORY, ANYWAY = "person:", "category:", "anyway"
"""What the keys of the rows begin with."""


class WalkingIn(QObject):
    """Registers a visitor. `chosen` with a registration's id when the visitor was in the list after all; `ended` when the form is
    to go. `registered` is the id of whom this desk registered and has just let in, or ""."""

    chosen = Signal(str)
    ended = Signal()

    def __init__(
        self, window: QWidget, lists: SideLists, state: DeskState, preferences: Preferences, actions: DeskActions
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._begun = False
        self._sent: WalkIn | None = None  # kept until it is answered: one Enter too many registers nobody twice
        self._found: tuple[Registration, ...] = ()
        self._category = ""  # the last one that was used here
        self.registered = ""
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.ended)
        self.page = lists.add_form()
        self.page.acted.connect(self._act)
        self.page.closed.connect(self.ended)
        self._name = self.page.labelled[0].line
        self._name.textChanged.connect(self._look)

    @property
    def is_going_on(self) -> bool:
        """Whether somebody is being registered."""
        return self._begun

    def end(self) -> None:
        """Nothing of what was typed stays."""
        if self._begun:
            self._begun, self._found = False, ()
            self._forget.stop()
            self.page.forget()

    def ask(self, name: str) -> None:
        """Ask who it is; `name` is what is known."""
        event, words = self._state.event, self._preferences.look.words
        self.ended.emit()
        if event is None:
            return
        fields = (Field("name", words("Name"), name), Field("company", words("Company")))
        rows = tuple(self._rows(event, self._category))
        self._sent = None
        self.page.ask(Form(words("Register a walk-in"), words("Register and let in"), fields, rows, icon="user-plus"))
        self._begun = True
        self._forget.start()
        self._lists.setCurrentWidget(self.page)
        self.page.begin()
        self._look()

    # --- the rows: the category that is chosen, people of such a name, the other categories

    def _rows(self, event: Event, category: str) -> list[Row]:
        first = next((id_ for id_ in (category, PUBLIC) if id_ in event.categories), "")
        rows = [self._category_row(one) for one in sorted(event.categories.values(), key=lambda one: one.id != first)]
        return [*rows[:1], *self._people_rows(self._found, event), *rows[1:]]

    def _category_row(self, category: Category) -> Row:
        name = category.name(self._preferences.look.words.language) or category.id
        return Row(CATEGORY + category.id, name, colour=category.colour)

    def _people_rows(self, people: tuple[Registration, ...], event: Event) -> list[Row]:
        words = self._preferences.look.words
        rows = [result_row(one, self._state.last_passage(one.id), event, words, alike=True) for one in people]
        return [replace(row, key=PERSON + row.key, warning="", more=False) for row in rows]

    @Slot()
    def _look(self) -> None:
        """Whoever is typed in may be in the list."""
        name = self._name.text().strip()
        if self._begun and self._sent is None:
            self._forget.start()
            if len(fold(name).replace(" ", "")) >= LEAST_LETTERS:
                self._actions.search(name)
            else:
                self._show_found(())

    def show(self, results: Results) -> bool:
        """Take an answer if somebody is being registered; show it if it is about the name that is typed in."""
        if self._begun and self._sent is None and results.text == self._name.text().strip():
            self._show_found(results.registrations[:MOST_ALIKE])
        return self._begun

    def _show_found(self, people: tuple[Registration, ...]) -> None:
        event = self._state.event
        if people == self._found or event is None:
            return
        chosen = self.page.rows.current_key()
        self._found = people
        self.page.show_rows(self._rows(event, chosen.removeprefix(CATEGORY) if chosen.startswith(CATEGORY) else self._category))
        if not self.page.rows.current_key():
            self.page.rows.setCurrentRow(0)
        self.page.say(self._preferences.look.words("Already in the list? Choose that person.") if people else "", warns=False)
        self.page.dress(self._preferences.look)

    # --- answers

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        if answer.chosen.startswith(PERSON):
            self.ended.emit()
            self.chosen.emit(answer.chosen.removeprefix(PERSON))
        elif answer.chosen == ANYWAY and self._sent is not None:
            self._register(replace(self._sent, despite=True))
        elif self._sent is None and answer.chosen:
            self._fill_in(answer)

    def _fill_in(self, answer: Answer) -> None:
        if not fold(answer.texts["name"]):
            self.page.say(self._preferences.look.words("Type the name first."))
            self._name.setFocus()
            return
        self._category = answer.chosen.removeprefix(CATEGORY)
        self._register(WalkIn(answer.texts["name"], answer.texts["company"], self._category))

    def _register(self, request: WalkIn) -> None:
        if request != self._sent:
            self._sent = request
            self._actions.walk_in(request)

    def take(self, message: Published) -> None:
        """Offer the people who could be the visitor; know who was registered."""
        if isinstance(message, Alike):
            self._offer(message)
        elif isinstance(message, Failed) and message.request == self._sent:
            self._sent = None
        elif isinstance(message, Judged):
            self.registered = self._answered_by(message)

    def _answered_by(self, message: Judged) -> str:
        person, sent = message.registration, self._sent
        if sent is None or person is None or fold(person.name) != fold(sent.name):
            return ""
        self._sent = None
        return person.id

    def _offer(self, alike: Alike) -> None:
        event, words = self._state.event, self._preferences.look.words
        if not self._begun or alike.request != self._sent or event is None:
            return
        self._forget.start()
        anyway = Row(ANYWAY, words("Register anyway"), words("It is somebody else"), icon="user-plus", lively=True)
        rows = (*self._people_rows(alike.registrations, event), anyway)
        self.page.ask(Form(words("Is it one of these?"), words("Choose"), rows=rows, at_once=True, icon="user-check"))
        self.page.begin()
