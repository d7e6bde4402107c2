"""Whatever is done to a journal afterwards is seen; and small facts of the domain."""

from dataclasses import replace
from datetime import UTC, datetime

from checkin.domain.event import Names
from checkin.domain.journal import GENESIS, Break, Head, JournalLine, Kind, NumberedLine, Origin, breaks, number
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict


def journal(length: int) -> list[NumberedLine]:
    head, items = Head("j", 0, GENESIS), []
    for place in range(length):
        line = JournalLine(
            f"s{place}", Kind.SCAN, datetime(2018, 4, 18, 9, place, tzinfo=UTC), "e", "entrance", Direction.ENTRY,
            Outcome.ADMITTED, None, f"R-{place}", "public", "TEXT", Origin.CAMERA, "A", "1",
        )  # fmt: skip
        items.append(number(head, line))
        head = Head("j", items[-1].seq, items[-1].hash)
    return items


def test_an_untouched_journal_holds() -> None:
    assert list(breaks(journal(5))) == []


def test_a_changed_line_is_found_at_its_number() -> None:
    items = journal(5)
    items[2] = replace(items[2], line=replace(items[2].line, registration="R-9"))
    assert list(breaks(items)) == [Break("j", 3, "changed")]


def test_a_changed_line_that_was_hashed_again_breaks_the_chain_behind_it() -> None:
    items = journal(5)
    forged = number(Head("j", 2, items[1].hash), replace(items[2].line, registration="R-9"))
    assert list(breaks([*items[:2], forged, *items[3:]])) == [Break("j", 4, "chain")]


def test_a_removed_line_leaves_a_gap() -> None:
    items = journal(5)
    assert list(breaks([*items[:2], *items[3:]])) == [Break("j", 3, "gap")]


def test_a_journal_cut_at_its_beginning_is_found() -> None:
    assert list(breaks(journal(3)[1:])) == [Break("j", 1, "gap")]


def test_the_journal_before_the_first_line_is_part_of_the_chain() -> None:
    items = journal(1)
    assert items[0].prev == GENESIS
    assert list(breaks([number(Head("j", 0, bytes(31) + b"\1"), items[0].line)])) == [Break("j", 1, "chain")]


def test_a_name_is_told_in_another_language_where_there_is_none() -> None:
    names = Names({"fr": "Entrée", "en": "Entrance"})
    assert (names("en"), names("ar"), Names()("fr")) == ("Entrance", "Entrée", "")


def test_staff_can_help_with_some_refusals_and_not_with_others() -> None:
    assert Verdict(Outcome.REFUSED, Reason.UNPAID).needs_help
    assert not Verdict(Outcome.REFUSED, Reason.BLOCKED).needs_help
    assert not Verdict(Outcome.ADMITTED).needs_help
