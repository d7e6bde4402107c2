"""What the header says of the hub, and conflicts that are shown and settled at the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_samples import AMINA, EVENT, NOW, SALMA, judged, ready

from checkin.desk.messages import Dispute, Remarked, Settle, Synced
from checkin.domain.conflicts import Conflict
from checkin.domain.event import EntryPolicy, Offline
from checkin.domain.journal import Kind, settled_remark
from checkin.domain.tally import Figures
from checkin.domain.tick import tick_of
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict
from checkin.sync.link import Standing
from checkin.sync.messages import Cause
from ui.reasons import face
from ui.theme import Tone
from ui.widgets.text import isolated, lay_out

FIRST = replace(judged(AMINA).line, scan_id="first", desk="1")
SURPLUS = replace(FIRST, scan_id="second", gate="C", desk="4", at=NOW + timedelta(minutes=3))
CONFLICT = Conflict(tick_of(FIRST), tick_of(SURPLUS), Reason.ALREADY_REDEEMED)
SIX_MINUTES_AGO = NOW - timedelta(minutes=6)


def said(one) -> str:
    return one.window.header.sync.accessibleName()


@pytest.mark.parametrize(
    ("synced", "words"),
    [
        (Synced(Standing.STRICT, 0), "Strict · in sync"),
        (Synced(Standing.STRICT, 12), "Strict · 12 scans wait"),
        (Synced(Standing.ALONE, 3), "On its own · 3 scans wait"),
        (Synced(Standing.ALONE, 3, SIX_MINUTES_AGO), "On its own since 09:36 · 3 scans wait"),
        (Synced(Standing.ALONE, 3, NOW - timedelta(days=1)), "On its own since Sat 14 Nov · 3 scans wait"),
        (Synced(Standing.UNVERIFIED, 0), "Hub recovering"),
        (Synced(Standing.STRICT, 12, ahead_s=45.2), "Strict · 12 scans wait"),
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


def test_a_wrong_clock_is_told_at_the_clock_and_gone_when_it_is_right_again(desk) -> None:
    one = desk()
    clock = one.window.header.clock
    one.window.on_published(Synced(Standing.STRICT, 12, ahead_s=45.2))
    assert clock.accessibleName() == "09:42 · +45 s"
    assert "set the clock" in clock.accessibleDescription()
    one.window.on_published(Synced(Standing.STRICT, 12, ahead_s=-4))
    assert clock.accessibleName() == "09:42"


@pytest.mark.parametrize("standing", [Standing.ALONE, Standing.UNVERIFIED])
def test_at_a_checkpoint_that_holds_nothing_says_that_the_desk_decides_by_itself(desk, standing: Standing) -> None:
    one = desk()
    sync = one.window.header.sync
    one.window.on_published(Synced(standing, 3, SIX_MINUTES_AGO))
    assert "on its own" in sync.accessibleDescription()
    entrance = replace(EVENT.checkpoints["entrance"], offline=Offline.HOLD)
    one.window.on_published(replace(ready(), event=replace(EVENT, checkpoints={"entrance": entrance})))
    told = {Standing.ALONE: "No hub since 09:36 · 3 scans wait", Standing.UNVERIFIED: "Hub recovering · 3 scans wait"}
    assert said(one) == told[standing]
    assert "admits nobody" in sync.accessibleDescription()
    freely = replace(entrance, entry=EntryPolicy.UNLIMITED)
    one.window.on_published(replace(ready(), event=replace(EVENT, checkpoints={"entrance": freely})))
    assert "on its own" in sync.accessibleDescription(), "where everybody may come as often as they like, nobody is held"


def test_when_the_hub_was_heard_last_can_be_asked(desk) -> None:
    one = desk()
    sync = one.window.header.sync
    for heard_at, told in ((SIX_MINUTES_AGO, "last heard 09:36."), (None, "never heard.")):
        one.window.on_published(Synced(Standing.ALONE, 3, heard_at))
        assert sync.accessibleDescription().endswith(told)


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("standing", [Standing.ALONE, Standing.UNVERIFIED])
def test_whatever_is_to_be_said_desk_and_gate_stand_whole_in_the_header(desk, size, language: str, standing: Standing) -> None:
    one = desk(size, told=False, language=language)
    one.window.on_published(ready(unlocked_by=SALMA))
    disputes = (Dispute(CONFLICT, AMINA),) * 12
    one.window.on_published(Synced(standing, 1280, SIX_MINUTES_AGO, ahead_s=-75, disputes=disputes))
    header = one.window.header
    header.layout().activate()
    event, where = header.titles.lines()
    assert lay_out(where.text, where.font).natural_width <= header.titles.width()
    assert header.titles.width() >= lay_out(event.text, event.font).natural_width / 2
    for whole in (header.sync, header.clock):
        assert whole.width() >= whole.sizeHint().width()


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
    assert row.title == isolated("Amina El Fassi")
    assert (row.detail, row.warning) == ("09:42, Gate A (desk 1)", "09:45, Gate C (desk 4)")
    disputes.page.rows.chosen.emit("second")
    assert one.window.side.lists.currentWidget() is disputes.form
    assert disputes.form.heading.accessibleName() == "Amina El Fassi: what was it?"
    said = disputes.form.sentence.accessibleName().split("\u2028")
    assert said == ["Main entrance", "First entry: 09:42, Gate A (desk 1)", "Second entry: 09:45, Gate C (desk 4)"]
    disputes.form.rows.setCurrentRow(0)
    disputes.form.act()
    assert one.actions.asked[-1] == ("settle", Settle("second", "same_person"))
    line = replace(SURPLUS, scan_id="r", kind=Kind.REMARK, undoes="second", remark=settled_remark("Salma", "same_person"))
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
    assert one.actions.asked[-1] == ("settle", Settle("second", "staff_mistake", SALMA.id, "4711"))


def test_a_conflict_of_another_day_and_checkpoint_says_so(desk) -> None:
    one = desk()
    first, surplus = (
        tick_of(replace(line, at=line.at - timedelta(days=1), checkpoint="plenary")) for line in (FIRST, SURPLUS)
    )  # fmt: skip
    one.window.on_published(
        Synced(Standing.STRICT, 0, disputes=(Dispute(Conflict(first, surplus, Reason.ALREADY_REDEEMED), AMINA),))
    )  # fmt: skip
    one.window.header.disputes.click()
    row = one.window.roles.disputes.page.rows.rows()[0]
    assert (row.detail, row.title) == (
        "Sat 14 Nov, 09:42, Gate A (desk 1)", f"{isolated('Amina El Fassi')} · {isolated('Plenary')}",
    )  # fmt: skip


def test_a_conflict_that_was_settled_meanwhile_asks_nothing(desk) -> None:
    one = desk()
    one.window.on_published(Synced(Standing.STRICT, 0, disputes=(Dispute(CONFLICT, AMINA),)))
    one.window.header.disputes.click()
    one.window.on_published(Synced(Standing.STRICT, 0))
    disputes = one.window.roles.disputes
    disputes.page.rows.chosen.emit("second")
    assert not disputes.is_going_on
