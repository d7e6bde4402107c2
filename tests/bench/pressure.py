"""Queue pressure held against people who queue one by one: the wait now and to come, and whether it passes eight minutes."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from statistics import fmean

from figures import Row, Table

from checkin.domain.pressure import Expected, GatePressure, Now, Open, Pressure
from checkin.domain.queueing import mmc_wait_s
from checkin.domain.tick import Tick
from checkin.simulation.queues import CHECKPOINT, QueueDay, play_day
from checkin.simulation.visitors import OPENS_S, Venue, venue

TUNED, REPORTED = range(1_000, 1_060), range(5_000, 5_012)
"""Seeds that the constants of the model were chosen on, and others that it was never run on before."""

AHEAD_MIN = (0, 5, 15, 30)
THRESHOLD_S = 480.0
FIRST_S, LAST_S, EVERY_S = OPENS_S + 600, 17.5 * 3600, 300
FULL_LOAD = 0.99
MINUTE_US = 60_000_000
SORTS = {"none expected": "none", "yesterday's": "yesterday", "organiser's": "organiser"}


@dataclass(frozen=True, slots=True)
class Point:
    """A line at a moment: the true wait, and what each estimates, for each of AHEAD_MIN; the highest true wait of the next 30
    minutes; whether each says that it will pass the threshold; the range that ours names for now."""

    line: str
    at_s: float
    truth: tuple[float, ...]
    ours: tuple[float, ...]
    held: tuple[float, ...]
    steward: tuple[float, ...]
    mmc: tuple[float, ...]
    highest: float
    warned: dict[str, bool]
    low_high: tuple[float, float]


def points(seed: int, expectation: str = "organiser") -> list[Point]:
    """Day 1 of a venue, every five minutes, at all lines of those who enter."""
    place = venue(seed)
    day = play_day(place)
    pressure = Pressure(CHECKPOINT, expected_by(place, day, expectation))
    found, taken = [], 0
    for at_s in range(int(FIRST_S), int(LAST_S), EVERY_S):
        now_us = day.midnight_us + at_s * 1_000_000
        upto = bisect_left(day.ticks, now_us, key=lambda tick: tick.at_us)
        pressure.extend(day.ticks[taken:upto])
        now, taken = pressure.at(now_us), upto
        found += [point(seed, day, gate, now, day.ticks[:upto]) for gate in now.gates if gate.way == "entry"]
    return found


def expected_by(place: Venue, day: QueueDay, expectation: str) -> Expected | None:
    """What the organiser expects, what came yesterday as the desks wrote it (so never more than they could serve), or nothing."""
    if expectation == "none":
        return None
    if expectation == "organiser":
        return lambda gate, at_us: place.expected(gate, (at_us - day.midnight_us) / 1e6)
    came: dict[tuple[str, int], float] = {}
    yesterday = play_day(place, 0)
    for tick in yesterday.ticks:
        if tick.direction == "entry" and tick.outcome == "admitted":
            slot = tick.gate, (tick.at_us - yesterday.midnight_us) // (5 * MINUTE_US)
            came[slot] = came.get(slot, 0) + 1
    return lambda gate, at_us: came.get((gate, (at_us - day.midnight_us) // (5 * MINUTE_US)), 0.0)


def point(seed: int, day: QueueDay, gate: GatePressure, now: Now, ticks: Sequence[Tick]) -> Point:
    """One line at one moment."""
    wait_s = partial(day.wait_s, gate.gate, gate.way)
    ours = (gate.now.wait_s, *(gate.ahead[minutes // 5 - 1].wait_s for minutes in AHEAD_MIN[1:]))
    steward, mmc = day.last_wait_s(gate.gate, gate.way, now.at_us), plain_mmc(gate, now, ticks)
    soon = [wait_s(now.at_us + minute * MINUTE_US) for minute in range(31)]
    warned = {
        "ours": isinstance(gate.advice, Open) and gate.advice.at_us <= now.at_us + 30 * MINUTE_US,
        "steward": steward > THRESHOLD_S,
        "mmc": mmc > THRESHOLD_S,
    }
    return Point(
        f"{seed} {gate.gate}", (now.at_us - day.midnight_us) / 1e6, tuple(soon[minutes] for minutes in AHEAD_MIN), ours,
        ours[:1] * len(AHEAD_MIN), (steward,) * len(AHEAD_MIN), (mmc,) * len(AHEAD_MIN), max(soon), warned,
        (gate.now.low_s, gate.now.high_s),
    )  # fmt: skip


def plain_mmc(gate: GatePressure, now: Now, ticks: Sequence[Tick]) -> float:
    """M/M/c with what was scanned in the last ten minutes as arrivals, our desks at work, and our service time."""
    first = bisect_left(ticks, now.at_us - 10 * MINUTE_US, key=lambda tick: tick.at_us)
    scans = sum(tick.gate == gate.gate and tick.direction == gate.way and tick.kind == "scan" for tick in ticks[first:])
    desks = [desk for desk in now.desks if desk.gate == gate.gate and desk.way == gate.way and desk.is_at_work]
    if not desks:
        return 0.0
    service_s = fmean(desk.service_s for desk in desks)
    return mmc_wait_s(min(scans / 600, FULL_LOAD * len(desks) / service_s), service_s, len(desks))


def played(seeds: Iterable[int], expectation: str) -> list[Point]:
    """All points of many days."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return [one for found in pool.map(partial(points, expectation=expectation), seeds) for one in found]


