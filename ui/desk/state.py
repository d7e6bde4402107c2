"""What the window knows, and how each message changes it: plain values, without a widget."""

from dataclasses import dataclass, field

from checkin.desk.messages import Failed, GroupJudged, Judged, PrintBadge, PrintedBefore, Published, Ready, ToPrint, Undone
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine
from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.scanning.messages import CameraState, Condition
from ui.desk.cards import Card, Shown, card_of, failed_card, opening_card, ready_card
from ui.desk.people_cards import group_card, printing_card

KEPT = 50


@dataclass(slots=True)
class DeskState:
    """`shown` is what the card says, None while ready. `recent` is newest first; `undone` holds ids of scans taken back.

    `waiting` counts the lines that were not delivered, None until that is known; `copies` the badges that are known to have been
    printed, by registration; `later` is said when the card is cleared.
    """

    event: Event | None = None
    checkpoint: str = ""
    direction: Direction = Direction.ENTRY
    figures: Figures = field(default_factory=Figures)
    today: Figures = field(default_factory=Figures)
    recent: list[Judged] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)
    shown: Shown | GroupJudged | ToPrint | None = None
    camera: CameraState | None = None
    waiting: int | None = None
    copies: dict[str, int] = field(default_factory=dict)
    later: Failed | None = None

    def take(self, message: Published) -> None:
        """Change by one message."""
        match message:
            case Ready():
                self._begin(message)
            case Judged():
                self._add(message)
                self.shown = message
            case GroupJudged():
                for one in message.scans:
                    self._add(one)
                self.shown = message
            case Undone():
                self.undone.add(message.line.undoes)
                if message.line.checkpoint == self.checkpoint:
                    self._count(message.figures, message.today)
                self.shown = message
            case PrintedBefore() | ToPrint():
                self._know_copies(message)
            case Failed():
                self._fail(message)

    def clear(self) -> None:
        """Back to Ready, or to what had to wait for that."""
        self.shown, self.later = self.later, None

    def _add(self, message: Judged) -> None:
        self.recent = [message, *self.recent[: KEPT - 1]]
        self._count(message.figures, message.today)

    @property
    def _must_stay(self) -> bool:
        """Whether the card says of somebody that he or she may not simply pass."""
        return isinstance(self.shown, Judged) and not self.shown.verdict.admitted

    def _know_copies(self, message: PrintedBefore | ToPrint) -> None:
        if isinstance(message, PrintedBefore):
            self.copies[message.registration.id] = message.times
            return
        self.copies[message.registration.id] = message.copy
        if not self._must_stay:
            self.shown = message

    def _fail(self, message: Failed) -> None:
        """A printer fails when it likes; its trouble must not stand where somebody's verdict is."""
        if isinstance(message.request, PrintBadge) and isinstance(self.shown, Judged | GroupJudged):
            self.later = message
        else:
            self.shown = message

    def _begin(self, message: Ready) -> None:
        self.event, self.checkpoint, self.direction = message.event, message.checkpoint, message.direction
        self.figures, self.today = message.figures, message.today
        self.recent = list(message.recent[:KEPT])
        self.undone = {judged.line.scan_id for judged in message.recent if judged.undone}
        self.shown = None

    def _count(self, figures: Figures, today: Figures) -> None:
        self.figures, self.today = figures, today
        if self.waiting is not None:
            self.waiting += 1

    def card(self, words: Words) -> Card:
        """What the panel says now."""
        if isinstance(self.shown, Failed):
            return failed_card(self.shown, words)
        if self.event is None:
            return opening_card(words)
        if isinstance(self.shown, GroupJudged):
            return group_card(self.shown, words)
        if isinstance(self.shown, ToPrint):
            return printing_card(self.shown, self.event, words)
        if self.shown is not None:
            return card_of(self.shown, self.event, words)
        return ready_card(self.direction, words, camera=self.sees)

    @property
    def undoable(self) -> str:
        """The last admitted scan of this desk that stands, "" if there is none."""
        lines = (judged.line for judged in self.recent)
        return next((line.scan_id for line in lines if line.counts and line.scan_id not in self.undone), "")

    @property
    def latest(self) -> Judged | None:
        """The scan of whoever stands at the desk: the newest one, unless its card gave way to another one's."""
        newest = self.recent[0] if self.recent else None
        return newest if self.shown is None or self.shown is newest else None

    @property
    def latest_passed(self) -> Judged | None:
        """The same, if it let the person pass and stands."""
        one = self.latest
        return one if one is not None and one.line.counts and one.line.scan_id not in self.undone else None

    @property
    def sees(self) -> bool:
        """Whether there is a picture to hold a badge before, or soon will be."""
        return self.camera is None or self.camera.sees or self.camera.condition is Condition.OPENING

    def last_passage(self, registration: str) -> JournalLine | None:
        """The latest scan of this desk that let the person pass this checkpoint, if it is among the recent ones."""
        lines = (judged.line for judged in self.recent)
        return next((line for line in lines if self._is_passage(line) and line.registration == registration), None)

    def _is_passage(self, line: JournalLine) -> bool:
        return line.counts and line.checkpoint == self.checkpoint and line.scan_id not in self.undone
