"""What goes into the desk thread's inbox, and what it publishes."""

from dataclasses import dataclass
from datetime import datetime

from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Origin
from checkin.domain.registration import Registration
from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction, Verdict
from checkin.i18n import Phrase

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
class SwitchDirection:
    """Scan entries or exits from now on."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class SwitchCheckpoint:
    """Serve another checkpoint from now on."""

    checkpoint: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish what is in the inbox, then end."""


Request = Scan | ScanPerson | Undo | SwitchDirection | SwitchCheckpoint | Stop

# --- published


@dataclass(frozen=True, slots=True)
class Ready:
    """The desk can decide: its event, where it stands, its latest scans, newest first, and the lines in its journal."""

    event: Event
    checkpoint: str
    direction: Direction
    figures: Figures
    today: Figures
    recent: tuple["Judged", ...]
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A scan was decided, and its line is on the disk. `quiet` marks a badge shown again moments after it was admitted here.

    `figures` are those of the checkpoint over the event, `today` those of the event's day, both after this scan.
    """

    line: JournalLine
    verdict: Verdict
    registration: Registration | None
    figures: Figures
    today: Figures
    quiet: bool = False
    undone: bool = False
    seen_at: float | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """An earlier scan was taken back, by `line`."""

    line: JournalLine
    registration: Registration | None
    figures: Figures
    today: Figures


@dataclass(frozen=True, slots=True)
class Failed:
    """A request came to nothing, and nothing was written: why, and what to do. Without a request, a part of the desk failed."""

    what: Phrase
    request: Request | None
    at: datetime


Published = Ready | Judged | Undone | Failed
