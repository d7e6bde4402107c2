"""The first page: drop a file, or choose one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.importing.page import Page
from ui.widgets.button import Button
from ui.widgets.icons import paint_icon
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.text import CENTRE, lay_out


class DropZone(QWidget):
    """A place to drop a file on, with a button for those who would rather choose. `wrong` is what was not right before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choose = Button(self, "upload")
        self.wrong = ""
        self._look: Look | None = None
        self._hovered = False
        column = QVBoxLayout(self)
        column.addStretch(3)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self.choose.say(look, look.words("Choose a file"), look.words("Choose a file"), "Ctrl+O")
        self.update()

    def hover(self, hovered: bool) -> None:
        """A file is held over the window, or no longer."""
        self._hovered = hovered
        self.update()

    def complain(self, text: str) -> None:
        """Say what is wrong with the file; "" for nothing."""
        self.wrong = text
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame, and what to do."""
        if self._look is None:
            return
        theme, words = self._look.theme, self._look.words
        c, painter = theme.colours, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent if self._hovered else c.field), 3, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(c.selected if self._hovered else c.surface))
        radius, pad = theme.px(24), theme.px(48)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), radius, radius)
        room, flow = self.width() - 2 * pad, self.layoutDirection()
        lines = [
            (words("Drop the registrations here"), theme.font(40, BOLD), c.text),
            (words("CSV or Excel (.xlsx), with the columns in any order and language"), theme.font(20, MEDIUM), c.muted),
            (words("Nothing is changed until you have seen what would change."), theme.font(16, MEDIUM), c.muted),
        ]
        if self.wrong:
            lines[1:] = [(self.wrong, theme.font(20, SEMIBOLD), c.refused)]
        blocks = [(lay_out(text, font, room, CENTRE, flow), colour) for text, font, colour in lines]
        side, gap = theme.px(72), theme.px(14)
        y = (self.choose.y() - side - gap - sum(block.height + gap for block, _ in blocks)) / 2 + theme.px(10)
        paint_icon(painter, "upload", QRectF((self.width() - side) / 2, y, side, side), c.accent)
        y += side + gap
        for block, colour in blocks:
            block.draw(painter, pad, y, colour)
            y += block.height + gap


class ChoosePage(Page):
    """Nothing but the zone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.zone = DropZone(self)
        self.column.addWidget(self.zone, 1)
        self.foot.hide()

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.zone.dress(look)

    def start_here(self) -> None:
        """Enter chooses a file."""
        self.zone.choose.setFocus(Qt.FocusReason.OtherFocusReason)
