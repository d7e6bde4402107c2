"""Ctrl+D at the desk: a supervisor's window beside it, in a process of its own."""

import sys

import pytest
from desk_samples import SALMA
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checkin.desk.messages import Denied, RoleChanged, Unlock
from checkin.trouble import Trouble
from ui.companion import Companion

CTRL = Qt.KeyboardModifier.ControlModifier
WAITS = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_unlocked_it_opens_at_once(supervised, qtbot: QtBot) -> None:
    one = supervised(unlocked_by=SALMA)
    qtbot.keyClick(one.window, Qt.Key.Key_D, CTRL)
    assert one.actions.asked == [("open_dashboard",)]


def test_locked_the_pin_is_asked_for_and_a_wrong_one_opens_nothing(supervised, press, qtbot: QtBot) -> None:
    one = supervised()
    qtbot.keyClick(one.window, Qt.Key.Key_D, CTRL)
    press(one, "4711", Qt.Key.Key_Return)
    assert one.actions.asked == [("unlock", "s1", "4711")]
    one.window.on_published(Denied(Unlock("s1", "4711"), 0))
    assert one.actions.asked == [("unlock", "s1", "4711")]
    one.window.on_published(RoleChanged(SALMA))
    assert one.actions.asked[1:] == [("open_dashboard",)]
    assert not one.window.roles.is_going_on


def test_once_more_closes_the_form_and_unlocking_later_opens_nothing(supervised, qtbot: QtBot) -> None:
    one = supervised()
    qtbot.keyClick(one.window, Qt.Key.Key_D, CTRL)
    assert one.window.roles.overseeing.is_going_on
    qtbot.keyClick(one.window, Qt.Key.Key_D, CTRL)
    assert not one.window.roles.is_going_on
    one.window.on_published(RoleChanged(SALMA))
    assert one.actions.asked == []


def test_it_runs_once_and_ends_with_the_desk() -> None:
    one = Companion(WAITS)
    one.close()
    one.open()
    first = one._process
    one.open()
    assert one._process is first
    assert one.is_open
    one.close()
    assert not one.is_open
    assert first is not None
    assert first.returncode is not None


def test_a_window_that_was_closed_opens_again() -> None:
    one = Companion([sys.executable, "-c", ""])
    one.open()
    first = one._process
    assert first is not None
    first.wait(20)
    one.open()
    assert one._process is not first
    one.close()


def test_what_cannot_be_started_is_said() -> None:
    with pytest.raises(Trouble, match="cannot be opened"):
        Companion(["/nowhere/at/all"]).open()
