"""The other people of an order: ticked in a list, and admitted in one go."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from checkin.desk.search import GROUP_OF, Results
from checkin.domain.event import Event
from checkin.domain.registration import Registration, Status
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from ui.desk.actions import DeskActions
from ui.desk.forms import Answer, Form
from ui.desk.lists import SideLists
from ui.desk.looking import Looking
from ui.desk.preferences import Preferences
from ui.desk.search import result_row
from ui.desk.searching import FORGOTTEN_AFTER_MS
from ui.desk.state import DeskState
from ui.widgets.rows import Row


class Companions(QObject):
    """F12 or the card's button asks for the people of the order; Space or a touch ticks, Enter admits who is ticked.

    Whoever has passed this way here already is not ticked at first, and a canceled registration cannot be. `ended` when the list
    is to go.
    """

    ended = Signal()

    def __init__(
        self, window: QWidget, lists: SideLists, state: DeskState, preferences: Preferences, actions: DeskActions,
        looking: Looking,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._looking = looking
        self._wanted = ""
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.ended)
        self.page = lists.add_form()
        self.page.acted.connect(self._admit)
        self.page.rows.touched.connect(self._count)
        self.page.closed.connect(self.ended)
        looking.grouped.connect(self.ask)
        QShortcut(QKeySequence(Qt.Key.Key_F12), window).activated.connect(self.ask_for_shown)

    @property
    def is_going_on(self) -> bool:
        """Whether a group is asked for or shown."""
        return self._wanted != ""

    def end(self) -> None:
        """Nobody is ticked any more."""
        if self.is_going_on:
            self._wanted = ""
            self._forget.stop()
            self.page.forget()

    def offer(self) -> str:
        """What the card's button says, "" where there is nobody else to admit."""
        one = self._state.latest_passed
        if one is None or one.companions < 1:
            return ""
        return self._preferences.look.words.plural(
            "The group: {count} more", "The group: {count} more", one.companions, count=str(one.companions)
        )

    # --- asking

    @Slot()
    def ask_for_shown(self) -> None:
        """Ask for the people of the order of whoever is looked up, else of whoever was admitted last."""
        if self._looking.person is not None:
            self._looking.ask_group()
        else:
            self.ask_latest()

    @Slot()
    def ask_latest(self) -> None:
        """Ask for the people who came with whoever was admitted last; once more closes the list."""
        again, one = self.is_going_on, self._state.latest_passed
        self.ended.emit()
        if not again and one is not None and one.companions > 0:
            self.ask(one.line.registration)

    @Slot(str)
    def ask(self, registration: str) -> None:
        """Ask for the people of this registration's order."""
        self.ended.emit()
        self._wanted = registration
        self._forget.start()
        self._actions.list_group(registration)

    # --- the list

    def show(self, results: Results) -> bool:
        """Take an answer if it is to the question for a group, and show it if it is to the last one."""
        if not results.text.startswith(GROUP_OF):
            return False
        event, words = self._state.event, self._preferences.look.words
        if self._wanted and results.text == GROUP_OF + self._wanted and event is not None:
            rows = tuple(self._row(one, event, words) for one in results.registrations)
            title = words("Space ticks, Enter admits all who are ticked")
            if not rows:
                title = words(results.what) if results.what is not None else words("Nobody found")
            self.page.ask(Form(title, self._action(rows), rows=rows, icon="user-check"))
            self._lists.setCurrentWidget(self.page)
            self.page.begin()
        return True

    def _row(self, person: Registration, event: Event, words: Words) -> Row:
        row = replace(result_row(person, self._state.last_passage(person.id), event, words), more=False)
        if person.status is Status.CANCELED:
            return replace(row, colour="", icon="x", struck=True)
        return replace(row, ticked=not self._has_passed(person))

    def _has_passed(self, person: Registration) -> bool:
        last = self._state.last_passage(person.id)
        return last is not None and last.direction is self._state.direction

    def _action(self, rows: tuple[Row, ...]) -> str:
        words, count = self._preferences.look.words, str(sum(bool(row.ticked) for row in rows))
        if self._state.direction is Direction.EXIT:
            return words("Let {count} out", count=count)
        return words("Admit {count}", count=count)

    @Slot()
    def _count(self) -> None:
        self._forget.start()
        self.page.form = replace(self.page.form, action=self._action(tuple(self.page.rows.rows())))
        self.page.dress(self._preferences.look)

    @Slot(object)
    def _admit(self, answer: Answer) -> None:
        if answer.ticked:
            self.ended.emit()
            self._actions.scan_group(answer.ticked)
