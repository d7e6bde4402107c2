"""The verdict panel: colour, shape, word, name and one sentence, readable at three metres."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.desk.card_buttons import CardButtons
from ui.desk.cards import Card
from ui.language import direction
from ui.theme import Paint, Theme, Tone, readable_on
from ui.widgets.look import BOLD, HEAVY, MEDIUM, SEMIBOLD, Look
from ui.widgets.shapes import paint_shape
from ui.widgets.text import TextBlock, fit, lay_out

STEPS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4)


@dataclass(frozen=True, slots=True)
class Piece:
    """One text at its place; `pill` is the colour of the pill behind it, or ""."""

    block: TextBlock
    rect: QRectF
    pill: str = ""
    pad: float = 0.0


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do or to say: a tile with a label."""

    rect: QRectF
    label: TextBlock
    text: TextBlock


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything at its place."""

    shape: QRectF
    pieces: tuple[Piece, ...]
    advice: tuple[Advice, ...]
    height: float


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
            self._composed = self._compose(self._look, self._card)
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

    def _compose(self, look: Look, card: Card) -> Composition:
        room = self.height() - 3 * self._pad() - self.buttons.height
        for step in STEPS:
            composed = _Composer(look, card, self.width(), self._pad(), step).compose(room)
            if composed.height <= room:
                break
        return composed

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card."""
        composed = self.composition
        if composed is None or self._look is None or self._card is None:
            return
        theme, card = self._look.theme, self._card
        paint = theme.paint(card.face.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme, paint)
        paint_shape(painter, card.face.shape, composed.shape, paint.accent)
        for piece in composed.pieces:
            self._paint_piece(painter, piece, paint)
        for advice in composed.advice:
            self._paint_advice(painter, advice, theme, paint)

    def _paint_ground(self, painter: QPainter, theme: Theme, paint: Paint) -> None:
        radius = theme.px(28)
        quiet = self._card is not None and self._card.face.tone is Tone.QUIET
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


class _Composer:
    """Lays out one card in a panel `width` pixels wide, everything `step` times as large as usual."""

    def __init__(self, look: Look, card: Card, width: int, pad: int, step: float) -> None:
        self._look = look
        self._card = card
        self._theme = look.theme.but(scale=look.theme.scale * step)
        self._width = width
        self._pad = pad
        self._inner = width - 4.0 * pad

    def compose(self, room: float) -> Composition:
        """Everything in its place: the card in the middle of `room`, advice at its foot. `height` is what it takes."""
        advice = self._advice()
        foot = max((one.rect.height() for one in advice), default=0.0)
        side = float(self._theme.px(104 if advice else 140))
        pieces, height = self._stack(side + self._theme.px(10))
        taken = height + (foot + self._theme.px(14) if foot else 0)
        top = self._pad + max(0.0, (room - taken) / 2)
        for one in advice:
            one.rect.moveTop(self._pad + max(room - foot, height + self._theme.px(14)))
        for piece in pieces:
            piece.rect.moveTop(piece.rect.top() + top)
        return Composition(QRectF((self._width - side) / 2, top, side, side), pieces, advice, taken)

    def _stack(self, top: float) -> tuple[tuple[Piece, ...], float]:
        card, theme, pieces = self._card, self._theme, []
        y = top
        if card.title:
            pieces.append(self._piece(fit(card.title, self._fonts(78, 44, HEAVY), self._inner, 1), y))
            y = pieces[-1].rect.bottom() + theme.px(2)
        if card.name:
            pieces.append(self._piece(fit(card.name, self._fonts(62, 30, BOLD), self._inner, 2), y))
            y = pieces[-1].rect.bottom() + theme.px(2)
        if card.company:
            pieces.append(self._piece(fit(card.company, self._fonts(28, 18, MEDIUM), self._inner, 2), y))
            y = pieces[-1].rect.bottom() + theme.px(8)
        if card.category:
            pieces.append(self._pill(y))
            y = pieces[-1].rect.bottom() + theme.px(12)
        if card.reason:
            said = direction(self._look.words.language)
            pieces.append(self._piece(fit(card.reason, self._fonts(28, 20, SEMIBOLD), self._inner, 2, said), y))
            y = pieces[-1].rect.bottom()
        return tuple(pieces), y

    def _fonts(self, largest: float, least: float, weight: QFont.Weight) -> list[QFont]:
        sizes = [largest - (largest - least) * part / 6 for part in range(7)]
        return [self._theme.font(size, weight) for size in sizes]

    def _piece(self, block: TextBlock, y: float) -> Piece:
        return Piece(block, QRectF((self._width - block.width) / 2, y, block.width, block.height))

    def _pill(self, y: float) -> Piece:
        theme = self._theme
        block = fit(self._card.category, self._fonts(24, 16, SEMIBOLD), self._inner - 2 * theme.px(24), 2)
        width, pad = block.natural_width + 2 * theme.px(24), theme.px(5)
        rect = QRectF((self._width - width) / 2, y, width, block.height + 2 * pad)
        return Piece(block, rect, self._card.category_colour or self._theme.colours.muted, pad)

    def _advice(self) -> tuple[Advice, ...]:
        card, words = self._card, self._look.words
        own = direction(words.language)
        texts = []
        if card.do:
            texts.append((words("What to do"), card.do, own))
        if card.note:
            texts.append((words("Please note"), card.note, own))
        if card.say:
            texts.append((words("Say to the visitor"), card.say, direction(card.say_language)))
        if not texts:
            return ()
        gap = float(self._theme.px(12))
        width = (self._width - 2 * self._pad - gap * (len(texts) - 1)) / len(texts)
        tiles = [self._tile(text, width, own) for text in texts]
        height = max(tile.rect.height() for tile in tiles)
        rightward = own is Qt.LayoutDirection.LeftToRight
        for place, tile in enumerate(tiles if rightward else reversed(tiles)):
            tile.rect.setHeight(height)
            tile.rect.moveLeft(self._pad + place * (width + gap))
        return tuple(tiles)

    def _tile(self, what: tuple[str, str, Qt.LayoutDirection], width: float, own: Qt.LayoutDirection) -> Advice:
        theme, pad = self._theme, self._look.theme.px(14)
        align = Qt.AlignmentFlag.AlignRight if what[2] is Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        label_align = Qt.AlignmentFlag.AlignRight if own is Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignAbsolute
        inner = width - 2 * pad
        label = lay_out(what[0], theme.font(15, SEMIBOLD), inner, label_align | absolute, own)
        text = lay_out(what[1], theme.font(20, MEDIUM), inner, align | absolute, what[2])
        return Advice(QRectF(0, 0, width, label.height + text.height + 1.6 * pad), label, text)
