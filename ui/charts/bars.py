"""Arrivals: bars of today, with the day before and what was expected as lines over them."""

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor

from ui.charts.canvas import Canvas
from ui.charts.reading import Mark
from ui.charts.upright import Upright
from ui.charts.values import Arrivals, Spot

BAR_PART = 0.78
"""How much of its slot a bar takes."""
ROUND_FROM_PX = 5


class ArrivalsPlan(Upright):
    """Bars stand on the axis, one a slot."""

    chart: Arrivals

    @cached_property
    def bars(self) -> list[QRectF]:
        """The bar of each slot that has begun; empty where nobody came."""
        wide, bottom = max(1.0, self.times.slot_px * BAR_PART), self.plot.bottom()
        places = zip(self.times.middles, self.chart.counts[: self.chart.begun], strict=False)
        tops = ((x, min(self.values.y(value), bottom - 1)) if value else (x, bottom) for x, value in places)  # one person is seen
        return [QRectF(x - wide / 2, top, wide, bottom - top) for x, top in tops]

    def paint_marks(self, canvas: Canvas) -> None:
        """Bars, then lines."""
        begun = self.chart.begun
        ended = begun - 1 if begun and self.chart.is_open(begun - 1) else begun
        self._paint_bars(canvas, self.bars[:ended], canvas.bar_brush(self.plot.top(), self.plot.bottom()))
        self._paint_bars(canvas, self.bars[ended:], QColor(self.palette.open_bar))
        self.paint_axis(canvas)
        self.paint_course(canvas, self.chart.expected, Mark.EXPECTED)
        self.paint_course(canvas, self.chart.yesterday, Mark.YESTERDAY)

    def _paint_bars(self, canvas: Canvas, bars: list[QRectF], fill: QBrush | QColor) -> None:
        shown = [bar for bar in bars if bar.height() > 0]
        wide = self.times.slot_px * BAR_PART
        canvas.planes(shown, fill, min(3.0, wide / 3) if wide >= ROUND_FROM_PX else 0.0)

    def paint_spot(self, canvas: Canvas, spot: Spot) -> None:
        """The bar in the colour of text, and points on the lines."""
        self.paint_column(canvas, spot)
        for bar in self.bars[spot.slot : spot.slot + 1]:
            if bar.height() > 0:
                canvas.plane(bar, QColor(self.palette.text), min(3.0, bar.width() / 3))
        self.paint_ring(canvas, self.chart.expected, spot.slot, self.palette.expected)
        self.paint_ring(canvas, self.chart.yesterday, spot.slot, self.palette.yesterday)

    def anchor(self, spot: Spot) -> QRectF:
        """The slot, from its highest mark down."""
        left, right = self.times.span(spot.slot)
        chart = self.chart
        others = [series.at(spot.slot) for series in (chart.yesterday, chart.expected) if series is not None]
        highest = max(value or 0 for value in (chart.count(spot.slot), *others))
        return QRectF(QPointF(left, self.values.y(highest)), QPointF(right, self.plot.bottom()))
