"""A badge in view is one scan, until it has been gone."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from checkin.scanning.presence import Presence

TEXTS = st.lists(st.sampled_from("ABC"), max_size=4)
STEPS = st.lists(st.tuples(st.floats(0.01, 1.4), TEXTS), max_size=40)


def told(presence: Presence, frames: Sequence[tuple[float, Sequence[str]]]) -> list[tuple[float, str]]:
    return [(at, text) for at, texts in frames for text in presence.seen(texts, at)]


def at_times(steps: Sequence[tuple[float, Sequence[str]]]) -> list[tuple[float, Sequence[str]]]:
    at, frames = 100.0, []
    for step, texts in steps:
        at += step
        frames.append((at, texts))
    return frames


def test_a_badge_held_before_the_camera_is_told_once() -> None:
    frames = [(n / 30, ["A"]) for n in range(300)]
    assert told(Presence(), frames) == [(0.0, "A")]


def test_a_badge_that_was_gone_long_enough_is_told_again() -> None:
    frames = [(0.0, ["A"]), *((n / 10, []) for n in range(1, 16)), (1.6, ["A"])]
    assert told(Presence(1.5), frames) == [(0.0, "A"), (1.6, "A")]


def test_a_badge_that_was_gone_too_short_is_not_told_again() -> None:
    frames = [(0.0, ["A"]), *((n / 10, []) for n in range(1, 14)), (1.4, ["A"])]
    assert told(Presence(1.5), frames) == [(0.0, "A")]


def test_two_badges_at_once_are_told_in_reading_order() -> None:
    presence = Presence()
    assert presence.seen(["RIGHT-HAND", "LEFT", "LEFT"], 0.0) == ("RIGHT-HAND", "LEFT")


def test_a_second_badge_is_told_while_the_first_is_still_there() -> None:
    assert told(Presence(), [(0.0, ["A"]), (0.1, ["A", "B"]), (0.2, ["B", "A"])]) == [(0.0, "A"), (0.1, "B")]


def test_time_without_frames_is_no_absence() -> None:
    """A camera that was lost for ten seconds, with the badge held before it all the time."""
    assert told(Presence(1.5), [(0.0, ["A"]), (10.0, ["A"]), (10.1, ["A"])]) == [(0.0, "A")]


def test_a_badge_shown_after_a_stall_and_an_absence_is_told() -> None:
    frames = [(0.0, ["A"]), *((10 + n / 10, []) for n in range(17)), (11.7, ["A"])]
    assert told(Presence(1.5), frames) == [(0.0, "A"), (11.7, "A")]


def test_after_a_long_darkness_every_badge_is_new() -> None:
    assert told(Presence(1.5, forget_after_s=30), [(0.0, ["A"]), (31.0, ["A"])]) == [(0.0, "A"), (31.0, "A")]


def test_a_clock_that_goes_back_repeats_nothing() -> None:
    """A film that starts over, in its own time."""
    assert told(Presence(), [(5.0, ["A"]), (0.0, ["A"]), (0.1, ["A"])]) == [(5.0, "A")]


@given(STEPS)
def test_only_what_is_in_the_frame_is_told_each_once_and_in_its_order(steps: list[tuple[float, list[str]]]) -> None:
    presence = Presence(1.5)
    for at, texts in at_times(steps):
        fresh = presence.seen(texts, at)
        assert list(fresh) == [text for text in dict.fromkeys(texts) if text in fresh]


@given(STEPS, st.floats(0.1, 3.0))
def test_between_two_tellings_of_a_text_it_was_away_that_long(steps: list[tuple[float, list[str]]], gone: float) -> None:
    frames = at_times(steps)
    for text in "ABC":
        here = [at for at, texts in frames if text in texts]
        times = [at for at, one in told(Presence(gone), frames) if one == text]
        assert times[:1] == here[:1]
        for again in times[1:]:
            assert again - max(at for at in here if at < again) >= gone - 1e-6


@given(STEPS)
def test_every_absence_that_frames_have_shown_is_told(steps: list[tuple[float, list[str]]]) -> None:
    """Where frames are never further apart than `gone_after_s`, an absence of that length always ends in a telling."""
    frames = at_times(steps)
    times = [at for at, one in told(Presence(1.5), frames) if one == "A"]
    here = [at for at, texts in frames if "A" in texts]
    expected = [at for before, at in zip([float("-inf"), *here], here, strict=False) if at - before >= 1.5 + 1e-6]
    assert set(expected) <= set(times)


@given(STEPS)
def test_memory_holds_only_what_may_still_be_here(steps: list[tuple[float, list[str]]]) -> None:
    presence = Presence(1.5)
    frames = at_times(steps)
    told(presence, frames)
    end = frames[-1][0] if frames else 0.0
    for at in (end + 1.0, end + 2.0, end + 3.0):
        presence.seen([], at)
    assert presence.seen(["A", "B", "C"], end + 3.1) == ("A", "B", "C")
