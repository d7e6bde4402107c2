"""The hub's running figures: a fold over its log that goes on where it stopped (docs/hub.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from checkin.domain.alarms import Cause, Limits
from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.domain.journal import GENESIS, microseconds
from checkin.domain.ranges import USUAL as USUAL_BOUNDS
from checkin.domain.ranges import bounds_for, trust_in
from checkin.overview.alarming import causes_of
from checkin.overview.counting import Counting
from checkin.overview.desks import DeskState, Heard, desks_of
from checkin.overview.reading import Outlook, Place
from checkin.overview.sources import sources_of, unheard
from checkin.overview.totals import CheckpointTotals, totals_of
from checkin.ports import Clock
from checkin.sync.hublog import HubLog, LogState

USUAL = Limits()
AT_ONCE = 10_000
"""So many rows are read at a time."""


@dataclass(frozen=True, slots=True)
class HubTotals:
    """The figures at one moment: `at` (by the hub's clock), after `position` rows of the log in this epoch. Everything that any
    desk wrote until `as_of` is counted, but for `missing` lines at most (null: nobody knows), of the desks in `silent`; `unheard`
    were let in, and never said anything. `waiting_journals`: for so many a restored hub still waits. `conflicts`: so many wait
    for somebody to settle them. `alarms`: what is over a limit of the hub's settings now."""

    event: str
    position: int
    epoch: str
    at: datetime
    as_of: datetime
    missing: int | None
    silent: list[str]
    unheard: list[str]
    waiting_journals: int
    conflicts: int
    alarms: list[Cause]
    checkpoints: Mapping[str, CheckpointTotals]
    desks: list[DeskState]


class Totals:
    """The figures of one hub process. Any thread may ask; one at a time is answered. `roll`: who is registered, None where that
    is not known here."""

    def __init__(
        self, log: HubLog, event: Event, clock: Clock, roll: Callable[[], Roll | None] = lambda: None, limits: Limits = USUAL
    ) -> None:  # fmt: skip
        self._log = log
        self._event = event
        self._clock = clock
        self._roll = roll
        self._limits = limits
        self._one_at_a_time = Lock()
        self._begin()

    def _begin(self) -> None:
        self._position, self._chain, self._counting = 0, GENESIS, Counting(self._event)

    def serve(self, event: Event) -> None:
        """The event was changed: count by this one from now on, everything anew. From any thread."""
        with self._one_at_a_time:
            if event != self._event:
                self._event = event
                self._begin()

    def now(self, heard: Mapping[str, Heard]) -> HubTotals:
        """The figures after every row that the log holds now. The first call reads the log from its beginning. Trouble if the
        database cannot be used."""
        with self._one_at_a_time:
            # first what desks reported, then the lines: else a report could speak of lines that came after those were read
            at, roster = self._clock(), self._log.roster(self._event.id)
            state, roll, desks = self._caught_up(), self._roll(), desks_of(roster, heard)
            bounds = bounds_for(roll.largest_order) if roll else USUAL_BOUNDS
            trust = trust_in(sources_of(desks), at, bounds, is_recovering=bool(state.waiting))
            today = self._event.day_of(at)
            checkpoints = {one.id: totals_of(self._counting, one, roll, today) for one in self._event.checkpoints.values()}
            outlook = Outlook(Place.HUB, at, trust, None, tuple(desks), tuple(unheard(desks)), len(state.waiting))
            return HubTotals(
                self._event.id, self._position, state.epoch, at, trust.as_of, trust.missing, [one.desk for one in trust.silent],
                [one.desk for one in outlook.unheard], outlook.recovering, self._conflicts(), self._alarms(outlook), checkpoints,
                desks,
            )  # fmt: skip

    def _conflicts(self) -> int:
        return sum(one.settled is None for one in self._counting.conflicts.found())

    def _alarms(self, outlook: Outlook) -> list[Cause]:
        """Those of queues are told by a dashboard alone, which knows how many counters are open."""
        return list(causes_of(self._counting.tally, self._event, outlook, {}, self._limits))

    def _caught_up(self) -> LogState:
        while True:
            page = self._log.ticks(self._event.id, self._position, AT_ONCE)
            if page.chain != self._chain:  # restored: the log that was counted is gone
                self._begin()
                continue
            self._counting.take(page.ticks)
            self._position, self._chain = page.last
            if self._position >= page.state.position:
                return page.state


def rfc3339(at: datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def heard_now(before: Heard | None, at: datetime, desk_us: int | None) -> Heard:
    """What is known of a device that asks now. `desk_us`: its clock, where it says it."""
    at_us = microseconds(at)
    if desk_us is None:
        return Heard(at_us, before.ahead_us if before else None)
    return Heard(at_us, desk_us - at_us)
