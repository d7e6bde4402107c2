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
from checkin.overview.paces import paces
from checkin.overview.reading import Outlook, Place

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
