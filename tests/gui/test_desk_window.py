import pytest
from desk_samples import AMINA, MOHAMMED, NOW, ZHANG, Desk, first_entry, judged, ready, undone
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractButton

from checkin.desk.messages import Failed, Synced, Undo
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict
from checkin.i18n import phrase
from checkin.scanning.messages import CameraList
from checkin.sync.link import Standing
from ui.reasons import face
from ui.sounds import Sound


def title(desk: Desk) -> str:
    return desk.window.panel.card.title


def test_the_next_scan_replaces_the_card_at_once(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    assert title(one) == "Blocked"
    one.window.on_published(judged(ZHANG))
    assert (title(one), one.window.panel.card.name) == ("Welcome", "张伟 Zhang Wei")


def test_admitted_gives_way_to_ready(desk, qtbot) -> None:
    one = desk(admitted_shown_s=0.05)
    one.window.on_published(judged(AMINA))
    assert title(one) == "Welcome"
    qtbot.waitUntil(lambda: title(one) == "Ready")


@pytest.mark.parametrize("reason", [Reason.BLOCKED, Reason.ALREADY_REDEEMED])
def test_red_and_amber_stay_even_if_a_green_card_came_just_before(desk, qtbot, reason) -> None:
    one = desk(admitted_shown_s=0.05)
    one.window.on_published(judged(AMINA))
    one.window.on_published(judged(ZHANG, reason))
    qtbot.wait(150)
    assert one.window.panel.card.name == "张伟 Zhang Wei"


def test_escape_clears_a_card_that_stays(desk, qtbot) -> None:
    one = desk()
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    qtbot.keyClick(one.window.side.field, Qt.Key.Key_Escape)
    assert title(one) == "Ready"


def test_a_finger_clears_a_card_that_stays(desk, qtbot) -> None:
    one = desk()
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    qtbot.mouseClick(one.window.panel.done, Qt.MouseButton.LeftButton)
    assert title(one) == "Ready"


def test_control_z_and_enter_take_back_the_last_scan_even_while_somebody_types(desk, qtbot) -> None:
    one = desk()
    one.window.on_typed("ami")
    qtbot.keyClick(one.window.side.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Return)
    assert one.actions.asked[-1] == ("undo", one.window.state.undoable, "Wrong person")


def test_what_was_taken_back_is_struck_through(desk) -> None:
    one = desk()
    scan = judged(AMINA)
    one.window.on_published(scan)
    one.window.on_published(undone(scan))
    first = one.window.side.lists.recent.rows.rows()[0]
    assert (first.key, first.struck) == (scan.line.scan_id, True)
    assert title(one) == "Taken back"


def test_there_is_nothing_to_take_back_before_anybody_was_admitted(desk) -> None:
    one = desk(told=False)
    one.window.on_published(ready(scans=()))
    assert not one.window.panel.undo.isEnabled()
    one.window.on_published(judged(AMINA))
    assert one.window.panel.undo.isEnabled()


def test_recent_scans_show_newest_first(desk) -> None:
    one = desk()
    one.window.on_published(judged(MOHAMMED))
    rows = one.window.side.lists.recent.rows.rows()
    assert [row.title for row in rows[:2]] == ["محمد عبد الرحمن الإدريسي", "Amina El Fassi"]
    assert rows[0].end == "09:42:07"


def test_f2_and_the_switch_ask_for_exits(desk, qtbot) -> None:
    one = desk()
    qtbot.keyClick(one.window, Qt.Key.Key_F2)
    qtbot.mouseClick(one.window.header.exit, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(one.window.header.entry, Qt.MouseButton.LeftButton)
    assert one.actions.asked == [("direction", Direction.EXIT)] * 2, "entries are what the desk scans already"
    assert one.window.header.entry.isChecked(), "the switch shows what the desk does, not what was asked"
    one.window.on_published(ready(Direction.EXIT))
    assert one.window.header.exit.isChecked()
    assert not one.window.header.entry.isChecked()
    assert title(one) == "Ready: exits"


def test_each_verdict_has_its_sound_and_mute_is_remembered(desk, qtbot) -> None:
    one = desk()
    quiet = judged(AMINA, Reason.ALREADY_REDEEMED, quiet=True)
    for message in (judged(AMINA), judged(AMINA, Reason.BLOCKED), first_entry(), quiet):
        one.window.on_published(message)
    assert one.heard.sounds == [Sound.ADMITTED, Sound.REFUSED, Sound.LOOK, Sound.QUIET]
    qtbot.keyClick(one.window, Qt.Key.Key_F6)
    one.window.on_published(judged(AMINA))
    assert len(one.heard.sounds) == 4
    assert one.actions.asked[-1][1].muted is True


def test_a_badge_shown_again_is_answered_quietly(desk) -> None:
    one = desk()
    one.window.on_published(judged(AMINA, Reason.ALREADY_REDEEMED, quiet=True))
    assert (title(one), one.window.panel.card.reason) == ("Still inside", "Still inside since 09:42")
    assert not one.window.panel.card.face.stays


def test_a_badge_passed_back_does_not_look_admitted() -> None:
    again = face(Verdict(Outcome.REFUSED, Reason.ALREADY_REDEEMED), Direction.ENTRY, quiet=True)
    admitted = face(Verdict(Outcome.ADMITTED), Direction.ENTRY)
    assert again.shape is not admitted.shape
    assert again.tone is not admitted.tone


def test_trouble_is_a_sentence_on_the_card_and_before_the_desk_is_ready_too(desk) -> None:
    one = desk(told=False)
    one.window.on_published(Failed(phrase("There is no admitted scan to take back."), Undo("x"), NOW))
    assert one.window.panel.card.reason == "There is no admitted scan to take back."


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (960, 540), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_everything_that_is_touched_is_52_px_tall_and_8_px_apart(desk, size, language) -> None:
    one = desk(size, language=language)
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    buttons = [button for button in one.window.findChildren(QAbstractButton) if button.isVisible()]
    targets = [*buttons, one.window.side.field]
    assert len(buttons) >= 9
    for target in targets:
        assert min(target.height(), target.width()) >= 52, target.accessibleName()
    places = [target.rect().translated(target.mapTo(one.window, QPoint(0, 0))) for target in targets]
    for number, place in enumerate(places):
        assert one.window.rect().contains(place), targets[number].accessibleName()
        near = place.adjusted(-7, -7, 7, 7)
        assert not any(near.intersects(other) for other in places[number + 1 :]), targets[number].accessibleName()
    assert one.window.side.lists.recent.rows.sizeHintForRow(0) >= 52


def test_every_button_says_what_it_does(desk) -> None:
    one = desk()
    for button in one.window.findChildren(QAbstractButton):
        if button.isVisibleTo(one.window):
            assert button.accessibleName()
            assert button.toolTip()


def test_arabic_runs_from_right_to_left(desk) -> None:
    window = desk(language="en").window
    assert window.panel.x() < window.side.x()
    window = desk(language="ar").window
    assert window.panel.x() > window.side.x()
    assert window.panel.undo.x() > window.panel.width() / 2
    assert window.header.clock.x() < window.header.titles.x()


def test_f4_changes_the_language_and_the_direction_at_once(desk, qtbot) -> None:
    one = desk(language="fr")
    one.window.on_published(first_entry())
    qtbot.keyClick(one.window, Qt.Key.Key_F4)
    assert one.actions.asked[-1][1].language == "ar"
    qtbot.waitUntil(lambda: one.window.panel.x() > one.window.side.x())
    assert one.window.panel.card.category == "وفد"


def test_f5_changes_between_light_and_dark(desk, qtbot) -> None:
    one = desk(appearance="light")
    qtbot.keyClick(one.window, Qt.Key.Key_F5)
    assert one.actions.asked[-1][1].appearance == "dark"
    picture = one.window.grab().toImage()
    assert QColor(picture.pixel(3, 300)).lightness() < 60
    assert QColor(picture.pixel(one.window.panel.x() + 40, 300)).lightness() < 60


def test_counters_never_mix_inside_with_attended(desk) -> None:
    counters = desk().window.side.counters
    assert [one.number for one in counters.counters] == ["3\u202f482", "2\u202f127", "41"]
    assert all(one.accessibleDescription() for one in counters.counters)


def test_nobody_s_name_stays_on_an_idle_screen_where_the_supervisor_wants_it_so(desk) -> None:
    one = desk(hide_people_when_idle=True)
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    assert one.window.side.lists.recent.rows.rows()[0].title == "Amina El Fassi"
    one.window.clear_card()
    shown = [row.spoken for row in one.window.side.lists.recent.rows.rows()]
    assert not any("Amina" in text or "Attijariwafa" in text or "XK7F" in text for text in shown)


def test_the_header_says_how_many_scans_wait(desk) -> None:
    one = desk()
    one.window.on_published(Synced(Standing.ALONE, 1200))
    assert "1\u202f200 scans wait" in one.window.header.sync.accessibleName()
    one.window.on_published(judged(AMINA))
    assert "1\u202f201 scans wait" in one.window.header.sync.accessibleName()


def test_the_clock_shows_the_time_where_the_event_is(desk) -> None:
    assert desk().window.header.clock.accessibleName() == "09:42"


def test_a_screen_reader_hears_the_verdict(desk, monkeypatch) -> None:
    one, spoken = desk(), []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: spoken.append(event.message()))
    one.window.on_published(judged(AMINA))
    assert spoken == ["Welcome. Amina El Fassi. Attijariwafa bank. Professional. Entered at 09:42 · Gate A"]


def test_the_choice_of_a_checkpoint_is_a_list_in_the_window(desk, qtbot) -> None:
    one = desk()
    qtbot.mouseClick(one.window.header.checkpoint, Qt.MouseButton.LeftButton)
    rows = one.window.side.lists.choices.rows
    assert [row.title for row in rows.rows()] == ["Main entrance", "Plenary"]
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert ("checkpoint", "plenary") in one.actions.asked
    assert one.window.side.lists.currentWidget() is one.window.side.lists.recent


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_long_heading_breaks_and_is_never_cut(desk, qtbot, language: str) -> None:
    one = desk(language=language)
    qtbot.keyClick(one.window, Qt.Key.Key_F3)
    one.window.on_cameras(CameraList((), ""))
    heading = one.window.side.lists.choices.heading
    block = heading.block(heading.width())
    assert block.is_whole
    assert block.height <= heading.height()
