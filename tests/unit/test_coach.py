"""The coach's choice from measures, and its patience, with time alone."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from checkin.scanning import coach as coach_module
from checkin.scanning.coach import LIMITS, Coach, advice
from checkin.scanning.glimpse import Likeness
from checkin.scanning.measures import Measures
from checkin.scanning.messages import Code, Corners, Hint, Seen

SOUND = Measures(
    side_px=120, height_px=720, cut=False, paper=200, depth=0.85, grain=0.02, burnt=0.0, blank=0.0, one_way=0.05, soft_px=0.9
)
FRAME = np.zeros((72, 128), dtype=np.uint8)
READ = Seen((Code("A", ((0, 0), (9, 0), (9, 9), (0, 9)), "zxing"),))

MEASURED = [
    ({}, None),
    ({"burnt": 0.8}, None),
    ({"burnt": 0.8, "depth": 0.5}, Hint.TOO_BRIGHT),
    ({"grain": 0.2}, Hint.TOO_DARK),
    ({"paper": 15}, Hint.TOO_DARK),
    ({"cut": True}, Hint.FARTHER),
    ({"side_px": 700}, Hint.FARTHER),
    ({"blank": 0.2}, Hint.GLARE),
    ({"blank": 0.2, "depth": 0.5}, Hint.CLOSER),
    ({"one_way": 0.7}, Hint.HOLD_STILL),
    ({"soft_px": 3.0, "depth": 0.6}, Hint.UNSHARP),
    ({"soft_px": 3.0}, None),
    ({"depth": 0.5}, Hint.CLOSER),
    ({"side_px": 25}, Hint.CLOSER),
]


@pytest.mark.parametrize(("change", "hint"), MEASURED)
def test_each_measure_has_its_hint(change: dict[str, float], hint: Hint | None) -> None:
    assert advice(replace(SOUND, **change)) is hint  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"grain": 0.2, "cut": True, "soft_px": 3.0, "depth": 0.5}, Hint.TOO_DARK),
        ({"cut": True, "one_way": 0.8}, Hint.FARTHER),
        ({"blank": 0.2, "one_way": 0.8}, Hint.GLARE),
        ({"one_way": 0.8, "soft_px": 3.0, "depth": 0.5}, Hint.HOLD_STILL),
    ],
)
def test_light_comes_before_place_and_place_before_sharpness(changes: dict[str, float], hint: Hint) -> None:
    assert advice(replace(SOUND, **changes)) is hint  # type: ignore[arg-type]


def test_what_moves_fast_needs_less_smear_to_be_called_moving() -> None:
    smeared = replace(SOUND, one_way=0.35)
    assert advice(smeared) is None
    assert advice(smeared, speed_px_s=400) is Hint.HOLD_STILL


BADGE = Likeness(margin=0.4, margins=0.45, sides=4, dark=0.55, even=0.8, dense=0.08, shorter_px=80, longer=1.05)


def test_what_has_all_of_a_badge_is_one() -> None:
    assert BADGE.is_badge(burnt=False)
    assert replace(BADGE, sides=2).is_badge(burnt=False)
    assert replace(BADGE, margin=0.1, margins=0.15, dark=0.15, even=0.4).is_badge(burnt=True)


@pytest.mark.parametrize(
    "lack",
    [
        {"margin": 0.1}, {"margins": 0.25}, {"sides": 1}, {"sides": 3, "margin": 0.25}, {"dark": 0.2}, {"dark": 0.8},
        {"even": 0.4}, {"dense": 0.02}, {"shorter_px": 22}, {"longer": 1.7},
    ],
)  # fmt: skip
def test_what_lacks_one_thing_of_a_badge_is_none(lack: dict[str, float]) -> None:
    assert not replace(BADGE, **lack).is_badge(burnt=False)  # type: ignore[arg-type]


def square(x: float) -> Corners:
    return (x, 10), (x + 40, 10), (x + 40, 50), (x, 50)


class Watched:
    """A coach before which places are located for chosen reasons, by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.coach = Coach()
        self.measures = SOUND
        monkeypatch.setattr(coach_module, "glimpsed", lambda plane: None)
        monkeypatch.setattr(coach_module, "measured", lambda plane, place: self.measures)

    def nothing(self, times: Iterable[float]) -> list[Hint | None]:
        return [self.coach.watch(FRAME, Seen(), at) for at in times]

    def held(self, times: Iterable[float], still: bool = False, **measured: float) -> list[Hint | None]:
        """A badge in a hand that trembles; what the coach says at each time."""
        self.measures = replace(SOUND, **measured)  # type: ignore[arg-type]
        return [self.coach.watch(FRAME, Seen((), (square(20 + 5 * (n % 2)),)), at, still) for n, at in enumerate(times)]

    def lying(self, times: Iterable[float]) -> list[Hint | None]:
        self.measures = replace(SOUND, blank=0.3)
        return [self.coach.watch(FRAME, Seen((), (square(20),)), at) for at in times]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def seconds(start: float, end: float) -> list[float]:
    return [float(at) for at in np.arange(start, end, 1 / 30)]


