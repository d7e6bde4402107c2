"""Lists of people and choices: rows 52 px tall, each with a seal, a name, a second line and something at the far end."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.reasons import Shape
from ui.theme import Theme, readable_on
from ui.widgets.icons import paint_icon
from ui.widgets.look import MEDIUM, REGULAR, SEMIBOLD, Look
from ui.widgets.shapes import paint_seal
from ui.widgets.text import TextBlock, lay_out

ROW = Qt.ItemDataRole.UserRole
BOX = Qt.ItemDataRole.CheckStateRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` says what it stands for; `seal` is (shape, fill, ink) or absent, and then `icon` may name one.

    `colour` paints a bar at the row's edge (a category). `struck`: it no longer counts. `ticked`: whether the box before it has a
    tick; None: there is no box. `warning` is a third line, in a row that is taller for it. `more`: there is a place at the far
    end that tells more about it. `lively` icons have the colour of accents.
    """

    key: str
    title: str
    detail: str = ""
    end: str = ""
    seal: tuple[Shape, str, str] | None = None
    icon: str = ""
    colour: str = ""
    struck: bool = False
    warning: str = ""
    more: bool = False
    lively: bool = False
    ticked: bool | None = None

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        return ", ".join(part for part in (self.title, self.detail, self.warning, self.end) if part)


