"""A badge is printed with one key; once more only with a reason; and a printer's trouble hides nobody's verdict."""

from datetime import timedelta

from desk_samples import AMINA, JEAN, NOW, Desk, judged
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from checkin.desk.messages import Failed, PrintBadge, PrintedBefore, ToPrint
from checkin.desk.search import Results
from checkin.domain.verdict import Reason
from checkin.i18n import phrase
from ui.reasons import Shape

BEFORE = PrintedBefore(AMINA, 1, NOW - timedelta(minutes=32))
JAM = Failed(phrase("The printer has no paper."), PrintBadge("R1"), NOW)


def press(one: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(one.window.focusWidget() or one.window, key)


def print_badge(one: Desk) -> None:
    QTest.keyClick(one.window.focusWidget() or one.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def again(one: Desk) -> Desk:
    """A desk that asks why the badge of AMINA is printed again."""
    one.window.on_published(judged(AMINA))
    print_badge(one)
    one.window.on_published(BEFORE)
    one.actions.asked.clear()
    return one


def form(one: Desk):
    return one.window.people.printing.page


def shows_form(one: Desk) -> bool:
    return one.window.side.lists.currentWidget() is form(one)


def test_control_p_prints_whoever_is_on_the_card(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA))
    print_badge(one)
    assert one.actions.asked == [("print", "R1", "")]
    one.window.on_published(ToPrint(AMINA, 1))
    card = one.window.panel.card
    assert (card.title, card.name, card.face.shape) == ("Printing the badge", AMINA.name, Shape.FRAME)


def test_control_p_prints_whoever_is_looked_up(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA))
    one.window.on_typed("je")
    one.window.on_results(Results("je", (JEAN,)))
    press(one, Qt.Key.Key_F10)
    print_badge(one)
    QTest.mouseClick(one.window.side.lists.person.print_badge, Qt.MouseButton.LeftButton)
    assert [asked for asked in one.actions.asked if asked[0] == "print"] == [("print", "R4", "")] * 2


def test_nothing_is_printed_for_a_badge_that_is_in_no_list(desk) -> None:
    one = desk()
    one.window.on_published(judged(None, Reason.INVALID))
    print_badge(one)
    assert one.actions.asked == []


def test_a_second_copy_asks_why_and_enter_takes_the_first_reason(desk) -> None:
    one = again(desk())
    assert shows_form(one)
    assert [row.title for row in form(one).rows.rows()] == ["Lost", "Damaged", "Name corrected"]
    assert form(one).sentence.accessibleName() == "Badge of Amina El Fassi: copy 1 was printed at 09:10."
    press(one, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert one.actions.asked == [("print", "R1", "Damaged")]
    assert not shows_form(one)


def test_another_reason_is_typed(desk) -> None:
    one = again(desk())
    one.window.on_typed("torn off")
    press(one, Qt.Key.Key_Return)
    assert one.actions.asked == [("print", "R1", "torn off")]


def test_without_a_reason_nothing_is_printed(desk) -> None:
    one = again(desk())
    one.window.on_typed(" ")
    form(one).rows.setCurrentRow(-1)
    QTest.mouseClick(form(one).action, Qt.MouseButton.LeftButton)
    assert one.actions.asked == []
    assert shows_form(one)


def test_the_next_badge_ends_the_question_and_a_late_answer_asks_nothing(desk) -> None:
    one = again(desk())
    one.window.on_published(judged(JEAN))
    assert not shows_form(one)
    one.window.on_published(BEFORE)
    assert not shows_form(one)
    assert one.window.panel.card.name == JEAN.name


def test_details_say_that_the_badge_was_printed(desk) -> None:
    one = desk()
    one.window.on_published(ToPrint(AMINA, 2))
    one.window.on_typed("am")
    one.window.on_results(Results("am", (AMINA,)))
    press(one, Qt.Key.Key_F10)
    assert "Badge: printed here, copy 2" in one.window.side.lists.person.sheet.accessibleName()


def test_printing_does_not_take_the_place_of_a_refusal(desk) -> None:
    one = desk()
    one.window.on_published(judged(JEAN, Reason.BLOCKED))
    one.window.on_published(ToPrint(AMINA, 1))
    assert one.window.panel.card.title == "Blocked"


def test_a_printer_that_fails_is_said_when_the_verdict_has_had_its_time(desk, qtbot) -> None:
    one = desk(admitted_shown_s=0.05)
    one.window.on_published(judged(JEAN))
    heard = len(one.heard.sounds)
    one.window.on_published(JAM)
    assert one.window.panel.card.name == JEAN.name
    assert len(one.heard.sounds) == heard
    qtbot.waitUntil(lambda: one.window.panel.card.reason == "The printer has no paper.")
    assert len(one.heard.sounds) == heard + 1
    press(one, Qt.Key.Key_Escape)
    assert one.window.panel.card.title == "Ready"


def test_a_printer_that_fails_while_nobody_is_shown_is_said_at_once(desk) -> None:
    one = desk()
    one.window.on_published(ToPrint(AMINA, 1))
    one.window.on_published(JAM)
    assert one.window.panel.card.reason == "The printer has no paper."


def test_a_badge_that_did_not_come_out_may_be_printed_like_a_new_one(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA))
    one.window.on_published(ToPrint(AMINA, 1))
    assert one.window.state.copies == {"R1": 1}
    one.window.on_published(JAM)
    assert one.window.state.copies == {}
