"""The checks of a rehearsal under each other: a seal, a title and a sentence each."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.i18n import Phrase
from checkin.rehearsal.findings import Checked, State
from checkin.rehearsal.report import TITLES
from ui.reasons import Shape
from ui.theme import VERDICTS, Tone
from ui.widgets.look import BOLD, MEDIUM, Look
from ui.widgets.shapes import paint_seal
from ui.widgets.text import LEADING, TextBlock, lay_out

SEALS: Mapping[State, tuple[Shape, Tone]] = {
    State.OK: (Shape.TICK, Tone.ADMITTED),
    State.WARNING: (Shape.WARNING, Tone.LOOK),
    State.FAULT: (Shape.CROSS, Tone.REFUSED),
}
MOST_OF_A_TITLE = 0.3


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row, laid out: `state` is None while the check is not made."""

    state: State | None
    title: TextBlock
    said: TextBlock
    height: float


class CheckRows(QWidget):
    """Paints the checks; as tall as their sentences ask."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._made: dict[str, Checked] = {}
        self._waiting: Mapping[str, Phrase] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self._changed()

    def forget(self, waiting: Mapping[str, Phrase]) -> None:
        """No check is made yet; `waiting` says of some what they wait for."""
        self._made, self._waiting = {}, waiting
        self._changed()

    def show_check(self, one: Checked) -> None:
        """A check was made, or made again."""
        self._made[one.name] = one
        self._changed()

    @property
    def made(self) -> Mapping[str, Checked]:
        """Those that were made, by name."""
        return self._made

    def rows(self, width: int) -> list[CheckRow]:
        """The rows as they are laid out in `width` pixels."""
        if self._look is None:
            return []
        words, font = self._look.words, self._look.theme.font(16, BOLD)
        widest = max(lay_out(words(title), font).width for title in TITLES.values())
        title_px = min(widest + 2, width * MOST_OF_A_TITLE)
        return [self._row(name, title_px, width) for name in TITLES]

    def _row(self, name: str, title_px: float, width: int) -> CheckRow:
        assert self._look is not None
        theme, words, flow = self._look.theme, self._look.words, self.layoutDirection()
        one, title = self._made.get(name), words(TITLES[name])
        head = self._seal_px() + theme.px(12)
        said = one.finding.message if one is not None else self._waiting.get(name, Phrase(""))
        titled = lay_out(title, theme.font(16, BOLD), title_px, LEADING, flow)
        room = width - head - title_px - theme.px(16)
        spoken = lay_out(words(said), theme.font(14.5, MEDIUM), max(80.0, room), LEADING, flow)
        height = max(float(self._seal_px()), titled.height, spoken.height) + theme.px(9)
        return CheckRow(one.finding.state if one is not None else None, titled, spoken, height)

    def _seal_px(self) -> int:
        return max(20, self._look.theme.px(24)) if self._look else 24

    def _changed(self) -> None:
        self.setMinimumHeight(round(sum(row.height for row in self.rows(self.width()))))
        if self._look is not None:
            words = self._look.words
            said = (f"{words(one.title)}: {words(one.finding.message)}" for one in self._made.values())
            self.setAccessibleName("\n".join(said))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences break elsewhere."""
        self._changed()

    def sizeHint(self) -> QSize:
        """As tall as the sentences ask."""
        return QSize(200, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for row in self.rows(self.width()):
            self._paint_row(painter, row, y)
            y += row.height

    def _paint_row(self, painter: QPainter, row: CheckRow, y: float) -> None:
        assert self._look is not None
        theme, side, middle = self._look.theme, self._seal_px(), y + row.height / 2
        colours, mirrored = theme.colours, self.isRightToLeft()
        seal = QRectF(self.width() - side if mirrored else 0, middle - side / 2, side, side)
        if row.state is None:
            painter.setPen(QPen(QColor(colours.field), 2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(seal.adjusted(2, 2, -2, -2))
        else:
            shape, tone = SEALS[row.state]
            paint_seal(painter, shape, seal, VERDICTS[tone].fill, VERDICTS[tone].ink)
        head = side + theme.px(12)
        title_x = self.width() - head - row.title.width if mirrored else head
        row.title.draw(painter, title_x, middle - row.title.height / 2, colours.text if row.state else colours.muted)
        said_x = 0 if mirrored else self.width() - row.said.width
        row.said.draw(painter, said_x, middle - row.said.height / 2, colours.text if row.state else colours.muted)
