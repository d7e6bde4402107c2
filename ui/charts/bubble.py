"""The bubble with what a chart says at one spot: beside the spot, never over the edges of the chart."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPen

from ui.charts.canvas import Canvas
from ui.charts.palette import veiled
from ui.charts.reading import Reading
from ui.charts.samples import paint_sample, sample_px
from ui.charts.sheet import Sheet
from ui.charts.typesetter import Style
from ui.widgets.text import TextBlock

SHADOWS = ((1, 0.10), (3, 0.06), (6, 0.03))


class Bubble:
    """A reading set out: its size is known before its place is."""

    def __init__(self, reading: Reading, sheet: Sheet, least_top: float) -> None:
        theme = sheet.theme
        self.reading = reading
        self.least_top = least_top
        self._sheet = sheet
        self._pad, self._gap = theme.px(12), theme.px(8)
        self._title = sheet.set(reading.title, Style.NUMBER)
        self._mark_px = max((sample_px(line.mark, theme) for line in reading.lines), default=0.0)
        most = sheet.rect.width() * 0.6
        self._rows: list[tuple[TextBlock, TextBlock]] = []
        for line in reading.lines:
            value = sheet.set(line.value, Style.NUMBER)
            self._rows.append((sheet.shortened(line.name, Style.ENTRY, most - value.width), value))
        self._note = sheet.set(reading.note, Style.NOTE) if reading.note else None
        names = max((name.width for name, _ in self._rows), default=0.0)
        values = max((value.width for _, value in self._rows), default=0.0)
        row = self._mark_px + self._gap + names + 2 * self._gap + values
        self.width = max(self._title.width, row, self._note.width if self._note else 0) + 2 * self._pad
        tall = sum(max(name.height, value.height) for name, value in self._rows) + (self._note.height if self._note else 0)
        self.height = self._title.height + tall + 1.6 * self._pad

    def place(self, anchor: QRectF, within: QRectF) -> QRectF:
        """Above the anchor, but under the heading; where there is no room, on the side where time goes on, else on the other.
        Always in `within`."""
        away = self._sheet.theme.px(10)
        if within.bottom() - self.height >= self.least_top:
            within = within.adjusted(0, max(0.0, self.least_top - within.top()), 0, 0)
        rect = QRectF(anchor.center().x() - self.width / 2, anchor.top() - away - self.height, self.width, self.height)
        if rect.top() < within.top():
            after, before = anchor.right() + away, anchor.left() - away - self.width
            if self._sheet.mirrored:
                fits = before >= within.left()
                rect.moveLeft(before if fits else after)
            else:
                fits = after + self.width <= within.right()
                rect.moveLeft(after if fits else before)
            rect.moveTop(max(within.top(), anchor.top()))
        rect.moveLeft(max(within.left(), min(rect.left(), within.right() - rect.width())))
        rect.moveTop(max(within.top(), min(rect.top(), within.bottom() - rect.height())))
        return rect

    def paint(self, canvas: Canvas, rect: QRectF) -> None:
        """Draw it in `rect`, which `place` has found."""
        self._paint_plate(canvas, rect)
        sheet, p = self._sheet, canvas.palette
        x, y = rect.left() + self._pad, rect.top() + 0.8 * self._pad
        self._write(canvas, self._title, rect, x, y, p.text)
        y += self._title.height
        for line, (name, value) in zip(self.reading.lines, self._rows, strict=True):
            tall = max(name.height, value.height)
            side = sample_px(line.mark, sheet.theme)
            high = sheet.theme.px(14)
            mark = QRectF(x + (self._mark_px - side) / 2, y + (tall - high) / 2, side, high)
            paint_sample(canvas, line.mark, self._turned(mark, rect), line.share, mirrored=sheet.mirrored)
            self._write(canvas, name, rect, x + self._mark_px + self._gap, y + (tall - name.height) / 2, p.muted)
            self._write(canvas, value, rect, rect.right() - self._pad - value.width, y + (tall - value.height) / 2, p.text)
            y += tall
        if self._note:
            self._write(canvas, self._note, rect, x, y, p.muted)

    def _turned(self, part: QRectF, rect: QRectF) -> QRectF:
        """A part of the bubble, mirrored within it where the language is."""
        if not self._sheet.mirrored:
            return part
        return QRectF(rect.left() + rect.right() - part.right(), part.top(), part.width(), part.height())

    def _write(self, canvas: Canvas, block: TextBlock, rect: QRectF, left: float, top: float, colour: str) -> None:
        place = self._turned(QRectF(left, top, block.width, block.height), rect)
        canvas.write(block, place.left(), place.top(), colour)

    def _paint_plate(self, canvas: Canvas, rect: QRectF) -> None:
        radius = canvas.theme.px(10)
        for out, opacity in SHADOWS:
            canvas.plane(rect.adjusted(-out, -out + 2, out, out + 2), veiled("#000000", opacity), radius + out)
        canvas.painter.setPen(QPen(QColor(canvas.palette.axis), 1))
        canvas.painter.setBrush(QColor(canvas.palette.bubble))
        canvas.painter.drawRoundedRect(rect, radius, radius)
