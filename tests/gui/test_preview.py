import numpy as np
import pytest
from desk_samples import AMINA, Desk, frame, judged
from PySide6.QtGui import QColor

from checkin.domain.verdict import Reason
from checkin.i18n import phrase
from checkin.scanning.healing import live
from checkin.scanning.messages import CameraState, Code, Condition, Flaw, Sighting

LIVE = CameraState(Condition.LIVE, "Logitech", phrase("The camera {name} works.", name="Logitech"))
LOST = CameraState(Condition.LOST, "Logitech", phrase("The camera is gone."))


def show(desk: Desk, image: np.ndarray) -> None:
    desk.window.on_camera(LIVE)
    desk.frames.append(frame(image))
    desk.window.on_frame()


def left_and_right() -> np.ndarray:
    """Blue on the left, red on the right, read-only as the camera gives it."""
    image = np.zeros((720, 1280, 3), np.uint8)
    image[:, :640, 0] = 255
    image[:, 640:, 2] = 255
    image.setflags(write=False)
    return image


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_picture_is_mirrored_by_the_setting_and_not_by_the_language(desk, mirrored, language) -> None:
    one = desk(mirrored_preview=mirrored, language=language)
    show(one, left_and_right())
    picture = one.window.side.preview.grab().toImage()
    left = QColor(picture.pixel(picture.width() // 4, picture.height() // 2))
    assert (left.red() > 200) is mirrored
    assert (left.blue() > 200) is not mirrored


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_outline_lies_on_the_badge(desk, mirrored) -> None:
    one = desk(mirrored_preview=mirrored)
    show(one, left_and_right())
    one.window.on_sighting(Sighting((1280, 720), (Code("x", ((100, 300), (200, 300), (200, 400), (100, 400)), "z"),), 0.0))
    preview = one.window.side.preview
    centre = preview.outlines()[0].boundingRect().center()
    scale = max(preview.width() / 1280, preview.height() / 720)
    over = (preview.width() - 1280 * scale) / 2
    expected = over + 150 * scale
    assert centre.x() == pytest.approx(preview.width() - expected if mirrored else expected, abs=0.5)


def test_the_outline_takes_the_verdict_s_colour(desk) -> None:
    one = desk()
    show(one, left_and_right())
    one.window.on_sighting(Sighting((1280, 720), (Code("x", ((540, 260), (740, 260), (740, 460), (540, 460)), "z"),), 0.0))
    one.window.on_published(judged(AMINA, Reason.ALREADY_REDEEMED))
    preview = one.window.side.preview
    corner = preview.outlines()[0].boundingRect()
    colour = QColor(preview.grab().toImage().pixel(round(corner.center().x()), round(corner.top())))
    assert colour.name().upper() == "#FFB000"


def test_an_outline_goes_when_the_badge_is_gone(desk, qtbot) -> None:
    one = desk()
    show(one, left_and_right())
    one.window.on_sighting(Sighting((1280, 720), (Code("x", ((1, 1), (9, 1), (9, 9), (1, 9)), "z"),), 0.0))
    assert one.window.side.preview.outlines()
    qtbot.waitUntil(lambda: not one.window.side.preview.outlines())


def test_a_lost_camera_shows_a_sentence_and_no_frozen_picture(desk) -> None:
    one = desk()
    show(one, left_and_right())
    one.window.on_camera(LOST)
    preview = one.window.side.preview
    colours = {QColor(preview.grab().toImage().pixel(x, preview.height() // 2)).name() for x in (40, preview.width() - 40)}
    assert not colours & {"#0000ff", "#ff0000"}
    assert preview.accessibleName() == "The camera is gone."
    assert one.window.panel.card.reason == "Use the hand scanner, or type a name"


def test_no_more_than_thirty_pictures_a_second_are_taken(desk) -> None:
    one = desk()
    now = [100.0]
    preview = one.window.side.preview
    preview._clock = lambda: now[0]
    one.window.on_camera(LIVE)
    for _ in range(120):
        one.frames.append(frame(left_and_right()))
        one.window.on_frame()
        now[0] += 1 / 120
    assert 28 <= 120 - len(one.frames) <= 33


def colours_at(desk: Desk, *shares: float) -> list[str]:
    """The colours half way up the preview, at these shares of its width."""
    picture = desk.window.side.preview.grab().toImage()
    return [QColor(picture.pixel(round(picture.width() * share), picture.height() // 2)).name() for share in shares]


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_mirrored_camera_is_turned_over_with_its_outlines(desk, mirrored) -> None:
    one = desk(mirrored_preview=mirrored)
    show(one, left_and_right())
    before = colours_at(one, 0.25, 0.75)
    one.window.on_camera(live("Logitech", (Flaw.MIRRORED,)))
    assert colours_at(one, 0.25, 0.75) == before[::-1]
    one.window.on_sighting(Sighting((1280, 720), (Code("x", ((100, 300), (200, 300), (200, 400), (100, 400)), "z"),), 0.0))
    preview = one.window.side.preview
    centre = preview.outlines()[0].boundingRect().center().x()
    assert (centre < preview.width() / 2) is mirrored
    assert "mirrors its picture" in preview.accessibleName()


def test_an_upright_picture_is_shown_whole(desk) -> None:
    one = desk()
    image = np.full((1280, 720, 3), 255, np.uint8)
    image[:40] = image[-40:] = (255, 0, 0)
    show(one, image)
    one.window.on_camera(live("Logitech", (Flaw.PORTRAIT,)))
    picture = one.window.side.preview.grab().toImage()
    top, bottom = (QColor(picture.pixel(picture.width() // 2, y)).name() for y in (1, picture.height() - 2))
    assert {top, bottom} == {"#0000ff"}
    assert colours_at(one, 0.02, 0.98) == ["#0d121c", "#0d121c"]


@pytest.mark.parametrize("flaw", [Flaw.BLACK, Flaw.FROZEN])
def test_a_black_or_frozen_picture_gives_way_to_a_sentence_until_it_has_passed(desk, flaw) -> None:
    one = desk()
    now = iter(range(100, 200))
    one.window.side.preview._clock = lambda: next(now)
    show(one, left_and_right())
    one.window.on_camera(live("Logitech", (flaw,)))
    one.frames.append(frame(left_and_right()))
    one.window.on_frame()
    assert not set(colours_at(one, 0.1, 0.9)) & {"#0000ff", "#ff0000"}
    assert one.window.panel.card.reason == "Use the hand scanner, or type a name"
    show(one, left_and_right())
    assert set(colours_at(one, 0.1, 0.9)) == {"#0000ff", "#ff0000"}
    assert one.window.panel.card.reason.startswith("Hold the badge")


def amber(desk: Desk) -> bool:
    preview = desk.window.side.preview
    return QColor(preview.grab().toImage().pixel(preview.width() // 2, 11)).name().upper() == "#FFB000"


def test_wrong_colours_are_told_over_the_picture_until_they_have_passed(desk) -> None:
    one = desk()
    show(one, left_and_right())
    one.window.on_camera(live("Logitech", (Flaw.COLOURS,)))
    assert set(colours_at(one, 0.1, 0.9)) == {"#0000ff", "#ff0000"}
    assert amber(one)
    assert one.window.panel.card.reason.startswith("Hold the badge"), "badges are read all the same"
    one.window.on_camera(LIVE)
    assert not amber(one)


def test_what_the_preview_sets_right_is_noted_for_a_while_only(desk, qtbot) -> None:
    one = desk()
    show(one, left_and_right())
    one.window.side.preview._noted.setInterval(50)
    plain = one.window.side.preview.grab().toImage()
    one.window.on_camera(live("Logitech", (Flaw.PORTRAIT,)))
    noted = one.window.side.preview.grab().toImage()
    assert noted != plain
    assert not amber(one)
    qtbot.waitUntil(lambda: one.window.side.preview.grab().toImage() == plain)