class Rows(QListWidget):
    """A list of rows; as many as there is room for, the others reached by scrolling. `chosen` by touch or Enter, `asked` by a
    touch of the place that tells more; both with the row's key.

    Where `touch_chooses` is off, a finger or Space only makes a row the current one, and `touched` says which. Where
    `keeps_current` is off, no row is framed without the keyboard.
    """

    chosen = Signal(str)
    touched = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.touch_chooses = True
        self.keeps_current = True
        self._painter = RowPainter(self)
        self._touched_x = 0.0
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.itemClicked.connect(self._click)

    def dress(self, look: Look) -> None:
        """Colours and sizes; the rows' words are given with `show_rows`."""
        self._painter.theme = look.theme
        self.doItemsLayout()
        self._show_whole_rows()
        self.viewport().update()

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows; the current one stays if it is still among them."""
        current = self.current_key()
        self.clear()
        self._painter.tall = any(row.warning for row in rows)
        for row in rows:
            item = QListWidgetItem(self)
            self._fill(item, row)
            if row.key == current:
                self.setCurrentItem(item)
        self._show_whole_rows()

    def put(self, row: Row) -> None:
        """Show `row` in the place of the one with the same key."""
        for at in range(self.count()):
            if self.item(at).data(ROW).key == row.key:
                self._fill(self.item(at), row)

    @staticmethod
    def _fill(item: QListWidgetItem, row: Row) -> None:
        item.setData(ROW, row)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
        if row.ticked is not None:
            item.setData(BOX, Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No row is shown by half."""
        super().resizeEvent(event)
        self._show_whole_rows()

    def _show_whole_rows(self) -> None:
        rest = self.height() % self._painter.row_px
        self.setViewportMargins(0, 0, 0, rest if rest < self.height() else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Space touches."""
        current: QListWidgetItem | None = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self._choose(current)
        elif event.key() == Qt.Key.Key_Space and current is not None:
            self._touch(current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where the keyboard is can always be seen."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes with the keyboard."""
        super().focusOutEvent(event)
        if not self.keeps_current:
            self.setCurrentRow(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Where a row was touched says what is wanted of it."""
        self._touched_x = event.position().x()
        super().mouseReleaseEvent(event)

    @Slot(QListWidgetItem)
    def _click(self, item: QListWidgetItem) -> None:
        row: Row = item.data(ROW)
        place = self.more_rect(item)
        if row.more and place.left() <= self._touched_x <= place.right():
            self.asked.emit(row.key)
        else:
            self._touch(item)

    def more_rect(self, item: QListWidgetItem) -> QRectF:
        """The place of a row, in the viewport, that tells more about it."""
        return self._painter.more_rect(QRectF(self.visualItemRect(item)), self.isRightToLeft())

    def _touch(self, item: QListWidgetItem) -> None:
        if self.touch_chooses:
            self._choose(item)
        else:
            self.touched.emit(str(item.data(ROW).key))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(ROW).key))

    def rows(self) -> list[Row]:
        """The rows as they are shown."""
        return [self.item(at).data(ROW) for at in range(self.count())]

    def current_key(self) -> str:
        """The key of the chosen row, "" without one."""
        item: QListWidgetItem | None = self.currentItem()
        return str(item.data(ROW).key) if item is not None else ""

    def move_by(self, steps: int) -> None:
        """Choose the row so many below."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + steps)))


class RowPainter(QStyledItemDelegate):
    """Paints rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = Theme()
        self.tall = False

    @property
    def row_px(self) -> int:
        """A row is a target, and one with a warning has a line more."""
        return self.theme.target_px + (self.theme.text_px(14) * 3 // 2 if self.tall else 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally tall."""
        return QSize(100, self.row_px)

    def more_rect(self, rect: QRectF, mirrored: bool) -> QRectF:
        """The place of the row in `rect` that tells more about it."""
        side = self.theme.target_px
        return QRectF(rect.left() if mirrored else rect.right() - side, rect.top(), side, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        row: Row = index.data(ROW)
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, state)
        room = self._paint_mark(painter, row, self._paint_box(painter, row, rect, mirrored), mirrored)
        if row.more:
            room = self._paint_more(painter, rect, room, mirrored)
        self._paint_words(painter, row, room, mirrored)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        c, radius = self.theme.colours, self.theme.px(10)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(c.accent), 2) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.selected))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_box(self, painter: QPainter, row: Row, rect: QRectF, mirrored: bool) -> QRectF:
        """Paint the box and its tick; what is left of the row is for the rest."""
        if row.ticked is None:
            return rect
        c, pad, side = self.theme.colours, self.theme.px(10), max(22, self.theme.px(24))
        box = QRectF(rect.right() - pad - side if mirrored else rect.left() + pad, rect.center().y() - side / 2, side, side)
        painter.setPen(QPen(QColor(c.accent if row.ticked else c.field), 2))
        painter.setBrush(QColor(c.accent if row.ticked else c.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        if row.ticked:
            paint_icon(painter, "check", box.adjusted(3, 3, -3, -3), readable_on(c.accent))
        taken = pad + side
        return rect.adjusted(0, 0, -taken, 0) if mirrored else rect.adjusted(taken, 0, 0, 0)

    def _paint_mark(self, painter: QPainter, row: Row, rect: QRectF, mirrored: bool) -> QRectF:
        """Paint the seal, icon or bar; what is left of the row is for words."""
        c, pad, side = self.theme.colours, self.theme.px(10), max(22, self.theme.px(26))
        if row.seal is None and not row.icon and not row.colour:
            return rect.adjusted(pad, 0, -pad, 0)
        left = rect.right() - pad - side if mirrored else rect.left() + pad
        square = QRectF(left, rect.center().y() - side / 2, side, side)
        if row.seal is not None:
            paint_seal(painter, row.seal[0], square, row.seal[1], row.seal[2])
        elif row.icon:
            paint_icon(painter, row.icon, square.adjusted(2, 2, -2, -2), c.accent if row.lively else c.muted)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawRoundedRect(QRectF(square.center().x() - 4, rect.top() + 10, 8, rect.height() - 20), 4, 4)
        taken = pad + side + self.theme.px(10)
        return rect.adjusted(pad, 0, -taken, 0) if mirrored else rect.adjusted(taken, 0, -pad, 0)

    def _paint_more(self, painter: QPainter, rect: QRectF, room: QRectF, mirrored: bool) -> QRectF:
        place, side = self.more_rect(rect, mirrored), max(20, self.theme.px(22))
        square = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
        paint_icon(painter, "info", square, self.theme.colours.accent)
        return (
            room.adjusted(place.right() - room.left(), 0, 0, 0)
            if mirrored
            else room.adjusted(0, 0, place.left() - room.right(), 0)
        )

    def _paint_words(self, painter: QPainter, row: Row, room: QRectF, mirrored: bool) -> None:
        c = self.theme.colours
        end = lay_out(row.end, self.theme.font(15, REGULAR, figures=True)) if row.end else None
        taken = end.natural_width + self.theme.px(12) if end else 0
        words = room.adjusted(taken, 0, 0, 0) if mirrored else room.adjusted(0, 0, -taken, 0)
        title_font = self.theme.font(16, SEMIBOLD)
        title_font.setStrikeOut(row.struck)
        flow = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        blocks = [self._line(row.title, title_font, words.width(), Qt.LayoutDirection.LayoutDirectionAuto)]
        if row.detail:
            blocks.append(self._line(row.detail, self.theme.font(14, MEDIUM), words.width(), flow))
        if row.warning:
            blocks.append(self._line(row.warning, self.theme.font(14, SEMIBOLD), words.width(), flow))
        y = room.center().y() - sum(block.height for block in blocks) / 2
        for block, colour in zip(blocks, (c.muted if row.struck else c.text, c.muted, c.text), strict=False):
            block.draw(painter, words.right() - block.width if mirrored else words.left(), y, colour)
            y += block.height
        if end:
            x = room.left() if mirrored else room.right() - end.width
            end.draw(painter, x, room.center().y() - end.height / 2, c.muted)

    @staticmethod
    def _line(text: str, font: QFont, width: float, flow: Qt.LayoutDirection) -> TextBlock:
        """One line; what does not fit ends in an ellipsis, and stands whole in the tooltip and on the card."""
        return lay_out(QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(20.0, width)), font, direction=flow)
