"""What goes into the desk thread's inbox, and what it publishes."""

from dataclasses import dataclass, field
from datetime import datetime

from checkin.domain.conflicts import Conflict
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Origin
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import NONE, Figures
from checkin.domain.verdict import Direction, Verdict
from checkin.i18n import Phrase
from checkin.sync.link import Standing
from checkin.sync.messages import Cause

# --- into the inbox


@dataclass(frozen=True, slots=True)
class Scan:
    """A badge's text was read. `seen_at` is the monotonic time (s) at which its frame was taken, for measuring."""

    text: str
    origin: Origin
    seen_at: float | None = None


@dataclass(frozen=True, slots=True)
class ScanPerson:
    """Staff chose a person from the search results: a scan like any other."""

    registration: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back a scan of this desk: the last admitted one at its checkpoint when `scan_id` is ""."""

    remark: str
    scan_id: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """Admit the person of a refused scan of this desk, on a supervisor's word. `supervisor` and `pin` are "" while that
    supervisor has unlocked the desk. Answered by Judged, or by Denied."""

    scan_id: str
    reason: str
    supervisor: str = ""
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Unlock:
    """A supervisor takes the desk over. Answered by RoleChanged, or by Denied."""

    supervisor: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lock:
    """Back to what staff may do. Answered by RoleChanged."""


@dataclass(frozen=True, slots=True)
class ConfirmIdentity:
    """Staff have seen the identity card of the person of this admitted scan. Answered by Remarked."""

    scan_id: str


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Register somebody who is not in the list, and admit that person as a scan by name would. Unless `despite` what was found,
    people who could be the same come back first (Alike); otherwise answered by Judged."""

    name: str
    company: str
    category: str
    despite: bool = False


@dataclass(frozen=True, slots=True)
class ScanGroup:
    """Staff ticked these people of one order: each is a scan like any other. Answered by GroupJudged."""

    registrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintBadge:
    """Put a badge on paper. Answered by ToPrint once the print log has it; a badge that was printed before needs a reason, else
    it comes back as PrintedBefore."""

    registration: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """This copy of a badge did not come out of the printer, and why. Answered by Failed once the print log no longer has it."""

    registration: str
    copy: int
    what: Phrase


@dataclass(frozen=True, slots=True)
class SwitchDirection:
    """Scan entries or exits from now on."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class SwitchCheckpoint:
    """Serve another checkpoint from now on."""

    checkpoint: str


@dataclass(frozen=True, slots=True)
class Settle:
    """A supervisor has looked into a conflict: `scan_id` is the admission that is one too many. `supervisor` and `pin` as for
    Override. Answered by Remarked, or by Denied."""

    scan_id: str
    words: str
    supervisor: str = ""
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish what is in the inbox, then end."""


Request = (
    Scan | ScanPerson | ScanGroup | WalkIn | Undo | Override | ConfirmIdentity | PrintBadge | NotPrinted | Unlock | Lock
    | SwitchDirection | SwitchCheckpoint | Settle | Stop
)  # fmt: skip

# --- published


@dataclass(frozen=True, slots=True)
class Ready:
    """The desk can decide: its event, where it stands, its latest scans, newest first, the lines in its journal, the supervisors
    that may unlock it, and the one who has."""

    event: Event
    checkpoint: str
    direction: Direction
    figures: Figures
    today: Figures
    recent: tuple["Judged", ...]
    lines: int = 0
    supervisors: tuple[Supervisor, ...] = ()
    unlocked_by: Supervisor | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A scan was decided, and its line is on the disk. `quiet` marks a badge shown again moments after it was admitted here.

    `figures` are those of the checkpoint over the event, `today` those of the event's day, both after this scan. `companions`
    counts the other registrations of the person's order.
    """

    line: JournalLine
    verdict: Verdict
    registration: Registration | None
    figures: Figures
    today: Figures
    quiet: bool = False
    undone: bool = False
    seen_at: float | None = None
    companions: int = 0


@dataclass(frozen=True, slots=True)
class GroupJudged:
    """The scans of a group, in the order asked for; all of them are on the disk."""

    scans: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Nothing was registered yet: these people could be the one whom `request` is about, best first."""

    request: WalkIn
    registrations: tuple[Registration, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """The PIN was wrong, or comes too soon after wrong ones: the next one counts after `wait_s` seconds."""

    request: Override | Unlock | Settle
    wait_s: float


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """Who has unlocked the desk; None: it is locked, and staff may do what staff may."""

    unlocked_by: Supervisor | None


@dataclass(frozen=True, slots=True)
class Remarked:
    """Something was said of an earlier scan, by `line` (its `undoes` names the scan)."""

    line: JournalLine


@dataclass(frozen=True, slots=True)
class PrintedBefore:
    """Nothing was printed: this badge was printed `times` times, last at `last_at`; a reprint needs a reason."""

    registration: Registration
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ToPrint:
    """The print log has it: put this badge on paper. `copy` counts from 1."""

    registration: Registration
    copy: int


@dataclass(frozen=True, slots=True)
class Undone:
    """An earlier scan was taken back, by `line`."""

    line: JournalLine
    registration: Registration | None
    figures: Figures
    today: Figures


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict that nobody has settled, and whom it is about, where that is known."""

    conflict: Conflict
    registration: Registration | None


@dataclass(frozen=True, slots=True)
class Synced:
    """How the desk stands to the hub that it is enrolled at, how many lines of its journal the hub has not confirmed, when the
    hub was last heard, how far this desk's clock is ahead of the hub's (s), why the hub refuses this desk, the conflicts that
    concern it; the figures of the checkpoint with what came from other desks; and how much of how much the hub's list has arrived
    here, None once all of it has."""

    standing: Standing
    waiting: int
    heard_at: datetime | None = None
    ahead_s: float = 0.0
    refused: Cause | None = None
    disputes: tuple[Dispute, ...] = ()
    figures: Figures = NONE
    today: Figures = NONE
    arriving: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A request came to nothing, and nothing was written: why, and what to do. Without a request, a part of the desk failed."""

    what: Phrase
    request: Request | None
    at: datetime


Published = (
    Ready | Judged | GroupJudged | Alike | Undone | Remarked | Denied | RoleChanged | PrintedBefore | ToPrint | Synced | Failed
)  # fmt: skip
