"""What a total is worth while desks are silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkin.domain.ranges import USUAL, Bounds, Range, Source, Trust, most_lines, range_of, trust_in, trust_until

NOW = datetime(2018, 4, 18, 10, 42, tzinfo=UTC)


def source(seconds: float | None, desk: str = "1") -> Source:
    return Source(desk, "A", None if seconds is None else NOW - timedelta(seconds=seconds))


def test_while_every_desk_is_heard_nothing_is_missing_as_of_the_oldest_word() -> None:
    trust = trust_in([source(2), source(7, "2"), source(19, "3")], NOW)
    assert trust == Trust(NOW - timedelta(seconds=19))
    assert range_of(4812, trust) == Range(4812, 4812)


def test_a_silent_desk_may_have_written_a_group_and_a_line_every_two_seconds() -> None:
    silent = source(360, "4")
    trust = trust_in([source(0), silent], NOW)
    assert trust == Trust(NOW, (silent,), 30 + 180)
    assert range_of(4812, trust) == Range(4602, 5022)
    assert range_of(7, trust) == Range(0, 217)
    assert range_of(7, trust, falls=False) == Range(7, 217)


def test_what_a_silent_desk_wrote_is_asked_only_until_the_others_are_known() -> None:
    assert trust_in([source(15), source(21)], NOW, Bounds(lines_a_minute=60, at_once=0)).missing == 6
    assert most_lines(source(5), NOW - timedelta(seconds=5)) == 0
    assert most_lines(source(None), NOW) is None


def test_a_desk_that_ended_in_order_writes_nothing() -> None:
    assert trust_in([replace(source(4000), closed=True)], NOW) == Trust(NOW)


def test_a_desk_of_which_nothing_is_known_leaves_the_range_open() -> None:
    trust = trust_in([source(1), source(None), source(60)], NOW)
    assert (trust.missing, len(trust.silent)) == (None, 2)
    assert range_of(4812, trust) == Range(0, None)
    assert range_of(12, trust, falls=False) == Range(12, None)


def test_a_hub_that_was_restored_and_gathers_knows_no_end() -> None:
    assert trust_in([source(1)], NOW, is_recovering=True) == Trust(NOW - timedelta(seconds=1), (), None)


@given(st.lists(st.floats(0, 4000), max_size=6), st.floats(1, 1000))
def test_the_longer_a_desk_is_silent_the_wider_the_range(ages: list[float], more: float) -> None:
    sources = [source(age, str(n)) for n, age in enumerate(ages)]
    later = trust_in([*sources, source(USUAL.heard_within.total_seconds() + more)], NOW)
    now = trust_in(sources, NOW)
    assert later.missing is not None
    assert now.missing is not None
    assert later.missing > now.missing
    assert later.as_of == now.as_of


def test_of_an_earlier_moment_only_what_was_written_before_it_may_be_missing() -> None:
    late, later, unknown = source(600, "1"), source(60, "2"), source(None, "3")
    bounds = Bounds(at_once=80)
    trust = trust_in([source(0, "4"), late, later], NOW, bounds)
    before = NOW - timedelta(minutes=5)
    assert trust_until(trust, before) == Trust(before, (late,), 80 + 150, bounds)
    assert trust_until(trust, NOW - timedelta(minutes=11)) == Trust(NOW - timedelta(minutes=11), (), 0, bounds)
    assert trust_until(trust, NOW + timedelta(hours=1)) == trust
    assert trust_until(trust_in([late, unknown], NOW), before).missing is None
    assert trust_until(trust_in([late], NOW, is_recovering=True), before).missing is None
