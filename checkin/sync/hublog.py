"""What the hub needs of the store that keeps its log: read in one go, write in one go, inside one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from checkin.domain.journal import GENESIS
from checkin.domain.tick import Tick
from checkin.sync.messages import Delivered, Role, Verdicts
from checkin.sync.notices import Notice, NoticeKind
from checkin.sync.reports import KeptReport

Person = tuple[str, str]
"""A checkpoint and a registration there."""

Told = tuple[NoticeKind, str]
"""What a notice is about."""

Place = tuple[str, int]
"""A journal and a number in it."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log. Positions count from 1 without gaps; `chain` covers the chain before and the line's hash (docs/sync.md).

    A scan id is there once, for ever.
    """

    position: int
    chain: bytes
    delivered: Delivered


@dataclass(frozen=True, slots=True)
class LogState:
    """The head row of an event's log: its end, its epochs (a new one after each restore; never empty), the journals from which a
    restored hub still waits to hear, or devices of which it knows no journal, and how many notices there are."""

    epochs: tuple[str, ...]
    position: int = 0
    chain: bytes = GENESIS
    waiting: frozenset[str] = frozenset()
    notices: int = 0

    @property
    def epoch(self) -> str:
        """The epoch that runs."""
        return self.epochs[-1]


@dataclass(frozen=True, slots=True)
class KnownJournal:
    """How far the hub has a desk's journal. `former`: the journal that this one replaced, after a fork. `retired`: another one
    has replaced it, and it was not heard of since."""

    id: str
    device: str
    former: str = ""
    seq: int = 0
    hash: bytes = GENESIS
    retired: bool = False


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim and the answer that it got, for ever. `open`: admitted, and no line has come that settles it."""

    scan_id: str
    person: Person
    category: str
    gate: str
    desk: str
    at_us: int
    answer: Verdicts
    open: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A device that was let in. `public` is its Ed25519 key (32 bytes)."""

    id: str
    public: bytes
    name: str
    gate: str
    role: Role
    enrolled_us: int
    revoked_us: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A one-time token for enrolling, kept as its SHA-256. `device` is the one that used it, "" while nobody has."""

    digest: bytes
    gate: str
    role: Role
    expires_us: int
    device: str = ""


@dataclass(slots=True)
class Wanted:
    """What a group of requests needs to know."""

    scan_ids: set[str] = field(default_factory=set)
    persons: set[Person] = field(default_factory=set)
    journals: set[str] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    positions: set[int] = field(default_factory=set)
    devices: set[str] = field(default_factory=set)
    tokens: set[bytes] = field(default_factory=set)
    told: set[Told] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Known:
    """What the log says of it; what is not there is missing. The reader may change the dicts and lists: they are its own.

    `rows`: by scan id. `claims`: by scan id, those of `scan_ids` and the open ones of `persons`. `history`: every line of these
    persons, in any order. `places`: the hash of the line at that place. `chains`: the chain at that position (0: 32 zero bytes).
    `devices`: those of `devices`, and those that used one of `tokens`. `told`: the content of the last notice about it.
    `reports`: the last ones on the journals of `reported`.
    """

    state: LogState
    rows: dict[str, Delivered] = field(default_factory=dict)
    claims: dict[str, KeptClaim] = field(default_factory=dict)
    history: dict[Person, list[Delivered]] = field(default_factory=dict)
    journals: dict[str, KnownJournal] = field(default_factory=dict)
    places: dict[Place, bytes] = field(default_factory=dict)
    chains: dict[int, bytes] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    tokens: dict[bytes, Token] = field(default_factory=dict)
    told: dict[Told, str] = field(default_factory=dict)
    reports: dict[str, KeptReport] = field(default_factory=dict)


@dataclass(slots=True)
class Changes:
    """What a group of requests comes to: rows, places and notices (by their numbers, from 1 without gaps) are added; the others
    are added, or replace those of their id or journal."""

    rows: list[LogRow] = field(default_factory=list)
    places: dict[Place, bytes] = field(default_factory=dict)
    claims: dict[str, KeptClaim] = field(default_factory=dict)
    journals: dict[str, KnownJournal] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    tokens: dict[bytes, Token] = field(default_factory=dict)
    notices: dict[int, Notice] = field(default_factory=dict)
    reports: dict[str, KeptReport] = field(default_factory=dict)
    state: LogState | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        kept = (
            self.rows, self.places, self.claims, self.journals, self.devices, self.tokens, self.notices, self.reports,
        )  # fmt: skip
        return any(kept) or self.state is not None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Rows behind a position in order, the chain at that position (None: the log does not reach so far), and the log's end, all
    of one moment."""

    chain: bytes | None
    rows: Sequence[LogRow]
    state: LogState


@dataclass(frozen=True, slots=True)
class TickPage:
    """Rows behind a position in order, as folds see them, in the hub's time; the chain at that position (None: the log does not
    reach so far); position and chain of the last of them; and the log's end, all of one moment."""

    chain: bytes | None
    ticks: Sequence[Tick]
    last: tuple[int, bytes]
    state: LogState


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices behind a number in order, and the log's end, of one moment."""

    rows: Sequence[Notice]
    state: LogState


@dataclass(frozen=True, slots=True)
class Roster:
    """Every device and every journal of an event, by id, and the last report on each journal."""

    devices: Mapping[str, Device]
    journals: Mapping[str, KnownJournal]
    reports: Mapping[str, KeptReport] = field(default_factory=dict)


class HubTransaction(Protocol):
    """A transaction that alone may write the log of its event, from its first moment; durable when its block has ended."""

    def read(self, wanted: Wanted) -> Known:
        """Everything that is known of what is wanted."""

    def write(self, changes: Changes) -> None:
        """Keep these."""


class HubLog(Protocol):
    """The hub's database; every method raises Trouble when it cannot be used, and has changed nothing then."""

    def writing(self, event: str) -> AbstractContextManager[HubTransaction]:
        """A transaction on the log of this event. A block that is left by an exception has written nothing."""

    def page(self, event: str, position: int, limit: int) -> LogPage:
        """`limit` rows at most behind `position`. Waits for no writer."""

    def ticks(self, event: str, position: int, limit: int) -> TickPage:
        """The same, for folds: ten times as fast. Waits for no writer."""

    def notices(self, event: str, since: int, limit: int) -> NoticePage:
        """`limit` notices at most behind number `since`. Waits for no writer."""

    def latest(self, event: str, kind: NoticeKind) -> Notice | None:
        """What was told last of a kind of which there is one. Waits for no writer."""

    def device(self, event: str, device: str) -> Device | None:
        """A device of this event. Waits for no writer."""

    def roster(self, event: str) -> Roster:
        """Every device and journal of this event. Waits for no writer."""
