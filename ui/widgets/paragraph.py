"""A sentence that takes as many lines as it needs: nothing of it is ever shortened."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.lines import Line
from ui.widgets.text import LEADING, TextBlock, lay_out

NARROWEST_PX = 60


class Paragraph(QWidget):
    """Text at the leading edge, in the middle of the height, broken between words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, line: Line) -> None:
        """Show this text. Shown once more, it costs nothing."""
        if line == self._line:
            return
        self._line = line
        self.setAccessibleName(line.text)
        self.updateGeometry()
        self.update()

    def block(self, width: int) -> TextBlock | None:
        """The text as it is laid out in `width` pixels."""
        if self._line is None:
            return None
        return lay_out(self._line.text, self._line.font, max(NARROWEST_PX, width), LEADING, self.layoutDirection())

    def heightForWidth(self, width: int) -> int:
        """What the text takes."""
        block = self.block(width)
        return round(block.height) if block else 0

    def hasHeightForWidth(self) -> bool:
        """It does."""
        return True

    def sizeHint(self) -> QSize:
        """As high as its width asks."""
        return QSize(NARROWEST_PX, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text."""
        block = self.block(self.width())
        if block is not None and self._line is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            block.draw(painter, 0, (self.height() - block.height) / 2, self._line.colour)
