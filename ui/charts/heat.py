"""A heat map: a row for each desk, a column for each stretch of time, darker or lighter with the number."""

from functools import cached_property

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from ui.charts.canvas import Canvas
from ui.charts.palette import veiled
from ui.charts.plan import Plan
from ui.charts.scales import Bands
from ui.charts.typesetter import Style, Typesetter
from ui.charts.values import HeatMap, Spot

MOST_OF_NAMES = 0.3
"""The part of the width that names of rows may take."""

SHADES = 48
"""How many colours the scale is drawn with."""


class HeatPlan(Plan):
    """Cells, with a gap between them. A cell without data is hatched; 0 has the first colour of the scale."""

    chart: HeatMap

    def __init__(self, chart: HeatMap, rect: QRectF, typesetter: Typesetter) -> None:
        super().__init__(chart, rect, typesetter)
        self.rows = Bands(self.plot.top(), self.plot.bottom(), len(chart.rows))
        self._label_rows()

    @property
    def _gap(self) -> int:
        return self.theme.px(10)

    def leading_px(self, height: float) -> float:
        """The widest name, within limits."""
        most = self.sheet.rect.width() * MOST_OF_NAMES
        widths = [self.sheet.set(row.name, Style.LABEL).width for row in self.chart.rows]
        return min(most, max(widths, default=0.0)) + self._gap

    def _label_rows(self) -> None:
        """The names; where rows are lower than letters, as many of them as have room."""
        sheet = self.sheet
        room = sheet.flipped(self.plot).left() - sheet.rect.left() - self._gap
        free = sheet.rect.top()
        for at, row in enumerate(self.chart.rows):
            block = sheet.shortened(row.name, Style.LABEL, room)
            top, bottom = self.rows.span(at)
            y = (top + bottom - block.height) / 2
            if y >= free:
                sheet.put(block, sheet.rect.left() + room - block.width, y, self.palette.text)
                free = y + block.height

    @cached_property
    def _cells(self) -> tuple[list[float], list[float], float, float]:
        """The left edges of columns, the tops of rows, and how wide and tall a cell is."""
        wide, tall = self.times.slot_px, self.rows.row_px
        across, down = self._apart(wide), self._apart(tall)
        lefts = [x - (wide - across) / 2 for x in self.times.middles]
        tops = [self.rows.span(row)[0] + down / 2 for row in range(self.rows.count)]
        return lefts, tops, wide - across, tall - down

    def cell(self, row: int, slot: int) -> QRectF:
        """Where a cell stands."""
        lefts, tops, wide, tall = self._cells
        return QRectF(lefts[slot], tops[row], wide, tall)

    @staticmethod
    def _apart(side: float) -> float:
        return 2.0 if side >= 12 else 1.0 if side >= 5 else 0.0

    def paint_ground(self, canvas: Canvas) -> None:
        """Small strokes under the columns that have a time."""
        bottom, long = self.plot.bottom(), self.theme.px(5)
        xs = [self.times.of(moment) for moment in self.ticks]
        canvas.lines([QLineF(x, bottom + 1, x, bottom + long) for x in xs], self.palette.axis, 1)
        self.paint_days(canvas)

    def paint_marks(self, canvas: Canvas) -> None:
        """The cells; those of one colour together."""
        highest, radius = self.chart.highest or 1.0, min(3.0, self.rows.row_px / 6, self.times.slot_px / 6)
        alike: dict[int, list[QRectF]] = {}
        for row, slot, value in self.chart.cells():
            shade = -1 if value is None else round(SHADES * value / highest)
            alike.setdefault(shade, []).append(self.cell(row, slot))
        canvas.hatch(alike.pop(-1, ()), veiled(self.palette.muted, 0.5), 1)
        for shade, cells in alike.items():
            canvas.planes(cells, canvas.cell_colour(shade / SHADES), radius if radius > 1 else 0.0)

    def paint_spot(self, canvas: Canvas, spot: Spot) -> None:
        """A frame around the cell."""
        rect, wide = self.cell(spot.row, spot.slot), self.theme.px(2)
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, out in ((self.palette.plane, 2.5 * wide), (self.palette.text, 1.5 * wide)):
            canvas.painter.setPen(QPen(QColor(colour), wide))
            canvas.painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), 4, 4)

    def anchor(self, spot: Spot) -> QRectF:
        """The cell."""
        return self.cell(spot.row, spot.slot)

    def spot_at(self, point: QPointF) -> Spot | None:
        """The cell under a point."""
        slot, row = self.times.slot(point.x()), self.rows.row(point.y())
        return Spot(slot, row) if slot is not None and row is not None else None
