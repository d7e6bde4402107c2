"""The scan coach's hint, over the top of the camera's picture: what to do so that a badge can be read."""

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from checkin.i18n import Phrase, phrase
from checkin.scanning.messages import Hint
from ui.widgets.icons import paint_icon
from ui.widgets.look import SEMIBOLD, Look
from ui.widgets.text import TextBlock, lay_out

FADES_IN_MS = 250
LEAST_PX = 16

SAID: dict[Hint, tuple[str, Phrase]] = {
    Hint.CLOSER: ("maximize-2", phrase("Hold it closer")),
    Hint.FARTHER: ("minimize-2", phrase("Hold it farther away")),
    Hint.HOLD_STILL: ("hand", phrase("Hold it still")),
    Hint.TOO_DARK: ("lightbulb", phrase("Too dark: more light on it")),
    Hint.TOO_BRIGHT: ("sun", phrase("Too bright: shade it")),
    Hint.GLARE: ("sparkles", phrase("Glare: tilt it a little")),
    Hint.UNSHARP: ("focus", phrase("Blurred: wipe the lens")),
}
"""Each hint's icon and words."""


class HintChip(QWidget):
    """One hint, or nothing. It takes no click and makes no sound, and fades away when the hint is over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._hint: Hint | None = None
        self._icon = ""
        self._said: TextBlock | None = None
        self._room = 0
        self._strength = QVariantAnimation(self, duration=FADES_IN_MS, startValue=0.0, endValue=1.0)
        self._strength.valueChanged.connect(self._fade)
        self._strength.finished.connect(self._leave)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def hint(self) -> Hint | None:
        """What is said now; None while it fades, too."""
        return self._hint

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self._say()

    def fit(self, room: int) -> None:
        """Stand in the middle of the top of `room` pixels."""
        self._room = room
        self._say()

    def show_hint(self, hint: Hint | None) -> None:
        """Say this; None: say nothing any more."""
        if hint is self._hint:
            return
        self._hint = hint
        direction = QVariantAnimation.Direction.Backward if hint is None else QVariantAnimation.Direction.Forward
        self._strength.setDirection(direction)
        if hint is not None:
            self._say()
            self.show()
            self.raise_()
        if self._strength.currentValue() != (0.0 if hint is None else 1.0):
            self._strength.start()

    def _say(self) -> None:
        if self._look is None or self._hint is None:
            return
        theme = self._look.theme
        self._icon, words = SAID[self._hint]
        room = self._room - 2 * theme.px(8) - self._icon_px() - 3 * theme.px(10)
        text = self._look.words(words)
        font = theme.font(16, SEMIBOLD)
        font.setPixelSize(max(LEAST_PX, font.pixelSize()))
        self._said = lay_out(text, font)
        if self._said.width > room:
            lines = lay_out(text, font, room)
            self._said = lay_out(text, font, lines.natural_width + 1)  # no wider than its lines, or the chip would be
        self.setAccessibleName(text)
        width = round(self._said.width + self._icon_px() + 3 * theme.px(10))
        height = round(max(self._said.height, self._icon_px()) + 2 * theme.px(6))
        self.setGeometry((self._room - width) // 2, theme.px(8), width, height)
        self.update()

    def _icon_px(self) -> int:
        return max(20, self._look.theme.px(22)) if self._look else 22

    @Slot()
    def _fade(self) -> None:
        self.update()

    @Slot()
    def _leave(self) -> None:
        if self._hint is None:
            self.hide()
            self.setAccessibleName("")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon and words on a dark chip, as the camera's name has."""
        if self._look is None or self._said is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(float(self._strength.currentValue()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(13, 18, 28, 225))
        radius = min(self.height() / 2, theme.px(20))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        side, pad = self._icon_px(), theme.px(10)
        icon_x = self.width() - pad - side if self.isRightToLeft() else pad
        paint_icon(painter, self._icon, QRectF(icon_x, (self.height() - side) / 2, side, side), "#FFFFFF")
        text_x = pad if self.isRightToLeft() else icon_x + side + pad
        self._said.draw(painter, text_x, (self.height() - self._said.height) / 2, "#FFFFFF")
