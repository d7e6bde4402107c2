"""A supervisor takes the desk over and gives it back, at the window."""

from desk_samples import AMINA, SALMA, YOUSSEF, Desk, judged
from PySide6.QtCore import Qt

from checkin.desk.messages import Denied, RoleChanged, Unlock

Key = Qt.Key


def shown(one: Desk) -> object:
    return one.window.side.lists.currentWidget()


def is_idle(one: Desk) -> bool:
    return shown(one) is one.window.side.lists.recent and not one.window.roles.is_going_on


def test_f9_asks_for_a_pin_and_unlocks(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, "4711", Key.Key_Return)
    assert one.actions.asked == [("unlock", "s1", "4711")]
    one.window.on_published(RoleChanged(SALMA))
    assert is_idle(one)
    assert one.window.header.role.isVisible()
    assert "Salma Bennani" in one.window.header.role.accessibleName()
    assert "5 minutes" in one.window.header.role.toolTip()


def test_the_other_supervisor_is_chosen_with_down_and_offered_first_the_next_time(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, Key.Key_Down, "4711", Key.Key_Return)
    one.window.on_published(RoleChanged(YOUSSEF))
    one.window.on_published(RoleChanged(None))
    press(one, Key.Key_F9)
    assert one.actions.asked == [("unlock", "s2", "4711")]
    assert shown(one).rows.current_key() == "s2"


def test_a_finger_alone_unlocks(supervised, qtbot) -> None:
    one = supervised(supervisors=(SALMA,))
    qtbot.mouseClick(one.window.header.lock, Qt.MouseButton.LeftButton)
    page = shown(one)
    assert page.heading.accessibleName() == "Salma Bennani: PIN"
    assert page.rows.count() == 0
    for digit in "4711":
        qtbot.mouseClick(page.keypad.keys[digit], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert one.actions.asked == [("unlock", "s1", "4711")]


def test_one_enter_too_many_is_not_a_second_try_and_the_pin_does_not_stay(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, "4711", Key.Key_Return, Key.Key_Return)
    assert one.actions.asked == [("unlock", "s1", "4711")]
    assert shown(one).labelled[0].line.text() == ""


def test_a_short_pin_is_not_sent(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, "471", Key.Key_Return)
    assert one.actions.asked == []
    assert shown(one).sentence.accessibleName() == "A PIN has 4 digits or more."


def test_f9_locks_an_unlocked_desk_at_once(supervised, press) -> None:
    one = supervised(unlocked_by=SALMA)
    press(one, Key.Key_F9)
    assert one.actions.asked == [("lock",)]
    one.window.on_published(RoleChanged(None))
    assert not one.window.header.role.isVisible()


def test_f9_once_more_closes_the_form(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, Key.Key_F9)
    assert is_idle(one)
    press(one, Key.Key_F9, Key.Key_Escape)
    assert is_idle(one)


def test_a_wrong_pin_is_said_and_the_next_one_is_taken(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, "4712", Key.Key_Return)
    one.window.on_published(Denied(Unlock("s1", "4712"), 0.0))
    assert shown(one).sentence.accessibleName() == "Wrong PIN. Try again."
    press(one, "4711", Key.Key_Return)
    assert one.actions.asked == [("unlock", "s1", "4712"), ("unlock", "s1", "4711")]


def test_after_wrong_pins_none_is_taken_while_the_seconds_count_down(supervised, press, qtbot) -> None:
    one = supervised()
    press(one, Key.Key_F9, "4712", Key.Key_Return)
    one.window.on_published(Denied(Unlock("s1", "4712"), 2.9))
    page = shown(one)
    assert page.sentence.accessibleName() == "Wrong PIN. Wait 3 seconds."
    press(one, "4711", Key.Key_Return)
    assert len(one.actions.asked) == 1
    qtbot.waitUntil(lambda: page.sentence.accessibleName() == "Wrong PIN. Wait 1 second.")
    qtbot.waitUntil(lambda: page.sentence.accessibleName() == "Type the PIN now.")
    press(one, "4711", Key.Key_Return)
    assert one.actions.asked[1:] == [("unlock", "s1", "4711")]


def test_closing_the_form_does_not_shorten_the_wait(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, "4712", Key.Key_Return)
    one.window.on_published(Denied(Unlock("s1", "4712"), 60.0))
    press(one, Key.Key_Escape, Key.Key_F9)
    assert "Wait 60 seconds" in shown(one).sentence.accessibleName()
    assert not shown(one).action.isEnabled()


def test_a_desk_without_a_supervisor_says_how_one_is_made(supervised, press) -> None:
    one = supervised(supervisors=())
    press(one, Key.Key_F9)
    assert "checkin supervisors add" in shown(one).sentence.accessibleName()
    press(one, Key.Key_Return)
    assert is_idle(one)
    assert one.actions.asked == []


def test_the_next_badge_ends_the_form_and_the_lock_stays_as_it_is(supervised, press) -> None:
    one = supervised()
    press(one, Key.Key_F9, "47")
    one.window.on_published(judged(AMINA))
    assert is_idle(one)
    press(one, Key.Key_F9, "11", Key.Key_Return)
    assert one.actions.asked == [], "the digits of before are forgotten"