WHO: dict[str, tuple[str, Callable[[Point], tuple[float, ...]]]] = {
    "ours": ("ours", lambda one: one.ours),
    "held": ("ours for now, held", lambda one: one.held),
    "mmc": ("M/M/c on the last 10 min", lambda one: one.mmc),
    "steward": ("true wait of the last one served, held", lambda one: one.steward),
}


def errors(found: Sequence[Point], who: str, ahead: int) -> list[float]:
    """Estimate less truth, in seconds."""
    return [WHO[who][1](one)[ahead] - one.truth[ahead] for one in found]


def error_table(found: Sequence[Point]) -> str:
    """Mean absolute error and bias, in seconds."""
    text = "| | " + " | ".join("now" if not minutes else f"in {minutes} min" for minutes in AHEAD_MIN) + " |\n"
    text += "|---|" + "---:|" * len(AHEAD_MIN) + "\n"
    for who, (name, _) in WHO.items():
        cells = []
        for ahead in range(len(AHEAD_MIN)):
            apart = errors(found, who, ahead)
            cells.append(f"{fmean(map(abs, apart)):.0f} ({fmean(apart):+.0f})")
        text += f"| {name} | " + " | ".join(cells) + " |\n"
    truths = (f"{fmean(one.truth[ahead] for one in found):.0f}" for ahead in range(len(AHEAD_MIN)))
    return text + f"| the true wait itself | {' | '.join(truths)} |\n"


@dataclass(frozen=True, slots=True)
class Warnings:
    """How good warnings are: which part of them came true, which part of the moments before a wait over the threshold was warned
    of, how many of the crossings were warned of in the half hour before, and how long before on average."""

    precision: float
    recall: float
    crossings: int
    crossed: float
    lead_min: float


def warnings(found: Sequence[Point], who: str) -> Warnings:
    """Of "the wait will pass 8 minutes within 30", wherever it has not passed yet."""
    before = [one for one in found if one.truth[0] <= THRESHOLD_S]
    true, said = [one for one in before if one.highest > THRESHOLD_S], [one for one in before if one.warned[who]]
    right = sum(one.highest > THRESHOLD_S for one in said)
    leads = list(crossings(found, who))
    seen = [lead for lead in leads if lead]
    return Warnings(
        right / max(len(said), 1),
        right / max(len(true), 1),
        len(leads),
        len(seen) / max(len(leads), 1),
        fmean(seen) if seen else 0.0,
    )


def crossings(found: Sequence[Point], who: str) -> Iterator[float]:
    """For each time that the wait passes the threshold after a quarter of an hour below: how many minutes before, at most 30, the
    first warning was; 0 for none."""
    lines: dict[str, list[Point]] = {}
    for one in found:
        lines.setdefault(one.line, []).append(one)
    for line in lines.values():
        for place in range(3, len(line)):
            if line[place].truth[0] > THRESHOLD_S and all(one.truth[0] <= THRESHOLD_S for one in line[place - 3 : place]):
                warned = [one.at_s for one in line[max(0, place - 6) : place] if one.warned[who]]
                yield (line[place].at_s - warned[0]) / 60 if warned else 0.0


def warning_table(found: Sequence[Point]) -> str:
    """Precision, recall and lead."""
    text = "| | precision | recall | crossings | warned of | minutes before |\n|---|---:|---:|---:|---:|---:|\n"
    for who in ("ours", "mmc", "steward"):
        one = warnings(found, who)
        shares = f"{one.precision:.2f} | {one.recall:.2f} | {one.crossings} | {one.crossed:.2f}"
        text += f"| {WHO[who][0]} | {shares} | {one.lead_min:.0f} |\n"
    return text


def covered(found: Sequence[Point]) -> float:
    """How often the true wait was within the range that ours names, where there was a wait of a minute or more."""
    waits = [one for one in found if one.truth[0] >= 60]
    return fmean(one.low_high[0] - 1 <= one.truth[0] <= one.low_high[1] + 1 for one in waits)


def measure(seeds: Sequence[int] = REPORTED) -> list[Row | Table]:
    """Ours next to plain M/M/c, and to a steward with a stopwatch, who knows what no scan tells."""
    made: list[Row | Table] = []
    for expectation in ("organiser", "yesterday", "none"):
        found = played(seeds, expectation)
        title = f"Queue pressure, expected: {expectation} (seeds {seeds[0]} to {seeds[-1]})"
        share = f"\nTrue wait within the range named, where it was a minute or more: {100 * covered(found):.0f} %.\n"
        made.append(Table(title, "Mean absolute error (bias), s\n\n" + error_table(found) + "\n" + warning_table(found) + share))
        for ahead, minutes in enumerate(AHEAD_MIN):
            ours, mmc = (list(map(abs, errors(found, who, ahead))) for who in ("ours", "mmc"))
            met = fmean(ours) < fmean(mmc)
            what = f"wait {'now' if not minutes else f'in {minutes} min'}, expected: {expectation}: mean error"
            made.append(Row(what, "s", [fmean(ours)], "M/M/c on the last 10 min", [fmean(mmc)], "less", met))
    return made


if __name__ == "__main__":
    import sys

    first, last = (int(one) for one in sys.argv[1:3])
    for expectation in sys.argv[3:] or ("organiser", "yesterday", "none"):
        found = played(range(first, last), expectation)
        print(
            f"{expectation}: {len(found)} points\n{error_table(found)}\n{warning_table(found)}\ncovered {covered(found):.2f}\n",
            flush=True,
        )
