"""Charts as they are drawn: heights, colours and places that can be checked in the picture, in three languages."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from chart_samples import DAY, GATES, NOW, arrivals, at, heat_map, occupancy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from checkin.i18n import Words
from ui.charts.canvas import Canvas
from ui.charts.dashes import dashes
from ui.charts.drawing import arrange, paint, usual_height
from ui.charts.palette import DARK_RAMP, LIGHT_RAMP, palette
from ui.charts.plan import Plan
from ui.charts.reading import LEVELS, Mark
from ui.charts.values import Chart, Level, Series, Spot
from ui.language import load_fonts
from ui.theme import DARK, LEAST_TEXT_PX, LIGHT, Theme, contrast
from ui.widgets.look import Look

LANGUAGES = ("en", "fr", "ar")
SIZES = [(1300, 340, 1.0), (1840, 480, 1.4), (600, 340, 1.0), (600, 900, 1.0), (420, 300, 1.0), (2600, 700, 1.4)]
KINDS = {
    "arrivals": arrivals,
    "occupancy": occupancy,
    "three days": lambda language: occupancy(language, days=3),
    "heat map": heat_map,
    "many desks": lambda language: heat_map(language, desks=60),
}

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def fonts(qapp) -> None:
    load_fonts()


def look(language: str = "en", scale: float = 1.0, colours=LIGHT) -> Look:
    return Look(Words(language), Theme(colours, scale))


def drawn(chart: Chart, shown: Look, width: int = 1300, height: int = 340) -> tuple[QImage, Plan]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(shown.theme.colours.surface))
    with QPainter(image) as painter:
        plan = paint(painter, QRectF(0, 0, width, height), chart, shown)
    return image, plan


def column(image: QImage, x: float, top: float, bottom: float) -> list[QColor]:
    return [image.pixelColor(round(x), y) for y in range(round(top), round(bottom))]


def like(one: QColor, other: QColor | str, within: int = 40) -> bool:
    other = QColor(other)
    return all(abs(a - b) <= within for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def bare(chart):
    """Only its bars."""
    return replace(chart, yesterday=None, expected=None, now=None)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("slot", [20, 28, 29, 57, 83])
def test_a_bar_is_as_high_as_its_number(language: str, slot: int, colours) -> None:
    chart = bare(arrivals(language))
    image, plan = drawn(chart, look(language, colours=colours))
    bottom, wanted = plan.plot.bottom(), chart.count(slot) / plan.values.highest * plan.plot.height()
    # where the pixel is no surface and no grey line of the grid, it is the bar
    above = column(image, plan.times.x(slot + 0.5), plan.plot.top(), bottom)
    seen = sum(pixel.saturation() > 90 and pixel.blue() > pixel.red() + 40 for pixel in above)
    assert seen == pytest.approx(wanted, abs=2)


def test_no_bar_stands_after_now_though_there_are_numbers() -> None:
    whole = arrivals(now=None)
    chart = replace(whole, now=NOW, today=Series("Today", (90,) * 144), yesterday=None, expected=None)
    image, plan = drawn(chart, look())
    assert not like(image.pixelColor(round(plan.times.x(60.5)), round(plan.plot.bottom() - 5)), LIGHT.surface)
    assert like(image.pixelColor(round(plan.times.x(100.5)), round(plan.plot.bottom() - 5)), LIGHT.surface)


def test_the_slot_that_still_counts_is_paler_than_those_that_ended() -> None:
    chart = replace(arrivals(), today=Series("Today", (90,) * 144), yesterday=None, expected=None)
    image, plan = drawn(chart, look())
    y, open_slot = round(plan.plot.bottom() - 20), chart.slots.at(NOW)
    x = round(plan.times.span(open_slot)[1] - 3)  # the line of now is left of it
    p = palette(LIGHT)
    assert like(image.pixelColor(x, y), p.open_bar, 8)
    assert like(image.pixelColor(round(x - 2 * plan.times.slot_px), y), p.bar[1], 30)
    assert contrast(p.open_bar, p.plane) < contrast(p.bar[1], p.plane)


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_is_the_mirror_of_english(kind: str) -> None:
    """The same marks at the mirrored place, with the same labels the other way round."""
    chart = KINDS[kind]("en")
    plain, mirrored = (arrange(chart, QRectF(0, 0, 1300, 340), look(language)) for language in ("en", "ar"))
    assert mirrored.plot.left() != plain.plot.left()
    assert plain.plot.left() == pytest.approx(1300 - mirrored.plot.right(), abs=30)  # labels are not equally wide
    for slot in (0, 17, 40):
        one, other = plain.times.x(slot), mirrored.times.x(slot)
        assert (one - plain.plot.left()) / plain.plot.width() == pytest.approx(
            (mirrored.plot.right() - other) / mirrored.plot.width()
        )


def test_the_mirrored_picture_has_its_bars_at_the_mirrored_places() -> None:
    chart = bare(arrivals("en"))
    pictures = {}
    for language in ("en", "ar"):
        image, plan = drawn(chart, look(language))
        y = round(plan.plot.bottom() - 3)
        pixels = [image.pixelColor(x, y) for x in range(round(plan.plot.left()), round(plan.plot.right()))]
        pictures[language] = [pixel.saturation() > 90 for pixel in pixels]
    assert 50 < sum(pictures["en"]) < len(pictures["en"])
    turned = pictures["ar"][::-1]
    same = sum(one is other for one, other in zip(pictures["en"], turned, strict=False))
    unturned = sum(one is other for one, other in zip(pictures["en"], pictures["ar"], strict=False))
    assert same / len(turned) > 0.9 > unturned / len(turned)


def labels_of(plan: Plan) -> list[tuple[str, QRectF]]:
    return [(placed.block.text, placed.rect) for placed in plan.sheet.texts]


def assert_legible(plan: Plan, width: float, height: float) -> None:
    labels = labels_of(plan)
    whole = QRectF(0, 0, width, height)
    assert [text for text, rect in labels if not whole.contains(rect)] == []
    assert [placed.block.text for placed in plan.sheet.texts if not placed.block.is_whole] == []
    small = [one.block.text for one in plan.sheet.texts if one.block.layout.font().pixelSize() < LEAST_TEXT_PX]
    assert small == []
    met = [(a, b) for (a, one), (b, other) in itertools.combinations(labels, 2) if one.intersects(other)]
    assert met == []
    samples = [rect for _, rect in plan.sheet.samples]
    assert [text for text, rect in labels if any(rect.intersects(sample) for sample in samples)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_labels_are_whole_inside_and_apart(kind: str, size: tuple[int, int, float], language: str) -> None:
    width, height, scale = size
    assert_legible(arrange(KINDS[kind](language), QRectF(0, 0, width, height), look(language, scale)), width, height)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.integers(400, 2_000), height=st.integers(300, 900), language=st.sampled_from(LANGUAGES), now=st.integers(0, 720),
    chosen=st.integers(0, 720), highest=st.integers(1, 60_000), capacity=st.integers(1, 100_000),
)  # fmt: skip
def test_labels_are_apart_wherever_now_and_the_chosen_moment_are(width, height, language, now, chosen, highest, capacity) -> None:
    moments = {"now": at(7) + timedelta(minutes=now), "chosen": at(7) + timedelta(minutes=chosen)}
    chart = occupancy(language, capacity=capacity)
    grown = tuple(round(value * highest / 5_000) for value in chart.inside.values)
    shown = replace(chart, inside=replace(chart.inside, values=grown), ranges=(), yesterday=None, **moments)
    assert_legible(arrange(shown, QRectF(0, 0, width, height), look(language)), width, height)
    assert_legible(arrange(replace(arrivals(language), **moments), QRectF(0, 0, width, height), look(language)), width, height)


def test_a_heat_map_of_its_usual_height_names_every_desk() -> None:
    for language, scale in itertools.product(LANGUAGES, (1.0, 1.4)):
        chart, shown = heat_map(language, desks=24), look(language, scale)
        plan = arrange(chart, QRectF(0, 0, 1300, usual_height(chart, shown)), shown)
        named = {text for text, _ in labels_of(plan)}
        assert {row.name for row in chart.rows} <= named
        assert GATES[language].format(gate="C", desk=24) in named


def test_an_endless_name_of_a_desk_is_shortened_and_leaves_room_for_the_cells() -> None:
    chart = heat_map()
    rows = (replace(chart.rows[0], name="Very long name of a gate and of a desk " * 4), *chart.rows[1:])
    plan = arrange(replace(chart, rows=rows), QRectF(0, 0, 900, 500), look())
    assert any(text.endswith("…") for text, _ in labels_of(plan))
    assert plan.plot.width() > 500


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_area_has_the_colour_of_how_near_the_capacity_is(colours) -> None:
    steps = ((1_000, Level.CALM), (4_049, Level.CALM), (4_050, Level.NEAR), (4_499, Level.NEAR), (4_500, Level.OVER))
    chart = occupancy(capacity=4_500, now=None, chosen=None)
    values = tuple(number for number, _ in steps for _ in range(30))
    chart = replace(chart, inside=Series("Inside", values), ranges=(), yesterday=None)
    image, plan = drawn(chart, look(colours=colours))
    lines = palette(colours).levels
    for at_step, (number, level) in enumerate(steps):
        assert chart.level(number) is level
        pixel = image.pixelColor(round(plan.times.x(at_step * 30 + 15)), round(plan.values.y(number)) + 8)
        hue = abs(pixel.hslHue() - QColor(lines[LEVELS[level]]).hslHue())
        assert min(hue, 360 - hue) < 12, number
        assert pixel.hslSaturation() > 40


def test_what_may_be_missing_is_hatched_from_the_least_to_the_most() -> None:
    chart = occupancy(now=None, chosen=None, capacity=None)
    gap = tuple((1_000, 4_000) if 50 <= slot < 80 else None for slot in range(156))
    chart = replace(chart, inside=Series("Inside", (1_000,) * 156), ranges=gap, yesterday=None)
    image, plan = drawn(chart, look())
    top, bottom = plan.values.y(3_900), plan.values.y(1_100)
    hatched = column(image, plan.times.x(65.3), top, bottom)
    plain = column(image, plan.times.x(120.3), top, bottom)
    inked = [pixel for pixel in hatched if pixel.saturation() > 60]
    assert len(hatched) * 0.15 < len(inked) < len(hatched) * 0.9
    assert not [pixel for pixel in plain if pixel.saturation() > 60]
    above = column(image, plan.times.x(65.3), plan.plot.top(), plan.values.y(4_100))
    assert not [pixel for pixel in above if pixel.saturation() > 60]


def test_the_hatch_turns_red_where_the_most_would_be_too_many() -> None:
    chart = replace(occupancy(capacity=4_500, now=None), inside=Series("Inside", (4_000,) * 156), yesterday=None)
    gap = tuple((4_000, 4_600) if slot < 50 else (4_000, 4_020) if slot < 90 else None for slot in range(156))
    plan = arrange(replace(chart, ranges=gap), QRectF(0, 0, 1300, 340), look())
    assert {level for _, level in plan.ranges()[:50]} == {Level.OVER}
    assert {level for _, level in plan.ranges()[50:]} == {Level.CALM}


def test_the_line_has_a_gap_where_nothing_is_known() -> None:
    chart = occupancy(now=None, chosen=None, capacity=None)
    values = (500,) * 50 + (None,) * 20 + (700,) * 86
    plan = arrange(replace(chart, inside=Series("Inside", values), ranges=()), QRectF(0, 0, 1300, 340), look())
    first, second = plan.stretches()
    assert first.points[-1].x() == pytest.approx(plan.times.x(50))
    assert second.points[0] == QPointF(plan.times.x(70), plan.values.y(700))


def test_the_line_ends_now_and_not_with_its_slot() -> None:
    plan = arrange(occupancy(now=at(16, 22)), QRectF(0, 0, 1300, 340), look())
    assert plan.stretches()[-1].points[-1].x() == pytest.approx(plan.times.of(at(16, 22)))


def test_yesterday_s_line_has_a_gap_too() -> None:
    yesterday = Series("Yesterday", (10,) * 40 + (None,) * 20 + (30,) * 84)
    plan = arrange(replace(arrivals(), yesterday=yesterday), QRectF(0, 0, 1300, 340), look())
    assert [len(stretch) for stretch in plan.points(yesterday)] == [40, 84]


@given(
    corners=st.lists(st.tuples(st.floats(0, 500), st.floats(0, 300)), min_size=2, max_size=20), long=st.floats(1, 30),
    gap=st.floats(1, 30),
)  # fmt: skip
def test_dashes_and_gaps_make_up_the_line(corners: list[tuple[float, float]], long: float, gap: float) -> None:
    points = [QPointF(*corner) for corner in corners]
    whole = sum(QLineF(one, other).length() for one, other in itertools.pairwise(points))
    periods, rest = divmod(whole, long + gap)
    drawn_px = sum(line.length() for line in dashes(points, long, gap))
    assert drawn_px == pytest.approx(periods * long + min(rest, long), abs=0.1)


@given(st.floats(-50, 500), st.floats(-50, 500), st.floats(1, 80), st.floats(1, 80))
def test_a_hatch_stays_in_its_rectangle(left: float, top: float, wide: float, tall: float) -> None:
    image, rect = QImage(8, 8, QImage.Format.Format_RGB32), QRectF(left, top, wide, tall)
    lines: list[QLineF] = []
    with QPainter(image) as painter:
        canvas = Canvas(painter, Theme())
        canvas.lines = lambda drawn, *_: lines.extend(drawn)  # type: ignore[method-assign]
        canvas.hatch([rect], "#000000")
    around = rect.adjusted(-0.01, -0.01, 0.01, 0.01)
    assert all(around.contains(line.p1()) and around.contains(line.p2()) for line in lines)
    assert len(lines) >= int((wide + tall) / 5) - 1
    assert all(line.dx() == pytest.approx(-line.dy(), abs=1e-6) for line in lines)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_scale_in_the_legend_runs_from_its_0_to_its_highest(language: str) -> None:
    image, plan = drawn(heat_map(language), look(language), 1300, 500)
    ramp = next(rect for mark, rect in plan.sheet.samples if mark is Mark.RAMP)
    zero = next(rect for text, rect in labels_of(plan) if text == "0")
    near, far = (ramp.left() + 3, ramp.right() - 3) if zero.right() < ramp.left() else (ramp.right() - 3, ramp.left() + 3)
    y = round(ramp.center().y())
    assert like(image.pixelColor(round(near), y), LIGHT_RAMP[0], 12)
    assert like(image.pixelColor(round(far), y), LIGHT_RAMP[-1], 30)


@pytest.mark.parametrize(("capacity", "in_view"), [(4_500, True), (9_000, True), (40_000, False)])
def test_a_capacity_far_away_is_told_and_does_not_flatten_the_chart(capacity: int, in_view: bool) -> None:
    plan = arrange(occupancy(capacity=capacity), QRectF(0, 0, 1300, 340), look())
    told = [text for text, _ in labels_of(plan) if text.startswith("Capacity")]
    assert len(told) == 1
    assert told[0].endswith("far above") is not in_view
    assert (plan.values.highest >= capacity) is in_view
    assert plan.values.highest < 3 * plan.chart.highest or in_view


def test_a_cell_without_data_is_no_zero_and_one_after_now_is_nothing() -> None:
    chart = heat_map()
    row = Series("Desk 1", (0,) * 10 + (None,) * 10 + (30,) * 28)
    image, plan = drawn(replace(chart, rows=(row, *chart.rows[1:])), look(), 1300, 500)
    zero, empty, later = (plan.cell(0, slot) for slot in (4, 14, 40))
    inside = [column(image, cell.center().x(), cell.top() + 3, cell.bottom() - 3) for cell in (zero, empty, later)]
    assert {pixel.name() for pixel in inside[0]} == {LIGHT_RAMP[0].lower()}
    assert len({pixel.name() for pixel in inside[1]}) > 1
    assert any(like(pixel, LIGHT.surface, 2) for pixel in inside[1])
    assert {pixel.name() for pixel in inside[2]} == {LIGHT.surface.lower()}


def test_the_highest_cell_has_the_last_colour_of_the_scale() -> None:
    chart = heat_map()
    row, slot, _ = max(((r, s, v or 0) for r, s, v in chart.cells()), key=lambda cell: cell[2])
    image, plan = drawn(chart, look(colours=DARK), 1300, 500)
    middle = plan.cell(row, slot).center()
    assert image.pixelColor(round(middle.x()), round(middle.y())).name() == DARK_RAMP[-1].lower()


def luminance(colour: QColor) -> float:
    return contrast(colour.name(), "#000000")


# Viénot, Brettel & Mollon 1999: how those see who lack the red or the green cones, in linear RGB.
DICHROMATS = {
    "protanope": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranope": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def seen_by(kind: str, colour: QColor) -> QColor:
    linear = [channel**2.2 for channel in (colour.redF(), colour.greenF(), colour.blueF())]
    mixed = [sum(weight * channel for weight, channel in zip(row, linear, strict=True)) for row in DICHROMATS[kind]]
    return QColor.fromRgbF(*(min(1.0, max(0.0, channel)) ** (1 / 2.2) for channel in mixed))


@pytest.mark.parametrize("kind", [None, *DICHROMATS])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_more_is_further_from_the_surface_for_every_eye(colours, kind: str | None) -> None:
    ramp = [QColor(colour) for colour in palette(colours).ramp]
    lights = [luminance(seen_by(kind, colour) if kind else colour) for colour in ramp]
    steps = [later / earlier if colours.dark else earlier / later for earlier, later in itertools.pairwise(lights)]
    assert min(steps) > 1.25


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_stand_out_from_the_surface_and_lines_from_bars(colours) -> None:
    p = palette(colours)
    for colour in (p.bar[0], p.yesterday, p.expected, p.levels[Mark.CALM], p.levels[Mark.OVER]):
        assert contrast(colour, p.plane) >= 3, colour
    assert contrast(p.levels[Mark.NEAR], p.plane) >= 2.9
    for line in (p.yesterday, p.expected):
        assert min(contrast(line, bar) for bar in p.bar) >= 1.7, line
    assert contrast(p.accent, p.on_accent) >= 4.5
    for ink in (p.text, p.muted):
        assert contrast(ink, p.bubble) >= 4.5


def test_the_same_chart_is_drawn_at_any_size_of_a_painter_s_units() -> None:
    chart, shown = arrivals("fr"), look("fr")
    image = QImage(2600, 680, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    with QPainter(image) as painter:
        plan = paint(painter, QRectF(0, 0, 2600, 680), chart, shown, factor=2)
    assert plan.plot == drawn(chart, shown)[1].plot
    bar = plan.bars[28]
    pixel = image.pixelColor(round(bar.center().x() * 2), round(bar.bottom() * 2 - 20))
    assert pixel.saturation() > 90


def test_days_are_named_under_an_axis_of_several(qapp) -> None:
    plan = arrange(occupancy("fr", days=3), QRectF(0, 0, 1300, 340), look("fr"))
    texts = [text for text, _ in labels_of(plan)]
    assert [text for text in texts if "avr." in text] == ["mar. 17 avr.", "mer. 18 avr.", "jeu. 19 avr."]
    assert not [text for text, _ in labels_of(arrange(occupancy("fr"), QRectF(0, 0, 1300, 340), look("fr"))) if "mar." in text]


def test_a_chart_without_any_number_is_an_empty_plot_with_its_axes() -> None:
    nothing = Series("Today", ())
    for chart in (replace(arrivals(), today=nothing, yesterday=None, expected=None, now=datetime(2018, 1, 1, tzinfo=NOW.tzinfo)),
                  replace(occupancy(), inside=nothing, yesterday=None, ranges=(), capacity=None),
                  replace(heat_map(), rows=())):  # fmt: skip
        image, plan = drawn(chart, look())
        assert DAY.strftime("%a") in chart.title
        middle = plan.plot.center() + QPointF(3, 3)
        assert like(image.pixelColor(round(middle.x()), round(middle.y())), LIGHT.surface, 30)
        assert_legible(plan, 1300, 340)


@pytest.mark.parametrize("kind", KINDS)
def test_the_spot_under_a_point_is_the_one_that_stands_there(kind: str) -> None:
    chart = KINDS[kind]("ar")
    plan = arrange(chart, QRectF(0, 0, 1300, 800), look("ar"))
    rows = len(chart.rows) if kind in ("heat map", "many desks") else 1
    for slot, row in itertools.product((0, 5, chart.slots.count - 1), {0, rows - 1}):
        spot = Spot(slot, row)
        assert plan.spot_at(QPointF(sum(plan.times.span(slot)) / 2, plan.anchor(spot).center().y())) == spot
    assert plan.spot_at(QPointF(2, 2)) is None
