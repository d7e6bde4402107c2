"""One earlier scan: what became of it, and what can still be done about it."""

from PySide6.QtWidgets import QWidget

from checkin.desk.messages import Judged
from checkin.domain.event import Event
from checkin.domain.journal import Origin
from checkin.i18n import Phrase, Words, phrase
from checkin.sentences import Teller
from checkin.words import wording
from ui.desk.cards import short_code, time_of
from ui.desk.facts import Fact
from ui.desk.page import Page
from ui.desk.person import FactArea
from ui.desk.state import DeskState
from ui.widgets.button import WideButton
from ui.widgets.look import Look

ORIGINS: dict[Origin, Phrase] = {
    Origin.CAMERA: phrase("Camera"),
    Origin.SCANNER: phrase("Hand scanner"),
    Origin.SEARCH: phrase("By name"),
    Origin.COMMAND: phrase("Command line"),
}


def scan_facts(scan: Judged, state: DeskState, event: Event, words: Words) -> tuple[Fact, ...]:
    """What is shown of an earlier scan, nothing without a value."""
    line, person, teller = scan.line, scan.registration, Teller(words, event)
    title = words(wording(scan.verdict, line.direction, scan.quiet).title)
    why = teller.why(line, scan.verdict, person, scan.quiet)
    facts = (
        Fact(words("Company"), person.company if person else ""),
        Fact(words("Category"), teller.category(line.category) if line.category else ""),
        Fact(words("Verdict"), words("taken back") if line.scan_id in state.undone else title),
        Fact(words("Why"), why),
        Fact(words("Time"), time_of(line.at, event)),
        Fact(words("Read by"), words(ORIGINS[line.origin])),
        Fact(words("Identity card"), words("seen") if line.scan_id in state.identified else ""),
        Fact(words("Code"), "" if person else short_code(line.text)),
    )
    return tuple(fact for fact in facts if fact.value)


class ScanPage(Page):
    """The name, the facts, and one large button, if anything can be done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=True)
        self.area = FactArea(self)
        self.undo = WideButton(self, "undo-2")
        self.override = WideButton(self, "shield-check")
        self._column.addWidget(self.area, 1)
        for button in (self.undo, self.override):
            self._column.addWidget(button)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        words = look.words
        self._column.setSpacing(look.theme.gap_px)
        self.area.sheet.dress(look)
        self.undo.say(look, words("Take back"), words("Take this scan back"), "Enter")
        self.override.say(look, words("Override"), words("A supervisor admits this person"), "Enter")

    def show_scan(self, name: str, facts: tuple[Fact, ...], *, undo: bool, override: bool) -> None:
        """Show a scan, and what may be done; the keyboard goes there."""
        self.write_heading(name, large=True)
        self.area.sheet.show_facts(facts)
        self.area.verticalScrollBar().setValue(0)
        self.undo.setVisible(undo)
        self.override.setVisible(override)

    def wanted_px(self, width: int, rows: int) -> int:
        """All of its facts are to be seen."""
        margins = self._column.contentsMargins()
        inner = width - margins.left() - margins.right()
        return self._column.minimumSize().height() - self.area.minimumSizeHint().height() + self.area.sheet.heightForWidth(inner)
