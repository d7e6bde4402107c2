"""What the window knows, and how each message changes it: plain values, without a widget."""

from dataclasses import dataclass, field

from checkin.desk.messages import (
    Failed,
    GroupJudged,
    Judged,
    PrintBadge,
    PrintedBefore,
    Published,
    Ready,
    Remarked,
    RoleChanged,
    Synced,
    ToPrint,
    Undone,
)
from checkin.domain.event import Event
from checkin.domain.journal import IDENTITY_SEEN, JournalLine
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.scanning.messages import CameraState, Condition
from checkin.sync.messages import Cause
from ui.desk.cards import Card, Shown, asking_card, card_of, failed_card, opening_card, ready_card, seen_card
from ui.desk.people_cards import group_card, printing_card

KEPT = 50


@dataclass(slots=True)
class DeskState:
    """`shown` is what the card says, None while ready. `recent` is newest first; `undone` holds ids of scans taken back.

    `waiting` counts the lines that were not delivered, None until that is known; `copies` the badges that are known to have been
    printed, by registration; `later` is said when the card is cleared. `supervisors` may unlock the desk, and `unlocked_by` has.
    `identified` holds the ids of scans of people whose identity card was seen. `synced` is how the desk stands to the hub that it
    is enrolled at, None while it is at none.
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
    supervisors: tuple[Supervisor, ...] = ()
    unlocked_by: Supervisor | None = None
    identified: set[str] = field(default_factory=set)
    synced: Synced | None = None

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
            case Failed():
                self._fail(message)
            case _:
                self._take_aside(message)

    def _take_aside(self, message: Published) -> None:
        """What makes no card of its own, or only where none must stay."""
        match message:
            case RoleChanged(unlocked_by):
                self.unlocked_by = unlocked_by
            case Synced():
                self.synced, self.waiting = message, message.waiting
                self.figures, self.today = message.figures, message.today
            case Remarked(line):
                self.identified |= {line.undoes} if line.remark == IDENTITY_SEEN else set()
                self._wait_for_one_more()
            case PrintedBefore() | ToPrint():
                self._know_copies(message)

    @property
    def is_arriving(self) -> bool:
        """Whether the hub has not handed on its whole list yet."""
        return self.synced is not None and self.synced.arriving is not None

    def clear(self) -> None:
        """Back to Ready, or to what had to wait for that. A desk that was cut off has no Ready: what says so stays."""
        if not self.is_cut_off:
            self.shown, self.later = self.later, None

    @property
    def is_cut_off(self) -> bool:
        """Whether its hub has cut this desk off."""
        return self.synced is not None and self.synced.refused is Cause.REVOKED

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
        if isinstance(message.request, PrintBadge):
            self.copies.pop(message.request.registration, None)
        if isinstance(message.request, PrintBadge) and isinstance(self.shown, Judged | GroupJudged):
            self.later = message
        else:
            self.shown = message

    def _begin(self, message: Ready) -> None:
        self.event, self.checkpoint, self.direction = message.event, message.checkpoint, message.direction
        self.figures, self.today = message.figures, message.today
        self.recent = list(message.recent[:KEPT])
        self.undone = {judged.line.scan_id for judged in message.recent if judged.undone}
        self.supervisors, self.unlocked_by = message.supervisors, message.unlocked_by
        self.shown = None

    def _count(self, figures: Figures, today: Figures) -> None:
        self.figures, self.today = figures, today
        self._wait_for_one_more()

    def _wait_for_one_more(self) -> None:
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
            return self._scan_card(self.shown, self.event, words)
        return ready_card(self.direction, words, camera=self.sees, arriving=self.is_arriving)

    def _scan_card(self, shown: Judged | Undone, event: Event, words: Words) -> Card:
        card = card_of(shown, event, words)
        if self.to_identify:
            return asking_card(card, words)
        return seen_card(card, words) if shown.line.scan_id in self.identified else card

    @property
    def to_identify(self) -> str:
        """The scan whose person, on the card now, is to show an identity card, "" if there is none."""
        one, line = self.shown, None
        if isinstance(one, Judged) and self.event is not None:
            # a badge that is waved about while its holder looks for the identity card does not make the question go away
            line = self.last_passage(one.line.registration) if one.quiet else one.line if self.stands(one) else None
        if self.event is None or line is None or line.direction is Direction.EXIT or line.scan_id in self.identified:
            return ""
        if line.override is not None:  # the supervisor has looked
            return ""
        category = self.event.categories.get(line.category)
        return line.scan_id if category is not None and category.ask_id else ""

    def scan(self, scan_id: str) -> Judged | None:
        """The recent scan with this id."""
        return next((one for one in self.recent if one.line.scan_id == scan_id), None)

    def may_override(self, one: Judged) -> bool:
        """Whether a supervisor may admit the person of this refused scan, as far as this desk has seen."""
        if not one.line.may_be_overridden or one.quiet:
            return False
        return not any(other.line.undoes == one.line.scan_id and self.stands(other) for other in self.recent)

    def stands(self, one: Judged) -> bool:
        """Whether this scan let somebody pass, and still counts."""
        return one.line.counts and one.line.scan_id not in self.undone

    @property
    def undoable(self) -> str:
        """The last admitted scan of this desk that stands, "" if there is none."""
        return next((one.line.scan_id for one in self.recent if self.stands(one)), "")

    @property
    def latest(self) -> Judged | None:
        """The scan of whoever stands at the desk: the newest one, unless its card gave way to another one's."""
        newest = self.recent[0] if self.recent else None
        return newest if self.shown is None or self.shown is newest else None

    @property
    def latest_passed(self) -> Judged | None:
        """The same, if it let the person pass and stands."""
        one = self.latest
        return one if one is not None and self.stands(one) else None

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
