"""Scans are taken back with a reason: the last one, or a chosen one."""

from desk_samples import AMINA, JEAN, SALMA, Desk, judged, overridden, undone
from PySide6.QtCore import Qt

from checkin.desk.messages import Failed, Override, Undo
from checkin.domain.verdict import Reason
from checkin.i18n import phrase

Key = Qt.Key


def shown(one: Desk) -> object:
    return one.window.side.lists.currentWidget()


def is_idle(one: Desk) -> bool:
    return shown(one) is one.window.side.lists.recent and not one.window.roles.is_going_on


def control_z(qtbot, one: Desk) -> None:
    qtbot.keyClick(one.window.focusWidget(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_control_z_enter_takes_back_the_last_scan_for_the_first_reason(supervised, press, qtbot) -> None:
    one = supervised()
    last = one.window.state.undoable
    control_z(qtbot, one)
    assert one.actions.asked == []
    press(one, Key.Key_Return)
    assert one.actions.asked == [("undo", last, "Wrong person")]


def test_a_scan_is_taken_back_for_a_reason_of_ones_own(supervised, press, qtbot) -> None:
    one = supervised()
    last = one.window.state.undoable
    control_z(qtbot, one)
    press(one, "went home", Key.Key_Return)
    assert one.actions.asked == [("undo", last, "went home")]


def test_one_touch_of_a_reason_takes_back(supervised, qtbot) -> None:
    one = supervised()
    last = one.window.state.undoable
    qtbot.mouseClick(one.window.panel.undo, Qt.MouseButton.LeftButton)
    rows = shown(one).rows
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(2)).center())
    assert one.actions.asked == [("undo", last, "Left again")]


def test_control_z_once_more_closes_the_form(supervised, qtbot) -> None:
    one = supervised()
    control_z(qtbot, one)
    control_z(qtbot, one)
    assert is_idle(one)


def test_a_chosen_scan_is_taken_back_by_keyboard_alone(supervised, press) -> None:
    one = supervised()
    chosen = one.window.state.recent[1]
    press(one, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert one.window.roles.revisiting.page.heading.accessibleName() == "张伟 Zhang Wei"
    press(one, Key.Key_Return, Key.Key_Return)
    assert one.actions.asked == [("undo", chosen.line.scan_id, "Wrong person")]


def test_a_chosen_refusal_is_overridden_by_finger_alone(supervised, qtbot) -> None:
    one = supervised(unlocked_by=SALMA)
    rows, chosen = one.window.side.lists.recent.rows, one.window.state.recent[2]
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(2)).center())
    page = one.window.roles.revisiting.page
    assert not page.undo.isVisible()
    qtbot.mouseClick(page.override, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown(one).action, Qt.MouseButton.LeftButton)
    assert chosen.registration is JEAN
    assert one.actions.asked == [("override", Override(chosen.line.scan_id, "Went out without being scanned"))]


def test_what_was_taken_back_or_overridden_offers_nothing_more(supervised) -> None:
    one, refused = supervised(), judged(AMINA, Reason.UNPAID)
    admitted = overridden(refused)
    for message in (refused, admitted):
        one.window.on_published(message)
    page = one.window.roles.revisiting.page
    one.window.roles.revisiting.show(refused.line.scan_id)
    assert (page.undo.isVisible(), page.override.isVisible()) == (False, False)
    one.window.on_published(undone(admitted))
    one.window.roles.revisiting.show(admitted.line.scan_id)
    assert (page.undo.isVisible(), page.override.isVisible()) == (False, False)
    assert "taken back" in page.area.sheet.accessibleName()
    one.window.roles.revisiting.show(refused.line.scan_id)
    assert page.override.isVisible(), "what was overridden and taken back is a refusal again"


def test_no_row_is_framed_while_the_keyboard_is_elsewhere(supervised, press) -> None:
    one = supervised()
    rows = one.window.side.lists.recent.rows
    press(one, Key.Key_Down)
    assert rows.currentRow() == 0
    one.window.side.field.setFocus()
    assert rows.currentRow() == -1


def test_why_an_old_scan_stays_is_said_in_the_words_of_the_core(supervised, press, qtbot) -> None:
    one = supervised()
    control_z(qtbot, one)
    press(one, Key.Key_Return)
    what = phrase("This scan is older than {minutes} minutes: only a supervisor may take it back.", minutes=15)
    one.window.on_published(Failed(what, Undo("x", one.window.state.undoable), one.window.state.recent[0].line.at))
    assert one.window.panel.card.reason == "This scan is older than 15 minutes: only a supervisor may take it back."
