"""Where badges will be in the next frame, and whose turn it is."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.scanning.messages import Corners
from checkin.scanning.track import FORGOTTEN_AFTER_S, MOST_PLACES, Tracks

FRAME_S = 1 / 30


def square(x: float, y: float, side: float = 80.0) -> Corners:
    half = side / 2
    return (x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)


def centre(corners: Corners) -> tuple[float, float]:
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def row(count: int) -> list[Corners]:
    """Badges side by side, 150 pixels apart."""
    return [square(100 + 150 * place, 300) for place in range(count)]


def firsts(tracks: Tracks, read: Sequence[Corners], located: Sequence[Corners], frames: int) -> list[Corners]:
    """What came first in each of the answers."""
    return [tracks.update(read, located, n * FRAME_S)[0] for n in range(frames)]


def test_where_nothing_was_seen_nothing_is_expected() -> None:
    assert Tracks().update([], [], 0.0) == ()


def test_a_badge_that_rests_is_expected_where_it_was() -> None:
    tracks = Tracks()
    tracks.update([], [square(200, 200)], 0.0)
    assert tracks.update([], [], FRAME_S) == (square(200, 200),)


@given(
    st.tuples(st.floats(-900, 900), st.floats(-900, 900)),
    st.floats(1 / 60, 1 / 15),
    st.integers(2, 25),
    st.booleans(),
)
def test_a_badge_at_constant_velocity_is_expected_where_it_comes(
    velocity: tuple[float, float], step: float, frames: int, is_read: bool
) -> None:
    def at(n: int) -> Corners:
        return square(600 + velocity[0] * n * step, 400 + velocity[1] * n * step, side=100)

    tracks, places = Tracks(), ()
    for n in range(frames):
        places = tracks.update([at(n)] if is_read else [], [] if is_read else [at(n)], n * step)  # type: ignore[assignment]
    assert [centre(place) for place in places] == [pytest.approx(centre(at(frames)), abs=1e-6)]


def test_a_frame_between_in_which_nothing_was_seen_does_not_stop_a_badge() -> None:
    tracks = Tracks()
    for n in range(5):
        tracks.update([square(200 + 20 * n, 200)], [], n * FRAME_S)
    for n in (5, 6):
        (place,) = tracks.update([], [], n * FRAME_S)
    assert centre(place) == pytest.approx((200 + 20 * 7, 200))


def test_a_badge_that_is_not_seen_any_more_does_not_run_away() -> None:
    tracks = Tracks()
    for n in range(5):
        tracks.update([square(200 + 20 * n, 200)], [], n * FRAME_S)
    places = [tracks.update([], [], n * FRAME_S) for n in range(5, 30)]
    assert places[-1] == places[-5]
    assert centre(places[-1][0])[0] < 480


def test_a_badge_is_forgotten_after_a_second_and_not_before() -> None:
    tracks = Tracks()
    tracks.update([], row(1), 10.0)
    assert tracks.update([], [], 10.0 + FORGOTTEN_AFTER_S - 0.01)
    assert tracks.update([], [], 10.0 + FORGOTTEN_AFTER_S + 0.01) == ()


def test_another_scene_and_a_clock_that_goes_back_start_afresh() -> None:
    tracks = Tracks()
    tracks.update([], row(2), 10.0)
    tracks.forget()
    assert tracks.update([], [], 10.1) == ()
    tracks.update([], row(2), 10.2)
    assert tracks.update([], [], 0.0) == ()


def test_what_was_not_read_comes_before_what_was() -> None:
    left, middle, right = row(3)
    assert set(firsts(Tracks(), [left, right], [middle], 9)) == {middle}


def test_unread_badges_take_turns() -> None:
    left, middle, right = row(3)
    assert firsts(Tracks(), [], [left, middle, right], 6) == [left, middle, right] * 2


@given(st.integers(1, 9), st.integers(0, 3), st.lists(st.floats(0.01, 0.15), min_size=18, max_size=24))
def test_none_of_any_number_starves_at_any_pace(unread: int, read: int, steps: list[float]) -> None:
    """Each unread badge comes first at least once in as many frames as there are of them."""
    places = row(unread + read)
    tracks, at, came = Tracks(), 0.0, []
    for step in steps:
        answer = tracks.update(places[unread:], places[:unread], at)
        assert len(answer) == min(MOST_PLACES, unread + read)
        came.append(centre(answer[0]))
        at += step
    for begin in range(len(came) - unread + 1):
        window = {(round(x), round(y)) for x, y in came[begin : begin + unread]}
        assert len(window) == unread


def test_a_place_that_was_located_upon_a_badge_that_was_read_is_the_same_badge() -> None:
    assert len(Tracks().update([square(200, 200)], [square(205, 196)], 0.0)) == 1


def test_badges_that_cross_keep_apart_from_those_that_appear() -> None:
    tracks = Tracks()
    for n in range(10):
        tracks.update([], [square(200 + 10 * n, 200), square(500 - 10 * n, 300)], n * FRAME_S)
    places = tracks.update([], [square(300, 200), square(400, 300), square(900, 500)], 10 * FRAME_S)
    expected = [(310, 200), (390, 300), (900, 500)]
    assert sorted(centre(place) for place in places) == [pytest.approx(one) for one in expected]


def test_a_late_read_lets_its_badge_wait_anew_and_moves_nothing() -> None:
    left, right = row(2)
    tracks = Tracks()
    assert firsts(tracks, [], [left, right], 4) == [left, right, left, right]
    assert tracks.update([left], [], 2 * FRAME_S) == (right, left)


PLACES = st.lists(st.builds(square, st.floats(0, 1280), st.floats(0, 720), st.floats(20, 300)), max_size=8)


@given(st.lists(st.tuples(st.floats(-0.5, 2.0), PLACES, PLACES), max_size=30))
def test_whatever_comes_no_more_than_four_places_and_all_of_them_near_something_seen(
    steps: list[tuple[float, list[Corners], list[Corners]]],
) -> None:
    tracks, at, seen = Tracks(), 50.0, 0
    for step, read, located in steps:
        at += step
        seen += len(read) + len(located)
        places = tracks.update(read, located, at)
        assert len(places) <= min(MOST_PLACES, seen)
        assert all(len(place) == 4 for place in places)
        if read or located:
            assert places


@given(st.lists(st.floats(1, 300), min_size=2, max_size=6))
def test_the_size_of_a_place_is_that_of_the_badge_as_last_seen(sides: list[float]) -> None:
    tracks = Tracks()
    for n, side in enumerate(sides):
        (place,) = tracks.update([square(300, 300, side)], [], n * FRAME_S)
        assert place[1][0] - place[0][0] == pytest.approx(side)
