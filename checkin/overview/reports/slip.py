"""A desk's shift on one page: what it scanned, what the hub has of it, and a checksum that both can be held against."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from checkin.domain.event import Event
from checkin.domain.journal import Head, Kind
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction, Outcome
from checkin.overview.reports.heads import short_hash

Numbered = tuple[int, Tick]
"""A line of a journal, and its number there."""


@dataclass(frozen=True, slots=True)
class Post:
    """A desk, and how far its journal goes. `have`: up to which number the hub has it; None: there is no hub. `waiting`: so many
    lines more the desk has told of, which are not among those that were counted here. `heard_at`: when that was known.
    `is_hearsay`: the desk may have written more since then, as this is not its own database and it has not ended in order."""

    desk: str
    gate: str
    device: str
    head: Head
    have: int | None
    waiting: int = 0
    heard_at: datetime | None = None
    is_hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """`day` None: the whole journal. `made`: lines of the journal in that time; `delivered`: how many of them the hub has; None:
    there is no hub. The other numbers are of the lines here."""

    event: Event
    post: Post
    day: date | None
    made_at: datetime
    made: int
    delivered: int | None
    entries: int
    exits: int
    refused: int
    undone: int
    remarks: int
    reasons: dict[str, int]
    first: datetime | None
    last: datetime | None

    @property
    def waiting(self) -> int:
        """How many lines the hub does not have."""
        return self.made - (self.delivered or 0)

    @property
    def is_whole(self) -> bool:
        """Whether every line that was made was delivered."""
        return self.delivered == self.made

    @property
    def checksum(self) -> str:
        """The beginning of the journal's last hash, to be read aloud."""
        return short_hash(self.post.head.hash)


def slip_of(event: Event, post: Post, lines: Iterable[Numbered], made_at: datetime, day: date | None, *, whole: bool) -> Slip:
    """The slip of a day, of the one of the last scan where none is given; or of the `whole` journal."""
    there = list(lines)
    scans = [one for _, one in there if one.kind == Kind.SCAN]
    if day is None and not whole and scans:
        day = event.day_of(max(scans, key=lambda one: one.at_us).at)
    of_day = [(seq, one) for seq, one in there if whole or day is None or event.day_of(one.at) == day]
    ticks = [one for _, one in of_day]
    counts = Counter(map(_kind, ticks))
    times = [one.at for one in ticks if one.kind == Kind.SCAN]
    have = post.have
    refused = Counter(one.reason or "" for one in ticks if _kind(one) == "refused")
    return Slip(
        event, post, None if whole else day, made_at, len(of_day) + post.waiting,
        None if have is None else sum(seq <= have for seq, _ in of_day), counts["entries"], counts["exits"], counts["refused"],
        counts["undone"], counts["remarks"], dict(sorted(refused.items(), key=lambda item: (-item[1], item[0]))),
        min(times, default=None), max(times, default=None),
    )  # fmt: skip


def _kind(one: Tick) -> str:
    if one.kind != Kind.SCAN:
        return "undone" if one.kind == Kind.UNDO else "remarks"
    if one.outcome != Outcome.ADMITTED:
        return "refused"
    return "entries" if one.direction == Direction.ENTRY else "exits"
