"""Who is expected, and when."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from checkin.domain.event import Arrivals, Category, Checkpoint, Event, Names
from checkin.domain.expectation import Roll, Turnout, expected_arrivals, expected_people
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick

ZONE = ZoneInfo("Africa/Casablanca")
DAY, NEXT = date(2018, 4, 18), date(2018, 4, 19)
DOOR = Checkpoint("door", Names())
USUAL = Arrivals(None, 600, ((time(8), 1), (time(9), 3), (time(10), 0)))


def event(*arrivals: Arrivals, **expected: int | None) -> Event:
    categories = {name: Category(name, Names(), expected=number) for name, number in expected.items()}
    return Event("e", ZONE, (DAY, NEXT), Names(), categories=categories, checkpoints={"door": DOOR}, arrivals=arrivals)


def slot(day: date, hour: int, minute: int = 0) -> int:
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).timestamp()) // 300


def test_people_are_spread_over_each_stretch_by_its_weight() -> None:
    slots = expected_arrivals(event(USUAL), DAY)
    assert set(slots) == set(range(slot(DAY, 8), slot(DAY, 10)))
    assert slots[slot(DAY, 8)] == 150 / 12
    assert slots[slot(DAY, 9, 55)] == 450 / 12
    assert round(sum(slots.values()), 6) == 600


def test_a_day_of_its_own_goes_before_the_usual_one_and_no_other_day_is_expected() -> None:
    own = Arrivals(NEXT, 10, ((time(12), 1), (time(12, 5), 0)))
    assert expected_arrivals(event(USUAL, own), NEXT) == {slot(NEXT, 12): 10}
    assert expected_arrivals(event(USUAL, own), date(2018, 4, 25)) == {}
    assert expected_arrivals(event(), DAY) == {}


def test_two_times_closer_than_a_slot_still_have_a_slot() -> None:
    close = Arrivals(None, 10, ((time(12, 1), 1), (time(12, 2), 0)))
    assert expected_arrivals(event(close), DAY) == {slot(DAY, 12): 10}


def test_the_organiser_s_number_goes_before_that_of_the_registrations() -> None:
    roll = Roll({"R-1": "public", "R-2": "press", "R-3": "public", "R-4": "staff", "R-5": "gone"})
    assert expected_people(event(public=900, press=None), DOOR, roll) == {"public": 900, "press": 1, "staff": 1, "gone": 1}
    lounge = Checkpoint("lounge", Names(), admits=frozenset({"press"}))
    assert expected_people(event(public=900, press=None), lounge, roll) == {"press": 1}


def entry(scan_id: str, at: datetime, who: str) -> Tick:
    return Tick(scan_id, "scan", int(at.timestamp() * 1e6), "door", "entry", "admitted", None, who, "public", "A", "1", "", "")


def undo(scan_id: str) -> Tick:
    return Tick(f"u{scan_id}", "undo", 0, "door", "entry", None, None, "", "", "A", "1", scan_id, "")


def test_no_shows_are_counted_over_the_event_and_of_a_day_and_follow_what_is_taken_back() -> None:
    roll, tally, turnout = Roll({"R-1": "public", "R-2": "public", "R-3": "press"}), Tally(ZONE), Turnout()

    def take(*ticks: Tick) -> tuple[dict[str, int], ...]:
        turnout.look_again(tally.take(ticks), tally)
        return tuple(turnout.no_shows(DOOR, roll, day) for day in (None, DAY, NEXT))

    first = entry("a", datetime(2018, 4, 18, 9, tzinfo=ZONE), "R-1")
    again = entry("b", datetime(2018, 4, 19, 9, tzinfo=ZONE), "R-1")
    assert take() == ({"public": 2, "press": 1},) * 3
    assert take(first) == ({"public": 1, "press": 1}, {"public": 1, "press": 1}, {"public": 2, "press": 1})
    assert take(again, entry("c", again.at, "nobody listed"))[2] == {"public": 1, "press": 1}
    assert take(again) == ({"public": 1, "press": 1},) * 3
    assert take(undo("a"))[1] == {"public": 2, "press": 1}
    assert take(undo("b"))[0] == {"public": 2, "press": 1}
    other = Roll({"R-7": "press"})
    assert turnout.no_shows(DOOR, other) == {"press": 1}
