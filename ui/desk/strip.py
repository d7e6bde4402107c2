"""A sentence across the top of the camera's picture: what is wrong with it, in a few words that hide as little as they can."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ui.theme import VERDICTS, Tone
from ui.widgets.look import MEDIUM, Look
from ui.widgets.text import LEADING, lay_out

SHADE = QColor(13, 18, 28, 205)
INSET_PX = 8


def paint_strip(painter: QPainter, look: Look, text: str, width: int, direction: Qt.LayoutDirection, *, warns: bool) -> QRectF:
    """Paint `text` over a picture `width` pixels wide, in amber where it `warns`. Where it stands."""
    theme = look.theme
    pad = theme.px(11)
    paint = VERDICTS[Tone.LOOK]
    block = lay_out(text, theme.font(14, MEDIUM), width - 2 * INSET_PX - 2 * pad, LEADING, direction)
    strip = QRectF(INSET_PX, INSET_PX, width - 2 * INSET_PX, block.height + theme.px(10))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paint.fill) if warns else SHADE)
    painter.drawRoundedRect(strip, theme.px(12), theme.px(12))
    block.draw(painter, strip.left() + pad, strip.top() + theme.px(5), paint.ink if warns else "#FFFFFF")
    return strip
