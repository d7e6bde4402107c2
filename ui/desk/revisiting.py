"""An earlier scan, chosen from the recent ones by finger or keyboard."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checkin.words import wording
from ui.desk.cards import person_line
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.scan_page import ScanPage, scan_facts
from ui.desk.searching import FORGOTTEN_AFTER_MS
from ui.desk.state import DeskState
from ui.desk.why_asking import WhyAsking


class Revisiting(QObject):
    """Shows it, and hands on what is to be done about it. `ended` when the page is to go."""

    ended = Signal()

    def __init__(
        self, parent: QObject, lists: SideLists, state: DeskState, preferences: Preferences, whys: WhyAsking
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._whys = whys
        self._scan_id = ""
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.ended)
        self.page = ScanPage(lists)
        lists.add(self.page)
        lists.recent.rows.chosen.connect(self.show)
        self.page.closed.connect(self.ended)
        self.page.undo.clicked.connect(self._undo)
        self.page.override.clicked.connect(self._override)

    @property
    def is_going_on(self) -> bool:
        """Whether a scan is shown."""
        return self._scan_id != ""

    def end(self) -> None:
        """Nobody's details stay behind."""
        if self.is_going_on:
            self._scan_id = ""
            self._forget.stop()
            self.page.area.sheet.show_facts(())

    @Slot(str)
    def show(self, scan_id: str) -> None:
        """Show this recent scan."""
        scan, event, words = self._state.scan(scan_id), self._state.event, self._preferences.look.words
        if scan is None or event is None:
            return
        self.ended.emit()
        self._lists.recent.rows.setCurrentRow(-1)  # a finger has framed it
        self._scan_id = scan_id
        self._forget.start()
        title = words(wording(scan.verdict, scan.line.direction, scan.quiet).title)
        name = person_line(scan.registration, scan.line.text, title)
        facts = scan_facts(scan, self._state, event, words)
        undo, override = self._state.stands(scan), self._state.may_override(scan)
        self.page.show_scan(name, facts, undo=undo, override=override)
        self._lists.setCurrentWidget(self.page)
        button = self.page.undo if undo else self.page.override if override else self.page.cross
        assert button is not None
        button.setFocus()

    @Slot()
    def _undo(self) -> None:
        scan = self._state.scan(self._scan_id)
        if scan is not None:
            self._whys.ask_undo(scan)

    @Slot()
    def _override(self) -> None:
        scan = self._state.scan(self._scan_id)
        if scan is not None:
            self._whys.ask_override(scan)