def test_it_speaks_after_its_patience_and_not_before(watched: Watched) -> None:
    said = watched.held(seconds(0, 2), blank=0.3)
    before = round(LIMITS.speaks_after * 30)
    assert set(said[:before]) == {None}
    assert set(said[before + 6 :]) == {Hint.GLARE}


def test_it_falls_silent_in_the_frame_in_which_a_code_is_read(watched: Watched) -> None:
    assert watched.held(seconds(0, 2), blank=0.3)[-1] is Hint.GLARE
    assert watched.coach.watch(FRAME, READ, 2.0) is None


def test_after_a_read_it_stays_silent_while_the_badge_counts_as_here(watched: Watched) -> None:
    watched.held(seconds(0, 2), blank=0.3)
    watched.coach.watch(FRAME, READ, 2.0)
    assert set(watched.held(seconds(2.03, 2 + LIMITS.quiet_after_read + LIMITS.speaks_after), blank=0.3)) == {None}


def test_a_badge_that_is_read_now_and_then_is_never_commented(watched: Watched) -> None:
    for start in np.arange(0, 8, 1.0):
        watched.coach.watch(FRAME, READ, float(start))
        assert set(watched.held(seconds(start + 0.03, start + 1), soft_px=3.0, depth=0.5)) == {None}


def test_it_falls_silent_half_a_second_after_the_badge_is_gone(watched: Watched) -> None:
    watched.held(seconds(0, 1.2), blank=0.3)
    said = watched.nothing(seconds(1.2, 2.2))
    assert said[0] is Hint.GLARE
    assert set(said[round((LIMITS.gone_after + LIMITS.look_every) * 30) + 1 :]) == {None}


def test_causes_that_take_turns_do_not_make_it_flicker(watched: Watched) -> None:
    said = watched.held(seconds(0, 1.2), blank=0.3)
    for n in range(12):
        at = 1.2 + n * 0.3
        changing = {"blank": 0.3} if n % 2 else {"soft_px": 3.0, "depth": 0.5}
        said += watched.held(seconds(at, at + 0.3), **changing)
    shown = [hint for hint in said if hint]
    assert set(shown) == {Hint.GLARE}
    assert said[said.index(Hint.GLARE) :].count(None) == 0


def test_another_cause_gets_its_hint_after_the_first_had_its_time(watched: Watched) -> None:
    said = watched.held(seconds(0, 1.5), blank=0.3)
    began = said.index(Hint.GLARE) / 30
    later = watched.held(seconds(1.5, 5), soft_px=3.0, depth=0.5)
    changed = 1.5 + later.index(Hint.UNSHARP) / 30
    assert changed - began >= LIMITS.lasts - 0.05
    assert set(later[later.index(Hint.UNSHARP) :]) == {Hint.UNSHARP}


def test_a_trouble_for_which_there_is_no_word_gets_none(watched: Watched) -> None:
    assert set(watched.held(seconds(0, 3))) == {None}


def test_what_was_there_from_the_start_and_never_moves_is_no_badge_in_a_hand(watched: Watched) -> None:
    assert set(watched.lying(seconds(0, 5))) == {None}


def test_what_was_laid_down_is_commented_for_some_seconds_only(watched: Watched) -> None:
    watched.nothing(seconds(0, 1))
    said = watched.lying(seconds(1, 14))
    assert said[60] is Hint.GLARE
    assert set(said[round((LIMITS.lies_after + 0.5) * 30) :]) == {None}


def test_while_nothing_moves_nothing_is_measured_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    said = watched.held(seconds(0, 1.5), blank=0.3)

    def failing(plane: object, place: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(coach_module, "measured", failing)
    assert set(watched.held(seconds(1.5, 4), still=True)) == {said[-1]} == {Hint.GLARE}


def test_given_hints_are_counted_once_each_time_they_begin(watched: Watched) -> None:
    watched.held(seconds(0, 3), blank=0.3)
    watched.nothing(seconds(3, 5))
    watched.held(seconds(5, 8), blank=0.3)
    assert watched.coach.given == {Hint.GLARE: 2}


def test_a_camera_that_begins_again_with_other_times_starts_anew(watched: Watched) -> None:
    watched.held(seconds(100, 102), blank=0.3)
    assert watched.held(seconds(3, 3.3), blank=0.3)[0] is None
