"""The page of a rehearsal: all checks at once, the camera's picture, the four test badges, and one verdict."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QScroller, QSizePolicy, QVBoxLayout, QWidget

from checkin.rehearsal.samples import TITLES, Sample
from ui.desk.rehearsal_checks import CheckRows
from ui.reasons import Shape
from ui.theme import VERDICTS, Paint, Tone
from ui.widgets.button import Button, Kind
from ui.widgets.lines import Line
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.shapes import paint_seal, paint_shape
from ui.widgets.surface import Surface
from ui.widgets.text import LEADING, lay_out


class Banner(QWidget):
    """One sentence on a colour, with the shape that says the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._said = ""
        self._face: tuple[Shape, Tone] = (Shape.FRAME, Tone.READY)

    def show_sentence(self, look: Look, said: str, face: tuple[Shape, Tone]) -> None:
        """Say this."""
        self._look, self._said, self._face = look, said, face
        self.setFixedHeight(look.theme.px(62))
        self.setAccessibleName(said)
        self.update()

    @property
    def said(self) -> str:
        """The sentence."""
        return self._said

    @property
    def tone(self) -> Tone:
        """Its colour."""
        return self._face[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sentence."""
        if self._look is None:
            return
        theme, (shape, tone) = self._look.theme, self._face
        paint: Paint = theme.paint(tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = tone not in VERDICTS
        painter.setPen(QPen(QColor(theme.colours.border), 1) if plain else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(16), theme.px(16))
        side, pad = theme.px(36), theme.px(16)
        mirrored = self.isRightToLeft()
        square = QRectF(self.width() - pad - side if mirrored else pad, (self.height() - side) / 2, side, side)
        paint_shape(painter, shape, square, paint.accent)
        room = self.width() - side - 3 * pad
        flow = self.layoutDirection()
        blocks = [lay_out(self._said, theme.font(size, BOLD), room, LEADING, flow) for size in (24, 21, 18, 15)]
        block = next((one for one in blocks if one.height < self.height()), blocks[-1])
        block.draw(painter, pad if mirrored else side + 2 * pad, (self.height() - block.height) / 2, paint.ink)


class SampleTile(QWidget):
    """One test badge: waited for, answered rightly, or wrongly."""

    def __init__(self, parent: QWidget, sample: Sample) -> None:
        super().__init__(parent)
        self._sample = sample
        self._look: Look | None = None
        self.answer: bool | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self.setFixedHeight(max(30, look.theme.px(36)))
        self.setAccessibleName(look.words(TITLES[self._sample]))
        self.update()

    def show_answer(self, right: bool | None) -> None:
        """Whether the desk's answer was right; None: there is none yet."""
        self.answer = right
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tile."""
        if self._look is None:
            return
        theme, c = self._look.theme, self._look.theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.field), 1.5, Qt.PenStyle.DashLine if self.answer is None else Qt.PenStyle.SolidLine))
        painter.setBrush(QColor(c.window if self.answer is None else c.selected))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(10), theme.px(10))
        side, pad = theme.px(22), theme.px(10)
        left = self.width() - pad - side if self.isRightToLeft() else pad
        if self.answer is not None:
            shape, tone = (Shape.TICK, Tone.ADMITTED) if self.answer else (Shape.CROSS, Tone.REFUSED)
            square = QRectF(left, (self.height() - side) / 2, side, side)
            paint_seal(painter, shape, square, VERDICTS[tone].fill, VERDICTS[tone].ink)
        said = self._look.words(TITLES[self._sample])
        room = self.width() - side - 3 * pad
        block = lay_out(said, theme.font(15, SEMIBOLD), room, LEADING, self.layoutDirection())
        x = pad if self.isRightToLeft() else side + 2 * pad
        block.draw(painter, x, (self.height() - block.height) / 2, c.text)


class RehearsalPage(Surface):
    """Its buttons are connected by ui.desk.rehearsing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.banner = Banner(self)
        self.checks = CheckRows(self)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.checks)
        self._area.viewport().setAutoFillBackground(False)
        self.checks.setAutoFillBackground(False)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.tiles = {sample: SampleTile(self, sample) for sample in Sample}
        self.how, self.question = Paragraph(self), Paragraph(self)
        self.heard, self.not_heard, self.again = Button(self, "check"), Button(self, "x"), Button(self, "volume-2")
        self.save, self.print, self.done = Button(self, "download"), Button(self, "printer"), Button(self, "x", Kind.MAIN)
        self.slot = QVBoxLayout()
        self._place_parts()

    def _place_parts(self) -> None:
        self._row = QHBoxLayout(self)
        self._beside = QWidget(self)
        self._left, self._right = QVBoxLayout(), QVBoxLayout(self._beside)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._left.addWidget(self.banner)
        self._left.addWidget(self._area, 1)
        self._grid = QGridLayout()
        for number, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, number // 2, number % 2)
        self._right.addLayout(self.slot, 1)
        self._right.addWidget(self.how)
        self._right.addLayout(self._grid)
        self._right.addWidget(self.question)
        self._lines = [QHBoxLayout(), QHBoxLayout()]
        for line, buttons in zip(self._lines, ((self.heard, self.not_heard, self.again), (self.save, self.print)), strict=True):
            for button in buttons:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                line.addWidget(button, 1)
            self._right.addLayout(line)
        self.done.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._right.addWidget(self.done)
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self._beside)

    def fit(self, look: Look, side_px: int) -> None:
        """Words, colours and sizes; the column beside the checks is `side_px` wide."""
        self.dress(look)
        theme, words = look.theme, look.words
        pad = theme.px(16)
        self._row.setContentsMargins(pad, pad, pad, pad)
        self._row.setSpacing(theme.px(20))
        for box in (self._left, self._right, self._grid, *self._lines):
            box.setSpacing(theme.gap_px)
        self._beside.setFixedWidth(side_px)
        self.checks.dress(look)
        for tile in self.tiles.values():
            tile.dress(look)
        self.how.show_line(Line(words("Hold the test badges before the camera"), theme.font(16, SEMIBOLD), theme.colours.text))
        self.heard.say(look, words("Yes"), words("The four sounds were heard"))
        self.not_heard.say(look, words("No"), words("The four sounds were not heard"))
        self.again.say(look, "", words("Play the four sounds again"))
        self.save.say(look, words("Keep"), words("Keep the page as a PDF"))
        self.print.say(look, words("Print"), words("Print the page"))
        self.done.say(look, words("Close"), words("End the rehearsal"), "Esc")

    def ask(self, look: Look, sentence: str, *, loud: bool = False) -> None:
        """Say this above the buttons."""
        colour = look.theme.colours.text if loud else look.theme.colours.muted
        self.question.show_line(Line(sentence, look.theme.font(15, MEDIUM), colour))
