"""The small pictures of marks in a legend and in read-outs."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPen

from ui.charts.canvas import AREA_PART, Canvas, line_px
from ui.charts.palette import mixed
from ui.charts.reading import Mark
from ui.theme import Theme

LINES = (Mark.YESTERDAY, Mark.EXPECTED, Mark.CAPACITY)


def sample_px(mark: Mark, theme: Theme) -> float:
    """How wide the picture of a mark is."""
    if mark is Mark.RAMP:
        return theme.px(130)
    # two dashes, two gaps, and a dash
    return 17 * line_px(theme) if mark in LINES else theme.px(16)


def paint_sample(canvas: Canvas, mark: Mark, rect: QRectF, share: float = 0.0, *, mirrored: bool = False) -> None:
    """The picture of a mark in `rect`; of a cell, with that `share` of the highest."""
    p, radius, middle = canvas.palette, canvas.theme.px(4), rect.center().y()
    if mark in LINES:
        ends = QPointF(rect.left(), middle), QPointF(rect.right(), middle)
        if mark is Mark.CAPACITY:
            canvas.line(*ends, p.capacity, canvas.line_px)
        else:
            canvas.course(ends, mark)
    elif mark is Mark.RAMP:
        canvas.plane(rect, _ramp(p.ramp, rect, mirrored=mirrored), radius)
    elif mark in (Mark.RANGE, Mark.EMPTY):
        _paint_hatched(canvas, mark, rect, radius)
    else:
        canvas.plane(rect, _fill(canvas, mark, share), radius)
        if mark in p.levels:
            canvas.plane(QRectF(rect.left(), rect.top(), rect.width(), canvas.line_px * 1.5), QColor(p.levels[mark]), 1)


def _fill(canvas: Canvas, mark: Mark, share: float) -> QColor:
    p = canvas.palette
    if mark is Mark.CELL:
        return canvas.cell_colour(share)
    if mark in p.levels:
        return mixed(p.plane, p.levels[mark], AREA_PART)
    return QColor(p.bar[0] if mark is Mark.BAR else p.open_bar)


def _paint_hatched(canvas: Canvas, mark: Mark, rect: QRectF, radius: float) -> None:
    p = canvas.palette
    colour = p.levels[Mark.CALM] if mark is Mark.RANGE else p.muted
    canvas.hatch([rect.adjusted(1, 1, -1, -1)], colour)
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(QPen(QColor(colour), 1.2))
    canvas.painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)


def _ramp(ramp: tuple[str, ...], rect: QRectF, *, mirrored: bool) -> QBrush:
    few, many = (rect.right(), rect.left()) if mirrored else (rect.left(), rect.right())
    gradient = QLinearGradient(few, 0, many, 0)
    for at, colour in enumerate(ramp):
        gradient.setColorAt(at / (len(ramp) - 1), QColor(colour))
    return QBrush(gradient)
