"""One person, looked up: what is known, and what can be done."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScroller, QSizePolicy, QWidget

from checkin.domain.registration import Registration
from ui.desk.facts import Fact
from ui.desk.page import Page
from ui.widgets.button import Kind, WideButton
from ui.widgets.look import MEDIUM, SEMIBOLD, Look
from ui.widgets.text import LEADING, TextBlock, lay_out

WIDEST_LABEL = 0.36
WIDE_SCALE = 0.85


class FactSheet(QWidget):
    """Labels and values under each other; as high as it takes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._facts: tuple[Fact, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def dress(self, look: Look) -> None:
        """Colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these."""
        self._facts = facts
        self.setAccessibleName(". ".join(f"{fact.label}: {fact.value}" for fact in facts))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """What the text takes."""
        return round(sum(self._height(pair) for pair in self._blocks(width)))

    def hasHeightForWidth(self) -> bool:
        """It does."""
        return True

    def _height(self, pair: tuple[TextBlock, TextBlock]) -> float:
        assert self._look is not None
        return max(block.height for block in pair) + self._look.theme.px(5)

    def _blocks(self, width: int) -> list[tuple[TextBlock, TextBlock]]:
        if self._look is None:
            return []
        theme, flow = self._look.theme, self.layoutDirection()
        label_font, value_font = theme.font(14, MEDIUM), theme.font(16, SEMIBOLD)
        widest = max((lay_out(fact.label, label_font).natural_width for fact in self._facts), default=0.0)
        label = min(widest + 2, width * WIDEST_LABEL)
        value = max(40.0, width - label - theme.px(10))
        return [
            (lay_out(fact.label, label_font, label, LEADING, flow), lay_out(fact.value, value_font, value, LEADING, flow))
            for fact in self._facts
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The facts."""
        if self._look is None:
            return
        c, painter, y = self._look.theme.colours, QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label, value in self._blocks(self.width()):
            mirrored = self.isRightToLeft()
            label.draw(painter, self.width() - label.width if mirrored else 0, y + 1, c.muted)
            value.draw(painter, 0 if mirrored else self.width() - value.width, y, c.text)
            y += self._height((label, value))


class FactArea(QScrollArea):
    """A sheet of facts that scrolls under a finger where it is taller than its place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet = FactSheet(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.sheet)
        self.viewport().setAutoFillBackground(False)
        self.sheet.setAutoFillBackground(False)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)


class PersonPage(Page):
    """The name, the facts, and large buttons at the foot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=True)
        self._area = FactArea(self)
        self.sheet = self._area.sheet
        self.admit = WideButton(self, "user-check", Kind.MAIN)
        self.print_badge = WideButton(self, "printer")
        self.group = WideButton(self, "users")
        self._pair = QHBoxLayout()
        for button in (self.print_badge, self.group):
            self._pair.addWidget(button, 1)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self.admit)
        self._column.addLayout(self._pair)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        words, theme = look.words, look.theme
        wide = theme.scale >= WIDE_SCALE
        self._column.setSpacing(theme.gap_px)
        self._pair.setSpacing(theme.gap_px)
        self.sheet.dress(look)
        self.print_badge.say(look, words("Badge"), words("Print the badge"), "Ctrl+P", hinted=wide)
        self.group.say(look, words("The group"), words("Show everybody of this order"), "F12", hinted=wide)

    def show_person(self, person: Registration, facts: tuple[Fact, ...], look: Look, *, leaving: bool) -> None:
        """Show this person; `leaving` where the desk scans exits."""
        words = look.words
        text = words("Let out") if leaving else words("Admit")
        tip = words("Let this person out, as a scan by name") if leaving else words("Admit this person, as a scan by name")
        self.admit.say(look, text, tip, "Enter")
        self.group.setVisible(bool(person.order))
        self.write_heading(person.name, large=True)
        self.sheet.show_facts(facts)
        self._area.verticalScrollBar().setValue(0)

    def scroll_by(self, steps: int) -> None:
        """Show what stands further down."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + steps * bar.singleStep() * 2)
