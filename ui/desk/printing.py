"""Printing the badge of somebody who is shown; once more only with a reason."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from checkin.desk.messages import PrintedBefore, Published
from checkin.i18n import phrase
from checkin.sentences import Teller
from ui.desk.actions import DeskActions
from ui.desk.forms import Answer, Field, Form
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.widgets.rows import Row

REASONS = {"lost": phrase("Lost"), "damaged": phrase("Damaged"), "name": phrase("Name corrected")}


class Printing(QObject):
    """Asks for a badge, and for the reason of another copy. `ended` when its form is to go."""

    ended = Signal()

    def __init__(
        self, window: QWidget, lists: SideLists, state: DeskState, preferences: Preferences, actions: DeskActions
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._wanted = ""
        self._asking = False
        self.page = lists.add_form()
        self.page.acted.connect(self._act)
        self.page.closed.connect(self.ended)

    @property
    def is_going_on(self) -> bool:
        """Whether it asks for a reason."""
        return self._asking

    def end(self) -> None:
        """Nothing is printed."""
        self._wanted = ""
        if self._asking:
            self._asking = False
            self.page.forget()

    @Slot(str)
    def print_badge(self, registration: str) -> None:
        """Print this person's badge, if it is the first time; else the reason will be asked for."""
        self._wanted = registration
        self._actions.print_badge(registration, "")

    def take(self, message: Published) -> None:
        """Ask why, where the badge was printed before and is still wanted."""
        event = self._state.event
        if not isinstance(message, PrintedBefore) or message.registration.id != self._wanted or event is None:
            return
        words, wanted = self._preferences.look.words, self._wanted
        self.ended.emit()
        self._wanted, self._asking = wanted, True
        sentence = words(
            "Badge of {name}: copy {copy} was printed at {time}.",
            name=message.registration.name, copy=str(message.times), time=Teller(words, event).clock(message.last_at),
        )  # fmt: skip
        rows = tuple(Row(key, words(reason)) for key, reason in REASONS.items())
        form = Form(
            words("Why is it printed again?"), words("Print again"), (Field("other", words("Another reason")),), rows,
            either=True, sentence=sentence, icon="printer",
        )  # fmt: skip
        self.page.ask(form)
        self._lists.setCurrentWidget(self.page)
        self.page.begin()

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        chosen, words = REASONS.get(answer.chosen), self._preferences.look.words
        reason = words(chosen) if chosen is not None else answer.texts["other"]
        if not reason:
            self.page.say(words("Choose a reason, or type one."))
            return
        registration = self._wanted
        self.ended.emit()
        self._actions.print_badge(registration, reason)
