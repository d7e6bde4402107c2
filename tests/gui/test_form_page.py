import pytest
from desk_samples import AMINA, judged
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from checkin.domain.journal import Origin
from ui.desk.forms import Answer, Field, Form
from ui.widgets.rows import Row

PEOPLE = (Row("s1", "Salma Bennani"), Row("s2", "Youssef Tazi"))
PIN = Form("Unlock the desk", "Unlock", (Field("pin", "PIN", secret=True),), PEOPLE, rows_first=True)
WALK_IN = Form("New", "Register", (Field("name", "Name"), Field("company", "Company")), PEOPLE, current="s2")
WHY = Form("Why?", "Take back", (Field("other", "Other reason"),), PEOPLE, either=True)
TICKS = Form("Group", "Admit", rows=tuple(Row(str(n), f"Person {n}", ticked=n == 1) for n in range(4)))


@pytest.fixture
def asked(desk, qtbot):
    """Shows a form in a desk's window; gives the desk, the page, and what was answered."""

    def ask(form, size=(1366, 768), **settings):
        one, answers = desk(size, **settings), []
        page = one.window.side.lists.add_form()
        page.dress(one.window.preferences.look)
        page.acted.connect(answers.append)
        page.ask(form)
        one.window.side.lists.setCurrentWidget(page)
        page.begin()
        return one, page, answers

    return ask


def type_text(qtbot, one, text):
    """Keys as somebody presses them: each has been taken before the next one comes."""
    for letter in text:
        qtbot.keyClick(one.window.focusWidget(), letter)
        qtbot.wait(45)


def test_what_is_typed_goes_into_the_form_and_enter_gives_it(asked, qtbot) -> None:
    one, _, answers = asked(WALK_IN)
    type_text(qtbot, one, "Zo")
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Tab)
    type_text(qtbot, one, "Ma")
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Return)
    assert answers == [Answer({"name": "Zo", "company": "Ma"}, "s2")]
    assert one.window.side.field.text() == "", "it was no search"


def test_up_and_down_walk_through_the_rows_from_a_field(asked, qtbot) -> None:
    _, page, answers = asked(PIN)
    qtbot.keyClick(page.labelled[0].line, Qt.Key.Key_Down)
    page.act()
    assert answers == [Answer({"pin": ""}, "s2")]


def test_a_pin_is_digits_that_nobody_sees_and_a_finger_can_press_them(asked, qtbot) -> None:
    one, page, answers = asked(PIN)
    type_text(qtbot, one, "1x")
    one.window.on_typed("\u0662")  # an Arabic keyboard's 2
    for key in ("3", "9", "back", "4"):
        qtbot.mouseClick(page.keypad.keys[key], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert answers == [Answer({"pin": "1234"}, "s1")]
    assert page.labelled[0].line.displayText() == "\u25cf" * 4
    assert page.labelled[0].line.hasFocus(), "a finger leaves the keyboard where it is"


def test_a_form_on_hold_takes_nothing(asked, qtbot) -> None:
    one, page, answers = asked(PIN)
    type_text(qtbot, one, "12")
    page.hold(True)
    type_text(qtbot, one, "34")
    qtbot.keyClick(page.labelled[0].line, Qt.Key.Key_Return)
    assert (answers, page.labelled[0].line.text(), page.action.isEnabled()) == ([], "", False)
    page.hold(False)
    type_text(qtbot, one, "5")
    qtbot.keyClick(page.labelled[0].line, Qt.Key.Key_Return)
    assert answers == [Answer({"pin": "5"}, "s1")]


def test_a_text_stands_instead_of_a_row_and_a_row_instead_of_a_text(asked, qtbot) -> None:
    one, _, answers = asked(WHY)
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Return)
    type_text(qtbot, one, "ok")
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Return)
    assert answers == [Answer({"other": ""}, "s1"), Answer({"other": "ok"}), Answer({"other": ""}, "s1")]


def test_space_and_a_finger_tick_rows_and_enter_gives_those_that_are_ticked(asked, qtbot) -> None:
    _, page, answers = asked(TICKS)
    rows = page.rows
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    place = rows.visualItemRect(rows.item(2)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    rows.setCurrentRow(1)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert answers == [Answer({}, "1", ("0", "2"))]


def test_a_touched_row_answers_at_once_only_where_it_is_so_asked(asked, qtbot) -> None:
    _, page, answers = asked(WHY)
    place = page.rows.visualItemRect(page.rows.item(1)).center()
    qtbot.mouseClick(page.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert answers == []
    page.ask(Form("Why?", "Take back", rows=PEOPLE, at_once=True))
    qtbot.mouseClick(page.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert answers == [Answer({}, "s2")]


def test_the_cross_closes_and_what_is_forgotten_is_gone(asked, qtbot) -> None:
    one, page, _ = asked(WALK_IN)
    type_text(qtbot, one, "Zo")
    with qtbot.waitSignal(page.closed):
        qtbot.mouseClick(page.cross, Qt.MouseButton.LeftButton)
    page.forget()
    assert [labelled.line.text() for labelled in page.labelled] == ["", "", ""]


def test_a_hand_scanner_scans_while_a_form_is_open(asked, qtbot) -> None:
    one, page, answers = asked(WALK_IN)
    for letter in "BADGE222":
        qtbot.keyClick(one.window.focusWidget(), letter)
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Return)
    assert one.actions.asked == [("scan", "BADGE222", Origin.SCANNER)]
    assert (answers, page.labelled[0].line.text()) == ([], "")


def test_the_next_badge_takes_the_place_of_a_form(asked, qtbot) -> None:
    one, _, _ = asked(WALK_IN)
    one.window.on_published(judged(AMINA))
    lists = one.window.side.lists
    assert lists.currentWidget() is lists.recent
    assert one.window.side.field.isVisible()
    assert one.window.side.field.hasFocus()


@pytest.mark.parametrize("form", [PIN, WALK_IN, WHY, TICKS], ids=["pin", "walk-in", "why", "ticks"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=str)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_all_of_a_form_is_in_sight_and_large_enough_for_a_finger(asked, qtbot, form, size, language) -> None:
    one, page, _ = asked(form, size, language=language)
    page.say("A sentence.")
    page.grown.emit()
    qtbot.wait(1)
    buttons = [button for button in page.findChildren(QAbstractButton) if button.isVisible()]
    lines = [labelled.line for labelled in page.labelled if labelled.line.isVisible()]
    assert len(lines) == len(form.fields)
    places = []
    for target in [*buttons, *lines]:
        place = target.rect().translated(target.mapTo(one.window, QPoint(0, 0)))
        assert min(place.width(), place.height()) >= 52, target.accessibleName()
        assert one.window.rect().contains(place), target.accessibleName()
        near = place.adjusted(-7, -7, 7, 7)
        assert not any(near.intersects(other) for other in places), target.accessibleName()
        places.append(place)
    assert page.rows.viewport().height() >= min(len(form.rows), 2) * 52
    assert page.sentence.height() >= page.sentence.block(page.sentence.width()).height
    assert page.cross.x() < page.width() / 2 if language == "ar" else page.cross.x() > page.width() / 2
