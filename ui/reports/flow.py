"""Pages of A4 that are filled from top to bottom: everything finds its place first, and is drawn once the pages are counted."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from ui.language import direction
from ui.rehearsal.page import PLAIN, UNITS, Paper
from ui.widgets.look import REGULAR
from ui.widgets.text import LEADING, TextBlock, lay_out

LEFT_MM, WIDTH_MM = 16.0, 178.0
TOP_MM, BOTTOM_MM = 23.0, 281.0
FIRST_TOP_MM = 16.0
INK, MUTED, LINE, PALE = "#111827", "#4B5568", "#D5DBE7", "#F1F3F8"

Draw = Callable[[Paper], None]


class Flow:
    """Everything is measured in millimetres, from where the language begins. `y`: where the next thing stands."""

    def __init__(self, language: str) -> None:
        self.pages: list[list[Draw]] = [[]]
        self.y = FIRST_TOP_MM
        self._flow = direction(language)

    def set(self, text: str, size: float, weight: QFont.Weight = REGULAR, width: float = WIDTH_MM) -> TextBlock:
        """A text, laid out in lines of that width, from the leading edge."""
        return lay_out(text, _font(size, weight), width * UNITS, LEADING, self._flow)

    def set_number(self, text: str, size: float, weight: QFont.Weight = REGULAR) -> TextBlock:
        """A text on one line, as wide as it is."""
        return lay_out(text, _font(size, weight), None, LEADING, Qt.LayoutDirection.LeftToRight)

    def set_code(self, text: str, size: float, width: float) -> TextBlock:
        """Letters and digits that run rightwards in every language, from the leading edge."""
        rightwards = self._flow is Qt.LayoutDirection.LeftToRight
        side = Qt.AlignmentFlag.AlignLeft if rightwards else Qt.AlignmentFlag.AlignRight
        return lay_out(text, _font(size, REGULAR), width * UNITS, side, Qt.LayoutDirection.LeftToRight)

    def draw(self, draw: Draw) -> None:
        """Something on this page."""
        self.pages[-1].append(draw)

    def put(self, block: TextBlock, x: float, y: float, colour: str = INK) -> None:
        """A text on this page."""
        self.draw(lambda paper: _put(paper, block, x, y, colour))

    def text(self, text: str, size: float, weight: QFont.Weight = REGULAR, colour: str = INK, after: float = 1.0) -> None:
        """A text across the page, and so much room after it."""
        if not text:
            return
        block = self.set(text, size, weight)
        self.need(height(block))
        self.put(block, LEFT_MM, self.y, colour)
        self.y += height(block) + after

    def need(self, room: float) -> bool:
        """Go on with the next page unless there is so much room on this one; whether that was done."""
        if self.y + room <= BOTTOM_MM or not self.pages[-1]:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Go on with the next page."""
        self.pages.append([])
        self.y = TOP_MM

    @property
    def left(self) -> float:
        """How much room there is on this page."""
        return BOTTOM_MM - self.y


def height(block: TextBlock) -> float:
    """How tall a text is (mm)."""
    return block.height / UNITS


def width(block: TextBlock) -> float:
    """How wide a text on one line is (mm)."""
    return block.width / UNITS


def _font(size: float, weight: QFont.Weight) -> QFont:
    """The product's font, in letters that a reader of the file can search for and copy: other shapes of the same letters, such as
    the raised colon of times, would be lost there."""
    font = PLAIN.font(size * UNITS, weight)
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def _put(paper: Paper, block: TextBlock, x: float, y: float, colour: str) -> None:
    paper.put(block, x, y, colour)
