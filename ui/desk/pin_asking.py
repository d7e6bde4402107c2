"""Who answers for it, and the PIN that proves it: one form for whatever needs a supervisor."""

import math
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from checkin.desk.messages import Denied
from checkin.domain.supervisor import SHORTEST_PIN
from ui.desk.forms import Answer, Field, Form, FormPage
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.widgets.rows import Row

FORGOTTEN_AFTER_MS = 60_000
MAKE_ONE = "checkin supervisors add NAME"


class FormPlace(Protocol):
    """Where a form can stand."""

    def add_form(self) -> FormPage:
        """A form of its own."""

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show this form."""


class PinAsking(QObject):
    """Asks for one supervisor's PIN at a time. After wrong ones it takes none until the desk would look at it again, even if it
    was closed meanwhile. `ended` when the form is to go."""

    ended = Signal()

    def __init__(
        self,
        parent: QObject,
        lists: FormPlace,
        state: DeskState,
        preferences: Preferences,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._clock = clock
        self._given: Callable[[str, str], None] | None = None
        self._last = ""  # whoever was asked last is asked first
        self._closed_until = 0.0
        self._is_counting = False
        self.page = lists.add_form()
        self.page.acted.connect(self._act)
        self.page.closed.connect(self.ended)
        self._tick = QTimer(self, singleShot=True)
        self._tick.timeout.connect(self._count_down)
        # digits do not stand in a field because somebody was called away
        self._forget = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget.timeout.connect(self.ended)

    @property
    def is_going_on(self) -> bool:
        """Whether the form is open."""
        return self._given is not None

    def end(self) -> None:
        """Nothing that was typed stays."""
        if self.is_going_on:
            self._given = None
            self._is_counting = False
            self._tick.stop()
            self._forget.stop()
            self.page.hold(False)
            self.page.forget()

    def ask(self, title: str, action: str, icon: str, given: Callable[[str, str], None]) -> None:
        """Ask; `given` is called with the supervisor's id and the PIN. `title` is for a choice of several supervisors."""
        self.ended.emit()
        self._given = given
        self._forget.start()
        supervisors = self._state.supervisors
        self.page.ask(self._form(title, action, icon) if supervisors else self._nobody())
        self._lists.setCurrentWidget(self.page)
        self.page.begin()
        if supervisors:
            self._count_down()

    def _form(self, title: str, action: str, icon: str) -> Form:
        words, supervisors = self._preferences.look.words, self._state.supervisors
        field = Field("pin", words("PIN"), secret=True)
        if len(supervisors) == 1:
            return Form(words("{name}: PIN", name=supervisors[0].name), action, (field,), icon=icon)
        rows = tuple(Row(one.id, one.name, icon="shield") for one in supervisors)
        return Form(title, action, (field,), rows, self._last, rows_first=True, icon=icon)

    def _nobody(self) -> Form:
        words = self._preferences.look.words
        how = words("Run this on this computer, then restart the desk: {command}", command=MAKE_ONE)
        return Form(words("This desk has no supervisor yet"), words("Close"), sentence=how)

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        supervisors = self._state.supervisors
        if self._given is None or not supervisors:
            self.ended.emit()
            return
        pin = answer.texts.get("pin", "")
        if len(pin) < SHORTEST_PIN:
            self.page.say(self._preferences.look.words("A PIN has {least} digits or more.", least=str(SHORTEST_PIN)))
            return
        self._last = answer.chosen or supervisors[0].id
        self.page.hold(True)  # until the desk answers: one Enter too many is not a second try
        self._given(self._last, pin)

    def take(self, denied: Denied) -> None:
        """The PIN was not right, or came too soon."""
        self._closed_until = self._clock() + denied.wait_s
        if self.is_going_on:
            self._forget.start()
            self.page.say(self._preferences.look.words("Wrong PIN. Try again."))
            self._count_down()

    @Slot()
    def _count_down(self) -> None:
        """Take a PIN, or say how long none is taken."""
        left = self._closed_until - self._clock()
        self.page.hold(left > 0)
        if left > 0:
            seconds, words = math.ceil(left), self._preferences.look.words
            self.page.say(words.plural("Wrong PIN. Wait {n} second.", "Wrong PIN. Wait {n} seconds.", seconds))
            self._tick.start(max(1, round((left - seconds + 1) * 1000)))
        elif self._is_counting:
            self.page.say(self._preferences.look.words("Type the PIN now."), warns=False)
        self._is_counting = left > 0
