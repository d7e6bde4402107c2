"""Charts with an axis of numbers: its scale, its labels and its lines."""

from functools import cached_property
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor

from ui.charts.canvas import Canvas
from ui.charts.palette import veiled
from ui.charts.plan import Plan
from ui.charts.reading import Mark
from ui.charts.scales import ValueScale, value_scale
from ui.charts.telling import number
from ui.charts.typesetter import Style, Typesetter
from ui.charts.values import Arrivals, Occupancy, Series, Spot

MOST_TICKS = 6
TICK_PX = 1.6
"""The least room for each number of the axis, in heights of its label."""
HELD_OFF = 0.06
"""How much of the surface's text colour lies over the slot of a reader."""


class Upright(Plan):
    """A chart whose numbers grow upwards from 0."""

    chart: Arrivals | Occupancy

    def __init__(self, chart: Arrivals | Occupancy, rect: QRectF, typesetter: Typesetter) -> None:
        super().__init__(chart, rect, typesetter)
        self.values = self._scale(self.plot.bottom(), self.plot.top())
        for value in self.values.ticks:
            block = self.sheet.set(number(value), Style.LABEL)
            left = self.sheet.flipped(self.plot).left() - self._gap - block.width
            self.sheet.put(block, left, self.values.y(value) - block.height / 2, self.palette.muted)

    @cached_property
    def highest(self) -> float:
        """The highest number that the axis has to show."""
        return self.chart.highest

    @property
    def _gap(self) -> int:
        return self.theme.px(9)

    def _scale(self, bottom: float, top: float) -> ValueScale:
        most = int((bottom - top) / (TICK_PX * self._clock.height))
        return value_scale(self.highest, bottom, top, max(1, min(MOST_TICKS, most)))

    def leading_px(self, height: float) -> float:
        """The widest number."""
        ticks = self._scale(height, 0).ticks
        return ceil(max(self.sheet.set(number(tick), Style.LABEL).width for tick in ticks)) + self._gap

    def paint_ground(self, canvas: Canvas) -> None:
        """Days, and a line at each number."""
        self.paint_days(canvas)
        self.paint_grid(canvas, QColor(self.palette.grid))

    def paint_grid(self, canvas: Canvas, colour: QColor) -> None:
        """A line at each number but 0."""
        left, right = self.plot.left(), self.plot.right()
        heights = [round(self.values.y(tick)) + 0.5 for tick in self.values.ticks]
        canvas.lines([QLineF(left, y, right, y) for y in heights[1:]], colour, 1)

    def paint_axis(self, canvas: Canvas) -> None:
        """The line of the 0, over what stands on it."""
        y = round(self.plot.bottom()) + 0.5
        canvas.line(QPointF(self.plot.left(), y), QPointF(self.plot.right(), y), self.palette.axis, 1)

    def points(self, series: Series) -> list[list[QPointF]]:
        """The points of a series, in the middle of each slot: one list for each stretch without a gap."""
        stretches: list[list[QPointF]] = [[]]
        for x, value in zip(self.times.middles, series.values, strict=False):
            if value is None:
                stretches.append([])
            else:
                stretches[-1].append(QPointF(x, self.values.y(value)))
        return [stretch for stretch in stretches if len(stretch) > 1]

    def paint_course(self, canvas: Canvas, series: Series | None, mark: Mark) -> None:
        """The line of a series, where there is one."""
        for stretch in self.points(series) if series is not None else []:
            canvas.course(stretch, mark)

    def paint_column(self, canvas: Canvas, spot: Spot) -> None:
        """Set the slot of a reader off from the others."""
        left, right = self.times.span(spot.slot)
        wide = max(right - left, 2.0)
        column = QRectF((left + right - wide) / 2, self.plot.top(), wide, self.plot.height())
        canvas.plane(column, veiled(self.palette.text, HELD_OFF * 2))

    def paint_ring(self, canvas: Canvas, series: Series | None, slot: int, colour: str) -> None:
        """A point where the line of a series has its value."""
        value = series.at(slot) if series is not None else None
        if value is not None:
            canvas.ring(QPointF(self.times.x(slot + 0.5), self.values.y(value)), colour)
