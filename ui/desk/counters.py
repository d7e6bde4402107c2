"""Inside, attended, refused: three numbers that are never mixed up, each with its definition."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from checkin.domain.tally import Figures
from checkin.sentences import grouped
from ui.widgets.look import BOLD, MEDIUM, Look
from ui.widgets.surface import Surface
from ui.widgets.text import CENTRE, fit, lay_out


class Counter(Surface):
    """One number, its name, and its definition as tooltip and for screen readers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = ""
        self._name = ""
        self._definition = ""
        self.name_room = 20.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def explain(self, look: Look, name: str, definition: str) -> None:
        """Its name and definition."""
        self._name, self._definition = name, definition
        self.setToolTip(definition)
        self.setAccessibleDescription(definition)
        self.dress(look)
        self._speak()

    def count(self, number: int) -> None:
        """Show a number."""
        shown = grouped(number)
        if shown != self._number:
            self._number = shown
            self._speak()
            self.update()

    @property
    def number(self) -> str:
        """What it shows."""
        return self._number

    def _speak(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._number}")

    def name_height(self, width: int) -> float:
        """How tall its name is in a counter of this width."""
        assert self._look is not None
        return lay_out(self._name, self._look.theme.font(14, MEDIUM), width - 2 * self._pad).height

    @property
    def _pad(self) -> int:
        return self._look.theme.px(8) if self._look else 8

    def paintEvent(self, event: QPaintEvent) -> None:
        """The number above its name."""
        super().paintEvent(event)
        if self._look is None:
            return
        theme, painter = self._look.theme, QPainter(self)
        room = self.width() - 2 * self._pad
        number = fit(self._number, [theme.font(size, BOLD, figures=True) for size in (32, 28, 24, 20)], room, 1)
        name = lay_out(self._name, theme.font(14, MEDIUM), room, CENTRE, self.layoutDirection())
        y = (self.height() - number.height - self.name_room) / 2
        number.draw(painter, self._pad, y, theme.colours.text)
        name.draw(painter, self._pad, y + number.height, theme.colours.muted)


class Counters(QWidget):
    """The three counters beside each other, equally tall."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.inside, self.attended, self.refused = (Counter(self) for _ in range(3))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.counters = (self.inside, self.attended, self.refused)
        for counter in self.counters:
            self._row.addWidget(counter, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._height = 84

    def dress(self, look: Look, width: int) -> None:
        """Words, colours and sizes, for a column of this width."""
        words, gap = look.words, max(8, look.theme.px(10))
        self._row.setSpacing(gap)
        self.inside.explain(look, words("Inside now"), words("Persons whose last admitted scan here is an entry"))
        self.attended.explain(look, words("Attended today"), words("Persons with at least one entry here today"))
        self.refused.explain(look, words("Refused today"), words("Refused scans here today"))
        each = (width - 2 * gap) // 3
        name_room = max(counter.name_height(each) for counter in self.counters)
        self._height = round(look.theme.px(60) + name_room)
        for counter in self.counters:
            counter.name_room = name_room
            counter.setFixedHeight(self._height)
        self.setFixedHeight(self._height)

    def sizeHint(self) -> QSize:
        """As tall as the counters."""
        return QSize(300, self._height)

    def count(self, figures: Figures, today: Figures) -> None:
        """Show the figures of the checkpoint, over the event and of today."""
        self.inside.count(figures.inside)
        self.attended.count(today.attended)
        self.refused.count(today.refused)
