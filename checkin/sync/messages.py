"""What desk and hub say to each other: moments are whole microseconds since 1970 (UTC), hashes 32 bytes (docs/sync.md)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from checkin.domain.journal import GENESIS, JournalLine, NumberedLine
from checkin.domain.verdict import Reason
from checkin.sync.notices import Announce, Announced, Noticed, Notices
from checkin.sync.reports import Report, Reported

MOST_ROWS = 1000
"""So many lines at most in one message."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a hub's log: the number of the last row read, 0 before the first, the chain hash there, and the epoch of the log
    in which it was read, "" for none."""

    epoch: str = ""
    position: int = 0
    chain: bytes = GENESIS


@dataclass(frozen=True, slots=True)
class Delivered:
    """A journal line as the hub got it: when by the hub's clock, and how far the desk's clock was ahead of the hub's then."""

    row: NumberedLine
    received_us: int
    ahead_us: int

    @property
    def corrected(self) -> JournalLine:
        """The line with its time by the hub's clock."""
        return replace(self.row.line, at=self.row.line.at - timedelta(microseconds=self.ahead_us))


class Role(StrEnum):
    """What a device is there for."""

    DESK = "desk"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class EventKey:
    """The public half (32 bytes) of a key that badges of the event are signed with."""

    id: int
    public: bytes
    made_us: int
    revoked_us: int | None = None


@dataclass(frozen=True, slots=True)
class Enrol:
    """A device asks to be let in, once: `token` from the hub's QR code, `public` its own Ed25519 key (32 bytes)."""

    token: str
    public: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who the device is from now on, and what it serves: `profile` is the event file's text."""

    device: str
    event: str
    gate: str
    role: Role
    profile: str
    keys: tuple[EventKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Hello:
    """A desk says where it stands: the end of its journal, the journal that this one replaces ("" for none), how far it has read
    the hub's log, the epoch in which it has given back everything that a restored hub forgot ("" for none), its own clock."""

    event: str
    journal: str
    former: str
    seq: int
    hash: bytes
    cursor: Cursor
    given: str
    at_us: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the hub has of this journal (`hash` is that of line `have`), where its log ends, whether the desk's cursor holds, for
    how many journals a restored hub still waits (0: it knows all admissions), and how many notices there are."""

    journal: str
    have: int
    hash: bytes
    epoch: str
    position: int
    cursor_holds: bool
    waiting: int
    hub_us: int
    notices: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A desk asks for the one admission of a person, before it shows it. `at_us` and `ahead_us`: see Delivered."""

    event: str
    journal: str
    epoch: str
    scan_id: str
    checkpoint: str
    registration: str
    category: str
    gate: str
    desk: str
    at_us: int
    ahead_us: int


@dataclass(frozen=True, slots=True)
class Admit:
    """The admission is this scan's alone."""

    scan_id: str
    epoch: str


@dataclass(frozen=True, slots=True)
class Already:
    """Somebody was admitted before: by which scan, when by the hub's clock, at which gate and desk. `open`: that scan was
    claimed, and its line has not come yet."""

    scan_id: str
    epoch: str
    reason: Reason
    first: str
    first_us: int
    gate: str
    desk: str
    open: bool


@dataclass(frozen=True, slots=True)
class Unverified:
    """The hub cannot tell (it was restored, or the claim came too late): the desk decides on its own."""

    scan_id: str
    epoch: str


@dataclass(frozen=True, slots=True)
class Push:
    """Lines of one journal, from number `first` on. `prev` is the hash before them, `hash` that of the last."""

    event: str
    journal: str
    first: int
    prev: bytes
    hash: bytes
    ahead_us: int
    lines: tuple[JournalLine, ...]


@dataclass(frozen=True, slots=True)
class HaveSeq:
    """The hub keeps this journal durably up to `seq`."""

    journal: str
    seq: int


@dataclass(frozen=True, slots=True)
class Fork:
    """The hub knows another line at a number of this journal: two desks write under one journal id."""

    journal: str
    seq: int


@dataclass(frozen=True, slots=True)
class Gap:
    """The push begins behind what the hub has: resend from `have` + 1."""

    journal: str
    have: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Feed:
    """A desk asks for the rows behind its cursor, `limit` at most (1 to MOST_ROWS); it knows of so many notices."""

    event: str
    cursor: Cursor
    limit: int
    notices: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The next rows, where the cursor stands behind them, where the log ends, for how many journals the hub still waits, and how
    many notices there are."""

    rows: tuple[Delivered, ...]
    cursor: Cursor
    head: int
    waiting: int
    notices: int = 0


@dataclass(frozen=True, slots=True)
class Reset:
    """The cursor is not of this log: say hello again, and re-read from 0."""

    epoch: str


@dataclass(frozen=True, slots=True)
class Reseed:
    """A desk gives back rows that a restored hub forgot."""

    event: str
    epoch: str
    rows: tuple[Delivered, ...]


@dataclass(frozen=True, slots=True)
class Reseeded:
    """The hub keeps them all durably; `added` of them were new to it."""

    added: int


class Cause(StrEnum):
    """Why a request is refused as a whole; nothing was changed by it."""

    UNKNOWN_DEVICE = "unknown_device"
    REVOKED = "revoked"
    OTHER_EVENT = "other_event"
    OTHER_DEVICE = "other_device"
    BAD_TOKEN = "bad_token"
    MALFORMED = "malformed"
    CLASH = "clash"
    OTHER_EPOCH = "other_epoch"


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why. A desk that reads `revoked` wipes its personal data."""

    cause: Cause


Request = Enrol | Hello | Claim | Push | Feed | Reseed | Notices | Announce | Report
Verdicts = Admit | Already | Unverified
Answer = (
    Enrolled | Welcome | Admit | Already | Unverified | HaveSeq | Fork | Gap | Page | Reset | Reseeded | Noticed | Announced
    | Reported | Refused
)  # fmt: skip
