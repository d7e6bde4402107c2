"""Badges shown together come as a page is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.scanning.decoder import in_reading_order
from checkin.scanning.messages import Code


def code(text: str, x: float, y: float, side: float = 100.0) -> Code:
    return Code(text, ((x, y), (x + side, y), (x + side, y + side), (x, y + side)), "zxing")


def read(codes: list[Code], right_to_left: bool = False) -> str:
    return "".join(one.text for one in in_reading_order(codes, right_to_left))


def test_a_row_is_read_from_the_left_in_french_and_from_the_right_in_arabic() -> None:
    row = [code("B", 300, 140), code("A", 100, 120), code("C", 500, 100)]
    assert read(row) == "ABC"
    assert read(row, right_to_left=True) == "CBA"


def test_rows_come_from_the_top_in_both() -> None:
    """Six badges in two rows, none of them quite straight."""
    codes = [
        code("E", 320, 300), code("B", 300, 130), code("D", 90, 340),
        code("C", 500, 110), code("F", 510, 320), code("A", 100, 100),
    ]  # fmt: skip
    assert read(codes) == "ABCDEF"
    assert read(codes, right_to_left=True) == "CBAFED"


@pytest.mark.parametrize(("lower", "order"), [(99, "AB"), (100, "BA")])
def test_a_badge_is_in_the_next_row_where_its_centre_is_a_badge_lower(lower: float, order: str) -> None:
    assert read([code("A", 100, 100 + lower), code("B", 400, 100)]) == order


def test_a_small_badge_beside_a_large_one_is_in_its_row_only_when_it_is_at_its_height() -> None:
    large = code("L", 400, 100, side=300)
    assert read([large, code("S", 100, 270, side=60)]) == "SL"
    assert read([large, code("S", 100, 340, side=60)]) == "LS"


PLACES = st.tuples(st.integers(0, 1200), st.integers(0, 650), st.integers(30, 300))


@given(st.lists(PLACES, max_size=8))
def test_every_code_comes_once_and_arabic_turns_each_row_round(places: list[tuple[int, int, int]]) -> None:
    codes = [code(chr(65 + number), *place) for number, place in enumerate(places)]
    left, right = read(codes), read(codes, right_to_left=True)
    assert sorted(left) == sorted(right) == [one.text for one in codes]


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 650)), max_size=8), st.booleans())
def test_none_comes_after_one_that_is_clearly_below_it(places: list[tuple[int, int]], right_to_left: bool) -> None:
    codes = [code(str(number), *place) for number, place in enumerate(places)]
    ordered = in_reading_order(codes, right_to_left)
    for place, one in enumerate(ordered):
        for later in ordered[place + 1 :]:
            assert later.corners[0][1] >= one.corners[0][1] - 100
