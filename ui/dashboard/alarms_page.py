"""Alarms: the list to work through, and the limits at which they are raised."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.domain.alarms import Alarm
from checkin.i18n import phrase
from checkin.overview.picture import Picture
from checkin.settings import Settings
from ui.dashboard.alarm_words import ICONS, sentence, times
from ui.dashboard.limit_row import LimitRow
from ui.dashboard.telling import Telling
from ui.desk.list_page import ListPage
from ui.widgets.button import Kind, WideButton
from ui.widgets.lines import Line
from ui.widgets.look import SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.rows import Row
from ui.widgets.surface import Surface

LIMITS = (
    ("alarm_capacity_percent", phrase("A checkpoint is full to"), "%", 5, 150),
    ("alarm_silent_minutes", phrase("A desk is silent for"), "min", 1, 60),
    ("alarm_forged", phrase("False badges within 10 min"), "", 1, 20),
    ("alarm_refused_percent", phrase("A gate refuses"), "%", 5, 100),
    ("alarm_wait_minutes", phrase("People wait for"), "min", 1, 60),
)
"""The setting, its words, its unit, its step, and how far it goes."""


class AlarmsPage(QWidget):
    """`seen` with an alarm; `changed` with a setting and its new number."""

    seen = Signal(object)
    changed = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._alarms: dict[str, Alarm] = {}
        self.list = ListPage(self, closable=False)
        self.see = WideButton(self, "check", Kind.MAIN)
        self.see_all = WideButton(self, "check")
        self.plane = Surface(self)
        self.title = Paragraph(self.plane)
        self.limits = {key: LimitRow(self.plane, key, step, most) for key, _, _, step, most in LIMITS}
        self.list.rows.touch_chooses = False
        self.list.rows.chosen.connect(self._see)
        self.list.rows.currentItemChanged.connect(self._moved)
        self.see.clicked.connect(self._see_current)
        self.see_all.clicked.connect(self._see_all)
        for row in self.limits.values():
            row.changed.connect(self.changed)
        self._place()

    def _place(self) -> None:
        self._left = QVBoxLayout()
        self._left.addWidget(self.list, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.see, 2)
        self._buttons.addWidget(self.see_all, 1)
        self._left.addLayout(self._buttons)
        self._rows = QVBoxLayout(self.plane)
        self._rows.addWidget(self.title)
        for row in self.limits.values():
            self._rows.addWidget(row)
        self._rows.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self.plane)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        words, theme = look.words, look.theme
        self._row.setSpacing(theme.gap_px)
        self._left.setSpacing(theme.gap_px)
        self._buttons.setSpacing(theme.gap_px)
        pad = theme.px(18)
        self._rows.setContentsMargins(pad, pad, pad, pad)
        self._rows.setSpacing(theme.gap_px)
        self.plane.setFixedWidth(theme.px(430))
        self.plane.dress(look)
        self.title.show_line(Line(words("When to raise an alarm"), theme.font(17, SEMIBOLD), theme.colours.text))
        self.list.dress(look)
        self.see.say(look, words("Seen"), words("Somebody looks after it"), "Enter")
        self.see_all.say(look, words("All seen"), words("Somebody looks after all of them"))
        patterns = {"%": words("{percent} %", percent="{n}"), "min": words("{n} min", n="{n}"), "": "{n}"}
        for key, name, unit, _, _ in LIMITS:
            self.limits[key].dress(look, words(name), patterns[unit])

    def show_settings(self, settings: Settings) -> None:
        """The limits as they are."""
        for key, row in self.limits.items():
            row.show_number(getattr(settings, key))

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it."""
        telling, words = Telling(look.words, picture), look.words
        alarms = [*picture.alarms.open, *picture.alarms.past]
        self._alarms = {str(one): one for one in alarms}
        rows = [_row(key, one, telling) for key, one in self._alarms.items()]
        title = words.plural("{n} alarm", "{n} alarms", len(picture.alarms.open))
        self.list.entitle(title, words("There is no alarm."))
        if rows != self.list.rows.rows():
            self.list.show_rows(rows)
        if self.list.rows.currentRow() < 0 and rows:
            self.list.rows.setCurrentRow(0)
        self._moved()

    @Slot()
    def _moved(self) -> None:
        alarm = self._alarms.get(self.list.rows.current_key())
        self.see.setEnabled(alarm is not None and alarm.seen_at is None)
        self.see_all.setEnabled(any(one.seen_at is None for one in self._alarms.values()))

    @Slot(str)
    def _see(self, key: str) -> None:
        alarm = self._alarms.get(key)
        if alarm is not None and alarm.seen_at is None:
            self.seen.emit(alarm)

    @Slot()
    def _see_all(self) -> None:
        for alarm in self._alarms.values():
            if alarm.seen_at is None:
                self.seen.emit(alarm)

    @Slot()
    def _see_current(self) -> None:
        self._see(self.list.rows.current_key())


def _row(key: str, alarm: Alarm, telling: Telling) -> Row:
    return Row(
        key, sentence(alarm.cause, telling), times(alarm, telling), icon=ICONS[alarm.cause.kind], lively=alarm.is_loud,
        struck=alarm.ended_at is not None,
    )  # fmt: skip
