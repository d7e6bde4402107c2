"""Every desk at a glance: how it stands, how it gets on, and what of its machine needs somebody."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import Theme
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.text import lay_out

TILE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NARROWEST_PX = 268
EDGE_PX = 12
"""Less, and Qt sees no room for the last column."""


@dataclass(frozen=True, slots=True)
class DeskTile:
    """One desk. `colour` of the point before `state`; `cares`: what somebody should look at, in the colour of warnings;
    `facts`: the rest, three lines at most in smaller letters."""

    key: str
    name: str
    place: str
    state: str
    colour: str
    pace: str
    cares: str
    facts: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The tile for a screen reader."""
        return ", ".join(part for part in (self.name, self.state, self.place, self.pace, self.cares, *self.facts) if part)


class DeskTiles(QListWidget):
    """Tiles beside each other, as many as there is room for; the others are reached by scrolling."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._painter = TilePainter(self)
        self.setItemDelegate(self._painter)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def dress(self, look: Look) -> None:
        """Colours and sizes."""
        self._painter.theme = look.theme
        self._arrange()

    def show_tiles(self, tiles: list[DeskTile]) -> None:
        """Show these; the current one stays."""
        if [self.item(at).data(TILE).key for at in range(self.count())] != [tile.key for tile in tiles]:
            self.clear()
            for _ in tiles:
                QListWidgetItem(self)
        for at, tile in enumerate(tiles):
            if self.item(at).data(TILE) != tile:
                self.item(at).setData(TILE, tile)
                self.item(at).setData(Qt.ItemDataRole.AccessibleTextRole, tile.spoken)

    def tiles(self) -> list[DeskTile]:
        """What it shows."""
        return [self.item(at).data(TILE) for at in range(self.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def row_px(self) -> int:
        """The height of a row of tiles."""
        return self._painter.height_px

    @property
    def columns(self) -> int:
        """How many stand beside each other."""
        return max(1, (self.viewport().width() - EDGE_PX) // self._painter.theme.px(NARROWEST_PX))

    def _arrange(self) -> None:
        self._painter.width_px = max(1, (self.viewport().width() - EDGE_PX) // self.columns)
        self.setGridSize(QSize(self._painter.width_px, self._painter.height_px))
        self.viewport().update()


class TilePainter(QStyledItemDelegate):
    """Paints tiles, all of one size."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = Theme()
        self.width_px = NARROWEST_PX

    @property
    def height_px(self) -> int:
        """Seven lines and what is between them."""
        theme = self.theme
        lines = theme.text_px(18) + theme.text_px(16) + 5 * theme.text_px(14)
        return round(lines * 1.5 + 2 * theme.px(12) + theme.px(22))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A tile."""
        return QSize(self.width_px, self.height_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One tile."""
        tile: DeskTile | None = index.data(TILE)
        if tile is None:
            return
        c, theme = self.theme.colours, self.theme
        state: QStyle.StateFlag = option.state
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        half = theme.gap_px / 2
        rect = QRectF(option.rect).adjusted(half, half, -half, -half)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent if has_focus else c.border), 3 if has_focus else 1))
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(rect, theme.px(14), theme.px(14))
        inner = rect.adjusted(theme.px(14), theme.px(10), -theme.px(14), -theme.px(8))
        self._paint_lines(painter, tile, inner, option.direction is Qt.LayoutDirection.RightToLeft)
        painter.restore()

    def _paint_lines(self, painter: QPainter, tile: DeskTile, rect: QRectF, mirrored: bool) -> None:
        theme, c = self.theme, self.theme.colours
        state = lay_out(tile.state, theme.font(15, SEMIBOLD))
        dot, gap = theme.px(10), theme.px(6)
        x = rect.left() if mirrored else rect.right() - state.width
        state.draw(painter, x, rect.top(), c.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tile.colour))
        spot = x + state.width + gap if mirrored else x - gap - dot
        painter.drawEllipse(QRectF(spot, rect.top() + (state.height - dot) / 2, dot, dot))
        room = rect.width() - state.width - dot - 3 * gap
        y = rect.top() + self._line(painter, tile.name, theme.font(18, BOLD), c.text, rect, rect.top(), room, mirrored)
        for text, font, colour in (
            (tile.place, theme.font(14, MEDIUM), c.muted), (tile.pace, theme.font(16, SEMIBOLD, figures=True), c.text),
            (tile.cares, theme.font(14, SEMIBOLD), c.look), *((line, theme.font(14, MEDIUM), c.muted) for line in tile.facts),
        ):  # fmt: skip
            if text:
                y += self._line(painter, text, font, colour, rect, y, rect.width(), mirrored) + theme.px(2)

    @staticmethod
    def _line(painter, text, font, colour, rect: QRectF, y: float, room: float, mirrored: bool) -> float:  # type: ignore[no-untyped-def]
        flow = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(30.0, room))
        block = lay_out(shown or " ", font, direction=flow)
        block.draw(painter, rect.right() - block.width if mirrored else rect.left(), y, colour)
        return block.height
