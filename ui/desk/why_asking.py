"""Taking back a scan and overriding a refusal: both ask why first."""

from PySide6.QtCore import QObject, Signal, Slot

from checkin.desk.messages import Judged, Override
from checkin.i18n import Phrase
from ui.desk.actions import DeskActions
from ui.desk.cards import person_line
from ui.desk.forms import Answer
from ui.desk.lists import SideLists
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.desk.whys import UNDO_REASONS, form_why, override_reasons, said_why


class WhyAsking(QObject):
    """Asks why, then does it. `ended` when the form is to go."""

    ended = Signal()

    def __init__(
        self, parent: QObject, lists: SideLists, state: DeskState, preferences: Preferences, actions: DeskActions,
        pins: PinAsking,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._pins = pins
        self._about = ""
        self._reasons: tuple[Phrase, ...] = ()
        self._undoing = False
        self.page = lists.add_form()
        self.page.acted.connect(self._act)
        self.page.closed.connect(self.ended)

    @property
    def is_going_on(self) -> bool:
        """Whether it asks why."""
        return self._about != ""

    @property
    def about(self) -> str:
        """The scan that it asks about, "" while it does not."""
        return self._about

    def end(self) -> None:
        """Nothing is done."""
        if self.is_going_on:
            self._about = ""
            self.page.forget()

    def ask_undo(self, scan: Judged) -> None:
        """Why is this scan taken back?"""
        title = self._preferences.look.words("Why is {name} taken back?", name=self._name(scan))
        self._ask(scan, title, UNDO_REASONS, undoing=True)

    def ask_override(self, scan: Judged) -> None:
        """Why is this person admitted all the same?"""
        title = self._preferences.look.words("Why is {name} admitted?", name=self._name(scan))
        self._ask(scan, title, override_reasons(scan.line.reason), undoing=False)

    def _name(self, scan: Judged) -> str:
        return person_line(scan.registration, scan.line.text, scan.line.registration)

    def _ask(self, scan: Judged, title: str, reasons: tuple[Phrase, ...], *, undoing: bool) -> None:
        words = self._preferences.look.words
        self.ended.emit()
        self._about, self._reasons, self._undoing = scan.line.scan_id, reasons, undoing
        action = words("Take back") if undoing else words("Override")
        icon = "undo-2" if undoing else "shield-check"
        # one touch takes back; to admit somebody who was refused takes two
        self.page.ask(form_why(title, action, reasons, words, icon=icon, at_once=undoing))
        self._lists.setCurrentWidget(self.page)
        self.page.begin()

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        words, about = self._preferences.look.words, self._about
        reason = said_why(answer, self._reasons, words)
        if not any(letter.isalnum() for letter in reason):
            self.page.say(words("Choose a reason, or type one."))
            return
        self.ended.emit()
        if self._undoing:
            self._actions.undo(reason, about)
        else:
            self._override(about, reason)

    def _override(self, scan_id: str, reason: str) -> None:
        if self._state.unlocked_by is not None:
            self._actions.override(Override(scan_id, reason))
            return

        def with_pin(supervisor: str, pin: str) -> None:
            self._actions.override(Override(scan_id, reason, supervisor, pin))

        words = self._preferences.look.words
        self._pins.ask(words("Who admits?"), words("Override"), "shield-check", with_pin)
