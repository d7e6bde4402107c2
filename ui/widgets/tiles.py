"""People side by side, so that what differs can be seen at a glance."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QStyle, QStyleOptionViewItem, QWidget

from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.rows import ROW, Row, RowPainter, Rows
from ui.widgets.text import LEADING, TextBlock, lay_out

NARROWEST_PX = 160
"""Two tiles stand beside each other where each has this much room, else one below the other."""


@dataclass(frozen=True, slots=True)
class Tile(Row):
    """A row with `lines` of (text, whether it differs from the others) below its title."""

    lines: tuple[tuple[str, bool], ...] = ()

    @property
    def spoken(self) -> str:
        """The tile for a screen reader."""
        return ", ".join((self.title, *(text for text, _ in self.lines)))


class Tiles(Rows):
    """A list whose rows are tiles, two beside each other. Arrows walk through them, touch and Enter choose one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tiles = TilePainter(self)
        self.setItemDelegate(self._tiles)
        self.setUniformItemSizes(False)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def dress(self, look: Look) -> None:
        """Colours and sizes."""
        self._tiles.theme = look.theme
        super().dress(look)
        self._arrange()

    def show_rows(self, rows: list[Row]) -> None:
        """Show these tiles."""
        super().show_rows(rows)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second half of a double touch was meant for what stood here before."""
        event.accept()

    def _show_whole_rows(self) -> None:
        """A tile may be shown by half: it scrolls smoothly."""

    def _arrange(self) -> None:
        width = self.viewport().width()
        self._tiles.wide = width < 2 * NARROWEST_PX
        self._tiles.width_px = max(1, width if self._tiles.wide else width // 2)
        self._tiles.mirrored = self.isRightToLeft()
        heights = [self._tiles.height_of(self.item(at).data(ROW)) for at in range(self.count())]
        self._tiles.height_px = max(heights, default=self._tiles.theme.target_px)
        self.scheduleDelayedItemsLayout()


class TilePainter(RowPainter):
    """Paints tiles, all of one size."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.width_px = NARROWEST_PX
        self.height_px = self.theme.target_px
        self.mirrored = False
        self.wide = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A tile."""
        return QSize(self.width_px, self.height_px)

    def height_of(self, tile: Tile) -> int:
        """What all of the tile's text takes, in pixels."""
        blocks = self._blocks(tile)
        return max(self.theme.target_px, round(sum(block.height + self._gap for block, _ in blocks) + 2 * self._pad))

    @property
    def _pad(self) -> int:
        return self.theme.px(12)

    @property
    def _gap(self) -> int:
        return self.theme.px(3)

    def _blocks(self, tile: Tile) -> list[tuple[TextBlock, str]]:
        c, inner = self.theme.colours, self.width_px - 2 * self._pad - 8
        flow = Qt.LayoutDirection.RightToLeft if self.mirrored else Qt.LayoutDirection.LeftToRight
        blocks = [(lay_out(tile.title, self.theme.font(16, BOLD), inner, LEADING, flow), c.text)]
        for text, differs in self._lines(tile):
            font = self.theme.font(15, SEMIBOLD) if differs else self.theme.font(15, MEDIUM)
            blocks.append((lay_out(text, font, inner, LEADING, flow), c.text if differs else c.muted))
        return blocks

    def _lines(self, tile: Tile) -> tuple[tuple[str, bool], ...]:
        """One below the other; where tiles stand below each other, only the first has a line of its own, so that two are seen."""
        first, *others = tile.lines or (("", False),)
        if not self.wide or not others:
            return tile.lines
        return (first, (" · ".join(text for text, _ in others), any(differs for _, differs in others)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """One tile."""
        tile: Tile = index.data(ROW)
        c, rect = self.theme.colours, QRectF(option.rect).adjusted(4, 4, -4, -4)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent if chosen else c.field), 3 if chosen else 1))
        painter.setBrush(QColor(c.selected if chosen or state & QStyle.StateFlag.State_MouseOver else c.surface))
        painter.drawRoundedRect(rect, self.theme.px(12), self.theme.px(12))
        self._paint_bar(painter, tile, rect)
        y = rect.top() + self._pad - 4
        for block, colour in self._blocks(tile):
            block.draw(painter, rect.left() + self._pad, y, colour)
            y += block.height + self._gap
        painter.restore()

    def _paint_bar(self, painter: QPainter, tile: Tile, rect: QRectF) -> None:
        left = rect.right() - 7 if self.mirrored else rect.left() + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tile.colour))
        painter.drawRoundedRect(QRectF(left, rect.top() + 12, 5, rect.height() - 24), 2.5, 2.5)
