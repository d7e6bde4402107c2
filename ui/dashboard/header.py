"""The head of the dashboard: event and day, checkpoint, where the figures come from, and what everybody may set."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.overview.picture import Picture
from checkin.settings import Settings
from ui.dashboard.telling import Telling, View
from ui.desk.header import LANGUAGE_NAMES
from ui.widgets.button import Button
from ui.widgets.lines import Line, Lines
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.text import isolated

CLOCK_EVERY_MS = 1000


class DashboardHeader(QWidget):
    """Always in sight. Its buttons are connected by the window."""

    def __init__(self, parent: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._look: Look | None = None
        self._picture: Picture | None = None
        self._view = View.NONE
        self._time = ""
        self.titles = Lines(self, shrinks=True)
        self.checkpoint = Button(self, "chevron-down", icon_last=True)
        self.footing = Lines(self)
        self.sound = Button(self, "volume-2")
        self.appearance = Button(self, "moon")
        self.language = Button(self)
        self.clock = Lines(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.titles, 1)
        for widget in (self.checkpoint, self.footing, self.sound, self.appearance, self.language, self.clock):
            self._row.addWidget(widget)
        self._ticking = QTimer(self, interval=CLOCK_EVERY_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()

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
        self.language.say(look, LANGUAGE_NAMES[words.language], words("Next language"), "F4")
        self._time = ""
        if self._picture is not None:
            self.show_picture(self._picture, self._view)
        else:
            self.titles.show_lines(Line(words("Check-in"), look.theme.font(20, BOLD), look.theme.colours.text))
            self.checkpoint.hide()
        self._tick()

    def show_picture(self, picture: Picture, view: View) -> None:
        """Which event and checkpoint this is, and where the figures come from."""
        self._picture, self._view = picture, view
        if self._look is None:
            return
        look, theme, words = self._look, self._look.theme, self._look.words
        telling = Telling(words, picture)
        day = telling.teller.day(picture.day)
        where = telling.teller.checkpoint(picture.checkpoint.id)
        several = len(picture.event.checkpoints) > 1
        second = day if several else f"{isolated(where)} · {isolated(day)}"
        self.titles.show_lines(
            Line(isolated(picture.event.name(words.language)), theme.font(20, BOLD), theme.colours.text),
            Line(second, theme.font(16, MEDIUM), theme.colours.muted),
        )
        self.checkpoint.setVisible(several)
        if several:
            self.checkpoint.say(look, where, words("Choose the checkpoint"), "F7")
        footing = telling.footing(theme.colours, view, self._now())
        self.footing.show_lines(
            Line(footing.word, theme.font(16, SEMIBOLD), theme.colours.text, footing.colour),
            Line(footing.second, theme.font(14, MEDIUM, figures=True), theme.colours.muted),
            tip=footing.tip,
        )
        self._tick()

    @Slot()
    def _tick(self) -> None:
        """Change the clock, if its minute has changed."""
        if self._look is None:
            return
        zone = self._picture.event.zone if self._picture else None
        time = self._now().astimezone(zone).strftime("%H:%M")
        if time != self._time:
            self._time = time
            tip = f"{self._look.words('The time where the event is')}\n{self._look.words('Full screen')} (F11)"
            theme = self._look.theme
            self.clock.show_lines(Line(time, theme.font(24, BOLD, figures=True), theme.colours.text), tip=tip)
