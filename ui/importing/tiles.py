"""Large numbers that are touched to see what is behind them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from checkin.sentences import grouped
from ui.widgets.look import BOLD, SEMIBOLD, Look
from ui.widgets.text import CENTRE, fit, lay_out


class Tile(QAbstractButton):
    """A number and its name; checked while what it counts is shown."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(parent)
        self.key = key
        self._look: Look | None = None
        self._number = 0
        self._colour = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def number(self) -> int:
        """What it shows."""
        return self._number

    def show_number(self, look: Look, name: str, number: int, colour: str) -> None:
        """Show `number` of `name`, in this colour where there are any."""
        self._look, self._number, self._colour = look, number, colour
        self.setText(name)
        self.setAccessibleName(f"{name}: {grouped(number)}")
        self.setFixedHeight(look.theme.px(104))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The number above its name."""
        if self._look is None:
            return
        theme, painter = self._look.theme, QPainter(self)
        c, radius, pad = theme.colours, theme.px(16), theme.px(8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent if self.isChecked() else c.border), 3 if self.isChecked() else 1))
        painter.setBrush(QColor(c.selected if self.isChecked() or self.isDown() else c.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.accent), 4))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), radius, radius)
        room = self.width() - 2 * pad
        sizes: Sequence[int] = (44, 36, 28, 22)
        number = fit(grouped(self._number), [theme.font(size, BOLD, figures=True) for size in sizes], room, 1)
        name = lay_out(self.text(), theme.font(16, SEMIBOLD), room, CENTRE, self.layoutDirection())
        y = (self.height() - number.height - name.height) / 2
        number.draw(painter, pad, y, self._colour if self._number else c.muted)
        name.draw(painter, pad, y + number.height, c.text if self._number else c.muted)
