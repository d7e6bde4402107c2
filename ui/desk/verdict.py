"""The verdict panel: colour, shape, word, name and one sentence, readable at three metres."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.desk.card_buttons import CardButtons
from ui.desk.cards import Card
from ui.desk.composing import Advice, Composition, Piece, compose
from ui.theme import Paint, Theme, Tone, readable_on
from ui.widgets.look import Look
from ui.widgets.shapes import paint_shape


class VerdictPanel(QWidget):
    """Shows one card. It is laid out when the card, the size or the look changes, and painted then alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._card: Card | None = None
        self._composed: Composition | None = None
        self._offered: tuple[str, bool, bool] = ("", False, False)
        self.buttons = buttons = CardButtons(self)
        self.undo, self.done, self.group, self.print_badge = buttons.undo, buttons.done, buttons.group, buttons.print_badge

    def dress(self, look: Look) -> None:
        """Colours, sizes and the buttons' words."""
        self._look = look
        self.buttons.dress(look)
        self._renew()

    def offer(self, group: str, *, printing: bool) -> None:
        """Offer the people of the order, in these words ("" for not), and whether to print the badge."""
        if (group, printing) != self._offered[:2]:
            self._offered = group, printing, self._offered[2]
            self.buttons.offer_people(group, printing=printing)
            self._renew()

    def offer_override(self, offered: bool) -> None:
        """Offer to admit on a supervisor's word."""
        if offered is not self._offered[2]:
            self._offered = *self._offered[:2], offered
            self.buttons.offer_override(offered)
            self._renew()

    def show_card(self, card: Card) -> None:
        """Show `card` at once, instead of the one before."""
        if card == self._card:
            return
        self._card = card
        self.setAccessibleName(card.spoken)
        self._renew()

    def announce(self) -> None:
        """Let a screen reader say the card."""
        if self._card is not None:
            event = QAccessibleAnnouncementEvent(self, self._card.spoken)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    @property
    def card(self) -> Card | None:
        """The card that is shown."""
        return self._card

    @property
    def composition(self) -> Composition | None:
        """Where everything stands, in pixels of the panel."""
        if self._composed is None and self._look is not None and self._card is not None:
            self._composed = self.compose(self._card)
        return self._composed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size."""
        self._renew()

    def _renew(self) -> None:
        self._composed = None
        if self._look is None or self._card is None:
            return
        self.buttons.wear(self._card, self._look.theme.paint(self._card.face.tone), self._pad())
        self.update()

    def _pad(self) -> int:
        return self._look.theme.px(20) if self._look else 20

    # --- laying out

    def compose(self, card: Card) -> Composition:
        """Where everything would stand on `card`."""
        assert self._look is not None
        room = self.height() - 3 * self._pad() - self.buttons.height
        return compose(self._look, card, self.width(), self._pad(), room)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card."""
        composed = self.composition
        if composed is None or self._look is None or self._card is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, self._look.theme, self._card, composed)

    def draw_unseen(self, card: Card) -> QImage:
        """A card as it would be painted, without its buttons, shown to nobody: the next one like it finds its fonts and letters
        ready. Only once the panel was dressed."""
        assert self._look is not None
        ratio = self.devicePixelRatioF()
        picture = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._look.theme.colours.window))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, self._look.theme, card, self.compose(card))
        painter.end()
        return picture

    def _paint_card(self, painter: QPainter, theme: Theme, card: Card, composed: Composition) -> None:
        paint = theme.paint(card.face.tone)
        self._paint_ground(painter, theme, paint, quiet=card.face.tone is Tone.QUIET)
        paint_shape(painter, card.face.shape, composed.shape, paint.accent)
        for piece in composed.pieces:
            self._paint_piece(painter, piece, paint)
        for advice in composed.advice:
            self._paint_advice(painter, advice, theme, paint)

    def _paint_ground(self, painter: QPainter, theme: Theme, paint: Paint, *, quiet: bool) -> None:
        radius = theme.px(28)
        width = theme.px(8) if quiet else 1
        edge = paint.accent if quiet else theme.colours.border if paint.fill == theme.colours.surface else paint.fill
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(paint.fill))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    @staticmethod
    def _paint_piece(painter: QPainter, piece: Piece, paint: Paint) -> None:
        ink = paint.ink
        if piece.pill:
            ink = readable_on(piece.pill)
            painter.setPen(QPen(QColor(paint.ink), 2))
            painter.setBrush(QColor(piece.pill))
            painter.drawRoundedRect(piece.rect, piece.rect.height() / 2, piece.rect.height() / 2)
        x = piece.rect.center().x() - piece.block.width / 2
        piece.block.draw(painter, x, piece.rect.top() + piece.pad, ink)

    @staticmethod
    def _paint_advice(painter: QPainter, advice: Advice, theme: Theme, paint: Paint) -> None:
        veil = QColor(paint.ink)
        veil.setAlpha(26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(advice.rect, theme.px(16), theme.px(16))
        pad = theme.px(14)
        left, top = advice.rect.left() + pad, advice.rect.top() + pad * 0.7
        advice.label.draw(painter, left, top, paint.ink)
        advice.text.draw(painter, left, top + advice.label.height + theme.px(3), paint.ink)
