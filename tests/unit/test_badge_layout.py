"""Badges in millimetres: nothing overlaps, nothing leaves the card, and the symbol has its margin."""

from itertools import combinations

import pytest

from checkin.badges.layout import A4, CARD, Box
from checkin.badges.symbol import QUIET_MODULES, symbol

BOXES = {
    name: getattr(CARD, name) if isinstance(getattr(CARD, name), Box) else getattr(CARD, name).box
    for name in ("event", "name", "company", "number", "band", "code", "slot")
}


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize(("one", "other"), list(combinations(BOXES, 2)))
def test_nothing_on_a_card_overlaps(one: str, other: str) -> None:
    assert not overlap(BOXES[one], BOXES[other])


@pytest.mark.parametrize("name", BOXES)
def test_all_of_it_is_on_the_card(name: str) -> None:
    box = BOXES[name]
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.width <= CARD.width
    assert box.y + box.height <= CARD.height


def test_ten_cards_lie_on_a_sheet_edge_to_edge() -> None:
    places = A4.places(CARD)
    assert len(places) == A4.per_page == 10
    assert not any(overlap(one, other) for one, other in combinations(places, 2))
    assert all(p.x >= 0 and p.x + p.width <= A4.width and p.y >= 0 and p.y + p.height <= A4.height for p in places)


def test_crop_marks_are_on_the_paper_and_off_the_cards() -> None:
    marks, places = list(A4.marks(CARD)), A4.places(CARD)
    assert len(marks) == 2 * (3 + 6)
    for x1, y1, x2, y2 in marks:
        assert 0 <= min(x1, x2) <= max(x1, x2) <= A4.width
        assert 0 <= min(y1, y2) <= max(y1, y2) <= A4.height
        assert not any(overlap(Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)), place) for place in places)


def test_a_token_makes_the_smallest_symbol() -> None:
    rows = symbol("7K3MQ2ZXW4HTB9NC")
    assert len(rows) == 21
    assert all(len(row) == 21 for row in rows)


def test_a_symbol_has_its_three_finders_and_no_margin_of_its_own() -> None:
    rows = symbol("7K3MQ2ZXW4HTB9NC")
    for y, x in ((0, 0), (0, 14), (14, 0)):
        assert all(rows[y][x : x + 7])
        assert [row[x] for row in rows[y : y + 7]] == [True] * 7
        assert not any(rows[y + 1][x + 1 : x + 6])
    assert not all(rows[14][14:21])


def test_a_module_is_printed_a_millimetre_wide_and_more() -> None:
    assert CARD.code.width / (21 + 2 * QUIET_MODULES) > 1.0
