"""Somebody who is not in the list is registered with three fields and Enter, unless somebody alike is."""

from dataclasses import replace

import pytest
from desk_samples import AMINA, CHLOE, JEAN, NOW, Desk, judged
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from checkin.desk.messages import Alike, Failed, ToPrint, WalkIn
from checkin.desk.search import Results
from checkin.domain.journal import Origin
from checkin.domain.verdict import Reason
from checkin.i18n import phrase

NEW = WalkIn("Nadia Alaoui", "OCP", "public")
NADIA = replace(JEAN, id="W-1", name="Nadia Alaoui", category="public", company="OCP")


def press(one: Desk, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(one.window.focusWidget() or one.window, key, held)


def begin(one: Desk) -> Desk:
    press(one, Qt.Key.Key_N, held=Qt.KeyboardModifier.ControlModifier)
    return one


def write(one: Desk, name: str = "Nadia Alaoui", company: str = "OCP") -> None:
    one.window.on_typed(name)
    press(one, Qt.Key.Key_Tab)
    one.window.on_typed(company)


def form(one: Desk):
    return one.window.people.walking_in.page


def shows_form(one: Desk) -> bool:
    return one.window.side.lists.currentWidget() is form(one)


def asked(one: Desk) -> list[object]:
    return [what[1] for what in one.actions.asked if what[0] == "walk in"]


@pytest.fixture
def filled(desk) -> Desk:
    """A desk whose form is filled in."""
    one = begin(desk())
    write(one)
    return one


def test_name_company_and_enter_register_into_the_public_category(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    assert asked(filled) == [NEW]


def test_enter_twice_registers_once(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert asked(filled) == [NEW]


def test_a_finger_registers_too(filled: Desk) -> None:
    QTest.mouseClick(form(filled).action, Qt.MouseButton.LeftButton)
    assert asked(filled) == [NEW]


def test_up_and_down_choose_the_category_and_the_last_one_used_comes_first_the_next_time(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert asked(filled) == [replace(NEW, category="speaker")]
    filled.window.on_published(judged(NADIA))
    begin(filled)
    assert form(filled).rows.current_key() == "category:speaker"
    assert form(filled).labelled[0].line.text() == "", "nothing of the one before stays"


def test_nobody_found_offers_to_register_the_name_that_was_typed(desk) -> None:
    one = desk()
    one.window.on_typed("Nadia Alaoui")
    one.window.on_results(Results("Nadia Alaoui", ()))
    button = one.window.side.lists.results.walk_in
    assert (button.isVisible(), button.accessibleName()) == (True, "Register Nadia Alaoui as a walk-in")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert form(one).labelled[0].line.text() == "Nadia Alaoui"
    assert form(one).labelled[1].line.hasFocus(), "the name is there: the company comes next"
    one.window.on_typed("OCP")
    press(one, Qt.Key.Key_Return)
    assert asked(one) == [NEW]


def test_where_somebody_is_found_there_is_no_such_button(desk) -> None:
    one = desk()
    one.window.on_typed("am")
    one.window.on_results(Results("am", (AMINA,)))
    assert not one.window.side.lists.results.walk_in.isVisible()


def test_people_of_such_a_name_are_listed_while_it_is_typed(desk) -> None:
    one = begin(desk())
    one.window.on_typed("Ami")
    assert one.actions.asked == [("search", "Ami")]
    one.window.on_results(Results("Ami", (AMINA, CHLOE)))
    assert [row.key for row in form(one).rows.rows()][:3] == ["category:public", "person:R1", "person:R5"]
    assert form(one).rows.current_key() == "category:public", "Enter still registers"
    press(one, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert one.actions.asked[-1] == ("person", "R1")
    assert not shows_form(one)


def test_the_chosen_category_stays_chosen_while_people_are_found(desk) -> None:
    one = begin(desk())
    press(one, Qt.Key.Key_Down, Qt.Key.Key_Down)
    one.window.on_typed("Ami")
    one.window.on_results(Results("Ami", (AMINA,)))
    assert form(one).rows.current_key() == "category:speaker"


def test_without_a_name_it_says_so(desk) -> None:
    one = begin(desk())
    press(one, Qt.Key.Key_Return)
    assert asked(one) == []
    assert form(one).sentence.isVisible()
    assert form(one).labelled[0].line.hasFocus()


def test_people_who_could_be_the_visitor_are_offered_first(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(Alike(NEW, (AMINA, CHLOE)))
    assert [row.key for row in form(filled).rows.rows()] == ["person:R1", "person:R5", "anyway"]
    press(filled, Qt.Key.Key_Return)
    assert filled.actions.asked[-1] == ("person", "R1")
    assert not shows_form(filled)


def test_register_anyway_goes_on_once(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(Alike(NEW, (AMINA,)))
    press(filled, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert asked(filled) == [NEW, replace(NEW, despite=True)]


def test_a_finger_chooses_who_it_is(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(Alike(NEW, (AMINA, CHLOE)))
    rows = form(filled).rows
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(1)).center())
    assert filled.actions.asked[-1] == ("person", "R5")


def test_the_next_badge_ends_it_and_a_late_answer_opens_nothing(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(judged(CHLOE))
    assert not shows_form(filled)
    filled.window.on_published(Alike(NEW, (AMINA,)))
    assert not shows_form(filled)
    assert filled.window.panel.card.name == CHLOE.name


def test_a_hand_scanner_is_heard_while_the_form_is_open_and_ends_it(filled: Desk) -> None:
    for place, letter in enumerate("ABCD2345"):
        event = QKeyEvent(QEvent.Type.KeyPress, ord(letter), Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(5000 + 8 * place)
        QCoreApplication.sendEvent(filled.window.focusWidget(), event)
    end = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    end.setTimestamp(5064)
    QCoreApplication.sendEvent(filled.window.focusWidget(), end)
    assert filled.actions.asked[-1] == ("scan", "ABCD2345", Origin.SCANNER)
    assert asked(filled) == []
    filled.window.on_published(judged(AMINA))
    assert not shows_form(filled)


def test_escape_and_control_n_leave_the_form(desk) -> None:
    one = begin(desk())
    assert shows_form(one)
    press(one, Qt.Key.Key_Escape)
    assert not shows_form(one)
    begin(begin(one))
    assert not shows_form(one)


def test_whoever_was_registered_is_welcome_and_the_badge_is_offered_to_print(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(judged(NADIA, origin=Origin.SEARCH))
    assert filled.window.panel.card.title == "Welcome"
    assert filled.window.panel.print_badge.isVisible()
    QTest.mouseClick(filled.window.panel.print_badge, Qt.MouseButton.LeftButton)
    assert filled.actions.asked[-1] == ("print", "W-1", "")
    filled.window.on_published(ToPrint(NADIA, 1))
    assert not filled.window.panel.print_badge.isVisible()
    filled.window.on_published(judged(CHLOE))
    assert not filled.window.panel.print_badge.isVisible()


def test_a_walk_in_who_may_not_pass_is_refused_as_anybody(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(judged(NADIA, Reason.PRODUCT, origin=Origin.SEARCH))
    assert filled.window.panel.card.title == "Not valid here"
    assert not filled.window.panel.print_badge.isVisible()


def test_after_trouble_the_next_walk_in_begins_anew(filled: Desk) -> None:
    press(filled, Qt.Key.Key_Return)
    filled.window.on_published(Failed(phrase("The disk is full."), NEW, NOW))
    assert filled.window.panel.card.reason == "The disk is full."
    begin(filled)
    write(filled)
    press(filled, Qt.Key.Key_Return)
    assert asked(filled) == [NEW, NEW]
