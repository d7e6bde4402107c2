"""Attendance, told apart: inside, attended, entries, exits, refused; whatever the order in which the lines come."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.tally import NONE, Figures, Tally
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
    assert one.by_category("door") == {}


def test_a_person_is_counted_in_the_category_of_the_last_scan() -> None:
    one = tally(scan("a", "18T09:00", "R-1"), scan("b", "19T09:00", "R-1", category="speaker"))
    assert one.by_category("door") == {
        "public": Figures(entries=1), "speaker": Figures(inside=1, attended=1, entries=1),
    }  # fmt: skip
    assert one.by_category("door", FIRST_DAY) == {"public": Figures(inside=1, attended=1, entries=1)}


def test_a_checkpoint_where_nothing_happened_has_no_figures() -> None:
    assert tally(scan("a", "18T09:00", "R-1")).figures("hall") == NONE
