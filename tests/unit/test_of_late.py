"""How fast desks scan of late, and what was forged of late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.alarms import AlarmKind, Limits
from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.journal import microseconds
from checkin.domain.ranges import Trust
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick
from checkin.overview.alarming import causes_of
from checkin.overview.desks import DeskState
from checkin.overview.paces import paces
from checkin.overview.reading import Outlook, Place
from checkin.sync.reports import Condition

NOON = datetime(2018, 4, 18, 12, tzinfo=UTC)
DOOR = Checkpoint("door", Names(), entry=EntryPolicy.ONCE)
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),), Names(), checkpoints={"door": DOOR})


def scan(at: datetime, outcome: str = "admitted", reason: str | None = None) -> Tick:
    us = microseconds(at)
    return Tick(f"s{us}", "scan", us, "door", "entry", outcome, reason, f"R{us}", "public", "A", "1", "", "")


def tally(*ticks: Tick) -> Tally:
    made = Tally(EVENT.zone)
    made.take(ticks)
    return made


@pytest.mark.parametrize("seconds", [0, 1, 100, 299, 300])
def test_a_desk_that_scans_twice_a_minute_has_that_pace_at_whatever_second_one_looks(seconds: int) -> None:
    now = NOON + timedelta(seconds=seconds)
    steady = tally(*(scan(now - timedelta(seconds=1 + 30 * n)) for n in range(120)))
    assert paces(steady, EVENT, "desk", now)["1"].a_minute == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("seconds", [0, 1, 100, 299, 300])
def test_a_forged_badge_raises_its_alarm_for_ten_minutes_at_least(seconds: int) -> None:
    shown = NOON + timedelta(seconds=seconds)
    told = tally(scan(shown, "refused", "forged"))

    def is_raised(now: datetime) -> bool:
        causes = causes_of(told, EVENT, Outlook(Place.HUB, now, Trust(now)), {}, Limits())
        return AlarmKind.FORGED in {one.kind for one in causes}

    assert is_raised(shown + timedelta(minutes=9, seconds=59))
    assert not is_raised(shown + timedelta(minutes=15))


def desk(name: str, heard: datetime) -> DeskState:
    condition = Condition("1.0", name, "A", "door", "entry", "live", None, False, None)
    return DeskState(name, name, "A", "desk", 1, 0, 0, heard, heard, 0.0, condition)


def test_where_the_hub_is_gone_desks_are_as_silent_as_they_were_when_it_was_heard_last() -> None:
    desks = desk("1", NOON), desk("2", NOON - timedelta(minutes=3))
    now = NOON + timedelta(minutes=10)

    def silent(place: Place, at: datetime) -> list[str]:
        outlook = Outlook(place, at, Trust(at, (), None), NOON + timedelta(seconds=5), desks)
        return [one.where for one in causes_of(tally(), EVENT, outlook, {}, Limits()) if one.kind is AlarmKind.SILENT]

    assert silent(Place.FEED, NOON) == ["2"]
    assert silent(Place.GONE, now) == ["2"]
    assert silent(Place.FEED, now) == ["1", "2"]
