"""Conflicts: who was admitted more often than the checkpoint allows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.domain.attendance import Attendance
from checkin.domain.conflicts import Conflict
from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.journal import INTERRUPTED, JournalLine, Kind, Origin, override_remark, settled_remark
from checkin.domain.verdict import Direction, Outcome, Reason

NINE = datetime(2018, 4, 18, 9, tzinfo=UTC)
LINE = JournalLine(
    "", Kind.SCAN, NINE, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "T", Origin.CAMERA, "A", "1"
)


def event(policy: EntryPolicy = EntryPolicy.ONCE, most: int | None = None) -> Event:
    door = Checkpoint("door", Names(), entry=policy, max_entries=most)
    return Event("e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),), Names(), checkpoints={"door": door})


def entry(scan_id: str, minutes: int, person: str = "R-1") -> JournalLine:
    return replace(LINE, scan_id=scan_id, at=NINE + timedelta(minutes=minutes), registration=person)


def leaving(scan_id: str, minutes: int, person: str = "R-1") -> JournalLine:
    return replace(entry(scan_id, minutes, person), direction=Direction.EXIT)


def about(line: JournalLine, kind: Kind, remark: str, scan_id: str = "") -> JournalLine:
    return replace(line, scan_id=scan_id or f"about {line.scan_id}", kind=kind, outcome=None, undoes=line.scan_id, remark=remark)


def found(lines: list[JournalLine], of: Event) -> list[Conflict]:
    attendance = Attendance(of)
    attendance.extend(lines)
    return attendance.conflicts.found()


def pairs(lines: list[JournalLine], of: Event) -> list[tuple[str, str]]:
    return [(one.first.scan_id, one.surplus.scan_id) for one in found(lines, of)]


def test_who_enters_three_times_where_once_is_allowed_stands_in_two_conflicts() -> None:
    lines = [entry("a", 0), entry("b", 5), entry("c", 9), entry("d", 9, "R-2")]
    for order in permutations(lines):
        assert pairs(list(order), event()) == [("a", "b"), ("a", "c")]


def test_a_line_that_comes_again_changes_nothing() -> None:
    lines = [entry("a", 0), entry("b", 5)]
    assert pairs(lines * 3, event()) == [("a", "b")]


def test_an_exit_frees_the_next_entry_by_scan_time_where_the_policy_says_so() -> None:
    lines = [entry("a", 0), entry("b", 10), leaving("x", 5)]
    assert pairs(lines, event(EntryPolicy.AFTER_EXIT)) == []
    assert pairs(lines, event(EntryPolicy.ONCE)) == [("a", "b")]
    assert pairs([*lines[:2], leaving("x", 15)], event(EntryPolicy.AFTER_EXIT)) == [("a", "b")]


def test_another_day_frees_too_where_it_counts_by_day() -> None:
    lines = [entry("a", 0), entry("b", 24 * 60), entry("c", 24 * 60 + 5)]
    assert pairs(lines, event(EntryPolicy.ONCE_PER_DAY)) == [("b", "c")]


def test_more_entries_than_a_person_has_are_conflicts_even_where_all_may_come_again() -> None:
    lines = [entry("a", 0), entry("b", 5), entry("c", 6)]
    assert pairs(lines, event(EntryPolicy.UNLIMITED)) == []
    assert pairs(lines, event(EntryPolicy.UNLIMITED, most=2)) == [("a", "c")]
    assert found(lines, event(EntryPolicy.UNLIMITED, most=2))[0].reason is Reason.RULES


@pytest.mark.parametrize("undone", ["a", "b"])
def test_an_undo_ends_a_conflict_whichever_of_the_two_it_takes_back(undone: str) -> None:
    lines = {"a": entry("a", 0), "b": entry("b", 5)}
    for order in permutations([*lines.values(), about(lines[undone], Kind.UNDO, "by mistake")]):
        assert pairs(list(order), event()) == []


def test_what_a_supervisor_admitted_by_override_is_no_conflict() -> None:
    refused = replace(entry("b", 5), outcome=Outcome.REFUSED, reason=Reason.ALREADY_REDEEMED)
    override = replace(entry("c", 6), reason=Reason.ALREADY_REDEEMED, undoes="b", remark=override_remark(refused, "Salma", "ok"))
    assert pairs([entry("a", 0), refused, override], event()) == []


def test_a_conflict_stays_and_says_who_settled_it() -> None:
    surplus = entry("b", 5)
    words = ("Salma: B", "two people\nwith one badge \\")
    settled = about(surplus, Kind.REMARK, settled_remark(*words))
    later = replace(about(surplus, Kind.REMARK, settled_remark("Omar", "seen"), "z"), at=NINE + timedelta(hours=1))
    for order in permutations([entry("a", 0), surplus, settled, later]):
        assert [one.settled for one in found(list(order), event())] == [words]
    assert found([entry("a", 0), surplus], event())[0].settled is None


def test_what_admits_nobody_is_in_no_conflict() -> None:
    seen = about(entry("a", 0), Kind.REMARK, "identity seen")
    refused = replace(entry("b", 5), outcome=Outcome.REFUSED, reason=Reason.ERROR, undoes="x", remark=INTERRUPTED)
    assert pairs([entry("a", 0), seen, refused], event()) == []
    assert (refused.abandons, seen.abandons, seen.settlement) == ("x", "", None)


def test_a_checkpoint_that_the_event_no_longer_has_admits_once() -> None:
    lines = [replace(entry(one, minute), checkpoint="gone") for one, minute in (("a", 0), ("b", 1))]
    assert pairs(lines, event()) == [("a", "b")]


def test_what_comes_later_is_seen_by_whoever_asks_again() -> None:
    attendance = Attendance(event())
    attendance.add(entry("b", 5))
    assert attendance.conflicts.found() == []
    attendance.add(entry("a", 0))
    assert [one.surplus.scan_id for one in attendance.conflicts.found()] == ["b"]
    attendance.add(about(entry("a", 0), Kind.UNDO, "by mistake"))
    assert attendance.conflicts.found() == []


passages = st.lists(st.tuples(st.sampled_from(["R-1", "R-2", "R-3"]), st.integers(0, 3000), st.booleans()), max_size=14)


@given(passages, st.sampled_from([EntryPolicy.ONCE, EntryPolicy.AFTER_EXIT]), st.randoms(use_true_random=False))
def test_conflicts_are_the_admissions_less_one_for_each_stay(moves: list, policy: EntryPolicy, rng: object) -> None:
    lines = [
        leaving(f"s{n:02}", at, who) if is_exit else entry(f"s{n:02}", at, who) for n, (who, at, is_exit) in enumerate(moves)
    ]
    expected = 0
    for who in ("R-1", "R-2", "R-3"):
        inside = False
        for line in sorted((one for one in lines if one.registration == who), key=lambda one: (one.at, one.scan_id)):
            is_entry = line.direction is Direction.ENTRY
            expected += is_entry and inside
            inside = is_entry or (inside and policy is EntryPolicy.ONCE)
    rng.shuffle(lines)  # type: ignore[attr-defined]
    assert len(found(lines, event(policy))) == expected
