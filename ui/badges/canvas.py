"""The place where badges are looked at: fitted to the window, or as near as one likes."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QScroller, QWidget

from checkin.i18n import Phrase
from ui.badges.shown import Shown
from ui.widgets.look import MEDIUM, Look
from ui.widgets.text import LEADING, lay_out

MARGIN_PX = 28
STEP = 1.25
NEAREST, FARTHEST = 8.0, 0.1
INCH_MM = 25.4


class Canvas(QScrollArea):
    """Shows what `Shown` draws. `zoomed` when the zoom has changed."""

    zoomed = Signal()

    def __init__(self, parent: QWidget, shown: Shown) -> None:
        super().__init__(parent)
        self._sheet = _Drawing(self, shown)
        self._zoom: float | None = None
        self.setWidget(self._sheet)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    @property
    def percent(self) -> int:
        """The zoom: 100 is the size on paper, as far as the screen tells its own."""
        return round(self._sheet.scale / self._real() * 100)

    def dress(self, look: Look) -> None:
        """Colours and words."""
        self._sheet.look = look
        self.refresh()

    def refresh(self) -> None:
        """Draw anew: something else is shown."""
        self._sheet.measure(self._scale())
        self._sheet.update()
        self.zoomed.emit()

    def zoom_in(self) -> None:
        """Nearer."""
        self._zoom = min(NEAREST, self.percent / 100 * STEP)
        self.refresh()

    def zoom_out(self) -> None:
        """Farther."""
        self._zoom = max(FARTHEST, self.percent / 100 / STEP)
        self.refresh()

    def fit(self) -> None:
        """All of it, as large as the window lets it be."""
        self._zoom = None
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window has another size."""
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """The colours may have changed."""
        super().changeEvent(event)
        self.viewport().update()

    def _real(self) -> float:
        return self.logicalDpiX() / INCH_MM

    def _scale(self) -> float:
        size = self._sheet.shown.size_mm
        if self._zoom is not None:
            return self._zoom * self._real()
        if size.isEmpty():
            return 1.0
        room = self.viewport().size() if self.viewport().width() > 2 * MARGIN_PX else QSize(800, 600)
        return min((room.width() - 2 * MARGIN_PX) / size.width(), (room.height() - 2 * MARGIN_PX) / size.height())


class _Drawing(QWidget):
    """What is scrolled."""

    def __init__(self, parent: Canvas, shown: Shown) -> None:
        super().__init__()
        self._canvas = parent
        self.shown = shown
        self.scale = 1.0
        self.look: Look | None = None

    def measure(self, scale: float) -> None:
        """Take the size that belongs to `scale` pixels a millimetre."""
        self.scale, size = scale, self.shown.size_mm
        if size.isEmpty():
            self.resize(self._canvas.viewport().size())
            return
        self.resize(round(size.width() * scale) + 2 * MARGIN_PX, round(size.height() * scale) + 2 * MARGIN_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The badges, or what is wrong with them."""
        if self.look is None:
            return
        c = self.look.theme.colours
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(c.window))
        painter.translate(MARGIN_PX, MARGIN_PX)
        wrong = self.shown.draw(painter, self.scale, c.window)
        painter.translate(-MARGIN_PX, -MARGIN_PX)
        if self.shown.trouble is not None:
            self._say(painter, [self.shown.trouble.what, *(one.what for one in self.shown.trouble.mistakes)])
        elif wrong is not None:
            self._say(painter, [wrong])

    def _say(self, painter: QPainter, sentences: list[Phrase]) -> None:
        assert self.look is not None
        theme, y = self.look.theme, float(MARGIN_PX)
        room = max(200, self.width() - 2 * MARGIN_PX)
        for place, sentence in enumerate(self._lines(sentences)):
            font = theme.font(18 if place == 0 else 16, MEDIUM)
            block = lay_out(sentence, font, room, LEADING, self.layoutDirection())
            painter.fillRect(QRectF(0, y - 4, self.width(), block.height + 8), QColor(theme.colours.window))
            block.draw(painter, MARGIN_PX, y, theme.colours.refused if place == 0 else theme.colours.text)
            y += block.height + theme.px(10)

    def _lines(self, sentences: list[Phrase]) -> list[str]:
        assert self.look is not None
        words, trouble = self.look.words, self.shown.trouble
        if trouble is None:
            return [words(one) for one in sentences]
        where = [words("line {row}", row=one.row) + f", {one.column}: " if one.row else "" for one in trouble.mistakes]
        return [words(sentences[0]), *(place + words(one) for place, one in zip(where, sentences[1:], strict=True))]
