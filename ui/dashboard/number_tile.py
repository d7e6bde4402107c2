"""One number that can be read from across a hall, with what it is and how far it can be trusted."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.surface import Surface
from ui.widgets.text import LEADING, TextBlock, fit, lay_out

NUMBER_PX = (64, 56, 48, 40, 34, 28)


@dataclass(frozen=True, slots=True)
class Told:
    """What a tile says. `beside`: smaller, after the number; `note`: below it, in the colour of a warning where `warns`; `share`:
    how much of something it is (0 to 1 and more), drawn as a bar; None for none."""

    name: str = ""
    number: str = ""
    beside: str = ""
    note: str = ""
    definition: str = ""
    warns: bool = False
    share: float | None = None


class NumberTile(Surface):
    """Its name, the number, what is to be said beside it, and its definition."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._told = Told()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def told(self) -> Told:
        """What it says."""
        return self._told

    def tell(self, look: Look, told: Told) -> None:
        """Say this. Said once more, it costs nothing."""
        if (told, look) == (self._told, self._look):
            return
        self._told = told
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
        number = fit(self._told.number, [theme.font(size, BOLD, figures=True) for size in NUMBER_PX], room, 1, flow)
        blocks = [
            (lay_out(self._told.name, theme.font(17, SEMIBOLD), room, LEADING, flow), c.text),
            (lay_out(self._told.number, number.layout.font(), room, LEADING, flow), c.text),
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
            if place == 1 and self._told.beside:
                self._paint_beside(painter, block, y)
            y += block.height + gap
            if place == 1 and self._told.share is not None:
                self._paint_bar(painter, QRectF(self._pad, y, self.width() - 2 * self._pad, self._look.theme.px(8)))
                y += self._bar_room

    def _paint_beside(self, painter: QPainter, number: TextBlock, y: float) -> None:
        assert self._look is not None
        theme = self._look.theme
        beside = lay_out(self._told.beside, theme.font(16, MEDIUM, figures=True))
        room = self.width() - 2 * self._pad - number.natural_width - theme.px(10)
        if beside.natural_width > room:
            return
        x = self._pad + number.natural_width + theme.px(10)
        left = self.width() - x - beside.width if self.isRightToLeft() else x
        beside.draw(painter, left, y + number.height - beside.height - theme.px(8), theme.colours.muted)

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
