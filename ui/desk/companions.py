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
from ui.desk.lists import SideLists
from ui.desk.looking import Looking
from ui.desk.preferences import Preferences
from ui.desk.search import result_row
from ui.desk.searching import FORGOTTEN_AFTER_MS
from ui.desk.state import DeskState
from ui.desk.verdict import VerdictPanel
from ui.widgets.rows import Row


class Companions(QObject):
    """F12 or the card's button asks for the people of the order; Space or a touch ticks, Enter admits who is ticked.

    Whoever has passed this way here already is not ticked at first, and a canceled registration cannot be. `ended` when the list
    is to go.
    """

    ended = Signal()

    def __init__(
        self, window: QWidget, panel: VerdictPanel, lists: SideLists, state: DeskState, preferences: Preferences,
        actions: DeskActions, looking: Looking,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._panel = panel
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._looking = looking
        self._wanted = ""
        self._people: tuple[Registration, ...] = ()
        self._ticked: set[str] = set()
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.ended)
        page = lists.group
        page.rows.chosen.connect(self._tick)
        page.rows.confirmed.connect(self._admit)
        page.action.clicked.connect(self._admit)
        page.closed.connect(self.ended)
        panel.group.clicked.connect(self.ask_latest)
        looking.grouped.connect(self.ask)
        QShortcut(QKeySequence(Qt.Key.Key_F12), window).activated.connect(self.ask_for_shown)

    @property
    def is_going_on(self) -> bool:
        """Whether a group is asked for or shown."""
        return self._wanted != ""

    def end(self) -> None:
        """Nobody is ticked any more."""
        self._wanted, self._people = "", ()
        self._ticked.clear()
        self._forget.stop()
        self._lists.group.show_rows([])

    def offer(self) -> str:
        """What the card's button says, "" where there is nobody else to admit."""
        one = self._state.latest_passed
        if one is None or one.companions < 1:
            return ""
        return self._preferences.look.words.plural(
            "The group: {count} more", "The group: {count} more", one.companions, count=str(one.companions)
        )

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

    def show(self, results: Results) -> bool:
        """Take an answer if it is to the question for a group, and show it if it is to the last one."""
        if not results.text.startswith(GROUP_OF):
            return False
        event = self._state.event
        if results.text == GROUP_OF + self._wanted and self._wanted and event is not None:
            self._people = results.registrations
            self._ticked = {one.id for one in self._people if self._may_pass(one) and not self._has_passed(one)}
            words, page = self._preferences.look.words, self._lists.group
            empty = words(results.what) if results.what is not None else words("Nobody found")
            page.entitle(words("Space ticks, Enter admits all who are ticked"), empty)
            self._show_ticks()
            page.rows.setCurrentRow(0)
            self._lists.setCurrentWidget(page)
            page.rows.setFocus()
        return True

    def _may_pass(self, person: Registration) -> bool:
        return person.status is not Status.CANCELED

    def _has_passed(self, person: Registration) -> bool:
        last = self._state.last_passage(person.id)
        return last is not None and last.direction is self._state.direction

    def _show_ticks(self) -> None:
        event, look, page = self._state.event, self._preferences.look, self._lists.group
        assert event is not None
        page.show_rows([self._row(one, event, look.words) for one in self._people])
        page.count(len(self._ticked), look, leaving=self._state.direction is Direction.EXIT)

    def _row(self, person: Registration, event: Event, words: Words) -> Row:
        row = result_row(person, self._state.last_passage(person.id), event, words)
        ticked = person.id in self._ticked
        icon = ("square-check" if ticked else "square") if self._may_pass(person) else "x"
        return replace(row, more=False, colour="", icon=icon, lively=ticked, struck=not self._may_pass(person))

    @Slot(str)
    def _tick(self, registration: str) -> None:
        self._forget.start()
        if any(one.id == registration and self._may_pass(one) for one in self._people):
            self._ticked ^= {registration}
            self._show_ticks()

    @Slot()
    def _admit(self) -> None:
        chosen = tuple(one.id for one in self._people if one.id in self._ticked)
        if chosen:
            self.ended.emit()
            self._actions.scan_group(chosen)
