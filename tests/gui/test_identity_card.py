"""Some categories show an identity card; nobody waits for it. And the room that a card's buttons have."""

import pytest
from desk_samples import AMINA, NADIA, SALMA, first_entry, judged, remarked
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from checkin.domain.verdict import Direction, Reason

Key = Qt.Key


def test_an_official_is_asked_for_an_identity_card_and_the_card_waits_for_the_answer(supervised, press, qtbot) -> None:
    one, scan = supervised(admitted_shown_s=0.05), judged(NADIA)
    one.window.on_published(scan)
    assert one.window.panel.card.reason == "Ask for an identity card"
    qtbot.wait(150)
    assert one.window.panel.card.name == "Nadia Berrada"
    press(one, Key.Key_F7, Key.Key_F7)
    assert one.actions.asked == [("identity", scan.line.scan_id)]
    one.window.on_published(remarked(scan))
    assert one.window.panel.card.reason == "Identity card seen"
    assert not one.window.panel.buttons.seen.isVisible()
    qtbot.waitUntil(lambda: one.window.panel.card.title == "Ready")


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_enter_and_space_answer_where_the_keyboard_is(supervised, press, key) -> None:
    one, scan = supervised(), judged(NADIA)
    one.window.on_published(scan)
    one.window.panel.buttons.seen.setFocus()
    press(one, key)
    assert one.actions.asked == [("identity", scan.line.scan_id)]


def test_somebody_else_s_badge_is_taken_back_at_once(supervised, qtbot) -> None:
    one, scan = supervised(), judged(NADIA)
    one.window.on_published(scan)
    qtbot.mouseClick(one.window.panel.buttons.not_same, Qt.MouseButton.LeftButton)
    assert one.actions.asked == [("undo", scan.line.scan_id, "Not the same person")]


def test_the_next_badge_does_not_wait_for_an_identity_card(supervised) -> None:
    one = supervised()
    one.window.on_published(judged(NADIA))
    one.window.on_published(judged(AMINA))
    assert one.window.panel.card.name == "Amina El Fassi"
    assert not one.window.panel.buttons.seen.isVisible()
    assert one.window.panel.undo.isVisible()


def test_a_badge_that_is_waved_about_does_not_end_the_question(supervised, press) -> None:
    one, scan = supervised(), judged(NADIA)
    one.window.on_published(scan)
    one.window.on_published(judged(NADIA, Reason.ALREADY_REDEEMED, quiet=True))
    assert one.window.panel.card.reason == "Ask for an identity card"
    press(one, Key.Key_F7)
    assert one.actions.asked == [("identity", scan.line.scan_id)]


@pytest.mark.parametrize("message", [judged(NADIA, direction=Direction.EXIT), judged(NADIA, Reason.UNPAID), judged(AMINA)])
def test_nobody_else_is_asked(supervised, press, message) -> None:
    one = supervised()
    one.window.on_published(message)
    press(one, Key.Key_F7)
    assert not one.window.panel.buttons.seen.isVisible()
    assert one.actions.asked == []


CARDS = {
    "override": judged(AMINA, Reason.UNPAID),
    "identity and group": judged(NADIA, companions=12),
    "first entry": first_entry(),
}


@pytest.mark.parametrize("card", list(CARDS))
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=str)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_buttons_of_a_card_stand_beside_each_other(supervised, card, size, language) -> None:
    one = supervised(size, language=language, unlocked_by=SALMA)
    one.window.on_published(CARDS[card])
    buttons = [button for button in one.window.findChildren(QAbstractButton) if button.isVisible()]
    places = [button.rect().translated(button.mapTo(one.window, QPoint(0, 0))) for button in buttons]
    for number, place in enumerate(places):
        name = buttons[number].accessibleName()
        assert name
        assert min(place.width(), place.height()) >= 52, name
        assert one.window.rect().contains(place), name
        near = place.adjusted(-7, -7, 7, 7)
        assert not any(near.intersects(other) for other in places[number + 1 :]), name
