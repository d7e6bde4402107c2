"""The head of the window: event, desk and gate; entry or exit; how old its knowledge is; sound, light, language; the time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.domain.supervisor import Supervisor
from checkin.domain.verdict import Direction
from checkin.sentences import Teller
from checkin.settings import Settings
from checkin.sync.link import Standing
from ui.desk.standing import clock_fault, stance_of
from ui.desk.state import DeskState
from ui.widgets.button import Button
from ui.widgets.lines import Line, Lines
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.text import isolated

LANGUAGE_NAMES = {"fr": "FR", "ar": "ع", "en": "EN"}
CLOCK_EVERY_MS = 1000
WIDE_SCALE = 0.85
WIDEST_ROLE, WIDEST_SYNC = 150, 240


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
        self._clock_says: tuple[str, ...] = ()

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
        self.sound.say(look, "", words("Turn the sound on") if settings.muted else words("Turn the sound off"), "F6")
        self.sound.change_icon("volume-x" if settings.muted else "volume-2")
        self.appearance.say(look, "", words("Light colours") if dark else words("Dark colours"), "F5")
        self.appearance.change_icon("sun" if dark else "moon")
        self._clock_says = ()
        self._tick()

    def show_state(self, state: DeskState, settings: Settings) -> None:
        """Which event and desk this is, and which way people pass."""
        self._state = state
        if self._look is None:
            return
        look, words = self._look, self._look.words
        teller = Teller(words, state.event) if state.event else None
        self._show_keys(state)
        place = teller.checkpoint(state.checkpoint) if teller else ""
        several = state.event is not None and len(state.event.checkpoints) > 1
        self.checkpoint.setVisible(several)
        if several:
            self.checkpoint.say(look, place, words("Choose the checkpoint"))
        self._show_titles(state, settings, "" if several else place, teller)
        self._show_sync(state)
        self._show_role(state.unlocked_by, settings.supervisor_minutes)
        self._tick()

    def _is_full(self, state: DeskState) -> bool:
        """Whether so much is to be said that event, desk and gate need room from the rest."""
        synced = state.synced
        is_calm = synced is None or (synced.standing is Standing.STRICT and synced.refused is None and not synced.disputes)
        return not is_calm or state.unlocked_by is not None

    def _show_keys(self, state: DeskState) -> None:
        """Entry or exit, and the language. Where room is short, the keys' names go first, then the way that is not served."""
        assert self._look is not None
        look, words, full = self._look, self._look.words, self._is_full(state)
        hinted, is_entry = look.theme.scale >= WIDE_SCALE and not full, state.direction is Direction.ENTRY
        self.entry.setChecked(is_entry)
        self.exit.setChecked(not is_entry)
        self.entry.say(look, words("Entry") if is_entry or not full else "", words("Scan entries"), "F2", hinted=hinted)
        self.exit.say(look, "" if is_entry and full else words("Exit"), words("Scan exits"), "F2", hinted=hinted)
        self.language.say(look, LANGUAGE_NAMES[words.language], words("Next language"), "F4", hinted=hinted)

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
        stance = stance_of(state, self.now(), words, theme.colours)
        self.sync.setMaximumWidth(theme.px(WIDEST_SYNC))
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
        self.role.setVisible(supervisor is not None and theme.scale >= WIDE_SCALE)  # else the shield says it
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
        self.role.setMaximumWidth(theme.px(WIDEST_ROLE))
        self.role.show_lines(
            Line(supervisor.name, theme.font(15, SEMIBOLD), theme.colours.text),
            Line(words("locks itself"), theme.font(14, MEDIUM), theme.colours.muted),
            tip=tip,
        )

    @Slot()
    def _tick(self) -> None:
        """Change the clock, if its minute has changed, or it was found to be wrong."""
        if self._look is None:
            return
        event = self._state.event if self._state else None
        now = self.now()
        time = (now.astimezone(event.zone) if event else now.astimezone()).strftime("%H:%M")
        theme, words = self._look.theme, self._look.words
        apart, what = clock_fault(self._state.synced if self._state else None, words)
        if (time, apart) == self._clock_says:
            return
        self._clock_says = time, apart
        tip = "\n".join(part for part in (what, words("The time where the event is"), f"{words('Full screen')} (F11)") if part)
        self.clock.show_lines(
            Line(time, theme.font(20 if apart else 24, BOLD, figures=True), theme.colours.text),
            Line(apart, theme.font(14, MEDIUM, figures=True), theme.colours.text, theme.colours.look), tip=tip,
        )  # fmt: skip
