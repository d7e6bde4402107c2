"""When a camera is opened anew for its picture."""

import pytest

from checkin.scanning.healing import Healing, live
from checkin.scanning.messages import UNSEEING, Condition, Flaw


def openings(flaw: Flaw, seconds: int, healing: Healing | None = None) -> list[float]:
    healing = healing or Healing()
    return [tenths / 10 for tenths in range(seconds * 10) if healing.due((flaw,), tenths / 10) is flaw]


def test_a_frozen_camera_is_opened_anew_at_once_and_then_ever_more_rarely() -> None:
    assert openings(Flaw.FROZEN, 300) == [0, 5, 15, 35, 75, 135, 195, 255]


def test_a_black_picture_is_given_time_and_one_try() -> None:
    assert openings(Flaw.BLACK, 600) == [2.0]


def test_wrong_colours_are_given_one_try_with_other_pixels() -> None:
    assert openings(Flaw.COLOURS, 600) == [0.0]


@pytest.mark.parametrize("flaw", [Flaw.PORTRAIT, Flaw.MIRRORED])
def test_what_the_preview_sets_right_needs_no_opening(flaw: Flaw) -> None:
    assert openings(flaw, 60) == []


def test_a_flaw_that_comes_back_is_tried_again() -> None:
    healing = Healing()
    assert openings(Flaw.COLOURS, 10, healing) == [0.0]
    assert healing.due((), 10.0) is None
    assert healing.due((Flaw.COLOURS,), 11.0) is Flaw.COLOURS


def test_each_flaw_has_its_own_sentence_with_the_name_of_the_camera() -> None:
    states = [live("HD Webcam", (flaw,)) for flaw in Flaw]
    assert len({state.what.msgid for state in states}) == len(Flaw)
    assert all("HD Webcam" in str(state.what) and state.condition is Condition.LIVE for state in states)


def test_a_camera_sees_unless_it_is_black_or_frozen() -> None:
    assert {flaw for flaw in Flaw if not live("x", (flaw,)).sees} == UNSEEING
    assert live("x", ()).sees


def test_the_sentence_is_about_the_gravest_flaw() -> None:
    assert live("x", (Flaw.FROZEN, Flaw.PORTRAIT)).what == live("x", (Flaw.FROZEN,)).what
