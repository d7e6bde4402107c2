"""The pages of the dashboard, one above the other at the leading edge, and at the foot what can be done with what they show."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import readable_on
from ui.widgets.icons import paint_icon
from ui.widgets.look import MEDIUM, SEMIBOLD, Look
from ui.widgets.text import fit, lay_out


@dataclass(frozen=True, slots=True)
class Entry:
    """One page, or one act: its key, its icon."""

    key: str
    icon: str


class RailButton(QAbstractButton):
    """One page, or an act. A number in its corner says how many things wait."""

    def __init__(self, parent: QWidget, icon: str, *, is_page: bool = True) -> None:
        super().__init__(parent)
        self._icon = icon
        self._look: Look | None = None
        self._waiting = 0
        self.setCheckable(is_page)
        self.setAutoExclusive(is_page)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, look: Look, name: str, shortcut: str, tip: str = "") -> None:
        """Its name."""
        self._look = look
        self.setText(name)
        self.setToolTip(f"{tip or name} ({shortcut})")
        self._speak()
        self.updateGeometry()
        self.update()

    def wait(self, things: int) -> None:
        """So many things wait there."""
        if things != self._waiting:
            self._waiting = things
            self._speak()
            self.update()

    @property
    def waiting(self) -> int:
        """How many things wait there."""
        return self._waiting

    def _speak(self) -> None:
        self.setAccessibleName(f"{self.text()}: {self._waiting}" if self._waiting else self.text())

    def sizeHint(self) -> QSize:
        """A little wider than tall."""
        theme = self._look.theme if self._look else None
        return QSize(theme.px(104), max(theme.target_px, theme.px(70 if self.isCheckable() else 58))) if theme else QSize(104, 70)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon over name."""
        if self._look is None:
            return
        theme, c = self._look.theme, self._look.theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plane, radius = QRectF(self.rect()).adjusted(2, 2, -2, -2), theme.px(14)
        ink = readable_on(c.accent) if self.isChecked() else c.text
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent if self.isChecked() else c.selected))
            painter.drawRoundedRect(plane, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.text if self.isChecked() else c.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(plane.adjusted(1, 1, -1, -1), radius, radius)
        side = theme.px(24)
        name = fit(self.text(), [theme.font(size, SEMIBOLD) for size in (15, 14)], self.width() - theme.px(10), 1)
        top = (self.height() - side - name.height - theme.px(3)) / 2
        paint_icon(painter, self._icon, QRectF((self.width() - side) / 2, top, side, side), ink)
        name.draw(painter, theme.px(5), top + side + theme.px(3), ink)
        if self._waiting:
            self._paint_waiting(painter)

    def _paint_waiting(self, painter: QPainter) -> None:
        assert self._look is not None
        theme = self._look.theme
        number = lay_out(str(self._waiting) if self._waiting < 100 else "99+", theme.font(14, MEDIUM, figures=True))
        height = number.height + theme.px(2)
        width = max(height, number.natural_width + theme.px(12))
        x = theme.px(8) if self.isRightToLeft() else self.width() - width - theme.px(8)
        spot = QRectF(x, theme.px(5), width, height)
        painter.setPen(QPen(QColor(theme.colours.window), 2))
        painter.setBrush(QColor("#FFB000"))
        painter.drawRoundedRect(spot, height / 2, height / 2)
        number.draw(painter, spot.center().x() - number.width / 2, spot.center().y() - number.height / 2, "#000000")


class Rail(QWidget):
    """`chosen` with the key of a page, `acted` with that of an act."""

    chosen = Signal(str)
    acted = Signal(str)

    def __init__(self, parent: QWidget, pages: tuple[Entry, ...], acts: tuple[Entry, ...]) -> None:
        super().__init__(parent)
        self.buttons = {one.key: RailButton(self, one.icon) for one in pages}
        self.acts = {one.key: RailButton(self, one.icon, is_page=False) for one in acts}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._add(self.buttons, self._choose)
        self._column.addStretch(1)
        self._add(self.acts, self._act)

    def _add(self, buttons: dict[str, RailButton], pressed: Callable[[], None]) -> None:
        for key, button in buttons.items():
            button.setProperty("key", key)
            button.clicked.connect(pressed)
            self._column.addWidget(button)

    def dress(self, look: Look, names: dict[str, str]) -> None:
        """Words and sizes of the pages."""
        self._column.setSpacing(max(4, look.theme.px(6)))
        for place, (key, button) in enumerate(self.buttons.items(), 1):
            button.say(look, names[key], f"Ctrl+{place}")

    def show_page(self, key: str) -> None:
        """This one is shown."""
        self.buttons[key].setChecked(True)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(str(self.sender().property("key")))

    @Slot()
    def _act(self) -> None:
        self.acted.emit(str(self.sender().property("key")))
