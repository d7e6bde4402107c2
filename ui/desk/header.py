"""The head of the window: event, desk and gate; entry or exit; how old its knowledge is; sound, light, language; the time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.domain.supervisor import Supervisor
from checkin.domain.verdict import Direction
from checkin.sentences import Teller
from checkin.settings import Settings
from ui.desk.standing import stance_of
from ui.desk.state import DeskState
from ui.widgets.button import Button
from ui.widgets.lines import Line, Lines
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.text import isolated

LANGUAGE_NAMES = {"fr": "FR", "ar": "ع", "en": "EN"}
CLOCK_EVERY_MS = 1000
WIDE_SCALE = 0.85
WIDEST_ROLE, WIDEST_ROLE_IN_NARROW = 150, 110


class Header(QWidget):
    """Everything that must always be in sight. Its buttons are connected by the window."""

    def __init__(self, parent: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self.now = now
        self._look: Look | None = None
        self._state: DeskState | None = None
        self.titles = Lines(self, shrinks=True)
        self.checkpoint = Button(self, "chevron-down", icon_last=True)
        self.entry = Button(self, "log-in", checkable=True)
        self.exit = Button(self, "log-out", checkable=True)
        self.sync = Lines(self)
        self.disputes = Button(self, "users")
        self.role = Lines(self)
        self.lock = Button(self, "lock")
        self.sound = Button(self, "volume-2")
        self.appearance = Button(self, "moon")
        self.language = Button(self)
        self.clock = Lines(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._fill_row()
        self._ticking = QTimer(self, interval=CLOCK_EVERY_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self._time = ""

    def _fill_row(self) -> None:
        self._row.addWidget(self.titles, 1)
        for widget in (
            self.checkpoint, self.entry, self.exit, self.sync, self.disputes,
            self.role, self.lock, self.sound, self.appearance, self.language,
            self.clock,
        ):  # fmt: skip
            self._row.addWidget(widget)

    def dress(self, look: Look, settings: Settings) -> None:
        """Words, colours and sizes."""
        self._look = look
        words, dark = look.words, look.theme.colours.dark
        self._row.setSpacing(look.theme.gap_px)
        self.setFixedHeight(look.theme.target_px)
        # in a narrow window the event's name needs the room more than the keys' names
        wide = look.theme.scale >= WIDE_SCALE
        self.entry.say(look, words("Entry"), words("Scan entries"), "F2", hinted=wide)
        self.exit.say(look, words("Exit"), words("Scan exits"), "F2", hinted=wide)
        self.sound.say(look, "", words("Turn the sound on") if settings.muted else words("Turn the sound off"), "F6")
        self.sound.change_icon("volume-x" if settings.muted else "volume-2")
        self.appearance.say(look, "", words("Light colours") if dark else words("Dark colours"), "F5")
        self.appearance.change_icon("sun" if dark else "moon")
        self.language.say(look, LANGUAGE_NAMES[words.language], words("Next language"), "F4", hinted=wide)
        self._time = ""
        self._tick()

    def show_state(self, state: DeskState, settings: Settings) -> None:
        """Which event and desk this is, and which way people pass."""
        self._state = state
        if self._look is None:
            return
        look, words = self._look, self._look.words
        teller = Teller(words, state.event) if state.event else None
        self.entry.setChecked(state.direction is Direction.ENTRY)
        self.exit.setChecked(state.direction is Direction.EXIT)
        place = teller.checkpoint(state.checkpoint) if teller else ""
        several = state.event is not None and len(state.event.checkpoints) > 1
        self.checkpoint.setVisible(several)
        if several:
            self.checkpoint.say(look, place, words("Choose the checkpoint"))
        self._show_titles(state, settings, "" if several else place, teller)
        self._show_sync(state)
        self._show_role(state.unlocked_by, settings.supervisor_minutes)
        self._tick()

    def _show_titles(self, state: DeskState, settings: Settings, place: str, teller: Teller | None) -> None:
        assert self._look is not None
        theme, words = self._look.theme, self._look.words
        desk = words("Desk {desk}", desk=settings.desk)
        gate = teller.gate(settings.gate) if teller and settings.gate else settings.gate
        name = state.event.name(words.language) if state.event else words("Check-in")
        where = " · ".join(isolated(part) for part in (desk, gate, place) if part)
        self.titles.show_lines(
            Line(isolated(name), theme.font(20, BOLD), theme.colours.text),
            Line(where, theme.font(16, MEDIUM), theme.colours.muted),
        )

    def _show_sync(self, state: DeskState) -> None:
        assert self._look is not None
        theme, words = self._look.theme, self._look.words
        stance = stance_of(state.synced, state.waiting, words, theme.colours)
        self.sync.show_lines(
            Line(stance.word, theme.font(15, SEMIBOLD), theme.colours.text, stance.colour),
            Line(stance.second, theme.font(14, MEDIUM), theme.colours.muted),
            tip=stance.tip,
        )
        disputes = len(state.synced.disputes) if state.synced else 0
        self.disputes.setVisible(disputes > 0)
        if disputes:
            tip = words.plural("{n} person was admitted twice", "{n} persons were admitted twice", disputes)
            self.disputes.say(self._look, str(disputes), tip)

    def _show_role(self, supervisor: Supervisor | None, minutes: int) -> None:
        """Who has unlocked the desk, and that this ends by itself."""
        assert self._look is not None
        look, theme, words = self._look, self._look.theme, self._look.words
        self.role.setVisible(supervisor is not None)
        if supervisor is None:
            self.lock.change_icon("lock")
            self.lock.say(look, "", words("Unlock the desk for a supervisor"), "F9")
            return
        self.lock.change_icon("shield-check")
        self.lock.say(look, "", words("Lock the desk"), "F9")
        tip = words.plural(
            "Unlocked by {name}. Locks itself after {n} minute without a supervisor.",
            "Unlocked by {name}. Locks itself after {n} minutes without a supervisor.", minutes, name=supervisor.name,
        )  # fmt: skip
        self.role.setMaximumWidth(theme.px(WIDEST_ROLE if theme.scale >= WIDE_SCALE else WIDEST_ROLE_IN_NARROW))
        self.role.show_lines(
            Line(supervisor.name, theme.font(15, SEMIBOLD), theme.colours.text),
            Line(words("locks itself"), theme.font(14, MEDIUM), theme.colours.muted),
            tip=tip,
        )

    @Slot()
    def _tick(self) -> None:
        """Change the clock, if its minute has changed."""
        if self._look is None:
            return
        event = self._state.event if self._state else None
        now = self.now()
        time = (now.astimezone(event.zone) if event else now.astimezone()).strftime("%H:%M")
        if time == self._time:
            return
        self._time = time
        theme, words = self._look.theme, self._look.words
        tip = f"{words('The time where the event is')}\n{words('Full screen')} (F11)"
        self.clock.show_lines(Line(time, theme.font(24, BOLD, figures=True), theme.colours.text), tip=tip)
