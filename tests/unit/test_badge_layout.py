"""Badges in millimetres: nothing overlaps or leaves the badge or the paper, fronts and backs meet, symbols have margins."""

from itertools import combinations

import pytest

from checkin.badges.layout import Area, Box, Code, Template
from checkin.badges.symbol import LEAST_MODULE_MM, SIGNED_MODULES, TOKEN_MODULES, module_mm, symbol
from data.badge_templates import shipped, template_names

ALL = [shipped(name) for name in template_names()]
CARD = shipped("card")
CUT = [template for template in ALL if template.paper.crop_marks]
by_name = pytest.mark.parametrize("template", ALL, ids=lambda template: template.name)


@by_name
def test_no_text_and_no_code_overlaps_another(template: Template) -> None:
    for side in (template.front, template.back):
        boxes = [one.box for one in side if not isinstance(one, Area)]
        assert not any(one.meets(other) for one, other in combinations(boxes, 2))


@by_name
def test_all_of_it_is_on_the_badge(template: Template) -> None:
    assert all(template.face.holds(one.box) for one in (*template.front, *template.back))


@by_name
def test_the_badges_of_a_page_lie_apart_and_on_the_paper(template: Template) -> None:
    places, page = template.places(), Box(0, 0, template.paper.width, template.paper.height)
    assert len(places) == template.paper.per_page
    assert not any(one.holds(other) or shrunk(one).meets(other) for one, other in combinations(places, 2))
    assert all(page.holds(place) for place in places)


def shrunk(box: Box) -> Box:
    return Box(box.x + 0.01, box.y + 0.01, box.width - 0.02, box.height - 0.02)


@pytest.mark.parametrize("template", CUT, ids=lambda template: template.name)
def test_crop_marks_are_on_the_paper_and_off_the_badges(template: Template) -> None:
    marks, places = list(template.marks()), template.places()
    assert len(marks) == 2 * (template.paper.columns + 1 + template.paper.rows + 1)
    for x1, y1, x2, y2 in marks:
        assert 0 <= min(x1, x2) <= max(x1, x2) <= template.paper.width
        assert 0 <= min(y1, y2) <= max(y1, y2) <= template.paper.height
        assert abs(x2 - x1) + abs(y2 - y1) == pytest.approx(4.0)
        assert not any(Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)).meets(place) for place in places)


def test_the_sheets_that_are_sold_have_the_numbers_that_their_makers_print() -> None:
    sheets = {name: (shipped(name).width, shipped(name).height, shipped(name).paper.per_page) for name in template_names()}
    assert sheets["avery-l7163"] == (99.1, 38.1, 14)
    assert sheets["avery-l4784"] == (63.5, 29.6, 27)
    assert sheets["avery-l4785"] == (80.0, 50.0, 10)
    assert sheets["avery-c32026"] == (85.0, 54.0, 10)
    assert sheets["avery-5395"] == pytest.approx((3.375 * 25.4, 7 / 3 * 25.4, 8), abs=0.001)
    assert sheets["label-4x3in"] == pytest.approx((4 * 25.4, 3 * 25.4, 1))


def middle(box: Box) -> tuple[float, float]:
    return (box.x + box.width / 2, box.y + box.height / 2)


@pytest.mark.parametrize("template", [one for one in ALL if one.back], ids=lambda template: template.name)
def test_a_back_lies_behind_its_front_once_the_paper_is_turned_over_its_long_edge(template: Template) -> None:
    paper = template.paper
    for place in template.places():
        behind = template.behind(place)
        centre, other = middle(place), middle(behind)
        lies = paper.width > paper.height
        turned = (centre[0], paper.height - centre[1]) if lies else (paper.width - centre[0], centre[1])
        assert other == pytest.approx(turned)
        assert paper.turns_backs is lies


def test_a_token_makes_the_smallest_symbol() -> None:
    rows = symbol("7K3MQ2ZXW4HTB9NC")
    assert len(rows) == TOKEN_MODULES
    assert all(len(row) == TOKEN_MODULES for row in rows)


def test_the_longest_signed_token_makes_the_symbol_that_is_counted_with() -> None:
    assert len(symbol("CI:" + "A1$B" * 37 + "AB1")) == SIGNED_MODULES


def test_a_symbol_has_its_three_finders_and_no_margin_of_its_own() -> None:
    rows = symbol("7K3MQ2ZXW4HTB9NC")
    for y, x in ((0, 0), (0, 14), (14, 0)):
        assert all(rows[y][x : x + 7])
        assert [row[x] for row in rows[y : y + 7]] == [True] * 7
        assert not any(rows[y + 1][x + 1 : x + 6])
    assert not all(rows[14][14:21])


@by_name
def test_modules_are_wide_enough_for_a_webcam_and_signed_ones_for_a_label_printer(template: Template) -> None:
    codes = [one for one in (*template.front, *template.back) if isinstance(one, Code)]
    assert codes
    for code in codes:
        assert module_mm(code.box.width, TOKEN_MODULES) > 0.75
        assert module_mm(code.box.width, SIGNED_MODULES) > LEAST_MODULE_MM


def test_a_module_of_the_card_is_printed_a_millimetre_wide_and_more() -> None:
    assert CARD.code is not None
    assert module_mm(CARD.code.width, TOKEN_MODULES) > 1.0
