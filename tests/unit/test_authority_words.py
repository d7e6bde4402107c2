"""What a PIN may be, how long wrong ones make one wait, and how the journal tells an override."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkin.domain.journal import JournalLine, Kind, Origin, override_remark
from checkin.domain.supervisor import is_guessable, pin_digits, wait_after
from checkin.domain.verdict import Direction, Outcome, Reason

REFUSED = JournalLine(
    "a", Kind.SCAN, datetime(2018, 4, 18, 9, tzinfo=UTC), "e", "door", Direction.ENTRY, Outcome.REFUSED, Reason.UNPAID, "R-1",
    "public", "T", Origin.CAMERA, "A", "1",
)  # fmt: skip


def overridden(refused: JournalLine, name: str, reason: str) -> JournalLine:
    return replace(refused, scan_id="b", outcome=Outcome.ADMITTED, remark=override_remark(refused, name, reason))


@pytest.mark.parametrize("pin", ["0000", "111111111111", "1212", "12121", "1234", "123456789012", "9876", "3210", "8901"])
def test_these_would_be_guessed_at_once(pin: str) -> None:
    assert is_guessable(pin)


@pytest.mark.parametrize("pin", ["4711", "1123", "0001", "1357", "121212345", "2018"])
def test_these_would_not(pin: str) -> None:
    assert not is_guessable(pin)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("4711", "4711"), ("٤٧١١", "4711"), ("۴۷۱۱", "4711"), ("471", ""), ("1" * 13, ""), ("", ""), ("47 11", ""), ("4²11", "")],
)
def test_a_pin_is_4_to_12_digits_of_any_keyboard(text: str, digits: str) -> None:
    assert pin_digits(text) == digits


def test_the_wait_never_shrinks_and_ends_at_five_minutes() -> None:
    waits = [wait_after(wrong) for wrong in range(2000)]
    assert all(shorter <= longer for shorter, longer in pairwise(waits))
    assert (waits[2], waits[3], waits[4], waits[-1]) == (
        timedelta(),
        timedelta(seconds=5),
        timedelta(seconds=10),
        timedelta(minutes=5),
    )


@given(st.text(), st.text(), st.sampled_from(["", "from_badge 7f3a"]))
@example("a: b", "c\nd: e", "")
@example("\\u{3a}", "\\\\u{3a} \ud800 \U0010ffff \x00", "from_badge 0000")
@example("", "", "")
@example("override x: y", "override x: y", "")
def test_an_override_is_read_as_it_was_written_whatever_the_texts_hold(name: str, reason: str, remark: str) -> None:
    line = overridden(replace(REFUSED, remark=remark), name, reason)
    assert line.override == (name, reason)
    assert line.remark.isprintable()
    assert line.from_badge is bool(remark)


@given(st.text() | st.from_regex(r"(from_badge .*)?override .*\\u\{[0-9a-f]*\}.*", fullmatch=True))
@example("override x: \\u{110000} \\u{} \\u{00000041}")
def test_whatever_a_remark_holds_it_is_read_without_harm(remark: str) -> None:
    line = replace(REFUSED, outcome=Outcome.ADMITTED, remark=remark)
    assert line.override is None or line.remark.count("override")


@pytest.mark.parametrize("remark", ["", "from_badge 7f3a", "overriden x: y", "override x", "x override a: b"])
def test_other_remarks_are_no_overrides(remark: str) -> None:
    assert replace(REFUSED, outcome=Outcome.ADMITTED, remark=remark).override is None


def test_only_a_scan_that_admits_is_an_override() -> None:
    line = overridden(REFUSED, "Salma", "paid")
    assert line.override == ("Salma", "paid")
    assert replace(line, outcome=Outcome.REFUSED).override is None
    assert replace(line, kind=Kind.UNDO, outcome=None).override is None


@pytest.mark.parametrize("reason", Reason)
def test_a_supervisor_may_set_aside_what_is_known_of_a_person_and_not_who_it_is(reason: Reason) -> None:
    final = {Reason.FORGED, Reason.INVALID, Reason.NOT_A_BADGE, Reason.AMBIGUOUS, Reason.ERROR}
    assert replace(REFUSED, reason=reason).may_be_overridden is (reason not in final)
    assert not replace(REFUSED, reason=reason, registration="").may_be_overridden


def test_neither_an_admission_nor_an_undo_is_to_be_overridden() -> None:
    assert not overridden(REFUSED, "Salma", "paid").may_be_overridden
    assert not replace(REFUSED, kind=Kind.UNDO, outcome=None, reason=None).may_be_overridden
