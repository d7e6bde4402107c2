"""What a dashboard shows is what a plain recount of the lines shows: parts, days, courses, and any minute."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from test_tally_properties import BEGIN, DAYS, WHERE, ZONE, Plain, scans

from checkin.domain.conflicts import judge_admission
from checkin.domain.event import Category, Checkpoint, EntryPolicy, Event, Gate, Names
from checkin.domain.expectation import Roll
from checkin.domain.ranges import Trust
from checkin.domain.tally import Figures, passage_of
from checkin.domain.tick import Tick
from checkin.overview.counting import Counting
from checkin.overview.courses import curve_of, occupied
from checkin.overview.replaying import replay
from checkin.overview.totals import FIGURES, totals_of

DOORS = {name: Checkpoint(name, Names(), admits=frozenset({"public", "press"})) for name in WHERE}
EVENT = Event(
    "e", ZONE, DAYS, Names(), categories={one: Category(one, Names(), track=one[:2]) for one in ("public", "press", "staff")},
    gates={one: Gate(one, Names()) for one in "AB"}, checkpoints=DOORS,
)  # fmt: skip
ROLL = Roll({"R-1": "public", "R-2": "press", "R-9": "public", "R-8": "staff"})


def counting(ticks: list[Tick], event: Event = EVENT) -> Counting:
    one = Counting(event)
    one.take(ticks)
    return one


@given(scans(), st.sampled_from(DAYS), st.sampled_from(WHERE))
def test_totals_and_their_parts_are_those_of_the_tally_and_add_up(ticks: list[Tick], day: date, where: str) -> None:
    one = counting(ticks)
    told = totals_of(one, DOORS[where], ROLL, day)
    assert Figures(*(getattr(told, name) for name in FIGURES)) == one.tally.figures(where)
    assert told.today == one.tally.figures(where, day)
    for parts in (told.by_category, told.by_track, told.by_gate, told.by_desk):
        for name in FIGURES:
            assert sum(getattr(part, name) for part in parts.values()) == getattr(told, name)
            assert sum(getattr(part.today, name) for part in parts.values()) == getattr(told.today, name)
    assert sum(told.refused_today.values()) == told.today.refused
    assert sum(told.arrivals.today) == told.today.attended


@given(scans(), st.sampled_from(WHERE))
def test_whoever_is_registered_and_did_not_enter_is_a_no_show(ticks: list[Tick], where: str) -> None:
    came = {one.registration for one in Plain(ticks).first_entries(where)}
    told = totals_of(counting(ticks), DOORS[where], ROLL, DAYS[0])
    listed = {one for one, category in ROLL.categories.items() if category in ("public", "press")}
    assert told.no_shows == len(listed - came)
    assert told.expected == len(listed)


@given(scans(), st.integers(0, 27 * 60), st.sampled_from(WHERE))
def test_any_minute_is_what_a_fold_of_the_lines_before_it_says(ticks: list[Tick], minutes: int, where: str) -> None:
    at = BEGIN + timedelta(minutes=minutes)
    told = replay(counting(ticks).tally, EVENT, where, at)
    inside = Plain(ticks).inside(where, None, int(at.timestamp()) * 1_000_000)
    assert told.inside == len(inside)
    for part, found in (("category", told.by_category), ("gate", told.by_gate)):
        names = [getattr(one, part) for one in inside]
        assert found == {name: names.count(name) for name in set(names)}


@given(scans(), st.sampled_from(DAYS), st.sampled_from(WHERE), st.sampled_from([None, ("gate", "A"), ("category", "press")]))
def test_how_many_were_inside_over_a_day_is_what_each_minute_says(
    ticks: list[Tick], day: date, where: str, only: tuple[str, str] | None
) -> None:
    tally, plain = counting(ticks).tally, Plain(ticks)
    like = curve_of(tally, EVENT, DOORS[where], day)
    course = occupied(tally, EVENT, where, day, like, Trust(BEGIN), only)  # type: ignore[arg-type]
    for slot, number in enumerate(course.inside):
        end_us = (course.begins_s + (slot + 1) * 300) * 1_000_000
        inside = plain.inside(where, None, end_us)
        assert number == sum(only is None or getattr(one, only[0]) == only[1] for one in inside)


@given(scans(), st.sampled_from(list(EntryPolicy)), st.sampled_from([None, 1, 2]))
def test_no_conflict_is_passed_over_because_it_looked_like_none(ticks: list[Tick], policy: EntryPolicy, most: int | None) -> None:
    door = Checkpoint("door", Names(), entry=policy, max_entries=most)
    event = Event("e", ZONE, DAYS, Names(), checkpoints={"door": door})
    one = counting(ticks, event)
    surplus = []
    for person in ("R-1", "R-2", "R-3"):
        passages = [passage_of(tick) for tick in one.tally.passages(("door", person))]
        surplus += [
            passage.scan_id
            for at, passage in enumerate(passages)
            if passage.direction == "entry" and judge_admission(person, passage.category, passages[:at], passage, door, event)
        ]
    assert sorted(found.surplus.scan_id for found in one.conflicts.found() if found.surplus.checkpoint == "door") == sorted(
        surplus
    )


def test_a_curve_has_the_day_before_at_the_same_time_of_day_and_what_is_expected() -> None:
    at = datetime(2018, 4, 19, 9, 2, tzinfo=ZONE)
    today = Tick("s", "scan", int(at.timestamp() * 1e6), "door", "entry", "admitted", None, "R-1", "public", "A", "1", "", "")
    ticks = [today, today._replace(scan_id="t", at_us=today.at_us - 86_400_000_000, registration="R-2")]
    curve = curve_of(counting(ticks).tally, EVENT, DOORS["door"], date(2018, 4, 19))
    assert curve.begins_s == int(datetime(2018, 4, 19, 8, tzinfo=ZONE).timestamp())
    assert len(curve.today) == 11 * 12
    assert (curve.today.index(1), curve.yesterday.index(1), curve.expected) == (12, 12, [])
