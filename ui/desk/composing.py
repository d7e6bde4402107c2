"""Where everything stands on a card: each text as large as there is room for, nothing cut."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont

from ui.desk.cards import Card
from ui.language import direction
from ui.widgets.look import BOLD, HEAVY, MEDIUM, SEMIBOLD, Look
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


def compose(look: Look, card: Card, width: int, pad: int, room: float) -> Composition:
    """`card` laid out `width` pixels wide, `pad` from the edges: as large as it can be in a height of `room` pixels."""
    for step in STEPS:
        composed = Composer(look, card, width, pad, step).compose(room)
        if composed.height <= room:
            break
    return composed


class Composer:
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
