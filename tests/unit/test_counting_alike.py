"""What of an event makes the same lines come to other figures or conflicts, and what does not."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.attendance import Attendance, counts_alike
from checkin.domain.event import Category, Checkpoint, EntryPolicy, Event, Names, Offline
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome

DAY = date(2018, 4, 18)
DOOR = Checkpoint("door", Names({"en": "Door"}), entry=EntryPolicy.ONCE_PER_DAY)
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (DAY,), Names(), checkpoints={"door": DOOR})
NO_MATTER = {
    "name": Names({"en": "Gate"}), "admits": frozenset({"press"}), "opens": time(8), "closes": time(9), "days": frozenset({DAY}),
    "capacity": 1, "offline": Offline.HOLD,
}  # fmt: skip
MATTER = {"entry": EntryPolicy.ONCE, "max_entries": 1}


def with_door(event: Event, **changed: object) -> Event:
    return replace(event, checkpoints={"door": replace(event.checkpoints["door"], **changed)})  # type: ignore[arg-type]


def counted(event: Event) -> object:
    """Two persons, one of whom comes again and again over three days."""
    attendance = Attendance(event)
    begin = datetime(2018, 4, 17, 22, 30, tzinfo=UTC)
    for number in range(60):
        attendance.add(JournalLine(
            f"s-{number}", Kind.SCAN, begin + timedelta(hours=number), "e", "door", Direction.ENTRY, Outcome.ADMITTED, None,
            f"R-{number % 7 // 6}", "public", "T", Origin.CAMERA, "A", "1",
        ))  # fmt: skip
    by_day = [attendance.tally.figures("door", DAY + timedelta(days=number)) for number in range(3)]
    return attendance.tally.figures("door"), by_day, attendance.conflicts.found()


@pytest.mark.parametrize("name", NO_MATTER)
def test_what_counts_alike_comes_to_the_same(name: str) -> None:
    other = with_door(EVENT, **{name: NO_MATTER[name]})
    assert counts_alike(EVENT, other)
    assert counted(other) == counted(EVENT)


@pytest.mark.parametrize("name", MATTER)
def test_what_comes_to_something_else_does_not_count_alike(name: str) -> None:
    other = with_door(EVENT, **{name: MATTER[name]})
    assert not counts_alike(EVENT, other)
    assert counted(other) != counted(EVENT)


def test_another_zone_has_other_days() -> None:
    other = replace(EVENT, zone=ZoneInfo("Asia/Tokyo"))
    assert not counts_alike(EVENT, other)
    assert counted(other) != counted(EVENT)


def test_another_checkpoint_is_counted_and_another_category_is_not() -> None:
    assert not counts_alike(EVENT, replace(EVENT, checkpoints={"door": DOOR, "hall": replace(DOOR, id="hall")}))
    assert counts_alike(EVENT, replace(EVENT, categories={"press": Category("press", Names())}, days=(DAY, date(2018, 4, 19))))


def test_every_member_of_a_checkpoint_is_said_to_matter_or_not() -> None:
    assert {one.name for one in fields(Checkpoint)} == {"id", *NO_MATTER, *MATTER}
