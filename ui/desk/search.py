"""The search field, and what its results look like."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from checkin.domain.event import Event
from checkin.domain.folding import fold
from checkin.domain.journal import JournalLine
from checkin.domain.registration import Registration, Status
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.sentences import Teller
from checkin.words import STATUSES
from ui.reasons import Shape
from ui.theme import VERDICTS, Tone
from ui.widgets.icons import paint_icon
from ui.widgets.look import REGULAR, Look
from ui.widgets.rows import Row
from ui.widgets.text import isolated

LEAST_LETTERS = 2


class SearchField(QLineEdit):
    """`moved` up (-1) or down (+1) through the results, `aside` towards the details (+1) or back (-1).

    Ctrl+Z is left to the desk: it takes back a scan, not a letter.

    While `walking`, both arrows go aside; else only the one that leads on from the end of the text.
    """

    moved = Signal(int)
    aside = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.walking = False
        self.setMaxLength(120)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        theme, words = look.theme, look.words
        self.setFont(theme.font(17, REGULAR))
        self.setFixedHeight(theme.target_px)
        self.setPlaceholderText(words("Name, company or badge number"))
        self.setAccessibleName(words("Search"))
        self.setToolTip(words("Type anywhere to search: name, company, e-mail, order or badge number"))
        room = max(20, theme.px(22)) + theme.px(4)
        rightward = not words.right_to_left
        self.setTextMargins(room if rightward else 0, 0, 0 if rightward else room, 0)
        align = Qt.AlignmentFlag.AlignRight if words.right_to_left else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_question(self) -> bool:
        """Whether there is enough in it to search for."""
        return len(fold(self.text()).replace(" ", "")) >= LEAST_LETTERS

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z passes by."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the results; Enter that is held down chooses once."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -4, Qt.Key.Key_PageDown: 4}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif (aside := self._aside(event)) != 0:
            self.aside.emit(aside)
        elif not (event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)

    def _aside(self, event: QKeyEvent) -> int:
        """Whether an arrow leads towards the details (1), back (-1), or through the text (0)."""
        arrows = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() not in arrows or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return 0
        step = arrows[Qt.Key(event.key())] * (-1 if self.isRightToLeft() else 1)
        leads_on = step > 0 and self.is_question and self.cursorPosition() == len(self.text())
        return step if self.walking or leads_on else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field with its glass."""
        super().paintEvent(event)
        if self._look is None:
            return
        theme = self._look.theme
        side, pad = max(20, theme.px(22)), theme.px(14)
        left = self.width() - pad - side if self.isRightToLeft() else pad
        painter = QPainter(self)
        paint_icon(painter, "search", QRectF(left, (self.height() - side) / 2, side, side), theme.colours.muted)


def result_row(person: Registration, last: JournalLine | None, event: Event, words: Words, *, alike: bool = False) -> Row:
    """A person among the results; `last` is his or her latest passage, if this desk made it. `alike`: there is another person of
    this name, which is said."""
    teller = Teller(words, event)
    category = event.categories.get(person.category)
    status = "" if person.status is Status.CONFIRMED else words(STATUSES[person.status])
    inside = ""
    if last is not None and last.direction is Direction.ENTRY:
        inside = words("inside since {time}", time=teller.clock(last.at))
    known = (person.company, teller.category(person.category))
    parts = (*known, status, inside) if alike else (status, inside, *known)
    detail = " · ".join(isolated(part) for part in parts if part)
    colour = category.colour if category else "#57606A"
    if not alike:
        return Row(person.id, person.name, detail, colour=colour, more=True)
    warning = words("Same name as another: compare")
    paint = VERDICTS[Tone.LOOK]
    return Row(person.id, person.name, detail, seal=(Shape.WARNING, paint.fill, paint.ink), warning=warning, more=True)
