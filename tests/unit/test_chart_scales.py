"""Axes of charts: labels that are round, few and apart, and pixels that lead back to what they show."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ui.charts.scales import Bands, TimeScale, ValueScale, nice_step, spread, time_ticks, value_scale
from ui.charts.values import Slots

ZONES = [ZoneInfo("Africa/Casablanca"), ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Kathmandu"), UTC]
MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2019, 12, 31), timezones=st.sampled_from(ZONES))  # noqa: DTZ001
SLOTS = st.builds(Slots, MOMENTS, st.integers(1, 900), st.sampled_from([1, 5, 15, 60]), st.sampled_from(ZONES))


@given(highest=st.floats(0, 1e9), most=st.integers(1, 12))
def test_the_labels_of_an_axis_cover_its_numbers_and_are_few(highest: float, most: int) -> None:
    scale = value_scale(highest, 300, 20, most)
    ticks = list(scale.ticks)
    assert ticks[0] == 0
    assert ticks[-1] == scale.highest >= highest
    assert len(ticks) - 1 <= most
    assert scale.highest - scale.step < max(highest, 4)  # not one label more than is needed


@given(highest=st.floats(0, 1e9), most=st.integers(1, 12))
def test_steps_are_whole_and_round(highest: float, most: int) -> None:
    step = nice_step(highest, most)
    digits = str(step).rstrip("0")
    assert digits in ("1", "2", "25", "5")


@pytest.mark.parametrize(
    ("highest", "most", "step"), [(0, 5, 1), (4, 2, 2), (5, 2, 5), (210, 5, 50), (24, 1, 25), (11, 5, 5), (4_680, 5, 1_000)]
)
def test_the_smallest_round_step_is_taken(highest: float, most: int, step: int) -> None:
    assert nice_step(highest, most) == step


@given(value=st.floats(0, 1e6), highest=st.floats(1, 1e6), bottom=st.floats(100, 2_000), tall=st.floats(40, 1_000))
def test_a_height_leads_back_to_its_number(value: float, highest: float, bottom: float, tall: float) -> None:
    scale = value_scale(highest, bottom, bottom - tall, 6)
    assert scale.value(scale.y(value)) == pytest.approx(value, abs=1e-6 * scale.highest)
    assert scale.y(0) == bottom
    assert scale.y(scale.highest) == pytest.approx(bottom - tall)


def test_more_is_higher_up() -> None:
    scale = ValueScale(300, 100, 50, 200)
    assert scale.y(150) < scale.y(50)


@given(slots=SLOTS, left=st.floats(0, 500), wide=st.floats(100, 3_000), mirrored=st.booleans(), part=st.floats(0, 1))
def test_a_place_leads_back_to_its_moment(slots: Slots, left: float, wide: float, mirrored: bool, part: float) -> None:
    scale = TimeScale(slots, left, left + wide, mirrored)
    moment = slots.start + part * (slots.end - slots.start)
    x = scale.of(moment)
    assert left - 1e-6 <= x <= left + wide + 1e-6
    assert abs(scale.moment(x) - moment) < timedelta(seconds=1)


@given(slots=SLOTS, wide=st.floats(100, 3_000), mirrored=st.booleans(), data=st.data())
def test_every_slot_is_found_where_it_is_drawn(slots: Slots, wide: float, mirrored: bool, data: st.DataObject) -> None:
    scale = TimeScale(slots, 60, 60 + wide, mirrored)
    slot = data.draw(st.integers(0, slots.count - 1))
    left, right = scale.span(slot)
    assert scale.slot((left + right) / 2) == slot
    assert scale.slot(59) is None
    assert scale.slot(61 + wide) is None


@given(slots=SLOTS, position=st.floats(0, 900), wide=st.floats(100, 3_000))
def test_mirrored_time_is_the_mirror_of_time(slots: Slots, position: float, wide: float) -> None:
    plain, mirrored = (TimeScale(slots, 60, 60 + wide, turned) for turned in (False, True))
    assert mirrored.x(position) - 60 == pytest.approx(60 + wide - plain.x(position), abs=1e-6)


@given(slots=SLOTS, wide=st.floats(60, 3_000), apart=st.floats(30, 120))
def test_times_with_a_label_are_whole_inside_and_apart(slots: Slots, wide: float, apart: float) -> None:
    ticks = time_ticks(slots, wide, apart)
    scale = TimeScale(slots, 0, wide)
    places = [scale.of(tick) for tick in ticks]
    assert all(later - earlier >= apart - 1e-6 for earlier, later in pairwise(places))
    assert all(-1e-6 <= place <= wide + 1e-6 for place in places)
    for tick in ticks:
        shown = slots.local(tick)
        assert (shown.minute % 5, shown.second, shown.microsecond) == (0, 0, 0)


@given(slots=SLOTS, wide=st.floats(300, 3_000))
def test_an_axis_with_room_has_several_labels(slots: Slots, wide: float) -> None:
    minutes = slots.count * slots.minutes
    assume(60 <= minutes <= 3 * 1440)
    assert len(time_ticks(slots, wide, 62)) >= 2


def test_clocks_put_forward_push_no_label_into_another() -> None:
    paris = ZoneInfo("Europe/Paris")
    slots = Slots(datetime(2018, 3, 25, 0, 0, tzinfo=paris), 96, 5, paris)  # at 2:00 it is 3:00
    ticks = time_ticks(slots, 800, 90)
    assert [slots.local(tick).strftime("%H:%M") for tick in ticks] == ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00",
                                                                       "07:00", "08:00", "09:00"]  # fmt: skip
    assert {later - earlier for earlier, later in pairwise(ticks)} == {timedelta(hours=1)}


def test_days_are_parted_where_clocks_in_the_zone_show_midnight() -> None:
    slots = Slots(datetime(2018, 4, 17, 23, 0, tzinfo=UTC), 48, 60, ZoneInfo("Africa/Casablanca"))  # one hour ahead of UTC
    assert slots.days == ((date(2018, 4, 18), 0.0, 24.0), (date(2018, 4, 19), 24.0, 48.0))


@given(
    row=st.integers(0, 99),
    count=st.integers(1, 100),
    top=st.floats(0, 200),
    tall=st.floats(50, 2_000),
    part=st.floats(0.01, 0.99),
)
def test_a_row_is_found_at_every_height_of_it(row: int, count: int, top: float, tall: float, part: float) -> None:
    assume(row < count)
    bands = Bands(top, top + tall, count)
    upper, lower = bands.span(row)
    assert bands.row(upper + part * (lower - upper)) == row
    assert bands.row(top - 1) is None
    assert bands.row(top + tall + 1) is None


@given(st.lists(st.tuples(st.floats(0, 1_000), st.floats(20, 150)), min_size=1, max_size=5))
def test_labels_move_aside_and_stay_inside(wanted: list[tuple[float, float]]) -> None:
    wanted.sort()
    middles, widths = [middle for middle, _ in wanted], [width for _, width in wanted]
    assume(sum(widths) + 6 * len(widths) <= 1_000)
    lefts = spread(middles, widths, 6, 0, 1_000)
    assert all(0 <= left <= 1_000 - width + 1e-6 for left, width in zip(lefts, widths, strict=True))
    rights = [left + width for left, width in zip(lefts, widths, strict=True)]
    assert all(left - right >= 6 - 1e-6 for right, left in zip(rights, lefts[1:], strict=False))


def test_a_label_with_room_stands_around_its_place() -> None:
    assert spread([100, 500], [40, 60], 6, 0, 1_000) == [80, 470]


def test_slots_need_an_aware_start() -> None:
    with pytest.raises(ValueError, match="aware"):
        Slots(datetime(2018, 4, 18, 9), 3, 5, UTC)  # noqa: DTZ001
