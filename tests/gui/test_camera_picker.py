"""Walking through the list of cameras: each is seen in the preview, and only the one that is chosen is kept."""

from collections.abc import Callable

import pytest
from desk_samples import AMINA, Desk, judged
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checkin.domain.journal import Origin
from checkin.scanning.messages import CameraList

BUILT_IN, LOGITECH, THIRD = ("camera:path=/a", "Integrated"), ("camera:path=/b", "Logitech"), ("camera:path=/c", "Third")
TWO = CameraList((BUILT_IN, LOGITECH), BUILT_IN[0])
BuildDesk = Callable[..., Desk]


@pytest.fixture
def open_list(desk: BuildDesk, qtbot: QtBot) -> Desk:
    """A desk with the list of two cameras open, the first of which it watches."""
    one = desk()
    qtbot.keyClick(one.window, Qt.Key.Key_F3)
    one.window.on_cameras(TWO)
    one.actions.asked.clear()
    return one


def press(desk: Desk, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(desk.window.side.lists.choices.rows, key)


def asked(desk: Desk) -> list[tuple[object, ...]]:
    """What was asked for, but for settings that are to be stored and lists that are to be made."""
    return [what for what in desk.actions.asked if what[0] not in ("settings", "cameras")]


def shows_choices(desk: Desk) -> bool:
    return desk.window.side.lists.currentWidget() is desk.window.side.lists.choices


def test_opening_the_list_changes_no_camera_and_marks_the_one_in_use(open_list: Desk, qtbot: QtBot) -> None:
    qtbot.wait(200)
    assert asked(open_list) == []
    rows = open_list.window.side.lists.choices.rows
    assert [(row.title, row.end) for row in rows.rows()] == [("Integrated", "in use"), ("Logitech", "")]
    assert rows.current_key() == BUILT_IN[0]
    assert open_list.window.side.preview.isVisible()


def test_the_camera_under_the_cursor_is_shown_and_not_remembered(open_list: Desk, qtbot: QtBot) -> None:
    press(open_list, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: asked(open_list) == [("try", LOGITECH[0])])
    assert open_list.window.preferences.settings.camera == ""


def test_the_camera_under_the_mouse_is_shown(open_list: Desk, qtbot: QtBot) -> None:
    rows = open_list.window.side.lists.choices.rows
    for row in (0, 1):
        QTest.mouseMove(rows.viewport(), rows.visualItemRect(rows.item(row)).center() + QPoint(row, 0))
    qtbot.waitUntil(lambda: asked(open_list) == [("try", LOGITECH[0])])
    assert rows.current_key() == LOGITECH[0]


def test_cameras_that_are_only_passed_are_not_opened(desk: BuildDesk, qtbot: QtBot) -> None:
    one = desk()
    qtbot.keyClick(one.window, Qt.Key.Key_F3)
    one.window.on_cameras(CameraList((BUILT_IN, LOGITECH, THIRD), BUILT_IN[0]))
    press(one, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: asked(one) == [("try", THIRD[0])])


def test_enter_keeps_the_camera(open_list: Desk, qtbot: QtBot) -> None:
    press(open_list, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.wait(200)
    assert asked(open_list) == [("camera", LOGITECH[0])]
    assert open_list.window.preferences.settings.camera == LOGITECH[0]
    assert not shows_choices(open_list)


def test_esc_goes_back_to_the_camera_before(open_list: Desk, qtbot: QtBot) -> None:
    press(open_list, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(asked(open_list)))
    qtbot.keyClick(open_list.window, Qt.Key.Key_Escape)
    assert asked(open_list) == [("try", LOGITECH[0]), ("leave",)]
    assert not shows_choices(open_list)


def test_esc_without_a_walk_leaves_all_as_it_is(open_list: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(open_list.window, Qt.Key.Key_Escape)
    assert asked(open_list) == []


def test_a_camera_that_reads_a_badge_while_it_is_tried_is_kept(open_list: Desk, qtbot: QtBot) -> None:
    press(open_list, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(asked(open_list)))
    open_list.window.on_published(judged(AMINA))
    assert asked(open_list) == [("try", LOGITECH[0]), ("camera", LOGITECH[0])]
    assert open_list.window.preferences.settings.camera == LOGITECH[0]
    assert not shows_choices(open_list)


def test_a_hand_scan_closes_the_list_and_the_tried_camera_is_left(open_list: Desk, qtbot: QtBot) -> None:
    press(open_list, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(asked(open_list)))
    open_list.window.on_published(judged(AMINA, origin=Origin.SCANNER))
    assert asked(open_list) == [("try", LOGITECH[0]), ("leave",)]
    open_list.window.on_cameras(TWO)
    assert not shows_choices(open_list), "a late answer opens nothing"


def test_a_camera_that_is_plugged_in_appears_in_the_open_list(open_list: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: ("cameras",) in open_list.actions.asked)
    press(open_list, qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: asked(open_list) == [("try", LOGITECH[0])])
    open_list.window.on_cameras(CameraList((THIRD, BUILT_IN, LOGITECH), LOGITECH[0]))
    qtbot.wait(200)
    rows = open_list.window.side.lists.choices.rows
    assert [(row.title, row.end) for row in rows.rows()] == [("Third", ""), ("Integrated", "in use"), ("Logitech", "")]
    assert rows.current_key() == LOGITECH[0]
    assert asked(open_list) == [("try", LOGITECH[0])]


def test_a_closed_list_looks_for_cameras_no_more(open_list: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(open_list.window, Qt.Key.Key_Escape)
    qtbot.wait(1300)
    assert ("cameras",) not in open_list.actions.asked


def test_without_cameras_the_list_says_so_and_fills_when_one_comes(desk: BuildDesk, qtbot: QtBot) -> None:
    one = desk()
    qtbot.keyClick(one.window, Qt.Key.Key_F3)
    one.window.on_cameras(CameraList((), ""))
    page = one.window.side.lists.choices
    assert page.rows.count() == 0
    one.window.on_cameras(CameraList((LOGITECH,), LOGITECH[0]))
    qtbot.wait(200)
    assert page.rows.current_key() == LOGITECH[0]
    assert asked(one) == []


def test_hovering_over_other_lists_chooses_nothing(desk: BuildDesk, qtbot: QtBot) -> None:
    one = desk()
    one.window.choosing.choose_checkpoint()
    rows = one.window.side.lists.choices.rows
    before = rows.current_key()
    for row in (0, 1):
        QTest.mouseMove(rows.viewport(), rows.visualItemRect(rows.item(row)).center() + QPoint(row, 0))
    qtbot.wait(200)
    assert rows.current_key() == before
    assert asked(one) == []
