"""What is said of a total holds for the lines that were counted, whatever comes while they are read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.expectation import Roll
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, microseconds, number
from checkin.domain.ranges import Bounds, Source, Trust, bounds_for, trust_in
from checkin.domain.tally import Tally
from checkin.domain.verdict import Direction, Outcome
from checkin.hub.totals import Totals
from checkin.overview.courses import Occupied, curve_of, occupied
from checkin.overview.watch import counted
from checkin.sync.hublog import Changes, Device, KnownJournal, LogRow, LogState, TickPage
from checkin.sync.memory import MemoryHubLog
from checkin.sync.messages import Delivered, Role
from checkin.sync.reports import Condition, KeptReport
from checkin.sync.working import chained
from data.overview.hub_reader import HubReader
from data.overview.people import People

NOW = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
DOOR = Checkpoint("door", Names(), entry=EntryPolicy.ONCE)
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),), Names(), checkpoints={"door": DOOR})


@dataclass
class Hands:
    """A clock that is moved by hand."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


class Meanwhile(MemoryHubLog):
    """Something happens as soon as its rows were read."""

    then: Callable[[], None] | None = None

    def ticks(self, event: str, position: int, limit: int) -> TickPage:
        page = super().ticks(event, position, limit)
        if self.then is not None:
            then, self.then = self.then, None
            then()
        return page


class Registered:
    """Whom a hub's home knows."""

    def event(self) -> Event:
        return EVENT

    def bounds(self) -> Bounds:
        return Bounds()


def brings_a_line_and_reports(log: MemoryHubLog, clock: Hands) -> None:
    """A desk scans somebody a second later, and reports that the hub has everything."""
    clock.at += timedelta(seconds=1)
    line = JournalLine("s1", Kind.SCAN, clock.at, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "T",
                       Origin.CAMERA, "A", "one", "")  # fmt: skip
    row = number(Head("j", 0, GENESIS), line)
    clock.at += timedelta(seconds=1)
    chain, at_us = chained(GENESIS, row.hash), microseconds(clock.at)
    condition = Condition("1.0", "one", "A", "door", "entry", "live", None, False, None)
    with log.writing("e") as transaction:
        transaction.write(Changes(
            rows=[LogRow(1, chain, Delivered(row, 0, 0))], reports={"j": KeptReport("j", "D", at_us, 0, at_us, 0, condition)},
            journals={"j": KnownJournal("j", "D", "", 1, row.hash)}, devices={"D": Device("D", b"", "one", "A", Role.DESK, 1)},
            state=LogState(("epoch-0",), 1, chain),
        ))  # fmt: skip


def busy_log(clock: Hands) -> Meanwhile:
    log = Meanwhile("e", "epoch-0")
    log.then = lambda: brings_a_line_and_reports(log, clock)
    return log


def test_a_report_that_comes_while_lines_are_read_says_nothing_of_them() -> None:
    clock = Hands()
    log = busy_log(clock)
    reader = HubReader(log, cast("People", Registered()), clock)
    tally, trust = counted(reader, EVENT).tally, reader.outlook().trust
    assert (tally.figures("door").entries, trust.as_of) == (0, NOW), "the line is from later than that"
    assert len(reader.news().ticks) == 1
    assert reader.outlook().trust == Trust(NOW + timedelta(seconds=2))


def test_nor_where_the_hub_tells_its_totals() -> None:
    clock = Hands()
    totals = Totals(busy_log(clock), EVENT, clock)
    first, second = totals.now({}), totals.now({})
    assert (first.checkpoints["door"].entries, first.as_of) == (0, NOW)
    assert (second.checkpoints["door"].entries, second.as_of, second.missing) == (1, NOW + timedelta(seconds=2), 0)


def test_a_hub_takes_a_group_to_be_as_large_as_the_largest_order() -> None:
    clock = Hands()
    log = busy_log(clock)
    totals = Totals(log, EVENT, clock, lambda: Roll({}, largest_order=80))
    totals.now({})
    clock.at = NOW + timedelta(seconds=2, minutes=6)
    assert totals.now({}).missing == 80 + 180


def seen(trust: Trust) -> Occupied:
    tally = Tally(EVENT.zone)
    return occupied(tally, EVENT, "door", date(2018, 4, 18), curve_of(tally, EVENT, DOOR, date(2018, 4, 18)), trust)


def test_the_band_of_those_inside_is_as_wide_as_the_range_beside_the_number() -> None:
    silent = Source("4", "A", NOW - timedelta(minutes=6))
    trust = trust_in([silent, Source("5", "A", NOW)], NOW, bounds_for(80))
    ranges = seen(trust).ranges
    slot = int(NOW.timestamp() - seen(trust).begins_s) // 300
    assert trust.missing == 80 + 180
    assert (ranges[slot], ranges[slot - 1], ranges[slot - 3]) == ((0, 260), (0, 80 + 180), None)


def test_where_nobody_knows_how_much_is_missing_there_is_no_band_that_says_so() -> None:
    late = Source("4", "A", NOW - timedelta(minutes=6))
    assert seen(trust_in([late, Source("5", "A", None)], NOW)).ranges == []
    assert seen(trust_in([late], NOW, is_recovering=True)).ranges == []
