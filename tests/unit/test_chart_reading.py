"""What a chart says at a spot, in words, and what its legend explains."""

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from chart_samples import NOW, arrivals, at, heat_map, occupancy

from checkin.i18n import Words
from ui.charts import values
from ui.charts.reading import Mark, cursor_label, headline, legend, now_label, read
from ui.charts.steps import first, step
from ui.charts.values import Level, Series, Spot

EN, FR, AR = Words("en"), Words("fr"), Words("ar")


def told(chart, spot: Spot, words: Words = EN) -> list[tuple[str, str]]:
    return [(line.name, line.value) for line in read(chart, spot, words).lines]


def test_a_slot_of_arrivals_tells_all_its_numbers() -> None:
    assert told(arrivals(), Spot(29)) == [("Today", "203"), ("Yesterday", "155"), ("Expected", "164")]


def test_the_slot_that_has_not_ended_says_so() -> None:
    chart = arrivals()
    open_slot = chart.slots.at(NOW)
    assert read(chart, Spot(open_slot), EN).note == "still counting"
    assert read(chart, Spot(open_slot), EN).lines[0].mark is Mark.OPEN_BAR
    assert read(chart, Spot(open_slot - 1), EN).note == ""
    assert read(chart, Spot(open_slot), EN).spoken.endswith(", still counting")


def test_after_now_only_yesterday_and_the_expectation_are_told() -> None:
    assert [name for name, _ in told(arrivals(), Spot(120))] == ["Yesterday", "Expected"]


def test_a_slot_that_ends_now_has_ended() -> None:
    chart = arrivals(now=at(9, 30))
    assert not chart.is_open(29)
    assert chart.is_open(30)  # it has begun this moment
    assert not chart.has_begun(31)
    assert arrivals(now=at(9, 30) - timedelta(seconds=1)).is_open(29)


def test_who_is_inside_is_told_with_what_is_possible_and_the_part_of_the_capacity() -> None:
    chart = occupancy()
    lines = told(chart, Spot(65))
    assert [name for name, _ in lines] == ["Inside", "Possible", "Of capacity", "Yesterday"]
    low, high = chart.range(65)
    assert lines[1][1] == f"{low:,}–{high:,}".replace(",", "\u202f")
    assert lines[2][1] == f"{100 * low // 4_500} %–{100 * high // 4_500} %"
    assert dict(told(chart, Spot(40)))["Of capacity"].count("%") == 1


def test_a_share_is_never_rounded_up_to_full() -> None:
    chart = replace(occupancy(capacity=1_000), inside=Series("Inside", (999,) * 156), ranges=())
    assert ("Of capacity", "99 %") in told(chart, Spot(3))
    assert chart.level(999) is Level.NEAR
    assert chart.level(899.9) is Level.CALM
    assert chart.level(1_000) is Level.OVER


def test_without_a_capacity_nothing_is_near_it() -> None:
    chart = occupancy(capacity=None)
    assert chart.level(10**9) is Level.CALM
    assert "Of capacity" not in dict(told(chart, Spot(65)))


def test_a_cell_tells_its_desk_and_zero_is_no_silence() -> None:
    chart = heat_map()
    assert told(chart, Spot(9, 4)) == [("Gate B · desk 5", "72")]
    assert told(chart, Spot(18, 4)) == [("Gate B · desk 5", "no data")]
    assert told(chart, Spot(0, 0)) == [("Gate A · desk 1", "0")]
    assert told(chart, Spot(47, 0)) == [("Gate A · desk 1", "–")]


def test_several_days_are_told_with_the_day() -> None:
    assert read(occupancy(days=3), Spot(300), EN).title == "Wed 18 Apr, 01:00–01:05"
    assert read(occupancy("fr", days=3), Spot(300), FR).title == "mer. 18 avr., 01:00–01:05"


def test_times_and_numbers_keep_their_direction_in_arabic() -> None:
    assert read(arrivals("ar"), Spot(29), AR).title == "\u206809:25\u2069–\u206809:30\u2069"
    assert now_label(arrivals("ar"), AR) == "الآن \u206814:12\u2069"


def test_the_legend_explains_what_is_there_and_nothing_else() -> None:
    marks = [entry.mark for entry in legend(occupancy(), EN)]
    assert marks == [Mark.CALM, Mark.NEAR, Mark.OVER, Mark.RANGE, Mark.YESTERDAY]
    calm = replace(occupancy(capacity=9_000), ranges=(), yesterday=None)
    assert [entry.mark for entry in legend(calm, EN)] == [Mark.CALM]
    assert [entry.mark for entry in legend(replace(arrivals(), expected=None), EN)] == [Mark.BAR, Mark.YESTERDAY]
    assert legend(occupancy("fr"), FR)[1].text == "dès 90 % de la capacité"


def test_the_headline_is_the_first_of_the_highest() -> None:
    chart = replace(arrivals(), today=Series("Today", (1, 7, 7, 3)))
    assert headline(chart, EN) == "Highest: 7, 07:05–07:10."
    assert headline(heat_map(), EN) == "Highest: 72, Gate B · desk 5, 09:15–09:30."
    assert headline(replace(chart, today=Series("Today", ())), EN) == "Nothing is known yet."
    assert headline(heat_map("fr"), FR).startswith("Maximum : 72, Porte B · guichet 5")


def test_the_chosen_moment_tells_a_range_where_scans_may_be_missing() -> None:
    chart = occupancy(chosen=at(11, 40))
    assert cursor_label(chart, EN) == "11:40 · 4\u202f974"
    assert cursor_label(replace(chart, chosen=at(12, 30)), EN).count("–") == 1
    assert cursor_label(replace(heat_map(), chosen=at(11, 40)), EN) == "11:40"


@pytest.mark.parametrize(("chart", "slot"), [(arrivals(), 86), (heat_map(), 28), (arrivals(now=None), 143)])
def test_a_reader_begins_at_the_newest_number(chart, slot: int) -> None:
    assert first(chart).slot == slot
    assert step(chart, None, 1).slot == slot
    assert step(chart, None, -chart.slots.count).slot == 0


def test_a_reader_of_a_chart_without_numbers_begins_at_its_begin() -> None:
    assert first(replace(arrivals(), today=Series("Today", ()))) == Spot(0)
    assert first(replace(heat_map(), rows=())) == Spot(0)
    assert step(replace(heat_map(), rows=()), Spot(3, 4), 1, 1) == Spot(4, 0)


@pytest.mark.parametrize("name", ["values", "scales", "telling", "reading", "steps", "table"])
def test_what_a_chart_says_needs_no_qt(name: str) -> None:
    tree = ast.parse((Path(values.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = {"ui.charts.values", "ui.charts.telling", "ui.charts.reading"}
    assert {module for module in imported if module.startswith(("PySide6", "ui"))} <= own
