"""One conflict: who it is about, the two admissions side by side, and every time that person passed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction
from checkin.overview.picture import ConflictShown
from checkin.words import found_out
from ui.dashboard.telling import Telling
from ui.theme import readable_on
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.surface import Surface
from ui.widgets.text import LEADING, fit, lay_out


class ConflictDetails(Surface):
    """Painted; as much of the history as there is room for, the latest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: ConflictShown | None = None
        self._telling: Telling | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_conflict(self, shown: ConflictShown | None, telling: Telling, look: Look) -> None:
        """Show this one; None: there is none."""
        self._shown, self._telling = shown, telling
        self.setAccessibleName("" if shown is None else self.name)
        self.setAccessibleDescription("" if shown is None else " · ".join((*self.place(0), *self.place(1), self.verdict)))
        self.dress(look)

    @property
    def name(self) -> str:
        """Who it is about."""
        assert self._shown is not None
        person = self._shown.person
        return person.name if person else self._shown.conflict.surplus.registration

    @property
    def verdict(self) -> str:
        """What became of it."""
        assert self._shown is not None
        assert self._telling is not None
        words, settled = self._telling.words, self._shown.conflict.settled
        if settled is None:
            return words("Nobody has settled it yet")
        return words("Settled by {name}: {words}", name=settled[0], words=found_out(settled[1]))

    def place(self, which: int) -> tuple[str, str]:
        """When and where the first (0) or the second (1) admission was."""
        assert self._shown is not None
        assert self._telling is not None
        conflict = self._shown.conflict
        tick = conflict.surplus if which else conflict.first
        teller, words = self._telling.teller, self._telling.words
        gate = teller.gate(tick.gate)
        desk = words("Desk {desk}", desk=tick.desk)
        return self._telling.teller.seconds(tick.at), f"{gate} · {desk}" if gate else desk

    def sizeHint(self) -> QSize:
        """Room for both, and some history."""
        return QSize(520, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The conflict."""
        super().paintEvent(event)
        if self._look is None or self._telling is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, words, pad = self._look.theme, self._telling.words, self._look.theme.px(22)
        rect = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        if self._shown is None:
            nothing = lay_out(words("There is no conflict."), theme.font(18, MEDIUM), rect.width())
            nothing.draw(painter, rect.left(), rect.center().y() - nothing.height / 2, theme.colours.muted)
            return
        y = self._paint_person(painter, rect)
        y = self._paint_both(painter, rect, y + theme.px(14))
        y += self._text(painter, self.verdict, theme.font(16, SEMIBOLD), rect, y + theme.px(14), theme.colours.text) + theme.px(
            14
        )
        self._paint_history(painter, rect, y + theme.px(12))

    def _paint_person(self, painter: QPainter, rect: QRectF) -> float:
        assert self._look is not None
        assert self._shown is not None
        assert self._telling is not None
        theme, shown = self._look.theme, self._shown
        block = fit(self.name, [theme.font(size, BOLD) for size in (32, 28, 24, 20)], rect.width(), 1, self.layoutDirection())
        y = rect.top() + self._text(painter, self.name, block.layout.font(), rect, rect.top(), theme.colours.text)
        category = self._telling.teller.category(shown.conflict.surplus.category)
        company = shown.person.company if shown.person else ""
        detail = " · ".join(part for part in (company, category) if part)
        return y + self._text(painter, detail, theme.font(17, MEDIUM), rect, y, theme.colours.muted)

    def _paint_both(self, painter: QPainter, rect: QRectF, y: float) -> float:
        """The two admissions, in the order in which they were."""
        assert self._look is not None
        assert self._telling is not None
        theme, words, gap = self._look.theme, self._telling.words, self._look.theme.px(14)
        width, height = (rect.width() - gap) / 2, theme.px(132)
        for which, name in enumerate((words("First entry"), words("Second entry"))):
            left = rect.left() + which * (width + gap)
            box = QRectF(left, y, width, height)
            if self.isRightToLeft():
                box.moveLeft(rect.left() + rect.right() - box.right())
            self._paint_box(painter, box, name, which)
        return y + height

    def _paint_box(self, painter: QPainter, box: QRectF, name: str, which: int) -> None:
        assert self._look is not None
        theme = self._look.theme
        fill = "#006D5B" if not which else "#FFB000"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, theme.px(14), theme.px(14))
        ink, inner = readable_on(fill), box.adjusted(theme.px(16), theme.px(12), -theme.px(16), -theme.px(10))
        time, where = self.place(which)
        y = inner.top() + self._text(painter, name, theme.font(16, SEMIBOLD), inner, inner.top(), ink)
        y += self._text(painter, time, theme.font(36, BOLD, figures=True), inner, y, ink)
        self._text(painter, where, theme.font(17, SEMIBOLD), inner, y, ink)

    def _paint_history(self, painter: QPainter, rect: QRectF, y: float) -> None:
        assert self._look is not None
        assert self._shown is not None
        assert self._telling is not None
        theme, c, words = self._look.theme, self._look.theme.colours, self._telling.words
        painter.setPen(QPen(QColor(c.border), 1))
        painter.drawLine(round(rect.left()), round(y), round(rect.right()), round(y))
        y += theme.px(10)
        y += self._text(painter, words("Every time this person passed here"), theme.font(15, SEMIBOLD), rect, y, c.muted)
        for tick in reversed(self._shown.passages):
            height = self._text(painter, "", theme.font(16, MEDIUM), rect, y, c.text)
            if y + height > rect.bottom():
                return
            y += self._text(painter, self._passage(tick), theme.font(16, MEDIUM, figures=True), rect, y, c.text)

    def _passage(self, tick: Tick) -> str:
        assert self._telling is not None
        words, teller = self._telling.words, self._telling.teller
        way = words("Entry") if tick.direction == Direction.ENTRY else words("Exit")
        day = teller.day(self._telling.picture.event.day_of(tick.at))
        desk = words("Desk {desk}", desk=tick.desk)
        said = (f"{day} {teller.seconds(tick.at)}", way, teller.gate(tick.gate), desk)
        return " · ".join(part for part in said if part)

    def _text(self, painter: QPainter, text: str, font: QFont, rect: QRectF, y: float, colour: str) -> float:
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        block = lay_out(shown or " ", font, rect.width(), LEADING, self.layoutDirection())
        block.draw(painter, rect.left(), y, colour)
        return block.height
