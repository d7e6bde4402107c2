"""People whom two desks admitted while they could not see each other: shown at both, settled by a supervisor."""

from PySide6.QtCore import QObject, Signal, Slot

from checkin.desk.messages import Dispute, Settle
from checkin.domain.tick import Tick
from checkin.sentences import Teller
from ui.desk.actions import DeskActions
from ui.desk.forms import Answer
from ui.desk.header import Header
from ui.desk.list_page import ListPage
from ui.desk.lists import SideLists
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.desk.whys import FINDINGS, form_why, what_it_was
from ui.widgets.rows import Row
from ui.widgets.text import isolated

LINE_BREAK = "\u2028"


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
        """Both admissions under each other, and where they were, if that is not where this desk stands."""
        first, surplus = (self._place(tick) for tick in (one.conflict.first, one.conflict.surplus))
        title = " · ".join(isolated(part) for part in (_name(one), self._elsewhere(one)) if part)
        return Row(one.conflict.surplus.scan_id, title, first, icon="users", warning=surplus)

    def _elsewhere(self, one: Dispute) -> str:
        checkpoint = one.conflict.surplus.checkpoint
        return "" if checkpoint == self._state.checkpoint else self._teller.checkpoint(checkpoint)

    def _place(self, tick: Tick) -> str:
        return self._teller.passed(tick.at, tick.gate, tick.desk, self._header.now())

    @property
    def _teller(self) -> Teller:
        assert self._state.event is not None
        return Teller(self._preferences.look.words, self._state.event)

    def _sentence(self, one: Dispute) -> str:
        """What the form says of it: where and when both were."""
        words, several = self._preferences.look.words, len(self._teller.event.checkpoints) > 1
        where = self._teller.checkpoint(one.conflict.surplus.checkpoint) if several else ""
        first = words("First entry: {place}", place=self._place(one.conflict.first))
        second = words("Second entry: {place}", place=self._place(one.conflict.surplus))
        return LINE_BREAK.join(part for part in (where, first, second) if part)

    @Slot(str)
    def _ask(self, scan_id: str) -> None:
        words, disputes = self._preferences.look.words, self._state.synced.disputes if self._state.synced else ()
        one = next((one for one in disputes if one.conflict.surplus.scan_id == scan_id), None)
        self.ended.emit()
        if one is None:  # settled meanwhile
            return
        self._open, self._about = True, scan_id
        title, about = words("{name}: what was it?", name=_name(one)), self._sentence(one)
        self.form.ask(form_why(title, words("Settle"), FINDINGS, words, icon="check", at_once=False, about=about))
        self._lists.setCurrentWidget(self.form)
        self.form.begin()

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        words, about = self._preferences.look.words, self._about
        if not about:
            return
        found = what_it_was(answer)
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


def _name(one: Dispute) -> str:
    return one.registration.name if one.registration else one.conflict.surplus.registration
