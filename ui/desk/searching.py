"""Searching: what is typed becomes a question, the answer a list, and the chosen person a scan."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from checkin.desk.search import Results
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from ui.desk.facts import alike_to
from ui.desk.lists import SideLists
from ui.desk.looking import Looking
from ui.desk.preferences import Preferences
from ui.desk.search import SearchField, result_row
from ui.desk.state import DeskState

FORGOTTEN_AFTER_MS = 30_000
LONGEST_NAME = 20


class Searching(QObject):
    """Ties the search field to the list of results. `chosen` with the registration's id.

    The keyboard stays in the field all the while, so that typing on narrows the search whatever is shown of its answer.
    """

    chosen = Signal(str)

    def __init__(
        self, parent: QWidget, field: SearchField, lists: SideLists, state: DeskState, preferences: Preferences,
        ask: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._field = field
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._ask = ask
        self._results = Results("", ())
        self._compared: Registration | None = None
        self.looking = Looking(self, lists, state, preferences)
        # names of people do not stay on the screen because somebody was called away
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.end)
        self._connect(parent)

    def _connect(self, window: QWidget) -> None:
        field, results = self._field, self._lists.results
        field.textChanged.connect(self._question)
        field.returnPressed.connect(self._choose_current)
        field.moved.connect(self._walk)
        field.aside.connect(self._walk_aside)
        results.rows.chosen.connect(self._choose)
        results.rows.asked.connect(self._look_up)
        results.closed.connect(self.end)
        self.looking.admitted.connect(self._choose)
        self.looking.closed.connect(self.step_back)
        QShortcut(QKeySequence(Qt.Key.Key_F10), window).activated.connect(self.look_up_current)

    def type(self, text: str) -> None:
        """Somebody types, wherever the focus is."""
        self._field.setFocus()
        self._field.insert(text)

    def show(self, results: Results) -> None:
        """An answer; it is dropped if it is not to what stands in the field now."""
        state, words = self._state, self._preferences.look.words
        if self._compared is not None and self.looking.is_comparing and results.text == self._compared.name:
            self._show_namesakes(self._compared, results)
            return
        if results.text != self.text or state.event is None or not self._field.is_question:
            return
        self._results = results
        page, event = self._lists.results, state.event
        leaving = state.direction is Direction.EXIT
        title = words("Enter lets the chosen person out, F10 shows more") if leaving else words(
            "Enter admits the chosen person, F10 shows more"
        )  # fmt: skip
        page.entitle(title, words(results.what) if results.what is not None else words("Nobody found"))
        page.show_rows([
            result_row(one, state.last_passage(one.id), event, words, alike=one.id in results.alike)
            for one in results.registrations
        ])  # fmt: skip
        page.rows.setCurrentRow(0)
        self._offer_walk_in(results)
        self._field.walking = False
        self._lists.setCurrentWidget(page)

    def _offer_walk_in(self, results: Results) -> None:
        """Whoever is not found can be registered."""
        button, look = self._lists.results.walk_in, self._preferences.look
        button.setVisible(not results.registrations and results.what is None)
        name = self.text if len(self.text) <= LONGEST_NAME else f"{self.text[: LONGEST_NAME - 1]}…"
        words = look.words
        button.say(look, words("Register {name}", name=name), words("Register {name} as a walk-in", name=self.text), "Ctrl+N")

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._field.text().strip()

    @property
    def is_going_on(self) -> bool:
        """Whether something was typed."""
        return bool(self._field.text())

    @Slot()
    def end(self) -> None:
        """Forget the search; the recent scans are shown again."""
        self._forget.stop()
        self._field.blockSignals(True)
        self._field.clear()
        self._field.blockSignals(False)
        self._field.walking = False
        self._results, self._compared = Results("", ()), None
        self._lists.results.show_rows([])
        self._lists.setCurrentWidget(self._lists.recent)
        self.looking.end()
        self._field.setFocus()
        self._lists.recent.rows.setCurrentRow(-1)  # Qt handed the keyboard of a hidden list to this one, for a moment

    @Slot()
    def step_back(self) -> bool:
        """From one person back to the results; whether that was possible."""
        if not self.looking.is_going_on:
            return False
        self._turn_to_results()
        return True

    def _turn_to_results(self) -> None:
        self._field.walking = False
        self._lists.setCurrentWidget(self._lists.results)
        self.looking.end()
        self._field.setFocus()

    @Slot()
    def _question(self) -> None:
        self._forget.start()
        if self._field.is_question:
            self._ask(self.text)
        elif self._shows_results or self.looking.is_going_on:
            self._field.walking = False
            self._lists.setCurrentWidget(self._lists.recent)
            self.looking.end()

    # --- walking through the answer

    @property
    def _shows_results(self) -> bool:
        return self._lists.currentWidget() is self._lists.results

    @property
    def _current(self) -> str:
        return self._lists.results.rows.current_key() if self._shows_results else self.looking.current

    @Slot(int)
    def _walk(self, steps: int) -> None:
        self._forget.start()
        if self.looking.is_going_on:
            self.looking.walk(steps)
        elif self._shows_results:
            self._lists.results.rows.move_by(steps)
        elif not self.is_going_on:
            self._lists.recent.rows.setFocus()

    @Slot(int)
    def _walk_aside(self, steps: int) -> None:
        if self.looking.is_comparing:
            self._walk(steps)
        elif steps > 0:
            self.look_up_current()
        else:
            self.step_back()

    @Slot()
    def look_up_current(self) -> None:
        """Show the details of the person under the cursor."""
        if self._shows_results or self.looking.is_comparing:
            self._look_up(self._current)

    @Slot(str)
    def _look_up(self, registration: str) -> None:
        if (person := self._found(registration)) is not None:
            self._forget.start()
            self.looking.look_up(person)
            self._field.walking = True
            self._field.setFocus()

    def _found(self, registration: str) -> Registration | None:
        return next((one for one in self._results.registrations if one.id == registration), None)

    # --- choosing

    @Slot()
    def _choose_current(self) -> None:
        if (self._shows_results or self.looking.is_going_on) and self._current:
            self._choose(self._current)

    @Slot(str)
    def _choose(self, registration: str) -> None:
        """Admit; but first show whom else of that name there is."""
        person = self._found(registration)
        if person is not None and registration in self._results.alike and not self.looking.is_comparing:
            self._compare(person)
            return
        self.end()
        self.chosen.emit(registration)

    def _compare(self, person: Registration) -> None:
        """Show whom of that name was found; and ask for the others, as the mark stands for everybody in the list."""
        self._forget.start()
        self._compared = person
        self.looking.compare(alike_to(person, self._results.registrations, self._results.alike))
        self._field.walking = True
        self._field.setFocus()
        self._ask(person.name)

    def _show_namesakes(self, person: Registration, results: Results) -> None:
        known = {one.id: one for one in (*self._results.registrations, *results.registrations)}
        alike = self._results.alike | results.alike
        self._results = replace(self._results, registrations=tuple(known.values()), alike=alike)
        self.looking.compare(alike_to(person, self._results.registrations, alike))
