"""People whom two desks admitted while they could not see each other: shown at both, settled by a supervisor."""

from PySide6.QtCore import QObject, Signal, Slot

from checkin.desk.messages import Dispute, Settle
from checkin.domain.journal import JournalLine
from checkin.i18n import phrase
from checkin.sentences import Teller
from ui.desk.actions import DeskActions
from ui.desk.forms import Answer
from ui.desk.header import Header
from ui.desk.list_page import ListPage
from ui.desk.lists import SideLists
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.desk.whys import form_why, said_why
from ui.widgets.rows import Row

FINDINGS = (phrase("Same person"), phrase("A second person"), phrase("Staff mistake"))


class Disputes(QObject):
    """A list of them, then what was found out. `ended` when the page is to go."""

    ended = Signal()

    def __init__(
        self, parent: QObject, header: Header, lists: SideLists, state: DeskState, preferences: Preferences,
        actions: DeskActions, pins: PinAsking,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._header = header
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._pins = pins
        self._open = False
        self._about = ""
        self.page = ListPage(lists, closable=True)
        lists.add(self.page)
        self.form = lists.add_form()
        self.page.rows.chosen.connect(self._ask)
        self.page.closed.connect(self.ended)
        self.form.acted.connect(self._act)
        self.form.closed.connect(self.ended)
        header.disputes.clicked.connect(self.show)

    @property
    def is_going_on(self) -> bool:
        """Whether they are shown."""
        return self._open

    def end(self) -> None:
        """Nobody's details stay behind."""
        if self._open:
            self._open, self._about = False, ""
            self.page.show_rows([])
            self.form.forget()

    @Slot()
    def show(self) -> None:
        """Show the list; once more closes it."""
        again = self._open
        self.ended.emit()
        if again or self._state.synced is None:
            return
        words = self._preferences.look.words
        self._open = True
        self.page.entitle(words("Admitted twice"), words("There is no conflict."))
        self.page.show_rows([self._row(one) for one in self._state.synced.disputes])
        self._lists.setCurrentWidget(self.page)
        self.page.rows.setFocus()

    def _row(self, one: Dispute) -> Row:
        name = one.registration.name if one.registration else one.conflict.surplus.registration
        first, surplus = (self._place(line) for line in (one.conflict.first, one.conflict.surplus))
        return Row(one.conflict.surplus.scan_id, name, f"{first} · {surplus}", icon="users")

    def _place(self, line: JournalLine) -> str:
        event, words = self._state.event, self._preferences.look.words
        assert event is not None
        return words("{time} (desk {desk})", time=Teller(words, event).clock(line.at), desk=line.desk)

    @Slot(str)
    def _ask(self, scan_id: str) -> None:
        words = self._preferences.look.words
        self.ended.emit()
        self._open, self._about = True, scan_id
        self.form.ask(form_why(words("What was it?"), words("Settle"), FINDINGS, words, icon="check", at_once=False))
        self._lists.setCurrentWidget(self.form)
        self.form.begin()

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        words, about = self._preferences.look.words, self._about
        if not about:
            return
        found = said_why(answer, FINDINGS, words)
        if not any(letter.isalnum() for letter in found):
            self.form.say(words("Choose a reason, or type one."))
            return
        self.ended.emit()
        if self._state.unlocked_by is not None:
            self._actions.settle(Settle(about, found))
            return

        def with_pin(supervisor: str, pin: str) -> None:
            self._actions.settle(Settle(about, found, supervisor, pin))

        self._pins.ask(words("Who settles it?"), words("Settle"), "check", with_pin)
