"""Queue pressure: a queue that is there is told, a quiet gate can spare a desk, and bad scans do no harm to good ones."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from math import inf, nan
from random import Random
from statistics import fmean

import pytest
from pressure import errors, points

from checkin.domain.pressure import Close, DeskPressure, GatePressure, Now, Open, Pressure, Settings
from checkin.domain.pressure.fold import KEPT_HOURS
from checkin.domain.tick import Tick
from checkin.simulation.queues import CHECKPOINT, QueueDay, play_day
from checkin.simulation.visitors import HOUR_S, Venue, venue

BEGIN_US = 1_523_000_000 // 3600 * 3_600_000_000
MINUTE_US, HOUR_US = 60_000_000, 3_600_000_000
FACTOR = 3.0
"""How far the estimate of a wait of four minutes or more may be from the truth, either way, on the day that is played here."""


def scans(
    desk: str, minutes: float, every_s: float, *, way: str = "entry", from_us: int = BEGIN_US, gate: str = "A"
) -> list[Tick]:
    """One scan after another at about this pace."""
    rng, at_us, ticks = Random(desk), from_us, []
    while at_us < from_us + minutes * MINUTE_US:
        name = f"{gate}{desk}-{at_us}"
        ticks.append(Tick(name, "scan", at_us, CHECKPOINT, way, "admitted", None, f"R{name}", "public", gate, desk, "", ""))
        at_us += round(every_s * 1e6 * rng.lognormvariate(0, 0.3))
    return ticks


def coming_and_going() -> list[Tick]:
    """An hour at three desks that are always attended, and seven at which somebody is for two of any five minutes."""
    ticks = [tick for name in "1234567" for tick in scans(name, 60, 12)]
    some = [tick for tick in ticks if (tick.at_us // (MINUTE_US // 2) + 10 * int(tick.desk) // 7) % 10 < 4]
    return some + [tick for name in "xyz" for tick in scans(name, 60, 6)]


def refused(tick: Tick) -> Tick:
    return tick._replace(outcome="refused", reason="unpaid")


def undo(tick: Tick, after_s: float = 30) -> Tick:
    at_us = tick.at_us + round(after_s * 1e6)
    return tick._replace(scan_id=f"u{tick.scan_id}", kind="undo", at_us=at_us, outcome=None, undoes=tick.scan_id)


def told(ticks: Iterable[Tick], minutes: float, pressure: Pressure | None = None) -> Now:
    pressure = pressure or Pressure(CHECKPOINT)
    pressure.extend(ticks)
    return pressure.at(BEGIN_US + round(minutes * MINUTE_US))


def desk(now: Now, name: str) -> DeskPressure:
    return next(one for one in now.desks if one.desk == name)


@cache
def crowded() -> tuple[Venue, QueueDay]:
    """A day on which more people come to the one gate in the morning than its six desks can serve."""
    place = venue(39)
    return place, play_day(place)


def at_gate(place: Venue, day: QueueDay, *at_s: float) -> list[GatePressure]:
    pressure = Pressure(CHECKPOINT, lambda gate, at_us: place.expected(gate, (at_us - day.midnight_us) / 1e6))
    pressure.extend(day.ticks)
    return [
        next(gate for gate in pressure.at(day.midnight_us + round(one * 1e6)).gates if (gate.gate, gate.way) == ("A", "entry"))
        for one in at_s
    ]


def test_a_gate_to_which_more_come_than_its_desks_can_serve_has_a_queue_and_asks_for_desks() -> None:
    place, day = crowded()
    times_s = [9.5 * HOUR_S + 600 * slot for slot in range(10)]
    truths_s = [day.wait_s("A", "entry", day.midnight_us + round(at_s * 1e6)) for at_s in times_s]
    long = [(gate, wait_s) for gate, wait_s in zip(at_gate(place, day, *times_s), truths_s, strict=True) if wait_s > 240]
    assert len(long) > 6
    assert all(wait_s / FACTOR < gate.now.wait_s < wait_s * FACTOR for gate, wait_s in long)
    assert all(gate.busy > 0.8 and gate.waiting > 100 for gate, _ in long)
    asked = [gate.advice for gate, _ in long if isinstance(gate.advice, Open)]
    assert len(asked) > 0.7 * len(long)
    assert all(one.desks_more >= 1 and one.wait_s > 480 for one in asked)


def test_more_desks_are_asked_for_before_the_wait_is_too_long() -> None:
    place, day = crowded()
    (gate,) = at_gate(place, day, early_s := 9.45 * HOUR_S)
    now_us = day.midnight_us + round(early_s * 1e6)
    waits_s = [day.wait_s("A", "entry", now_us + minute * MINUTE_US) for minute in range(31)]
    assert waits_s[0] < 120 < 480 < max(waits_s)
    assert isinstance(gate.advice, Open)
    assert now_us < gate.advice.at_us <= now_us + 30 * MINUTE_US


def test_a_gate_with_desks_enough_asks_for_none() -> None:
    place = venue(18)
    gates = at_gate(place, play_day(place), *(9 * HOUR_S + 1200 * slot for slot in range(5)))
    assert not any(isinstance(gate.advice, Open) for gate in gates)


def test_the_estimate_is_nearer_than_plain_mmc_on_a_crowded_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressure.LAST_S", 12 * 3600)
    found = points(15, "organiser")
    assert fmean(map(abs, errors(found, "ours", 0))) < fmean(map(abs, errors(found, "mmc", 0)))


def test_a_quiet_gate_with_three_desks_can_spare_one() -> None:
    now = told([tick for name in "123" for tick in scans(name, 90, 40)], 90)
    (gate,) = now.gates
    assert gate.at_work == ("1", "2", "3")
    assert gate.advice == Close("A", "entry", 1)
    assert gate.now.high_s < 60
    assert all(one.utilisation < 0.4 for one in now.desks)


def test_one_desk_alone_is_never_spared() -> None:
    assert told(scans("1", 60, 60), 60).gates[0].advice is None


def test_a_rush_that_nobody_waits_in_shows_no_queue_however_sure_one_wants_to_be() -> None:
    (gate,) = told(scans("1", 60, 30), 60, Pressure(CHECKPOINT, settings=Settings(sure=0.99))).gates
    assert gate.waiting == 0
    assert gate.advice is None


def test_waits_to_come_are_told_in_steps_of_five_minutes_with_a_range() -> None:
    place, day = crowded()
    (gate,) = at_gate(place, day, 9.5 * HOUR_S)
    assert gate.now.low_s <= gate.now.wait_s <= gate.now.high_s
    for wait in gate.ahead:
        assert 0 <= wait.low_s <= wait.wait_s <= wait.high_s
    assert [wait.at_us - gate.ahead[0].at_us for wait in gate.ahead] == [5 * MINUTE_US * step for step in range(9)]


def test_a_silent_desk_is_not_at_work() -> None:
    now = told(scans("1", 40, 8) + scans("2", 25, 8), 40)
    assert now.gates[0].at_work == ("1",)
    assert (desk(now, "1").is_at_work, desk(now, "2").is_at_work) == (True, False)
    assert desk(now, "2").pace_per_min == 0
    assert desk(now, "2").last_us < BEGIN_US + 25 * MINUTE_US


def test_where_every_desk_has_gone_the_gate_is_told_as_if_there_were_one() -> None:
    (gate,) = told(scans("1", 20, 8), 45).gates
    assert gate.at_work == ()
    assert gate.advice is None or isinstance(gate.advice, Open)


def test_people_who_come_while_no_desk_is_attended_wait() -> None:
    early, late = scans("1", 40, 6), scans("1", 5, 5, from_us=BEGIN_US + 55 * MINUTE_US)
    expected = Pressure(CHECKPOINT, lambda gate, at_us: 50.0)
    assert told(early + late, 55.5, expected).gates[0].waiting > 50


def test_pace_service_and_use_of_a_desk_are_told() -> None:
    one = desk(told(scans("1", 60, 6), 60), "1")
    assert one.pace_per_min == pytest.approx(10, rel=0.2)
    assert one.service_s == pytest.approx(6, rel=0.25)
    assert one.utilisation > 0.8
    assert (one.gate, one.way, one.refused) == ("A", "entry", 0)


def test_refusals_that_were_taken_back_do_not_count() -> None:
    ticks = scans("1", 30, 10)
    bad = [refused(tick) if place % 4 == 0 else tick for place, tick in enumerate(ticks)]
    assert desk(told(bad, 30), "1").refused == pytest.approx(0.25, abs=0.01)
    assert desk(told(bad + [undo(tick) for tick in bad if tick.outcome == "refused"], 30), "1").refused == 0
    assert desk(told(scans("1", 10, 10), 50), "1").refused == 0


def test_an_undo_counts_whichever_of_two_comes_first_and_before_its_scan_too() -> None:
    bad = refused(scans("1", 1, 20)[0])
    for taken_back in ([undo(bad), undo(bad, 90)], [undo(bad, 90), undo(bad)]):
        assert desk(told([*taken_back, *scans("1", 30, 10)[1:], bad], 30), "1").refused == 0


def test_exits_are_not_expected() -> None:
    asked: list[str] = []

    def everybody(gate: str, at_us: int) -> float:
        asked.append(gate)
        return 1e4

    out = told(scans("1", 40, 30, way="exit", gate="out"), 40, Pressure(CHECKPOINT, everybody)).gates
    assert [(gate.way, gate.advice) for gate in out] == [("exit", None)]
    assert asked == []
    both = told(scans("1", 40, 30, way="exit", gate="out") + scans("2", 40, 6), 40, Pressure(CHECKPOINT, everybody)).gates
    assert set(asked) == {"A"}
    assert isinstance(both[0].advice, Open)
    assert both[1] == out[0]


def test_a_desk_serves_the_way_in_which_it_scans_more() -> None:
    entries, exits = scans("1", 20, 30), scans("1", 60, 10, way="exit", from_us=BEGIN_US + 30 * MINUTE_US)
    assert [gate.way for gate in told(entries, 25).gates] == ["entry"]
    now = told(entries + exits, 90)
    assert [(gate.way, gate.at_work) for gate in now.gates] == [("exit", ("1",))]


def test_other_figures_that_are_expected_count_from_then_on() -> None:
    pressure = Pressure(CHECKPOINT, lambda gate, at_us: 20.0)
    before = told(scans("1", 60, 8), 60, pressure).gates[0]
    pressure.expect(lambda gate, at_us: 400.0)
    after = pressure.at(before.now.at_us).gates[0]
    assert after.ahead[-1].wait_s > before.ahead[-1].wait_s + 100
    pressure.expect(None)
    assert pressure.at(before.now.at_us) == told(scans("1", 60, 8), 60)


@pytest.mark.parametrize("nonsense", [nan, inf, -inf, -5.0])
def test_nonsense_that_is_expected_is_nobody(nonsense: float) -> None:
    ticks = scans("1", 60, 8)
    nobody = told(ticks, 60, Pressure(CHECKPOINT, lambda gate, at_us: 0.0))
    assert told(ticks, 60, Pressure(CHECKPOINT, lambda gate, at_us: nonsense)) == nobody


def test_a_scan_of_another_checkpoint_and_a_remark_change_nothing() -> None:
    ticks = scans("1", 30, 8)
    strange = [tick._replace(scan_id=f"x{tick.scan_id}", checkpoint="lounge") for tick in ticks]
    remarks = [tick._replace(scan_id=f"r{tick.scan_id}", kind="remark") for tick in ticks]
    assert told(ticks + strange + remarks, 30) == told(ticks, 30)


def test_scans_from_after_the_moment_that_is_asked_for_count_for_nothing() -> None:
    ticks = scans("1", 60, 8)
    before = [tick for tick in ticks if tick.at_us < BEGIN_US + 40 * MINUTE_US]
    assert told(ticks, 40) == told(before, 40)
    assert told(ticks, -1) == Now(BEGIN_US - MINUTE_US)
    late = scans("2", 5, 8, from_us=BEGIN_US + 50 * MINUTE_US)
    assert told(before + late, 40) == told(before, 40)


@pytest.mark.parametrize("cut", [30, 31, 32, 33, 34])
def test_scans_that_come_late_change_what_was_concluded_from_their_absence(cut: int) -> None:
    ticks = coming_and_going()
    pressure, cut_us = Pressure(CHECKPOINT), BEGIN_US + cut * MINUTE_US
    told([tick for tick in ticks if tick.at_us < cut_us], cut + 12, pressure)
    assert told([tick for tick in ticks if tick.at_us >= cut_us], 60, pressure) == told(ticks, 60)


def test_asked_for_an_earlier_moment_it_tells_what_it_would_have_told_then() -> None:
    ticks, pressure = coming_and_going(), Pressure(CHECKPOINT)
    told(ticks, 60, pressure)
    for minutes in (51, 48, 46, 45, 32):
        assert told([], minutes, pressure) == told(ticks, minutes)


def test_it_is_the_same_to_the_last_digit_whichever_desk_is_heard_first() -> None:
    of_desks = [scans(name, 60, every_s) for name, every_s in (("1", 6), ("2", 7), ("3", 11), ("4", 30))]
    assert told([tick for ticks in of_desks[::-1] for tick in ticks], 60) == told(
        [tick for ticks in of_desks for tick in ticks], 60
    )


def test_groups_and_badges_shown_twice_are_one_service() -> None:
    ticks = scans("1", 60, 12)
    again = [tick._replace(scan_id=f"a{tick.scan_id}", at_us=tick.at_us + 2_000_000, outcome="refused") for tick in ticks[::5]]
    group = [tick._replace(scan_id=f"g{tick.scan_id}", registration=f"G{tick.scan_id}") for tick in ticks[1::5]]
    now, plain = told(ticks + again + group, 60), told(ticks, 60)
    assert desk(now, "1").pace_per_min > 1.3 * desk(plain, "1").pace_per_min
    assert now.gates[0].arrivals_per_min == pytest.approx(plain.gates[0].arrivals_per_min, rel=0.2)


def test_old_scans_are_dropped() -> None:
    pressure = Pressure(CHECKPOINT)
    hourly = [tick for hour in range(KEPT_HOURS) for tick in scans("1", 2, 30, from_us=BEGIN_US + hour * HOUR_US)]
    early, old = scans("2", 1, 30, gate="B"), scans("3", 2, 30, from_us=BEGIN_US - HOUR_US)
    pressure.extend([*hourly, *early, undo(early[0])])
    assert [gate.gate for gate in pressure.at(BEGIN_US + 10 * MINUTE_US).gates] == ["A", "B"]
    pressure.extend(old)
    assert {one.desk for one in pressure.at(BEGIN_US + 10 * MINUTE_US).desks} == {"1", "2"}
    pressure.extend(scans("1", 2, 30, from_us=BEGIN_US + KEPT_HOURS * HOUR_US))
    assert pressure.at(BEGIN_US + 10 * MINUTE_US).gates == ()
    assert [gate.gate for gate in pressure.at(BEGIN_US + (KEPT_HOURS * 60 + 10) * MINUTE_US).gates] == ["A"]


def test_after_a_night_a_new_day_begins() -> None:
    today = scans("1", 60, 8, from_us=BEGIN_US + 24 * HOUR_US)
    busy_yesterday = [tick for name in "12" for tick in scans(name, 120, 4)]
    minutes = 25 * 60.0
    (gate,), (alone,) = told(busy_yesterday + today, minutes).gates, told(today, minutes).gates
    assert (gate.now, gate.waiting, gate.at_work) == (alone.now, alone.waiting, alone.at_work)
    assert [one.wait_s for one in gate.ahead] == pytest.approx([one.wait_s for one in alone.ahead])


@pytest.mark.parametrize("wrong_us", [24 * HOUR_US, -24 * HOUR_US, 4_000 * HOUR_US, -4_000 * HOUR_US, 12 * HOUR_US])
def test_a_clock_that_is_wrong_does_not_destroy_the_rest(wrong_us: int) -> None:
    ticks = scans("1", 60, 8) + scans("2", 60, 9)
    stray = replace_time(scans("2", 3, 9, from_us=BEGIN_US + 30 * MINUTE_US), wrong_us)
    now, right = told(ticks + stray, 60), told(ticks, 60)
    assert (now.gates, now.desks) == (right.gates, right.desks)


def replace_time(ticks: list[Tick], by_us: int) -> list[Tick]:
    return [tick._replace(scan_id=f"w{tick.scan_id}", at_us=tick.at_us + by_us) for tick in ticks]


def test_a_threshold_of_ones_own_is_kept_to() -> None:
    _, day = crowded()
    strict = replace(Settings(), threshold_s=1e5)
    pressure = Pressure(CHECKPOINT, None, strict)
    pressure.extend(day.ticks)
    now = pressure.at(day.midnight_us + round(9.5 * HOUR_S * 1e6))
    assert not any(isinstance(gate.advice, Open) for gate in now.gates)
