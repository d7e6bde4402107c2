"""What the header says of the hub, and conflicts that are shown and settled at the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_samples import AMINA, NOW, SALMA, judged, ready

from checkin.desk.messages import Dispute, Remarked, Settle, Synced
from checkin.domain.conflicts import Conflict
from checkin.domain.journal import Kind, settled_remark
from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict
from checkin.sync.link import Standing
from checkin.sync.messages import Cause
from ui.reasons import face
from ui.theme import Tone

FIRST = replace(judged(AMINA).line, scan_id="first", desk="1")
SURPLUS = replace(FIRST, scan_id="second", desk="4", at=NOW + timedelta(minutes=3))
CONFLICT = Conflict(FIRST, SURPLUS, Reason.ALREADY_REDEEMED)


def said(one) -> str:
    return one.window.header.sync.accessibleName()


@pytest.mark.parametrize(
    ("synced", "words"),
    [
        (Synced(Standing.STRICT, 0), "Strict"),
        (Synced(Standing.STRICT, 12), "Strict · 12 scans wait"),
        (Synced(Standing.ALONE, 3), "On its own · 3 scans wait"),
        (Synced(Standing.UNVERIFIED, 0), "Hub recovering"),
        (Synced(Standing.STRICT, 0, ahead_s=45.2), "Strict · Clock +45 s"),
        (Synced(Standing.STRICT, 0, arriving=(3_697, 20_002)), "List arriving · 3\u202f697 / 20\u202f002"),
        (Synced(Standing.ALONE, 0, arriving=(0, 0)), "List arriving"),
        (Synced(Standing.ALONE, 7, refused=Cause.REVOKED), "Cut off · 7 scans wait"),
        (Synced(Standing.ALONE, 7, refused=Cause.OTHER_DEVICE), "Refused by the hub · 7 scans wait"),
    ],
)
def test_the_header_says_how_the_desk_stands(desk, synced: Synced, words: str) -> None:
    one = desk()
    one.window.on_published(synced)
    assert said(one) == words


def test_what_comes_from_other_desks_is_in_the_counters_and_leaves_the_card(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA))
    card = one.window.panel.card
    one.window.on_published(Synced(Standing.STRICT, 0, figures=Figures(inside=777), today=Figures(attended=888, refused=9)))
    counters = one.window.side.counters
    assert (counters.inside.number, counters.attended.number, counters.refused.number) == ("777", "888", "9")
    assert one.window.panel.card == card


def test_until_the_list_is_whole_the_desk_does_not_say_that_it_is_ready(desk) -> None:
    one = desk()
    one.window.on_published(Synced(Standing.STRICT, 0, arriving=(1, 9)))
    assert one.window.panel.card.title == "The list is arriving"
    one.window.on_published(Synced(Standing.STRICT, 0))
    assert one.window.panel.card.title == "Ready"


def test_a_badge_that_is_not_in_the_list_yet_is_no_plain_no() -> None:
    refused = Verdict(Outcome.REFUSED, Reason.INVALID)
    assert face(refused, Direction.ENTRY).tone is Tone.REFUSED
    assert face(replace(refused, arriving=True), Direction.ENTRY).tone is Tone.LOOK


def test_a_conflict_is_offered_listed_and_settled_by_the_supervisor_who_unlocked_the_desk(desk) -> None:
    one = desk()
    one.window.on_published(ready(unlocked_by=SALMA))
    header = one.window.header
    assert header.disputes.isHidden()
    one.window.on_published(Synced(Standing.STRICT, 0, disputes=(Dispute(CONFLICT, AMINA),)))
    assert not header.disputes.isHidden()
    header.disputes.click()
    disputes = one.window.roles.disputes
    row = disputes.page.rows.rows()[0]
    assert row.title == "Amina El Fassi"
    assert "desk 1" in row.detail
    assert "desk 4" in row.detail
    disputes.page.rows.chosen.emit("second")
    assert one.window.side.lists.currentWidget() is disputes.form
    disputes.form.rows.setCurrentRow(0)
    disputes.form.act()
    assert one.actions.asked[-1] == ("settle", Settle("second", "Same person"))
    line = replace(SURPLUS, scan_id="r", kind=Kind.REMARK, undoes="second", remark=settled_remark("Salma", "Same person"))
    one.window.on_published(Remarked(line))
    one.window.on_published(Synced(Standing.STRICT, 0))
    assert header.disputes.isHidden()
    assert "second" not in one.window.state.identified, "nobody has seen an identity card"


def test_without_an_unlocked_desk_the_pin_is_asked_for(desk) -> None:
    one = desk()
    one.window.on_published(ready(supervisors=(SALMA,)))
    one.window.on_published(Synced(Standing.STRICT, 0, disputes=(Dispute(CONFLICT, AMINA),)))
    one.window.header.disputes.click()
    disputes = one.window.roles.disputes
    disputes.page.rows.chosen.emit("second")
    disputes.form.rows.setCurrentRow(2)
    disputes.form.act()
    pins = one.window.roles.pins
    assert pins.is_going_on
    pins._given(SALMA.id, "4711")
    assert one.actions.asked[-1] == ("settle", Settle("second", "Staff mistake", SALMA.id, "4711"))
