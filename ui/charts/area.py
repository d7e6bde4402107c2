"""Occupancy: how many are inside over time, under the line of the capacity, and hatched where scans may be missing."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, zip_longest

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF

from ui.charts.canvas import Canvas, Placed
from ui.charts.palette import veiled
from ui.charts.reading import LEVELS, Mark, capacity_label
from ui.charts.typesetter import Style, Typesetter
from ui.charts.upright import Upright
from ui.charts.values import Level, Occupancy, Spot

IN_VIEW_FROM = 0.3
"""The part of the capacity that must have been reached for the axis to go up to it; else all that is told would lie flat."""

ABOVE_CAPACITY = 1.04


@dataclass(slots=True)
class Stretch:
    """A part of the line without a gap and on one level: its points, from before its first rise to its end."""

    level: Level
    begin: float
    points: list[QPointF] = field(default_factory=list)


class OccupancyPlan(Upright):
    """An area under steps: its line is at the number of a slot while the slot lasts."""

    chart: Occupancy

    def __init__(self, chart: Occupancy, rect: QRectF, typesetter: Typesetter) -> None:
        super().__init__(chart, rect, typesetter)
        if chart.capacity:
            self._label_capacity(chart.capacity)

    @cached_property
    def highest(self) -> float:
        """With the capacity, unless it is far away."""
        chart = self.chart
        return max(chart.highest, (chart.capacity or 0) * ABOVE_CAPACITY if self.shows_capacity else 0)

    @property
    def shows_capacity(self) -> bool:
        """Whether the line of the capacity is in the plot."""
        return bool(self.chart.capacity) and self.chart.highest >= IN_VIEW_FROM * (self.chart.capacity or 0)

    def paint_ground(self, canvas: Canvas) -> None:
        """Days; the lines of numbers lie over the areas."""
        self.paint_days(canvas)

    def _label_capacity(self, capacity: int) -> None:
        """Over its line, or under it where the plot ends: at the first place from the leading edge where it covers nothing."""
        block = self.sheet.set(capacity_label(self.chart, self.look.words, in_view=self.shows_capacity), Style.MARKER)
        tall, wide = block.height, block.width + 2 * self.theme.px(7)
        y = self.values.y(capacity) if self.shows_capacity else self.plot.top()
        top = y - tall - 3 if y - tall - 3 >= self.plot.top() else y + 4
        crossed = [self.times.of(moment) for moment, _ in self.markers]
        lefts = [self.plot.left() + left for left in range(0, max(1, int(self.plot.width() - wide)), 8)]
        ordered = lefts[::-1] if self.sheet.mirrored else lefts
        free = (left for left in ordered if not self._hidden(QRectF(left, top, wide, tall), crossed))
        left = next(free, None)
        if left is None:
            left = min(ordered, key=lambda left: self._hidden(QRectF(left, top, wide, tall), crossed))
        rect = QRectF(left, top, wide, tall)
        self.sheet.texts.append(Placed(block, rect, self.palette.text, self.palette.plane))

    def _hidden(self, rect: QRectF, crossed: list[float]) -> float:
        """How far the chart reaches up behind a label there; 0: not at all. `crossed` are the lines of markers."""
        first, last = sorted((self.times.position(rect.left()), self.times.position(rect.right())))
        highest = max(self._tops[max(0, int(first)) : int(last) + 1], default=0.0)
        above = max(0.0, highest - self.values.value(rect.bottom()))
        return above + (self.values.highest if any(rect.left() - 4 <= x <= rect.right() + 4 for x in crossed) else 0)

    @cached_property
    def _tops(self) -> list[float]:
        """The highest number of each slot."""
        chart, ranges = self.chart, self.chart.until_now(self.chart.ranges)
        before = chart.yesterday.values if chart.yesterday is not None else ()
        columns = zip_longest(chart.counts, ranges, before[: chart.slots.count])
        return [max(count or 0, between[1] if between else 0, other or 0) for count, between, other in columns]

    @cached_property
    def _until(self) -> float:
        """The position where all that is known ends."""
        chart = self.chart
        return float(chart.slots.count) if chart.now is None else chart.slots.position(chart.now)

    def stretches(self) -> list[Stretch]:
        """The line in parts of one level. A part begins with the height of the one before, where that ends there."""
        found: list[Stretch] = []
        before: float | None = None
        for slot, value in enumerate(self.chart.counts):
            if value is not None:
                level, begin, end = self.chart.level(value), self.times.x(slot), self.times.x(min(slot + 1, self._until))
                y = self.values.y(value)
                if before is None or found[-1].level is not level:
                    found.append(Stretch(level, begin, [] if before is None else [QPointF(begin, before)]))
                found[-1].points += [QPointF(begin, y), QPointF(end, y)]
                before = y
            else:
                before = None
        return found

    def paint_marks(self, canvas: Canvas) -> None:
        """Areas, the day before, what may be missing, the line, the capacity."""
        top, bottom = self.plot.top(), self.plot.bottom()
        stretches = self.stretches()
        for one in stretches:
            canvas.shape(self._area(one), canvas.area_brush(LEVELS[one.level], top, bottom))
        self.paint_grid(canvas, veiled(self.palette.axis, 0.3))  # areas are opaque
        self.paint_axis(canvas)
        self.paint_course(canvas, self.chart.yesterday, Mark.YESTERDAY)
        self._paint_ranges(canvas)
        for one in stretches:
            self._paint_line(canvas, one)
        if self.shows_capacity:
            y = round(self.values.y(self.chart.capacity or 0)) + 0.5
            ends = QPointF(self.plot.left(), y), QPointF(self.plot.right(), y)
            canvas.line(*ends, self.palette.capacity, canvas.line_px)

    def _area(self, stretch: Stretch) -> QPolygonF:
        # from its own height on: the rise at its begin is the line's alone
        points = [point for at, point in enumerate(stretch.points) if at or point.y() == stretch.points[1].y()]
        first, last = QPointF(stretch.begin, self.plot.bottom()), QPointF(stretch.points[-1].x(), self.plot.bottom())
        return QPolygonF([first, *points, last])

    def _paint_line(self, canvas: Canvas, stretch: Stretch) -> None:
        # upright and level lines whose square ends fill the corners; Qt takes four times as long for one line with joints
        lines = [QLineF(one, other) for one, other in pairwise(stretch.points)]
        canvas.lines(lines, self.palette.levels[LEVELS[stretch.level]], canvas.line_px * 1.25, Qt.PenCapStyle.SquareCap)

    def ranges(self) -> list[tuple[QRectF, Level]]:
        """What may be missing, slot by slot, with the level that it may come to."""
        found = []
        for slot, between in enumerate(self.chart.until_now(self.chart.ranges)):
            if between is not None:
                left, right = sorted((self.times.x(slot), self.times.x(min(slot + 1, self._until))))
                low, high = (self.values.y(value) for value in between)
                found.append((QRectF(QPointF(left, high), QPointF(right, low)), self.chart.level(between[1])))
        return found

    def _paint_ranges(self, canvas: Canvas) -> None:
        ranges = self.ranges()
        for level, mark in LEVELS.items():
            rects = [rect for rect, one in ranges if one is level]
            canvas.hatch(rects, self.palette.levels[mark])
            edges = [(rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()) for rect in rects]
            lines = [line for a, b, c, d in edges for line in (QLineF(a, b), QLineF(c, d))]
            canvas.lines(lines, self.palette.levels[mark], 1.2)

    def paint_spot(self, canvas: Canvas, spot: Spot) -> None:
        """A line down from the number, and points."""
        self.paint_column(canvas, spot)
        chart, slot = self.chart, spot.slot
        x = self.times.x(slot + 0.5)
        canvas.line(QPointF(x, self.anchor(spot).top()), QPointF(x, self.plot.bottom()), self.palette.text, 1.5)
        self.paint_ring(canvas, chart.yesterday, slot, self.palette.yesterday)
        if (value := chart.count(slot)) is not None:
            canvas.ring(QPointF(x, self.values.y(value)), self.palette.levels[LEVELS[chart.level(value)]])

    def anchor(self, spot: Spot) -> QRectF:
        """The slot, from its highest mark down."""
        left, right = self.times.span(spot.slot)
        return QRectF(QPointF(left, self.values.y(self._tops[spot.slot])), QPointF(right, self.plot.bottom()))
