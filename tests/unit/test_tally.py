"""Attendance, told apart: inside, attended, entries, exits, refused; whatever the order in which the lines come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.passing import ARRIVED, ENTERED, REFUSED
from checkin.domain.tally import NONE, Figures, Tally
from checkin.domain.tick import tick_of
from checkin.domain.verdict import Direction, Outcome, Reason

ZONE = ZoneInfo("Africa/Casablanca")
FIRST_DAY, SECOND_DAY = date(2018, 4, 18), date(2018, 4, 19)


def scan(name: str, at: str, who: str, *, leaves: bool = False, refused: bool = False, category: str = "public") -> JournalLine:
    moment = datetime.fromisoformat(f"2018-04-{at}").replace(tzinfo=ZONE).astimezone(UTC)
    return JournalLine(
        name, Kind.SCAN, moment, "e", "door", Direction.EXIT if leaves else Direction.ENTRY,
        Outcome.REFUSED if refused else Outcome.ADMITTED, Reason.UNPAID if refused else None, who, category, "T",
        Origin.CAMERA, "A", "1",
    )  # fmt: skip


def slot_of(at: str) -> int:
    return int(datetime.fromisoformat(f"2018-04-{at}").replace(tzinfo=ZONE).timestamp()) // 300


def undo(scan_id: str) -> JournalLine:
    moment = datetime(2018, 4, 20, tzinfo=UTC)
    return JournalLine(
        f"undo-{scan_id}", Kind.UNDO, moment, "e", "door", Direction.ENTRY, None, None, "", "", "", Origin.CAMERA, "A", "1",
        scan_id, "by mistake",
    )  # fmt: skip


def tally(*lines: JournalLine) -> Tally:
    one = Tally(ZONE)
    one.extend(lines)
    return one


def test_answers_that_are_kept_do_not_grow_without_end_and_stay_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkin.domain.tally.MOST_KEPT", 2)
    one = tally(scan("a", "18T09:00", "R-1"))
    gates = [("gate", "A"), ("gate", "B"), ("gate", "C"), ("gate", "A"), ("gate", "A")]
    told = [one.slots(ENTERED, "door", FIRST_DAY, gate) for gate in gates]  # type: ignore[arg-type]
    assert told == [{slot_of("18T09:00"): 1}, {}, {}, {slot_of("18T09:00"): 1}, {slot_of("18T09:00"): 1}]
    assert len(one._kept) <= 2


def test_a_person_who_comes_twice_is_one_person_and_two_entries() -> None:
    one = tally(scan("a", "18T09:00", "R-1"), scan("b", "18T12:00", "R-1", leaves=True), scan("c", "18T14:00", "R-1"))
    assert one.figures("door") == Figures(inside=1, attended=1, entries=2, exits=1)


def test_an_undo_on_one_day_leaves_the_other_day_as_it_was() -> None:
    one = tally(scan("a", "18T09:00", "R-1"), scan("b", "19T09:00", "R-1"), undo("a"))
    assert one.figures("door") == Figures(inside=1, attended=1, entries=1)
    assert one.by_day("door") == {SECOND_DAY: Figures(inside=1, attended=1, entries=1)}


def test_an_exit_that_comes_late_by_the_network_is_counted_at_its_own_time() -> None:
    one = tally(scan("c", "18T14:00", "R-1"), scan("b", "18T12:00", "R-1", leaves=True), scan("a", "18T09:00", "R-1"))
    assert one.figures("door") == Figures(inside=1, attended=1, entries=2, exits=1)
    assert [p.scan_id for p in one.history("door", "R-1")] == ["a", "b", "c"]


def test_an_undo_that_comes_before_its_scan_takes_it_back_too() -> None:
    one = tally(undo("a"), scan("a", "18T09:00", "R-1"))
    assert one.figures("door") == NONE
    assert one.is_undone("a")


def test_a_line_counts_once_however_often_it_comes() -> None:
    one = tally(*[scan("a", "18T09:00", "R-1")] * 3, *[scan("b", "18T09:01", "R-2", refused=True)] * 3, undo("c"), undo("c"))
    assert one.figures("door") == Figures(inside=1, attended=1, entries=1, refused=1)


def test_a_refusal_that_was_taken_back_counts_no_more() -> None:
    one = tally(scan("a", "18T09:00", "R-1", refused=True), undo("a"))
    assert one.figures("door", FIRST_DAY) == one.figures("door") == NONE
    assert one.by("category", "door") == {}


def test_a_person_attended_where_he_or_she_came_first_and_is_inside_where_he_or_she_came_last() -> None:
    one = tally(scan("a", "18T09:00", "R-1"), scan("b", "19T09:00", "R-1", category="speaker"))
    assert one.by("category", "door") == {"public": Figures(attended=1, entries=1), "speaker": Figures(inside=1, entries=1)}
    assert one.by("category", "door", FIRST_DAY) == {"public": Figures(inside=1, attended=1, entries=1)}
    assert one.by("category", "door", SECOND_DAY) == {"speaker": Figures(inside=1, attended=1, entries=1)}


def test_a_checkpoint_where_nothing_happened_has_no_figures() -> None:
    assert tally(scan("a", "18T09:00", "R-1")).figures("hall") == NONE


def test_the_parts_of_a_checkpoint_are_told_by_gate_desk_and_reason() -> None:
    lines = [
        scan("a", "18T09:00", "R-1"),
        replace(scan("b", "18T09:01", "R-2"), gate="B", desk="2"),
        scan("c", "18T09:02", "R-3", refused=True),
    ]
    one = tally(*lines)
    assert one.by("gate", "door") == {"A": Figures(1, 1, 1, 0, 1), "B": Figures(1, 1, 1)}
    assert one.by("desk", "door") == {"1": Figures(1, 1, 1, 0, 1), "2": Figures(1, 1, 1)}
    assert one.by("reason", "door") == {"": Figures(2, 2, 2), "unpaid": Figures(refused=1)}
    assert sum(one.by("gate", "door").values(), NONE) == one.figures("door")


def test_arrivals_are_first_entries_of_a_day_by_five_minutes() -> None:
    one = tally(
        scan("a", "18T09:00", "R-1"), scan("b", "18T09:04", "R-2"), scan("c", "18T09:05", "R-3"),
        scan("d", "18T12:00", "R-1", leaves=True), scan("e", "18T13:00", "R-1"), scan("f", "19T09:00", "R-1"),
        scan("g", "18T09:01", "R-4", refused=True),
    )  # fmt: skip
    nine = slot_of("18T09:00")
    assert one.slots(ARRIVED, "door", FIRST_DAY) == {nine: 2, nine + 1: 1}
    assert one.slots(ENTERED, "door", FIRST_DAY) == {nine: 2, nine + 1: 1, slot_of("18T13:00"): 1}
    assert one.slots(ARRIVED, "door", SECOND_DAY) == {slot_of("19T09:00"): 1}
    assert one.slots(REFUSED, "door", FIRST_DAY, ("gate", "A")) == {nine: 1}
    assert one.slots(REFUSED, "door", FIRST_DAY, ("gate", "B")) == {}


def test_inside_changes_by_the_minute_and_goes_on_over_the_night() -> None:
    one = tally(scan("a", "18T09:00", "R-1"), scan("b", "18T09:03", "R-2"), scan("c", "18T09:07", "R-1", leaves=True))
    nine = slot_of("18T09:00") * 5
    assert one.inside_changes("door", FIRST_DAY) == {nine: 1, nine + 3: 1, nine + 7: -1}
    assert (one.inside_before("door", FIRST_DAY), one.inside_before("door", SECOND_DAY)) == (0, 1)


def test_who_comes_in_again_elsewhere_is_inside_there() -> None:
    one = tally(scan("a", "18T09:00", "R-1"), replace(scan("b", "18T09:03", "R-1"), gate="B"))
    nine = slot_of("18T09:00") * 5
    assert one.inside_changes("door", FIRST_DAY, ("gate", "A")) == {nine: 1, nine + 3: -1}
    assert one.inside_changes("door", FIRST_DAY) == {nine: 1}
    assert one.by("gate", "door") == {"A": Figures(attended=1, entries=1), "B": Figures(inside=1, entries=1)}


def test_several_lines_at_once_tell_whose_passages_changed() -> None:
    one = Tally(ZONE)
    ticks = [tick_of(line) for line in (scan("a", "18T09:00", "R-1"), scan("b", "18T09:00", "R-2", refused=True), undo("x"))]
    assert one.take(ticks) == {("door", "R-1")}
    assert one.take(ticks) == frozenset()
    assert one.take([tick_of(undo("a"))]) == {("door", "R-1")}
    assert one.passages(("door", "R-1")) == []
    assert one.passages(("door", "R-2")) == ()
