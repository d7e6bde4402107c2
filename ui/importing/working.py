"""The page while a file is read or imported, and the page when that is done."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from checkin.sentences import grouped
from ui.importing.page import Page
from ui.reasons import Shape
from ui.theme import VERDICTS, Tone
from ui.widgets.look import BOLD, HEAVY, MEDIUM, Look
from ui.widgets.shapes import paint_seal
from ui.widgets.text import CENTRE, lay_out


class Meter(QWidget):
    """A title, a large number, and a bar as long as the number is of its total, where that is known."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.title = ""
        self.rows = 0
        self.total = 0

    def dress(self, look: Look) -> None:
        """Colours and sizes."""
        self._look = look
        self.update()

    def show_rows(self, title: str, rows: int, total: int) -> None:
        """So many rows of `total` (0: nobody knows yet)."""
        self.title, self.rows, self.total = title, rows, total
        self.setAccessibleName(f"{title}: {grouped(rows)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the middle."""
        if self._look is None:
            return
        theme, words, painter = self._look.theme, self._look.words, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c, flow = theme.colours, self.layoutDirection()
        count = words.plural("{count} row", "{count} rows", self.rows, count=grouped(self.rows))
        lines = [(self.title, theme.font(30, BOLD), c.muted), (count, theme.font(62, HEAVY, figures=True), c.text)]
        blocks = [(lay_out(text, font, self.width(), CENTRE, flow), colour) for text, font, colour in lines]
        thick = theme.px(18)
        y = (self.height() - sum(block.height for block, _ in blocks) - 3 * thick) / 2
        for block, colour in blocks:
            block.draw(painter, 0, y, colour)
            y += block.height
        if not self.total:
            return
        bar = QRectF(self.width() * 0.2, y + 2 * thick, self.width() * 0.6, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.border))
        painter.drawRoundedRect(bar, thick / 2, thick / 2)
        done = max(thick, bar.width() * min(1.0, self.rows / self.total))
        left = bar.right() - done if self.isRightToLeft() else bar.left()
        painter.setBrush(QColor(c.accent))
        painter.drawRoundedRect(QRectF(left, bar.top(), done, thick), thick / 2, thick / 2)


class WorkPage(Page):
    """Progress, and a way out of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.meter = Meter(self)
        self.column.addWidget(self.meter, 1)
        self.column.addWidget(self.foot)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.meter.dress(look)
        self.foot.dress(look, look.words("Cancel"), "")
        self.foot.tell(look.words("Until the end nothing is changed."))


class Result(QWidget):
    """A tick, what was done, and its numbers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.title = ""
        self.sentence = ""

    def show_result(self, look: Look, title: str, sentence: str) -> None:
        """Show it."""
        self._look, self.title, self.sentence = look, title, sentence
        self.setAccessibleName(f"{title}. {sentence}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the middle."""
        if self._look is None:
            return
        theme, painter = self._look.theme, QPainter(self)
        flow, green, side = self.layoutDirection(), VERDICTS[Tone.ADMITTED], theme.px(150)
        title = lay_out(self.title, theme.font(62, HEAVY), self.width(), CENTRE, flow)
        pad = theme.px(60)
        sentence = lay_out(self.sentence, theme.font(26, MEDIUM), self.width() - 2 * pad, CENTRE, flow)
        y = (self.height() - side - title.height - sentence.height - theme.px(40)) / 2
        paint_seal(painter, Shape.TICK, QRectF((self.width() - side) / 2, y, side, side), green.fill, green.ink)
        y += side + theme.px(24)
        title.draw(painter, 0, y, theme.colours.text)
        sentence.draw(painter, pad, y + title.height + theme.px(16), theme.colours.muted)


class DonePage(Page):
    """What was imported."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.result = Result(self)
        self.column.addWidget(self.result, 1)
        self.column.addWidget(self.foot)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.foot.dress(look, look.words("Another file"), look.words("Close"))
        self.foot.tell("")

    def start_here(self) -> None:
        """Enter closes."""
        self.foot.on.setFocus(Qt.FocusReason.OtherFocusReason)
