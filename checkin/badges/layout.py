"""Where things stand on a badge, and badges on paper: millimetres, from the top left corner (docs/badge-templates.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from checkin.domain.event import Names


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height

    def holds(self, other: "Box") -> bool:
        """Whether all of `other` lies in it, to a thousandth of a millimetre."""
        slack = 0.001
        across = self.x - slack <= other.x and other.right <= self.right + slack
        return across and self.y - slack <= other.y and other.bottom <= self.bottom + slack

    def meets(self, other: "Box") -> bool:
        """Whether the two have a place in common; edges that only touch have none."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


class Side(StrEnum):
    """The two faces of a badge."""

    FRONT = "front"
    BACK = "back"


class Field(StrEnum):
    """What a text says: something of the registration or of the event, or the template's own words."""

    NAME = "name"
    COMPANY = "company"
    CATEGORY = "category"
    NUMBER = "number"
    ORDER = "order"
    EVENT = "event"
    VENUE = "venue"
    DATES = "dates"
    WORDS = "words"


class Align(StrEnum):
    """Across its box; `start` is the side where the text's own script begins."""

    START = "start"
    CENTRE = "centre"


class Stand(StrEnum):
    """In the height of its box."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


INK, SOFT, PAPER, CATEGORY, ON_CATEGORY = "ink", "soft", "paper", "category", "on_category"
COLOURS = (INK, SOFT, PAPER, CATEGORY, ON_CATEGORY)
"""Colours by name; `on_category` is what reads best on the category's. All others are "#RRGGBB"."""

NO_WORDS = Names()


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a box: set at `size_mm` (the height of the letters' body), and smaller, down to `least_mm`, until it fits into
    `rows` lines. `languages` 0 says it in the visitor's own; else in so many of the event's, side by side."""

    box: Box
    field: Field
    size_mm: float
    least_mm: float
    rows: int = 1
    bold: bool = False
    align: Align = Align.START
    stand: Stand = Stand.MIDDLE
    colour: str = INK
    capitals: bool = False
    languages: int = 0
    words: Names = NO_WORDS


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: `fill` and `line` are colours, "" for none; `corner` rounds it."""

    box: Box
    fill: str = ""
    line: str = ""
    line_mm: float = 0.2
    corner: float = 0.0


@dataclass(frozen=True, slots=True)
class Code:
    """A QR symbol with its quiet zone, in a square box: of the badge's token, or of `text`."""

    box: Box
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo, as large as its box lets it be, in the middle. `file` is PNG or SVG."""

    box: Box
    file: Path


Element = Text | Area | Code | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A page with badges in columns and rows: where the first stands, and how far the next one is."""

    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch_x: float = 0.0
    pitch_y: float = 0.0
    crop_marks: bool = False

    @property
    def per_page(self) -> int:
        """How many badges a page holds."""
        return self.columns * self.rows

    @property
    def turns_backs(self) -> bool:
        """Whether a back is drawn upside down: on pages that lie, as the long edge, over which they are turned, is on top."""
        return self.width > self.height


MARK_MM, MARK_GAP_MM = 4.0, 1.5


@dataclass(frozen=True, slots=True)
class Template:
    """How badges look and lie on paper. `name` is what a person calls it by; `slot` the hole for the lanyard's clip."""

    name: str
    title: Names
    width: float
    height: float
    paper: Paper
    front: tuple[Element, ...]
    back: tuple[Element, ...] = ()
    corner: float = 0.0
    slot: Box | None = None

    @property
    def face(self) -> Box:
        """The whole badge."""
        return Box(0.0, 0.0, self.width, self.height)

    def elements(self, side: Side) -> tuple[Element, ...]:
        """What stands on a side, in the order in which it is drawn."""
        return self.front if side is Side.FRONT else self.back

    @property
    def code(self) -> Box | None:
        """Where the badge's own QR symbol stands on the front, None without one."""
        return next((one.box for one in self.front if isinstance(one, Code) and not one.text), None)

    def places(self) -> list[Box]:
        """Where the fronts of a page stand, row by row."""
        paper = self.paper
        return [
            Box(paper.left + column * paper.pitch_x, paper.top + row * paper.pitch_y, self.width, self.height)
            for row in range(paper.rows)
            for column in range(paper.columns)
        ]

    def behind(self, place: Box) -> Box:
        """Where the back of the front at `place` stands on the next page, once the paper is turned over its long edge."""
        if self.paper.turns_backs:
            return Box(place.x, self.paper.height - place.bottom, place.width, place.height)
        return Box(self.paper.width - place.right, place.y, place.width, place.height)

    def marks(self) -> Iterator[tuple[float, float, float, float]]:
        """The crop marks, each as x and y of its two ends: where to cut, on all four margins, as far as the paper goes."""
        places, page = self.places(), self.paper
        xs = sorted({round(x, 3) for place in places for x in (place.x, place.right)})
        ys = sorted({round(y, 3) for place in places for y in (place.y, place.bottom)})
        for x in xs:
            yield (x, max(0.0, ys[0] - MARK_GAP_MM - MARK_MM), x, max(0.0, ys[0] - MARK_GAP_MM))
            yield (x, min(page.height, ys[-1] + MARK_GAP_MM), x, min(page.height, ys[-1] + MARK_GAP_MM + MARK_MM))
        for y in ys:
            yield (max(0.0, xs[0] - MARK_GAP_MM - MARK_MM), y, max(0.0, xs[0] - MARK_GAP_MM), y)
            yield (min(page.width, xs[-1] + MARK_GAP_MM), y, min(page.width, xs[-1] + MARK_GAP_MM + MARK_MM), y)
