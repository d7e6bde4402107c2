"""What visitors read from two metres away: one shape, and one sentence in each of their languages."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kiosk.cards import VisitorCard
from ui.language import direction
from ui.theme import Theme
from ui.widgets.look import BOLD, HEAVY, MEDIUM
from ui.widgets.shapes import paint_shape
from ui.widgets.text import TextBlock, fit

SHARE_OF_THE_SHAPE = 0.3
STEPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
SMALL_PX = 20


class VisitorPanel(QWidget):
    """Shows one card over its whole size; letters grow with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self.card: VisitorCard | None = None

    def dress(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    def show_card(self, card: VisitorCard) -> None:
        """Show it at once, and let a screen reader say it."""
        if card == self.card:
            return
        self.card = card
        self.setAccessibleName(card.spoken)
        event = QAccessibleAnnouncementEvent(self, card.spoken)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
        self.update()

    def blocks(self) -> list[TextBlock]:
        """The sentences and the name, as large as the panel has room for."""
        if self.card is None or self._theme is None:
            return []
        room = self.height() * (1 - SHARE_OF_THE_SHAPE) - 3 * self._gap
        for step in STEPS:
            blocks = self._set(self.card, self._theme, step)
            if self._height_of(blocks) <= room:
                break
        return blocks

    def _height_of(self, blocks: list[TextBlock]) -> float:
        return sum(one.height for one in blocks) + (len(blocks) - 1) * self._gap / 2

    @property
    def _gap(self) -> float:
        return min(self.width(), self.height()) * 0.04

    def _set(self, card: VisitorCard, theme: Theme, step: float) -> list[TextBlock]:
        largest = min(self.width() / 11, self.height() / (5 if len(card.said) == 1 else 8)) * step
        blocks = [self._line(one.text, theme, largest, HEAVY, one.language) for one in card.said]
        if card.name:
            blocks.append(self._line(card.name, theme, largest * 0.8, BOLD))
        if card.for_staff:
            blocks.append(self._line(card.for_staff, theme, max(float(SMALL_PX), largest * 0.3), MEDIUM))
        return blocks

    def _line(self, text: str, theme: Theme, largest: float, weight: QFont.Weight, language: str = "") -> TextBlock:
        fonts = [theme.font(largest * share / theme.scale, weight) for share in (1.0, 0.85, 0.7, 0.6)]
        width = self.width() - 2 * self._gap
        return fit(text, fonts, width, 2, direction(language)) if language else fit(text, fonts, width, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card."""
        if self.card is None or self._theme is None:
            return
        paint = self._theme.paint(self.card.face.tone)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(paint.fill))
        blocks = self.blocks()
        side = min(self.height() * SHARE_OF_THE_SHAPE, self.width() * 0.4)
        y = max(self._gap, (self.height() - side - self._gap - self._height_of(blocks)) / 2)
        paint_shape(painter, self.card.face.shape, QRectF((self.width() - side) / 2, y, side, side), paint.accent)
        y += side + self._gap
        for block in blocks:
            block.draw(painter, (self.width() - block.width) / 2, y, paint.ink)
            y += block.height + self._gap / 2
