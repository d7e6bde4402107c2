"""The queues that a supervisor sees: what they are estimated from, and that figures do not wait for them."""

from datetime import date, datetime, timedelta
from itertools import count
from time import monotonic, sleep

import pytest

from checkin.domain.expectation import expected_arrivals
from checkin.domain.journal import moment
from checkin.domain.pressure import Now, Open, Wait
from checkin.domain.pressure.values import GatePressure
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick
from checkin.overview.queues import ENOUGH_ARRIVALS, Queues, estimated, expected_at, lately, longest_waits_s
from checkin.simulation.queues import CHECKPOINT, play_day
from checkin.simulation.visitors import venue
from data.demo.event import event_text
from data.importers.event_file import parse_event

FIRST = date(2018, 4, 18)
EVENT = parse_event(event_text(FIRST))
NUMBERS = count()


def scan(at: str, gate: str = "A", undoes: str = "") -> Tick:
    at_us = round(datetime.fromisoformat(f"2018-04-{at}+01:00").timestamp() * 1e6)
    number = next(NUMBERS)
    kind = "undo" if undoes else "scan"
    return Tick(f"s{number}", kind, at_us, "entrance", "entry", "admitted", None, f"R{number}", "public", gate, "1", undoes, "")


def tally(*ticks: Tick) -> Tally:
    made = Tally(EVENT.zone)
    made.take(ticks)
    return made


def until(holds, seconds: float = 60.0) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not come to hold"
        sleep(0.02)


@pytest.fixture(scope="module")
def morning() -> tuple[list[Tick], datetime]:
    """The ticks of a simulated morning until a moment in its rush."""
    day = play_day(venue(1039, people=1500))
    now_us = day.midnight_us + int(9.5 * 3600e6)
    return [one for one in day.ticks if one.at_us < now_us], moment(now_us)


def test_they_are_estimated_beside_what_goes_on_and_come_to_the_same(morning: tuple[list[Tick], datetime]) -> None:
    ticks, now = morning
    assert {one.checkpoint for one in ticks} == {CHECKPOINT} <= EVENT.checkpoints.keys()
    half, queues = len(ticks) // 2, Queues()
    counted = tally(*ticks[:half])
    queues.start()
    try:
        queues.begin(EVENT, counted, now)
        queues.take(ticks[half:])
        counted.take(ticks[half:])
        until(lambda: queues.look(EVENT, counted, now, 480.0))
        assert queues.found[CHECKPOINT] == estimated(counted, EVENT, CHECKPOINT, now, 480.0)
        assert queues.found[CHECKPOINT].gates
    finally:
        queues.stop()


def test_what_cannot_be_estimated_is_not_known_and_everything_else_goes_on(morning: tuple[list[Tick], datetime]) -> None:
    ticks, now = morning
    queues = Queues()
    queues.start()
    try:
        queues.begin(EVENT, tally(*ticks), now)
        queues.take(["no tick"])  # type: ignore[list-item]
        until(lambda: queues.look(EVENT, tally(*ticks), now, 0.0))
    finally:
        queues.stop()


def test_scans_that_were_taken_back_before_are_known_to_be(morning: tuple[list[Tick], datetime]) -> None:
    first, second, old = scan("19T09:00"), scan("19T09:01"), scan("18T09:00")
    told = lately(tally(old, first, second, scan("19T09:02", undoes=first.scan_id)), second.at_us - 3600 * 1_000_000)
    assert {one.scan_id for one in told if one.kind == "scan"} == {first.scan_id, second.scan_id}
    assert [one.undoes for one in told if one.kind == "undo"] == [first.scan_id]


def test_without_a_plan_as_many_are_expected_at_each_gate_as_came_there_on_the_last_day() -> None:
    counted = tally(*(scan("18T09:00") for _ in range(7)), scan("18T09:06", "B"), scan("20T09:00", "C"))
    expected = expected_at(counted, EVENT, "entrance", FIRST + timedelta(days=1))
    at_us = scan("19T09:00").at_us
    assert expected is not None
    assert (expected("A", at_us), expected("B", at_us), expected("B", at_us + 300_000_000)) == (7, 0, 1)
    assert expected("C", at_us) == expected("Z", at_us) == 0


@pytest.mark.parametrize("day", ["18", "19"])
def test_with_a_plan_it_is_shared_in_the_parts_that_came_today_or_on_the_last_day(day: str) -> None:
    few, enough = (tally(*(scan("18T08:40", gate) for _ in range(n) for gate in "AAB")) for n in (3, ENOUGH_ARRIVALS))
    today = date.fromisoformat(f"2018-04-{day}")
    assert (expected_at(few, EVENT, "entrance", today) is None) == (day == "18")
    assert expected_at(enough, EVENT, "workshop", today) is None
    expected = expected_at(enough, EVENT, "entrance", today)
    assert expected is not None
    at_us = scan(f"{day}T09:00").at_us
    said = expected_arrivals(EVENT, today)[at_us // 300_000_000]
    assert (expected("A", at_us), expected("B", at_us), expected("C", at_us)) == pytest.approx((said * 2 / 3, said / 3, 0))
    assert expected == expected_at(enough, EVENT, "entrance", today) != expected_at(few, EVENT, "entrance", today)


def test_alarms_are_about_the_longer_of_the_two_ways_of_a_gate() -> None:
    lines = tuple(GatePressure("A", way, (), 1, 1, 0, Wait(0, wait_s, 0, 0), ()) for way, wait_s in (("entry", 60), ("exit", 90)))
    assert longest_waits_s({"entrance": Now(0, (), lines), "workshop": Now(0)}) == {"A": 90}


def test_more_desks_are_asked_for_at_the_limit_of_the_alarm_or_at_the_usual_one(morning: tuple[list[Tick], datetime]) -> None:
    ticks, now = morning
    counted = tally(*ticks)
    never, usual, strict = (estimated(counted, EVENT, CHECKPOINT, now, limit_s) for limit_s in (0.0, 480.0, 0.1))
    assert never == usual
    assert any(isinstance(one.advice, Open) for one in strict.gates)
    assert not any(isinstance(one.advice, Open) for one in usual.gates)
