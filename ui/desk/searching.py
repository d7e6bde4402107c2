"""Searching: what is typed becomes a question, the answer a list, and the chosen person a scan."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checkin.desk.search import Results
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from ui.desk.lists import SideLists
from ui.desk.search import SearchField, result_row
from ui.desk.state import DeskState

FORGOTTEN_AFTER_MS = 30_000


class Searching(QObject):
    """Ties the search field to the list of results. `chosen` with the registration's id."""

    chosen = Signal(str)

    def __init__(self, parent: QObject, field: SearchField, lists: SideLists, ask: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._field = field
        self._lists = lists
        self._ask = ask
        # names of people do not stay on the screen because somebody was called away
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.end)
        field.textChanged.connect(self._question)
        field.returnPressed.connect(self._choose_current)
        field.moved.connect(lists.results.rows.move_by)
        lists.results.rows.chosen.connect(self._choose)
        lists.results.closed.connect(self.end)

    def type(self, text: str) -> None:
        """Somebody types, wherever the focus is."""
        self._field.setFocus()
        self._field.insert(text)

    def show(self, results: Results, state: DeskState, words: Words) -> None:
        """An answer; it is dropped if it is not to what stands in the field now."""
        if results.text != self._field.text().strip() or state.event is None or not self._field.is_question:
            return
        page, event = self._lists.results, state.event
        leaving = state.direction is Direction.EXIT
        title = words("Enter lets the chosen person out") if leaving else words("Enter admits the chosen person")
        page.entitle(title, words(results.what) if results.what is not None else words("Nobody found"))
        page.show_rows([result_row(one, state.last_passage(one.id), event, words) for one in results.registrations])
        page.rows.setCurrentRow(0)
        self._lists.setCurrentWidget(page)

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
        self._lists.results.show_rows([])
        self._lists.setCurrentWidget(self._lists.recent)
        self._field.setFocus()

    @Slot()
    def _question(self) -> None:
        self._forget.start()
        if self._field.is_question:
            self._ask(self._field.text().strip())
        elif self._lists.currentWidget() is self._lists.results:
            self._lists.setCurrentWidget(self._lists.recent)

    @Slot()
    def _choose_current(self) -> None:
        if self._lists.currentWidget() is self._lists.results and (key := self._lists.results.rows.current_key()):
            self._choose(key)

    @Slot(str)
    def _choose(self, registration: str) -> None:
        self.end()
        self.chosen.emit(registration)
