"""A chart painted by any QPainter: on a widget, into a picture, into a file of shapes, or on a page."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.charts.area import OccupancyPlan
from ui.charts.bars import ArrivalsPlan
from ui.charts.canvas import Canvas
from ui.charts.heat import HeatPlan
from ui.charts.plan import Plan
from ui.charts.typesetter import Typesetter
from ui.charts.values import Arrivals, Chart, Occupancy
from ui.widgets.look import Look

ROW_PX, ROOM_OF_OTHERS_PX, USUAL_PX = 28, 150, 340


def arrange(chart: Chart, rect: QRectF, look: Look, typesetter: Typesetter | None = None) -> Plan:
    """Lay `chart` out in `rect`, pixels of the theme; with a `typesetter` of that look, who remembers texts of the last time."""
    setter = typesetter or Typesetter(look)
    if isinstance(chart, Arrivals):
        return ArrivalsPlan(chart, rect, setter)
    return OccupancyPlan(chart, rect, setter) if isinstance(chart, Occupancy) else HeatPlan(chart, rect, setter)


def paint(
    painter: QPainter, rect: QRectF, chart: Chart, look: Look, *, factor: float = 1.0, outlines: bool = False, plane: bool = True
) -> Plan:
    """Paint `chart` into `rect`, in the painter's own units, of which `factor` make a pixel of the theme (dots per inch / 96 on
    paper). `outlines`: letters as shapes. `plane`: on a surface of its own. Returns where everything stands, in pixels."""
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(factor, factor)
    room = QRectF(0, 0, rect.width() / factor, rect.height() / factor)
    canvas = Canvas(painter, look.theme, outlines=outlines)
    plan = arrange(chart, room, look)
    if plane:
        paint_plane(canvas, room)
    plan.paint(canvas)
    painter.restore()
    return plan


def paint_plane(canvas: Canvas, rect: QRectF) -> None:
    """The surface under a chart, with round corners."""
    c, radius = canvas.theme.colours, canvas.theme.px(18)
    canvas.painter.setPen(QPen(QColor(c.border), 1))
    canvas.painter.setBrush(QColor(c.surface))
    canvas.painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def usual_height(chart: Chart, look: Look) -> int:
    """How tall a chart is best, in pixels: a heat map has room for each of its rows."""
    if isinstance(chart, Arrivals | Occupancy):
        return look.theme.px(USUAL_PX)
    return look.theme.px(ROOM_OF_OTHERS_PX) + len(chart.rows) * max(look.theme.px(ROW_PX), look.theme.text_px(14) * 8 // 5)
