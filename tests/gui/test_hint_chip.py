"""The scan coach's hint over the preview."""

import numpy as np
import pytest
from desk_samples import AMINA, frame, judged
from PySide6.QtCore import Qt

from checkin.i18n import phrase
from checkin.scanning.messages import CameraState, Condition, Hint
from ui.app import connect
from ui.bridge import Bridge
from ui.desk.hint import SAID, HintChip

LIVE = CameraState(Condition.LIVE, "Logitech", phrase("The camera {name} works.", name="Logitech"))
LOST = CameraState(Condition.LOST, "Logitech", phrase("The camera is gone."))
GREY = np.full((720, 1280, 3), 90, np.uint8)


def hinted(desk, hint=Hint.CLOSER, size=(1366, 768), **settings):
    one = desk(size, **settings)
    one.window.on_camera(LIVE)
    one.frames.append(frame(GREY))
    one.window.on_frame()
    one.window.on_hint(hint)
    return one


def chip(one) -> HintChip:
    return one.window.side.preview.chip


def shown_whole(one, qtbot) -> HintChip:
    qtbot.waitUntil(lambda: chip(one)._strength.currentValue() == 1.0)
    return chip(one)


def test_every_hint_has_an_icon_of_its_own_and_words() -> None:
    assert set(SAID) == set(Hint)
    assert len({icon for icon, _ in SAID.values()}) == len({str(words) for _, words in SAID.values()}) == len(Hint)


@pytest.mark.parametrize("hint", Hint)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_a_hint_stands_whole_over_the_top_of_the_picture(desk, qtbot, hint, language, size) -> None:
    said = shown_whole(hinted(desk, hint, size, language=language), qtbot)
    assert said.isVisible()
    assert said._said.is_whole
    assert said.parentWidget().rect().contains(said.geometry())
    assert said.geometry().bottom() < said.parentWidget().height() * 0.45
    assert abs(said.geometry().center().x() - said.parentWidget().width() / 2) <= 2
    assert said._said.layout.font().pixelSize() >= 16


@pytest.mark.parametrize("room", [170, 220, 387])
def test_words_that_are_wider_than_the_picture_take_more_lines(desk, qtbot, room) -> None:
    one = hinted(desk, Hint.TOO_DARK)
    chip(one).fit(room)
    said = shown_whole(one, qtbot)
    assert said._said.is_whole
    assert (said._said.lines == 1) is (room == 387)
    assert said.width() <= room
    assert said._said.width + said._icon_px() <= said.width()
    assert said._said.height <= said.height()


def test_a_screen_reader_finds_the_hint_while_it_is_there(desk, qtbot) -> None:
    one = hinted(desk)
    assert chip(one).accessibleName() == "Hold it closer"
    one.window.on_hint(None)
    qtbot.waitUntil(lambda: not chip(one).isVisible())
    assert chip(one).accessibleName() == ""


def test_a_hint_fades_when_it_is_over(desk, qtbot) -> None:
    one = hinted(desk)
    shown_whole(one, qtbot)
    one.window.on_hint(None)
    assert chip(one).isVisible()
    qtbot.waitUntil(lambda: not chip(one).isVisible())


def test_a_hint_that_comes_back_while_it_fades_is_whole_again(desk, qtbot) -> None:
    one = hinted(desk)
    shown_whole(one, qtbot)
    one.window.on_hint(None)
    qtbot.waitUntil(lambda: chip(one)._strength.currentValue() < 0.9)
    one.window.on_hint(Hint.CLOSER)
    assert shown_whole(one, qtbot).isVisible()


def test_a_verdict_takes_the_hint_away(desk) -> None:
    one = hinted(desk)
    one.window.on_published(judged(AMINA))
    assert chip(one).hint is None


def test_a_camera_that_is_lost_takes_the_hint_away(desk) -> None:
    one = hinted(desk)
    one.window.on_camera(LOST)
    assert chip(one).hint is None


def test_a_hint_makes_no_sound_and_takes_neither_clicks_nor_the_keyboard(desk, qtbot) -> None:
    one = hinted(desk)
    assert one.window.side.field.hasFocus()
    assert chip(one).testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert one.heard.sounds == []


def bright(said: HintChip, columns: range) -> int:
    """How many bright pixels of the chip, as painted, are in these columns."""
    picture = said.grab().toImage()
    ratio = picture.devicePixelRatio()
    return sum(
        picture.pixelColor(round(x * ratio), round(y * ratio)).lightness() > 150
        for x in columns
        for y in range(6, said.height() - 6)
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_icon_stands_before_the_words_in_either_direction(desk, qtbot, language) -> None:
    said = shown_whole(hinted(desk, language=language), qtbot)
    pad, side = said._look.theme.px(10), said._icon_px()
    gap, icon = range(pad + side + 1, 2 * pad + side - 1), range(pad, pad + side)
    if language == "ar":
        gap, icon = (range(said.width() - columns.stop, said.width() - columns.start) for columns in (gap, icon))
    assert bright(said, gap) == 0
    assert bright(said, icon) > 0


def test_the_bridge_brings_a_hint_to_the_window_and_takes_it_away(desk, qtbot) -> None:
    one = desk()
    bridge = Bridge()
    connect(bridge, one.window)
    bridge.hint(Hint.GLARE)
    assert chip(one).hint is Hint.GLARE
    bridge.hint(None)
    assert chip(one).hint is None


def test_a_hint_is_said_in_the_language_that_is_chosen_while_it_stands(desk, qtbot) -> None:
    one = hinted(desk)
    assert chip(one).accessibleName() == "Hold it closer"
    one.window.preferences.switch_language()
    assert chip(one).accessibleName() == one.window.preferences.look.words("Hold it closer")
    assert chip(one).isVisible()
