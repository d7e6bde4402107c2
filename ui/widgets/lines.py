"""A few short lines of text under each other, as labels in a header are: painted, mirrored, shortened where room is short."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.text import lay_out


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `dot` is the colour of a point before it, or ""."""

    text: str
    font: QFont
    colour: str
    dot: str = ""


class Lines(QWidget):
    """Lines at the leading edge, in the middle of the height. What does not fit ends in "…" and stands whole in the tooltip."""

    def __init__(self, parent: QWidget, *, shrinks: bool = False) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._tip = ""
        across = QSizePolicy.Policy.Ignored if shrinks else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)

    def show_lines(self, *lines: Line, tip: str = "") -> None:
        """Show these lines; `tip` explains them. Shown once more, they cost nothing."""
        shown = [line for line in lines if line.text]
        if (shown, tip) == (self._lines, self._tip):
            return
        before = self.sizeHint()
        self._lines, self._tip = shown, tip
        whole = "\n".join(line.text for line in self._lines)
        self.setToolTip(tip or whole)
        self.setAccessibleName(" · ".join(line.text for line in self._lines))
        self.setAccessibleDescription(tip)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def lines(self) -> list[Line]:
        """What it shows."""
        return list(self._lines)

    def sizeHint(self) -> QSize:
        """As wide as the widest line."""
        sizes = [(lay_out(line.text, line.font), self._dot_room(line)) for line in self._lines]
        width = max((block.natural_width + room for block, room in sizes), default=0.0)
        return QSize(round(width) + 2, round(sum(block.height for block, _ in sizes)))

    def minimumSizeHint(self) -> QSize:
        """The whole, where it may not shrink; never lower, which would cut the dots below Arabic letters."""
        whole, shrinks = self.sizeHint(), self.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
        return QSize(60, whole.height()) if shrinks else whole

    @staticmethod
    def _dot_room(line: Line) -> float:
        return line.font.pixelSize() * 0.95 if line.dot else 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = []
        for line in self._lines:
            room = max(20.0, self.width() - self._dot_room(line))
            text = QFontMetricsF(line.font).elidedText(line.text, Qt.TextElideMode.ElideRight, room)
            shown.append((line, lay_out(text, line.font, direction=self.layoutDirection())))
        y = (self.height() - sum(block.height for _, block in shown)) / 2
        for line, block in shown:
            room = self._dot_room(line)
            x = self.width() - room - block.width if self.isRightToLeft() else room
            block.draw(painter, x, y, line.colour)
            if line.dot:
                side = line.font.pixelSize() * 0.58
                left = self.width() - side if self.isRightToLeft() else 0.0
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(line.dot))
                painter.drawEllipse(QRectF(left, y + (block.height - side) / 2, side, side))
            y += block.height
