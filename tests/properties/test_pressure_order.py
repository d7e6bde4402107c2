"""Queue pressure: the same answer whatever the order of the scans, however often they come, and whatever was asked between."""

from functools import cache
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from checkin.domain.pressure import Now, Pressure
from checkin.domain.tick import Tick
from checkin.simulation.queues import CHECKPOINT, QueueDay, play_day
from checkin.simulation.visitors import HOUR_S, venue

HELD = settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))  # smaller examples tell no more here, and take minutes
PLACE = venue(3, 5_000)  # one gate, two desks for each way
UNTIL_S = 9.5 * HOUR_S
ASKED_S = [8.8 * HOUR_S + 60 * minute + 1 for minute in range(44)]
SILENT_S = 200
"""Desks come and go, in stretches of so long."""


@cache
def morning() -> tuple[QueueDay, list[Tick]]:
    day = play_day(PLACE)
    return day, [tick for tick in day.ticks if tick.at_us < moment(day, UNTIL_S) and is_attended(tick)]


def is_attended(tick: Tick) -> bool:
    return Random(f"{tick.desk} {tick.at_us // 1_000_000 // SILENT_S}").random() < 0.6


def moment(day: QueueDay, at_s: float) -> int:
    return day.midnight_us + round(at_s * 1e6)


def begun(day: QueueDay) -> Pressure:
    return Pressure(CHECKPOINT, lambda gate, at_us: PLACE.expected(gate, (at_us - day.midnight_us) / 1e6))


@cache
def told_at_once(at_s: float) -> Now:
    day, ticks = morning()
    pressure = begun(day)
    pressure.extend(ticks)
    return pressure.at(moment(day, at_s))


@settings(HELD, max_examples=6)
@given(
    st.integers(0, 2**32), st.sampled_from([0.0, 30.0, 600.0, 1e6]), st.lists(st.integers(1, 300), min_size=2, max_size=3),
    st.lists(st.sampled_from(ASKED_S), min_size=3, max_size=3), st.lists(st.sampled_from(ASKED_S), min_size=1, max_size=2),
)  # fmt: skip
def test_the_answer_does_not_depend_on_when_in_which_order_and_how_often_scans_come(
    seed: int, late_s: float, pieces: list[int], asked: list[float], last: list[float]
) -> None:
    rng, (day, ticks) = Random(seed), morning()
    arriving = ticks + rng.sample(ticks, len(ticks) // 4)
    come_us = {id(tick): tick.at_us + rng.uniform(0, late_s * 1e6) for tick in arriving}
    arriving.sort(key=lambda tick: come_us[id(tick)])
    pressure = begun(day)
    for size, at_s in zip(pieces, asked, strict=False):
        pressure.extend(arriving[:size])
        pressure.at(moment(day, at_s))
        arriving = arriving[size:]
    pressure.extend(arriving)
    for at_s in last:
        assert pressure.at(moment(day, at_s)) == told_at_once(at_s)


@given(st.integers(0, 2**32))
@settings(HELD, max_examples=4)
def test_after_many_days_the_order_of_scans_is_of_no_account_either(seed: int) -> None:
    rng, hour_us = Random(seed), 3_600_000_000
    begin_us = 1_523_000_000 // 3600 * hour_us
    hours = [4 * rng.randrange(40) for _ in range(60)]
    ticks = [
        Tick(
            f"s{number}", "scan", begin_us + hour * hour_us + rng.randrange(3600) * 1_000_000, CHECKPOINT,
            rng.choice(("entry", "exit")), "admitted", None, f"R{number}", "public", "A", rng.choice("123456"), "", "",
        )
        for number, hour in enumerate([*hours, *range(0, 100, 4)])
    ]  # fmt: skip
    now_us = max(tick.at_us for tick in ticks) + 60_000_000
    in_order, shuffled = Pressure(CHECKPOINT), Pressure(CHECKPOINT)
    in_order.extend(sorted(ticks, key=lambda tick: tick.at_us))
    rng.shuffle(ticks)
    for number, tick in enumerate(ticks):
        shuffled.add(tick)
        if number % 40 == 0:
            shuffled.at(tick.at_us)
    for at_us in (now_us, now_us - rng.randrange(160) * hour_us):
        assert shuffled.at(at_us) == in_order.at(at_us)
