"""Text laid out line by line with the heights that its fonts need: nothing of it is ever cut."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextLayout, QTextOption

CENTRE = Qt.AlignmentFlag.AlignHCenter
LEADING = Qt.AlignmentFlag.AlignLeading
AUTOMATIC = Qt.LayoutDirection.LayoutDirectionAuto
UNBOUNDED = 1e6

ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """`text` so that its direction does not disturb what stands around it."""
    return f"{ISOLATE}{text}{END_ISOLATE}" if text else ""


@dataclass(slots=True)
class TextBlock:
    """Lines of one text. `width` is the room it was given, `natural_width` what its widest line takes; pixels."""

    layout: QTextLayout
    width: float
    height: float
    natural_width: float

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return self.layout.lineCount()

    @property
    def text(self) -> str:
        """The whole text."""
        return self.layout.text()

    @property
    def is_whole(self) -> bool:
        """Whether every letter stands within the room."""
        last = self.layout.lineAt(self.lines - 1) if self.lines else None
        shown = last.textStart() + last.textLength() if last is not None else 0
        return shown == len(self.text) and self.natural_width <= self.width + 1

    def draw(self, painter: QPainter, x: float, y: float, colour: str | QColor) -> None:
        """Draw it with its top left at (x, y)."""
        painter.setPen(QPen(QColor(colour)))
        self.layout.draw(painter, QPointF(x, y))


def lay_out(
    text: str,
    font: QFont,
    width: float | None = None,
    align: Qt.AlignmentFlag = CENTRE,
    direction: Qt.LayoutDirection = AUTOMATIC,
) -> TextBlock:
    """Lay `text` out in `width` pixels, breaking between words, and within a word only if it is wider than the room.
    Without a `width`, in as many pixels as it takes."""
    if align is LEADING and direction is Qt.LayoutDirection.RightToLeft:
        align = Qt.AlignmentFlag.AlignRight  # a QTextLayout takes the leading edge for the left one
    option = QTextOption(align)
    option.setTextDirection(direction)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    y = natural = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(UNBOUNDED if width is None else width)
        if width is None:
            line.setLineWidth(math.ceil(line.naturalTextWidth()) + 1)
        line.setPosition(QPointF(0, y))
        y += math.ceil(line.height())
        natural = max(natural, line.naturalTextWidth())
    layout.endLayout()
    return TextBlock(layout, natural + 1 if width is None else width, y, natural)


def fit(text: str, fonts: Sequence[QFont], width: float, max_lines: int, direction: Qt.LayoutDirection = AUTOMATIC) -> TextBlock:
    """The text in the largest of `fonts` (largest first) in which it takes at most `max_lines` and breaks no word; the smallest
    font where none does."""
    for font in fonts[:-1]:
        block = lay_out(text, font, width, direction=direction)
        if block.lines <= max_lines and not _breaks_a_word(block):
            return block
    return lay_out(text, fonts[-1], width, direction=direction)


def _breaks_a_word(block: TextBlock) -> bool:
    text = block.text
    starts = [block.layout.lineAt(number).textStart() for number in range(1, block.lines)]
    return any(not text[start - 1].isspace() and text[start - 1] not in "-–—·/" and text[start] < "\u2e80" for start in starts)
