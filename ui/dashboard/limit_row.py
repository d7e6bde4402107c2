"""One limit: what it is of, its number, and two keys that lower and raise it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.button import Button
from ui.widgets.lines import Line, Lines
from ui.widgets.look import BOLD, MEDIUM, Look
from ui.widgets.paragraph import Paragraph


class LimitRow(QWidget):
    """`changed` with its key and the new number; 0 is never."""

    changed = Signal(str, int)

    def __init__(self, parent: QWidget, key: str, step: int, most: int) -> None:
        super().__init__(parent)
        self._key, self._step, self._most = key, step, most
        self._look: Look | None = None
        self._name, self._pattern = "", "{n}"
        self.number = 0
        self.name = Paragraph(self)
        self.less, self.more = Button(self, "minus"), Button(self, "plus")
        self.shown = Lines(self)
        self.less.clicked.connect(self._lower)
        self.more.clicked.connect(self._raise)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.name, 1)
        for widget in (self.less, self.shown, self.more):
            self._row.addWidget(widget)

    def dress(self, look: Look, name: str, pattern: str) -> None:
        """Words, colours and sizes; the number stands in the place of {n}."""
        self._look, self._name, self._pattern = look, name, pattern
        theme, words = look.theme, look.words
        self._row.setSpacing(theme.px(8))
        self.name.show_line(Line(name, theme.font(16, MEDIUM), theme.colours.text))
        self.less.say(look, "", words("Lower: {what}", what=name))
        self.more.say(look, "", words("Higher: {what}", what=name))
        self.shown.setFixedWidth(theme.px(86))
        self.show_number(self.number)

    def show_number(self, number: int) -> None:
        """The number as it is."""
        self.number = number
        if self._look is None:
            return
        theme, words = self._look.theme, self._look.words
        text = words("never") if not number else self._pattern.replace("{n}", str(number))
        colour = theme.colours.text if number else theme.colours.muted
        self.shown.show_lines(Line(text, theme.font(18, BOLD, figures=True), colour), tip=self._name)
        self.less.setEnabled(number > 0)
        self.more.setEnabled(number < self._most)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus, too."""
        if event.key() == Qt.Key.Key_Minus:
            self._lower()
        elif event.key() == Qt.Key.Key_Plus:
            self._raise()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _lower(self) -> None:
        self._change(max(0, self.number - self._step))

    @Slot()
    def _raise(self) -> None:
        self._change(min(self._most, self.number + self._step))

    def _change(self, number: int) -> None:
        if number != self.number:
            self.show_number(number)
            self.changed.emit(self._key, number)
