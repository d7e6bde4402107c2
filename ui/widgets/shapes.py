"""The shapes of verdicts, drawn with a pen that grows with them: told apart at three metres, without colour."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.reasons import Shape


def paint_shape(painter: QPainter, shape: Shape, rect: QRectF, colour: str) -> None:
    """Outline `shape` in a square `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 100, rect.height() / 100)
    painter.setPen(_pen(colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(PATHS[shape])
    painter.restore()


def paint_seal(painter: QPainter, shape: Shape, rect: QRectF, fill: str, ink: str) -> None:
    """The same shape, small and filled: for lists."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 100, rect.height() / 100)
    painter.setPen(QPen(QColor(fill), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(QColor(fill))
    painter.drawPath(OUTLINES[shape])
    painter.setPen(_pen(ink, 10))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(SIGNS[shape])
    painter.restore()


def _pen(colour: str, width: float = 7) -> QPen:
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _lines(*lines: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for first, *rest in lines:
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
    return path


def _circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(50, 50), 46, 46)
    return path


def _closed(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([*points, points[0]]))
    path.closeSubpath()
    return path


def _octagon() -> QPainterPath:
    turns = [math.pi / 8 + step * math.pi / 4 for step in range(8)]
    return _closed([QPointF(50 + 49 * math.cos(turn), 50 + 49 * math.sin(turn)) for turn in turns])


def _warning_sign() -> QPainterPath:
    sign = _lines(((50, 36), (50, 60)))
    # a line of almost no length under a round pen is a dot
    sign.moveTo(50, 77)
    sign.lineTo(50, 77.01)
    return sign


def _back_sign() -> QPainterPath:
    path = _lines(((44, 26), (28, 42), (44, 58)), ((28, 42), (58, 42)))
    path.arcTo(QRectF(42, 42, 32, 32), 90, -180)
    path.lineTo(44, 74)
    return path


OUTLINES = {
    Shape.TICK: _circle(),
    Shape.LEAVING: _circle(),
    Shape.BACK: _circle(),
    Shape.WARNING: _closed([QPointF(50, 8), QPointF(97, 91), QPointF(3, 91)]),
    Shape.CROSS: _octagon(),
    Shape.FRAME: _lines(
        ((6, 30), (6, 6), (30, 6)),
        ((70, 6), (94, 6), (94, 30)),
        ((94, 70), (94, 94), (70, 94)),
        ((30, 94), (6, 94), (6, 70)),
    ),
}
SIGNS = {
    Shape.TICK: _lines(((28, 52), (44, 68), (73, 34))),
    Shape.LEAVING: _lines(((26, 50), (72, 50)), ((54, 31), (73, 50), (54, 69))),
    Shape.BACK: _back_sign(),
    Shape.WARNING: _warning_sign(),
    Shape.CROSS: _lines(((34, 34), (66, 66)), ((66, 34), (34, 66))),
    Shape.FRAME: QPainterPath(),
}
PATHS = {shape: QPainterPath(OUTLINES[shape]) for shape in Shape}
for _shape, _path in PATHS.items():
    _path.addPath(SIGNS[_shape])
