"""Parts of a whole as rows: a name, a bar in its colour, a number, and what is to be said beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.look import MEDIUM, SEMIBOLD, Look
from ui.widgets.surface import Surface
from ui.widgets.text import LEADING, isolated, lay_out


@dataclass(frozen=True, slots=True)
class Part:
    """One row. `share` of the longest bar, 0 to 1; `colour` "" for the accent; `detail` in smaller letters after the number."""

    name: str
    number: str
    share: float
    colour: str = ""
    detail: str = ""


class PartBars(Surface):
    """A title and rows, as many as there is room for; all others in a line of small letters."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = ""
        self._parts: tuple[Part, ...] = ()
        self._nothing = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it shows."""
        return self._parts

    def show_parts(self, look: Look, title: str, parts: Sequence[Part], nothing: str) -> None:
        """Show these; `nothing` is said where there are none."""
        shown = title, tuple(parts), nothing
        if (*shown, look) == (self._title, self._parts, self._nothing, self._look):
            return
        self._title, self._parts, self._nothing = shown
        self.setAccessibleName(title)
        self.setAccessibleDescription(", ".join(f"{part.name} {part.number} {part.detail}".strip() for part in parts) or nothing)
        self.dress(look)
        self.updateGeometry()

    @property
    def others(self) -> tuple[Part, ...]:
        """Those for which there is no row."""
        return self._parts[self._rows() :]

    def _rows(self) -> int:
        fits = int((self.height() - self._head - self._pad / 2) // self._row)
        return len(self._parts) if fits >= len(self._parts) else max(0, fits - 1)

    def sizeHint(self) -> QSize:
        """Room for all rows."""
        return QSize(260, round(self._head + len(self._parts) * self._row + self._pad)) if self._look else QSize(260, 120)

    def minimumSizeHint(self) -> QSize:
        """The title and a row."""
        return QSize(180, round(self._head + self._row + self._pad)) if self._look else QSize(180, 90)

    @property
    def _pad(self) -> int:
        return self._look.theme.px(16) if self._look else 16

    @property
    def _row(self) -> float:
        assert self._look is not None
        return self._look.theme.text_px(15) * 1.5 + self._look.theme.px(17)

    @property
    def _head(self) -> float:
        assert self._look is not None
        return self._pad + self._look.theme.text_px(17) * 1.5 + self._look.theme.px(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows."""
        super().paintEvent(event)
        if self._look is None:
            return
        theme, c, flow = self._look.theme, self._look.theme.colours, self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - 2 * self._pad
        lay_out(self._title, theme.font(17, SEMIBOLD), room, LEADING, flow).draw(painter, self._pad, self._pad, c.text)
        if not self._parts:
            lay_out(self._nothing, theme.font(15, MEDIUM), room, LEADING, flow).draw(painter, self._pad, self._head, c.muted)
        y = self._head
        for part in self._parts[: self._rows()]:
            self._paint_part(painter, part, QRectF(self._pad, y, room, self._row))
            y += self._row
        self._paint_others(painter, y)

    def _paint_others(self, painter: QPainter, y: float) -> None:
        """In two lines at most."""
        assert self._look is not None
        theme, room = self._look.theme, self.width() - 2 * self._pad
        font = theme.font(14, MEDIUM, figures=True)
        said = " · ".join(isolated(f"{part.name} {part.number}") for part in self.others)
        said = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, 1.7 * room)
        lay_out(said, font, room, LEADING, self.layoutDirection()).draw(painter, self._pad, y, theme.colours.muted)

    def _paint_part(self, painter: QPainter, part: Part, rect: QRectF) -> None:
        assert self._look is not None
        theme, c, mirrored = self._look.theme, self._look.theme.colours, self.isRightToLeft()
        number = lay_out(part.number, theme.font(16, SEMIBOLD, figures=True))
        detail = lay_out(part.detail, theme.font(14, MEDIUM, figures=True)) if part.detail else None
        taken = number.width + (detail.width + theme.px(8) if detail else 0) + theme.px(10)
        font = theme.font(15, MEDIUM)
        name = lay_out(
            QFontMetricsF(font).elidedText(part.name, Qt.TextElideMode.ElideRight, max(40.0, rect.width() - taken)), font
        )
        name.draw(painter, rect.right() - name.width if mirrored else rect.left(), rect.top(), c.text)
        x = rect.left() if mirrored else rect.right() - number.width
        if detail:
            left = rect.left() if mirrored else rect.right() - detail.width
            detail.draw(painter, left, rect.top() + (number.height - detail.height), c.muted)
            x = rect.left() + detail.width + theme.px(8) if mirrored else x - detail.width - theme.px(8)
        number.draw(painter, x, rect.top() + (name.height - number.height) / 2, c.text)
        bar = QRectF(rect.left(), rect.top() + max(name.height, number.height) + theme.px(3), rect.width(), theme.px(7))
        self._paint_bar(painter, part, bar, mirrored)

    def _paint_bar(self, painter: QPainter, part: Part, rect: QRectF, mirrored: bool) -> None:
        assert self._look is not None
        c, radius = self._look.theme.colours, rect.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.border))
        painter.drawRoundedRect(rect, radius, radius)
        width = rect.width() * max(0.0, min(1.0, part.share))
        if width:
            painter.setBrush(QColor(part.colour or c.accent))
            left = rect.right() - width if mirrored else rect.left()
            painter.drawRoundedRect(QRectF(left, rect.top(), max(width, rect.height()), rect.height()), radius, radius)
