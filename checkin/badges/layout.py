"""Where things stand on a badge, and badges on a sheet: millimetres, from the top left corner."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A text in a box: it is set at `size_mm` (the height of the letters' body), and smaller, down to `least_mm`, until it fits
    into `rows` lines."""

    box: Box
    size_mm: float
    least_mm: float
    rows: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class BadgeLayout:
    """A badge. `code` holds the symbol with its quiet zone; `slot` is the hole for the lanyard's clip."""

    width: float
    height: float
    event: Line
    name: Line
    company: Line
    number: Line
    band: Box
    category: Line
    code: Box
    slot: Box
    corner: float


CARD = BadgeLayout(
    width=86.0,
    height=54.0,
    event=Line(Box(5.0, 6.2, 45.0, 5.6), 3.2, 2.0),
    name=Line(Box(5.0, 13.4, 45.0, 17.6), 7.4, 3.4, rows=2, bold=True),
    company=Line(Box(5.0, 31.8, 45.0, 8.4), 3.7, 2.2, rows=2),
    number=Line(Box(52.0, 38.5, 31.0, 3.2), 2.3, 1.6),
    band=Box(0.0, 42.5, 86.0, 11.5),
    category=Line(Box(5.0, 43.5, 76.0, 9.5), 6.2, 3.0, bold=True),
    code=Box(52.0, 7.4, 31.0, 31.0),
    slot=Box(37.0, 2.6, 12.0, 2.8),
    corner=3.0,
)
"""The plain card, of the size of a bank card."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper with badges in columns and rows, centred, edge to edge, with crop marks outside them."""

    width: float
    height: float
    columns: int
    rows: int
    mark: float = 4.0
    mark_gap: float = 1.5

    @property
    def per_page(self) -> int:
        """How many badges a page holds."""
        return self.columns * self.rows

    def places(self, card: BadgeLayout) -> list[Box]:
        """Where the badges of a page stand, row by row."""
        left = (self.width - self.columns * card.width) / 2
        top = (self.height - self.rows * card.height) / 2
        return [
            Box(left + column * card.width, top + row * card.height, card.width, card.height)
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def marks(self, card: BadgeLayout) -> Iterator[tuple[float, float, float, float]]:
        """The crop marks, each as x and y of its two ends: where to cut, on all four margins."""
        places = self.places(card)
        left, top = places[0].x, places[0].y
        right, bottom = left + self.columns * card.width, top + self.rows * card.height
        for x in (left + n * card.width for n in range(self.columns + 1)):
            yield (x, top - self.mark_gap - self.mark, x, top - self.mark_gap)
            yield (x, bottom + self.mark_gap, x, bottom + self.mark_gap + self.mark)
        for y in (top + n * card.height for n in range(self.rows + 1)):
            yield (left - self.mark_gap - self.mark, y, left - self.mark_gap, y)
            yield (right + self.mark_gap, y, right + self.mark_gap + self.mark, y)


A4 = Sheet(210.0, 297.0, columns=2, rows=5)
"""Ten cards on a sheet of A4."""
