"""One number that can be read from across a hall, with what it is and how far it can be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.surface import Surface
from ui.widgets.text import LEADING, TextBlock, lay_out

NUMBER_PX = (64, 56, 48, 40, 34, 28)


@dataclass(frozen=True, slots=True)
class Told:
    """What a tile says. `beside`: at the far end of its name; `note`: below the number, in the colour of a warning where `warns`;
    `share`: how much of something it is (0 to 1 and more), drawn as a bar; None for none."""

    name: str = ""
    number: str = ""
    beside: str = ""
    note: str = ""
    definition: str = ""
    warns: bool = False
    share: float | None = None


def number_px(numbers: Iterable[str], look: Look, width: int) -> int:
    """The largest size in which all of these fit into tiles of this width."""
    room = width - 2 * look.theme.px(16)
    for size in NUMBER_PX:
        font = look.theme.font(size, BOLD, figures=True)
        if all(lay_out(number, font).natural_width <= room for number in numbers):
            return size
    return NUMBER_PX[-1]


class NumberTile(Surface):
    """Its name, the number, what is to be said beside it, and its definition."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._told = Told()
        self._number_px = NUMBER_PX[-1]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def told(self) -> Told:
        """What it says."""
        return self._told

    def tell(self, look: Look, told: Told, number_px: int) -> None:
        """Say this, with a number of that size. Said once more, it costs nothing."""
        if (told, look, number_px) == (self._told, self._look, self._number_px):
            return
        self._told, self._number_px = told, number_px
        self.setAccessibleName(f"{told.name}: {told.number} {told.beside}".strip())
        self.setAccessibleDescription(" · ".join(part for part in (told.note, told.definition) if part))
        self.dress(look)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """What all of it takes."""
        if self._look is None:
            return 100
        blocks, gap = self._blocks(width), self._look.theme.px(4)
        return round(sum(block.height + gap for block, _ in blocks) + 2 * self._pad + self._bar_room)

    def hasHeightForWidth(self) -> bool:
        """It does."""
        return True

    def sizeHint(self) -> QSize:
        """As tall as its text asks."""
        return QSize(180, self.heightForWidth(max(180, self.width())))

    @property
    def _pad(self) -> int:
        return self._look.theme.px(16) if self._look else 16

    @property
    def _bar_room(self) -> int:
        return self._look.theme.px(14) if self._look and self._told.share is not None else 0

    def _blocks(self, width: int) -> list[tuple[TextBlock, str]]:
        """Name, number, note and definition, each with its colour."""
        assert self._look is not None
        theme, c, flow = self._look.theme, self._look.theme.colours, self.layoutDirection()
        room = max(60, width - 2 * self._pad)
        blocks = [
            (lay_out(self._told.name, theme.font(17, SEMIBOLD), room, LEADING, flow), c.text),
            (lay_out(self._told.number, theme.font(self._number_px, BOLD, figures=True), room, LEADING, flow), c.text),
        ]
        if self._told.note:
            colour = c.look if self._told.warns else c.text
            blocks.append((lay_out(self._told.note, theme.font(15, SEMIBOLD), room, LEADING, flow), colour))
        if self._told.definition:
            blocks.append((lay_out(self._told.definition, theme.font(14, MEDIUM), room, LEADING, flow), c.muted))
        return blocks

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tile."""
        super().paintEvent(event)
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, gap = float(self._pad), self._look.theme.px(4)
        for place, (block, colour) in enumerate(self._blocks(self.width())):
            block.draw(painter, self._pad, y, colour)
            if place == 0 and self._told.beside:
                self._paint_beside(painter, block, y)
            y += block.height + gap
            if place == 1 and self._told.share is not None:
                self._paint_bar(painter, QRectF(self._pad, y, self.width() - 2 * self._pad, self._look.theme.px(8)))
                y += self._bar_room

    def _paint_beside(self, painter: QPainter, name: TextBlock, y: float) -> None:
        assert self._look is not None
        theme = self._look.theme
        beside = lay_out(self._told.beside, theme.font(16, MEDIUM, figures=True))
        if beside.natural_width + name.natural_width + theme.px(8) > self.width() - 2 * self._pad:
            return  # there is no room for it; screen readers have it
        left = self._pad if self.isRightToLeft() else self.width() - self._pad - beside.width
        beside.draw(painter, left, y + (name.height - beside.height) / 2, theme.colours.muted)

    def _paint_bar(self, painter: QPainter, rect: QRectF) -> None:
        assert self._look is not None
        assert self._told.share is not None
        c, radius = self._look.theme.colours, rect.height() / 2
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(c.border))
        painter.drawRoundedRect(rect, radius, radius)
        share = max(0.0, min(1.0, self._told.share))
        colour = c.refused if self._told.share >= 1 else c.look if self._told.share >= 0.9 and self._told.warns else c.accent
        width = rect.width() * share
        left = rect.right() - width if self.isRightToLeft() else rect.left()
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, rect.top(), width, rect.height()), radius, radius)
