"""One badge of a delegation, and the others of its order are ticked and admitted in one go."""

from dataclasses import replace

import pytest
from desk_samples import AMINA, CHLOE, JEAN, MOHAMMED, ZHANG, Desk, judged, ready
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from checkin.desk.messages import GroupJudged, Synced
from checkin.desk.search import GROUP_OF, Results
from checkin.domain.registration import Status
from checkin.domain.verdict import Direction, Reason
from checkin.sync.link import Standing
from ui.reasons import Shape
from ui.sounds import Sound

GONE = replace(JEAN, status=Status.CANCELED)
PEOPLE = (ZHANG, AMINA, MOHAMMED, GONE)


@pytest.fixture
def arrived(desk) -> Desk:
    """A desk that has admitted one of four people; one of the others is canceled."""
    one = desk(told=False)
    one.window.on_published(ready(scans=()))
    one.window.on_published(judged(ZHANG, companions=2))
    one.actions.asked.clear()
    return one


@pytest.fixture
def listed(arrived: Desk) -> Desk:
    """The same, the people of the order in sight."""
    press(arrived, Qt.Key.Key_F12)
    arrived.window.on_results(Results(GROUP_OF + "R3", PEOPLE))
    arrived.actions.asked.clear()
    return arrived


def press(one: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(one.window.focusWidget() or one.window, key)


def group(one: Desk):
    return one.window.people.companions.page


def ticks(one: Desk) -> list[bool | None]:
    return [row.ticked for row in group(one).rows.rows()]


def shows_group(one: Desk) -> bool:
    return one.window.side.lists.currentWidget() is group(one)


def test_the_card_of_somebody_with_companions_offers_them(arrived: Desk) -> None:
    assert arrived.window.panel.group.isVisible()
    assert arrived.window.panel.group.text() == "The group: 2 more"
    arrived.window.on_published(judged(AMINA))
    assert not arrived.window.panel.group.isVisible()


def test_a_refused_card_offers_nobody(arrived: Desk) -> None:
    arrived.window.on_published(judged(AMINA, Reason.BLOCKED, companions=3))
    assert not arrived.window.panel.group.isVisible()
    press(arrived, Qt.Key.Key_F12)
    assert arrived.actions.asked == []


def test_the_offer_outlives_the_green_card_until_the_next_badge(arrived: Desk) -> None:
    arrived.window.clear_card()
    assert arrived.window.panel.group.isVisible()
    QTest.mouseClick(arrived.window.panel.group, Qt.MouseButton.LeftButton)
    assert arrived.actions.asked == [("group of", "R3")]


def test_all_who_are_not_inside_are_ticked_and_who_is_canceled_cannot_be(listed: Desk) -> None:
    assert shows_group(listed)
    assert ticks(listed) == [False, True, True, None]
    assert group(listed).action.text() == "Admit 2"
    press(listed, Qt.Key.Key_End, Qt.Key.Key_Space)
    assert ticks(listed)[3] is None


def test_space_and_a_finger_tick_and_enter_admits(listed: Desk) -> None:
    press(listed, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert ticks(listed) == [False, False, True, None]
    rows = group(listed).rows
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center())
    assert ticks(listed) == [True, False, True, None]
    assert listed.actions.asked == []
    press(listed, Qt.Key.Key_Return)
    assert listed.actions.asked == [("group", ("R3", "R2"))]
    assert not shows_group(listed)


def test_a_finger_admits_too(listed: Desk) -> None:
    QTest.mouseClick(group(listed).action, Qt.MouseButton.LeftButton)
    assert listed.actions.asked == [("group", ("R1", "R2"))]


def test_with_nobody_ticked_nothing_happens(listed: Desk) -> None:
    press(listed, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert listed.actions.asked == []
    assert group(listed).action.text() == "Admit 0"
    assert shows_group(listed)


def test_the_next_badge_ends_it(listed: Desk) -> None:
    listed.window.on_published(judged(CHLOE))
    assert not shows_group(listed)
    assert group(listed).rows.count() == 0
    listed.window.on_results(Results(GROUP_OF + "R3", PEOPLE))
    assert not shows_group(listed), "a late answer opens nothing"


def test_f12_again_and_escape_and_the_cross_close_it(listed: Desk) -> None:
    press(listed, Qt.Key.Key_F12)
    assert not shows_group(listed)
    press(listed, Qt.Key.Key_F12)
    listed.window.on_results(Results(GROUP_OF + "R3", PEOPLE))
    press(listed, Qt.Key.Key_Escape)
    assert not shows_group(listed)
    assert listed.window.panel.card.title == "Welcome", "Esc left the list, not the card"
    press(listed, Qt.Key.Key_F12)
    listed.window.on_results(Results(GROUP_OF + "R3", PEOPLE))
    QTest.mouseClick(group(listed).cross, Qt.MouseButton.LeftButton)
    assert not shows_group(listed)


def test_who_is_looked_up_leads_to_the_group_too(arrived: Desk) -> None:
    person = replace(AMINA, order="O-1")
    arrived.window.on_typed("am")
    arrived.window.on_results(Results("am", (person,)))
    press(arrived, Qt.Key.Key_F10, Qt.Key.Key_F12)
    assert arrived.actions.asked[-1] == ("group of", "R1")
    arrived.window.on_results(Results(GROUP_OF + "R1", PEOPLE))
    assert shows_group(arrived)


def test_typing_leaves_the_group_for_a_search(listed: Desk) -> None:
    listed.window.on_typed("am")
    assert not shows_group(listed)
    assert listed.window.side.field.text() == "am"


def test_a_group_makes_one_card_one_sound_and_a_row_for_each(arrived: Desk) -> None:
    arrived.heard.sounds.clear()
    arrived.window.on_published(Synced(Standing.ALONE, 1))
    arrived.window.on_published(GroupJudged((judged(AMINA), judged(MOHAMMED), judged(JEAN, Reason.CANCELED))))
    card = arrived.window.panel.card
    assert (card.title, card.reason) == ("2 of 3 admitted", "Jean-Luc Béchard: Canceled")
    assert arrived.heard.sounds == [Sound.LOOK]
    titles = [row.title for row in arrived.window.side.lists.recent.rows.rows()]
    assert titles == [JEAN.name, MOHAMMED.name, AMINA.name, ZHANG.name]
    assert arrived.window.state.waiting == 4
    assert not arrived.window.panel.group.isVisible()


def test_a_whole_group_is_welcome_and_gives_way_to_ready(desk, qtbot) -> None:
    one = desk(admitted_shown_s=0.05)
    one.window.on_published(GroupJudged((judged(AMINA), judged(MOHAMMED))))
    assert (one.window.panel.card.title, one.window.panel.card.name) == ("Welcome", "2 of 2 admitted")
    assert one.window.panel.card.face.shape is Shape.TICK
    qtbot.waitUntil(lambda: one.window.panel.card.title == "Ready")


def test_a_group_of_which_nobody_may_pass_is_red_and_says_how_many_it_does_not_name(desk) -> None:
    one = desk()
    people = [replace(JEAN, id=f"X{n}", name=f"Nr {n}") for n in range(9)]
    one.window.on_published(GroupJudged(tuple(judged(person, Reason.BLOCKED) for person in people)))
    card = one.window.panel.card
    assert (card.title, card.face.shape, card.company) == ("0 of 9 admitted", Shape.CROSS, "Le Matin")
    assert card.reason.endswith("Nr 5: Blocked · 3 more")


def test_a_group_leaves_in_one_go_too(desk) -> None:
    one = desk(told=False)
    one.window.on_published(ready(Direction.EXIT, scans=()))
    one.window.on_published(judged(ZHANG, direction=Direction.EXIT, companions=3))
    press(one, Qt.Key.Key_F12)
    one.window.on_results(Results(GROUP_OF + "R3", PEOPLE))
    assert ticks(one) == [False, True, True, None]
    assert group(one).action.text() == "Let 2 out"
    one.window.on_published(GroupJudged(tuple(judged(p, direction=Direction.EXIT) for p in (AMINA, MOHAMMED))))
    assert (one.window.panel.card.title, one.window.panel.card.name) == ("Goodbye", "2 of 2 let out")
