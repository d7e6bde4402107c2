"""The hub's running figures: a fold over its log that goes on where it stopped (docs/hub.md)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from threading import Lock

from checkin.domain.event import Event
from checkin.domain.journal import GENESIS, microseconds, moment
from checkin.domain.tally import Figures, Tally
from checkin.ports import Clock
from checkin.sync.hublog import HubLog, LogState, Roster
from checkin.sync.messages import MOST_ROWS


@dataclass(frozen=True, slots=True)
class Heard:
    """When a device last asked, by the hub's clock, and how far its own was ahead at its last hello; None before one."""

    at_us: int
    ahead_us: int | None = None


@dataclass(frozen=True, slots=True)
class CheckpointTotals:
    """Attendance at one checkpoint: over the event, of the scans of today's calendar day in its zone, and by category."""

    inside: int
    attended: int
    entries: int
    exits: int
    refused: int
    today: Figures
    by_category: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class DeskSeen:
    """A device that is not cut off: the lines that the hub has of its journals, when this hub process last heard it (RFC 3339),
    and how far its clock was ahead of the hub's at its last hello (s)."""

    device: str
    name: str
    gate: str
    lines: int
    last_heard_at: str | None
    clock_ahead_s: float | None


@dataclass(frozen=True, slots=True)
class HubTotals:
    """The figures at one moment: `as_of` (RFC 3339, the hub's clock), after `position` rows of the log in this epoch.
    `waiting_journals`: for so many a restored hub still waits; until it waits for none, the figures may lack admissions."""

    event: str
    position: int
    epoch: str
    as_of: str
    waiting_journals: int
    checkpoints: Mapping[str, CheckpointTotals]
    desks: list[DeskSeen]


class Totals:
    """The figures of one hub process. Any thread may ask; one at a time is answered."""

    def __init__(self, log: HubLog, event: Event, clock: Clock) -> None:
        self._log = log
        self._event = event
        self._clock = clock
        self._one_at_a_time = Lock()
        self._position, self._chain, self._tally = 0, GENESIS, Tally(event.zone)

    def now(self, heard: Mapping[str, Heard]) -> HubTotals:
        """The figures after every row that the log holds now. The first call reads the log from its beginning. Trouble if the
        database cannot be used."""
        with self._one_at_a_time:
            state, roster = self._caught_up(), self._log.roster(self._event.id)
            at = self._clock()
            today = self._event.day_of(at)
            return HubTotals(
                self._event.id, self._position, state.epoch, rfc3339(at), len(state.waiting),
                {one: self._at(one, today) for one in self._event.checkpoints}, _desks(roster, heard),
            )  # fmt: skip

    def _caught_up(self) -> LogState:
        while True:
            page = self._log.page(self._event.id, self._position, MOST_ROWS)
            if page.chain != self._chain:  # restored: the log that was counted is gone
                self._position, self._chain, self._tally = 0, GENESIS, Tally(self._event.zone)
                continue
            for row in page.rows:
                self._tally.add(row.delivered.corrected)
                self._position, self._chain = row.position, row.chain
            if self._position >= page.state.position:
                return page.state

    def _at(self, checkpoint: str, today: date) -> CheckpointTotals:
        tally = self._tally
        by_category = {name: one for name, one in tally.by("category", checkpoint).items() if name}
        whole = asdict(tally.figures(checkpoint))
        return CheckpointTotals(**whole, today=tally.figures(checkpoint, today), by_category=by_category)


def rfc3339(at: datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def heard_now(before: Heard | None, at: datetime, desk_us: int | None) -> Heard:
    """What is known of a device that asks now. `desk_us`: its clock, where it says it."""
    at_us = microseconds(at)
    if desk_us is None:
        return Heard(at_us, before.ahead_us if before else None)
    return Heard(at_us, desk_us - at_us)


def _desks(roster: Roster, heard: Mapping[str, Heard]) -> list[DeskSeen]:
    lines: dict[str, int] = {}
    for journal in roster.journals.values():
        if not journal.retired:  # what took its place has the same lines
            lines[journal.device] = lines.get(journal.device, 0) + journal.seq
    devices = sorted(roster.devices.values(), key=lambda one: (one.enrolled_us, one.id))
    return [
        DeskSeen(one.id, one.name, one.gate, lines.get(one.id, 0), *_said(heard.get(one.id)))
        for one in devices
        if one.revoked_us is None
    ]


def _said(heard: Heard | None) -> tuple[str | None, float | None]:
    if heard is None:
        return None, None
    return rfc3339(moment(heard.at_us)), None if heard.ahead_us is None else heard.ahead_us / 1e6
