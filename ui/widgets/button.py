"""Buttons: at least 52 px tall, with a focus ring that is always visible, and their shortcut beside their name."""

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Paint, readable_on
from ui.widgets.icons import paint_icon
from ui.widgets.look import MEDIUM, SEMIBOLD, Look
from ui.widgets.text import TextBlock, lay_out


class Kind(Enum):
    """Where a button stands: on the window, or on a card whose colour it takes up; or it is what a form is for."""

    PLAIN = auto()
    ON_CARD = auto()
    MAIN = auto()


class Button(QAbstractButton):
    """An icon, a text, and a shortcut, any of which may be missing. A click leaves the keyboard where it is."""

    def __init__(
        self, parent: QWidget, icon: str = "", kind: Kind = Kind.PLAIN, *, checkable: bool = False, icon_last: bool = False
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._kind = kind
        self._icon_last = icon_last
        self._look: Look | None = None
        self._card: Paint | None = None
        self._hint = ""
        self._said: tuple[object, ...] = ()
        self._label: TextBlock | None = None
        self._hint_label: TextBlock | None = None
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, look: Look, text: str, tip: str, shortcut: str = "", *, hinted: bool = True) -> None:
        """Dress it. `tip` explains it to eyes and screen readers; `shortcut` as it is written on keys,
        beside the text where `hinted`, and always in the tooltip. Said once more, it costs nothing."""
        said = (look, text, tip, shortcut, hinted)
        if said == self._said:
            return
        self._said = said
        self._look = look
        self._hint = shortcut if text and hinted else ""
        theme = look.theme
        self.setText(text)
        self.setToolTip(f"{tip} ({shortcut})" if shortcut else tip)
        self.setAccessibleName(tip)
        self._label = lay_out(text, theme.font(16, SEMIBOLD)) if text else None
        self._hint_label = lay_out(self._hint, theme.font(14, MEDIUM)) if self._hint else None
        self.setMinimumHeight(theme.target_px)
        self.updateGeometry()
        self.update()

    def change_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def put_on(self, card: Paint) -> None:
        """Take up the colours of the card underneath."""
        if card != self._card:
            self._card = card
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as what stands on it."""
        if self._look is None:
            return QSize(52, 52)
        theme = self._look.theme
        widths = [width for _, width in self._parts()]
        if not self._label:
            return QSize(theme.target_px, theme.target_px)
        wide = round(sum(widths) + theme.px(9) * (len(widths) - 1) + 2 * theme.px(18))
        return QSize(max(theme.target_px, wide), theme.target_px)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _parts(self) -> list[tuple[TextBlock | None, float]]:
        """What stands on the button, in order, and how wide it is; None for the icon."""
        texts = [(block, block.natural_width) for block in (self._label, self._hint_label) if block is not None]
        icon = [(None, float(self._icon_px()))] if self._icon else []
        return [*texts, *icon] if self._icon_last else [*icon, *texts]

    def _icon_px(self) -> int:
        return max(20, self._look.theme.px(22)) if self._look else 22

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, edge = self._colours()
        self._paint_box(painter, fill, edge)
        self._paint_parts(painter, ink)

    def _colours(self) -> tuple[QColor, str, QColor]:
        assert self._look is not None
        c = self._look.theme.colours
        if self._kind is Kind.ON_CARD and self._card is not None:
            veil = QColor(self._card.ink)
            veil.setAlpha(46 if self.isDown() else 26 if self.underMouse() else 0)
            return veil, self._card.ink, QColor(self._card.ink if self._card.fill != c.surface else c.field)
        if self._is_filled:
            return QColor(c.accent).darker(115 if self.isDown() else 100), readable_on(c.accent), QColor(c.accent)
        return QColor(c.selected if self.isDown() or self.underMouse() else c.surface), c.text, QColor(c.field)

    @property
    def _is_filled(self) -> bool:
        return self.isChecked() or (self._kind is Kind.MAIN and self.isEnabled())

    def _paint_box(self, painter: QPainter, fill: QColor, edge: QColor) -> None:
        assert self._look is not None
        theme = self._look.theme
        radius = theme.px(12)
        painter.setPen(QPen(edge, 2))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        if self.hasFocus():
            on_card = self._kind is Kind.ON_CARD and self._card is not None
            ring = self._card.ink if on_card and self._card else theme.colours.text if self._is_filled else theme.colours.accent
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ring), 4))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), radius, radius)

    def _paint_parts(self, painter: QPainter, ink: str) -> None:
        assert self._look is not None
        parts = self._parts()
        gap = self._look.theme.px(9)
        x = (self.width() - sum(width for _, width in parts) - gap * (len(parts) - 1)) / 2
        faint = QColor(ink)
        faint.setAlphaF(0.72)
        if not self.isEnabled():
            painter.setOpacity(0.4)
        for part, width in parts:
            left = self.width() - x - width if self.isRightToLeft() else x
            if part is None:
                side = self._icon_px()
                paint_icon(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), ink)
            else:
                colour = faint if part is self._hint_label else QColor(ink)
                part.draw(painter, left, (self.height() - part.height) / 2, colour)
            x += width + gap


class WideButton(Button):
    """A button as wide as there is room. It does not take the second half of a double touch, which was meant for what stood
    there before."""

    def __init__(self, parent: QWidget, icon: str, kind: Kind = Kind.PLAIN) -> None:
        super().__init__(parent, icon, kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let it pass."""
        event.accept()
