"""A painter that knows the chart's colours, and how its texts and marks are drawn: on screen, on paper and in files alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from ui.charts.dashes import dashes
from ui.charts.palette import Palette, mixed, on_ramp, palette
from ui.charts.reading import Mark
from ui.theme import Theme
from ui.widgets.text import TextBlock

AREA_PART, FOOT_PART = 0.55, 0.18
"""How much of its colour an area has at its top and at its foot; the rest is the surface's."""

DASHES = {Mark.YESTERDAY: (4.0, 2.5), Mark.EXPECTED: (1.2, 1.7)}
"""How long a dash and a gap are, in thicknesses of a line."""


@dataclass(slots=True)
class Placed:
    """A text at its place; `ground` is the colour of a plate under it, or ""."""

    block: TextBlock
    rect: QRectF
    colour: str
    ground: str = ""


class Canvas:
    """Draws with `painter`, in pixels of `theme`. `outlines`: letters are drawn as shapes, for files that are opened where our
    fonts are not."""

    def __init__(self, painter: QPainter, theme: Theme, *, outlines: bool = False) -> None:
        self.painter = painter
        self.theme = theme
        self.palette: Palette = palette(theme.colours)
        self._outlines = outlines
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def text(self, placed: Placed) -> None:
        """A text, and its plate."""
        if placed.ground:
            self.plane(placed.rect, QColor(placed.ground), placed.rect.height() / 2.6)
        # an unbounded block is as wide as its text, so its left edge is the text's
        x = placed.rect.center().x() - placed.block.width / 2
        y = placed.rect.center().y() - placed.block.height / 2
        self.write(placed.block, x, y, placed.colour)

    def write(self, block: TextBlock, x: float, y: float, colour: str) -> None:
        """A text with its top left at (x, y)."""
        if self._outlines:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(colour))
            self.painter.drawPath(letters(block).translated(x, y))
        else:
            block.draw(self.painter, x, y, colour)

    def plane(self, rect: QRectF, fill: QColor | QBrush, radius: float = 0.0) -> None:
        """A filled rectangle without an edge."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(fill)
        if radius:
            self.painter.drawRoundedRect(rect, radius, radius)
        else:
            self.painter.drawRect(rect)

    def planes(self, rects: Sequence[QRectF], fill: QColor | QBrush, radius: float = 0.0) -> None:
        """Filled rectangles without edges."""
        if not radius:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(fill)
            self.painter.drawRects(rects)
            return
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(fill)
        for rect in rects:
            self.painter.drawRoundedRect(rect, radius, radius)

    def line(self, one: QPointF, other: QPointF, colour: str | QColor, width: float) -> None:
        """A straight line."""
        self.lines([QLineF(one, other)], colour, width)

    def lines(
        self, lines: Sequence[QLineF], colour: str | QColor, width: float, ends: Qt.PenCapStyle = Qt.PenCapStyle.FlatCap
    ) -> None:
        """Straight lines."""
        self.painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, ends))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawLines(lines)

    def course(self, points: Sequence[QPointF], mark: Mark) -> None:
        """The line of `mark` through points: dashed or dotted, so that each is known without its colour."""
        colour = self.palette.yesterday if mark is Mark.YESTERDAY else self.palette.expected
        width, (long, gap) = self.line_px * (1.0 if mark is Mark.YESTERDAY else 1.2), DASHES[mark]
        self.lines(dashes(points, long * self.line_px, gap * self.line_px), colour, width)

    def shape(self, outline: QPolygonF, fill: QBrush) -> None:
        """A filled shape without an edge."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(fill)
        self.painter.drawPolygon(outline)

    def ring(self, middle: QPointF, colour: str) -> None:
        """A point on a line, with an edge that sets it off."""
        radius = self.theme.px(5)
        self.painter.setPen(QPen(QColor(self.palette.plane), self.theme.px(2)))
        self.painter.setBrush(QColor(colour))
        self.painter.drawEllipse(middle, radius, radius)

    def hatch(self, rects: Iterable[QRectF], colour: str | QColor, width: float = 1.2) -> None:
        """Slanted lines inside rectangles, which go on in the one beside: drawn one by one, because not every file knows
        patterns."""
        spacing, lines = 5.0 * max(1.0, self.theme.scale), []
        for rect in rects:
            left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
            for number in range(int((left + top) // spacing) + 1, int((right + bottom) // spacing) + 1):
                total = number * spacing
                begin, end = max(left, total - bottom), min(right, total - top)
                lines.append(QLineF(begin, total - begin, end, total - end))
        self.lines(lines, colour, width)

    @property
    def line_px(self) -> float:
        """How thick the line of a series is."""
        return line_px(self.theme)

    def bar_brush(self, top: float, bottom: float) -> QBrush:
        """The colour of bars between two heights."""
        return _shade(top, bottom, *map(QColor, self.palette.bar))

    def area_brush(self, mark: Mark, top: float, bottom: float) -> QBrush:
        """The colour of an area between two heights."""
        plane, colour = self.palette.plane, self.palette.levels[mark]
        return _shade(top, bottom, mixed(plane, colour, AREA_PART), mixed(plane, colour, FOOT_PART))

    def cell_colour(self, share: float) -> QColor:
        """The colour of a cell with that share of the highest."""
        return on_ramp(self.palette.ramp, share)


def line_px(theme: Theme) -> float:
    """How thick the line of a series is."""
    return 2.0 * max(1.0, theme.scale)


def letters(block: TextBlock) -> QPainterPath:
    """The letters of a text as shapes, from its top left."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for run in block.layout.glyphRuns():
        font = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            path.addPath(font.pathForGlyph(glyph).translated(place))
    return path


def _shade(top: float, bottom: float, above: QColor, below: QColor) -> QBrush:
    gradient = QLinearGradient(0, top, 0, bottom)
    gradient.setColorAt(0, above)
    gradient.setColorAt(1, below)
    return QBrush(gradient)
