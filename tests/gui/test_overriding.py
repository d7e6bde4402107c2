"""A supervisor admits whom the desk refused, at the window."""

import pytest
from desk_samples import AMINA, SALMA, ZHANG, Desk, judged, overridden
from PySide6.QtCore import Qt

from checkin.desk.messages import Denied, Override
from checkin.domain.verdict import Reason

Key = Qt.Key


def shown(one: Desk) -> object:
    return one.window.side.lists.currentWidget()


def is_idle(one: Desk) -> bool:
    return shown(one) is one.window.side.lists.recent and not one.window.roles.is_going_on


@pytest.mark.parametrize("reason", [Reason.UNPAID, Reason.BLOCKED, Reason.ALREADY_REDEEMED])
def test_a_refusal_of_a_known_person_offers_an_override(supervised, reason) -> None:
    one = supervised()
    one.window.on_published(judged(AMINA, reason))
    assert one.window.panel.buttons.override.isVisible()


@pytest.mark.parametrize(
    "message",
    [judged(None, Reason.INVALID, text="X"), judged(AMINA), judged(AMINA, Reason.ALREADY_REDEEMED, quiet=True)],
    ids=["nobody knows who", "admitted", "still inside"],
)
def test_what_cannot_be_overridden_offers_nothing(supervised, press, message) -> None:
    one = supervised()
    one.window.on_published(message)
    assert not one.window.panel.buttons.override.isVisible()
    press(one, Key.Key_F8)
    assert is_idle(one)


def test_an_override_has_a_reason_and_a_pin(supervised, press) -> None:
    one, refused = supervised(), judged(AMINA, Reason.UNPAID)
    one.window.on_published(refused)
    press(one, Key.Key_F8)
    assert shown(one).rows.rows()[0].title == "Proof of payment seen", "the likeliest reason first"
    press(one, Key.Key_Return, "4711", Key.Key_Return)
    assert one.actions.asked == [("override", Override(refused.line.scan_id, "Proof of payment seen", "s1", "4711"))]


def test_an_override_at_an_unlocked_desk_needs_no_pin(supervised, press) -> None:
    one, refused = supervised(unlocked_by=SALMA), judged(ZHANG, Reason.BLOCKED)
    one.window.on_published(refused)
    press(one, Key.Key_F8, "the minister's guest", Key.Key_Return)
    assert one.actions.asked == [("override", Override(refused.line.scan_id, "the minister's guest"))]


def test_a_finger_overrides_in_two_touches_of_a_reason_and_the_button(supervised, qtbot) -> None:
    one, refused = supervised(unlocked_by=SALMA), judged(ZHANG, Reason.BLOCKED)
    one.window.on_published(refused)
    qtbot.mouseClick(one.window.panel.buttons.override, Qt.MouseButton.LeftButton)
    page = shown(one)
    place = page.rows.visualItemRect(page.rows.item(1)).center()
    qtbot.mouseClick(page.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert one.actions.asked == [], "one touch admits nobody"
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert one.actions.asked == [("override", Override(refused.line.scan_id, "Identity checked"))]


def test_a_reason_that_says_nothing_is_asked_for_again(supervised, press) -> None:
    one = supervised()
    one.window.on_published(judged(AMINA, Reason.UNPAID))
    press(one, Key.Key_F8, "..", Key.Key_Return)
    assert shown(one).sentence.accessibleName() == "Choose a reason, or type one."


def test_a_wrong_pin_leaves_the_override_open(supervised, press) -> None:
    one, refused = supervised(), judged(AMINA, Reason.UNPAID)
    one.window.on_published(refused)
    press(one, Key.Key_F8, Key.Key_Return, "4712", Key.Key_Return)
    one.window.on_published(Denied(Override(refused.line.scan_id, "x"), 0.0))
    press(one, "4711", Key.Key_Return)
    assert [one.pin for _, one in one.actions.asked] == ["4712", "4711"]


def test_the_card_and_the_row_say_who_admitted_and_why(supervised) -> None:
    one, refused = supervised(), judged(AMINA, Reason.UNPAID)
    one.window.on_published(refused)
    one.window.on_published(overridden(refused))
    card = one.window.panel.card
    assert (card.title, card.reason) == ("Welcome", "Admitted by Salma Bennani: Proof of payment seen")
    assert one.window.side.lists.recent.rows.rows()[0].detail == "admitted by Salma Bennani"
    assert not card.face.stays
    assert not one.window.panel.buttons.override.isVisible()


def test_a_new_badge_ends_an_override_and_is_judged_as_always(supervised, press) -> None:
    one = supervised()
    one.window.on_published(judged(AMINA, Reason.UNPAID))
    press(one, Key.Key_F8, Key.Key_Return, "47")
    one.window.on_published(judged(ZHANG))
    assert is_idle(one)
    assert one.window.panel.card.title == "Welcome"
    assert one.actions.asked == []
