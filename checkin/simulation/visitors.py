"""Who comes to which gate when, and who stands behind the desks: drawn from a seed, a venue once and each of its days anew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import erf, exp, sqrt
from random import Random

MINUTE_S, HOUR_S, SLOT_S = 60.0, 3600.0, 300.0
EARLIEST_S, OPENS_S, LAST_S = 8.2 * HOUR_S, 8.5 * HOUR_S, 18.4 * HOUR_S
"""Seconds of the day: the first visitors stand before closed doors, the last come shortly before the end."""

WORK_S = 4.9
"""What one party takes at a desk on average, for planning how many desks a gate is given."""

LEAST_DESKS, MOST_DESKS = 1, 6
PEOPLE = (8_000, 18_000)


@dataclass(frozen=True, slots=True)
class Wave:
    """People who come around one time of the day, bell-shaped."""

    at_s: float
    spread_s: float
    people: float


@dataclass(frozen=True, slots=True)
class Curve:
    """How many people are to be expected when: waves, and some all day long."""

    waves: tuple[Wave, ...]
    steady: float

    def people(self, begin_s: float, end_s: float) -> float:
        """How many come between two times of the day."""
        inside = max(0.0, min(end_s, LAST_S) - max(begin_s, EARLIEST_S))
        coming = self.steady * inside / (LAST_S - EARLIEST_S)
        for one in self.waves if inside else ():
            scale = one.spread_s * sqrt(2)
            coming += one.people * (erf((end_s - one.at_s) / scale) - erf((begin_s - one.at_s) / scale)) / 2
        return coming


@dataclass(frozen=True, slots=True)
class Post:
    """A desk and its staff. `pace`: how many times as long as others they take. `shifts`: when they are there."""

    desk: str
    pace: float
    shifts: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A gate as its organiser plans it. `is_common`: one queue for all desks, else one before each."""

    gate: str
    curve: Curve
    desks: int
    exits: int
    is_common: bool


@dataclass(frozen=True, slots=True)
class Venue:
    """The gates of an event, the same on each of its days."""

    seed: int
    doors: tuple[Door, ...]

    def expected(self, gate: str, begin_s: float) -> float:
        """What the organiser expects at a gate in the five minutes from a time of the day on, in persons."""
        return sum(door.curve.people(begin_s, begin_s + SLOT_S) for door in self.doors if door.gate == gate)


def venue(seed: int, people: int | None = None) -> Venue:
    """A venue where about so many come on a day (None: the seed decides): some gates with desks to spare, others with too few."""
    rng = Random(f"venue {seed}")
    drawn = rng.randint(*PEOPLE)
    people = drawn if people is None else people
    shares = [rng.uniform(0.5, 1.5) for _ in range(rng.randint(1, 4))]
    return Venue(seed, tuple(_door(rng, "ABCD"[n], people * one / sum(shares)) for n, one in enumerate(shares)))


def _door(rng: Random, gate: str, people: float) -> Door:
    morning = Wave(HOUR_S * rng.uniform(9.3, 10.0), MINUTE_S * rng.uniform(30, 50), people * rng.uniform(0.45, 0.6))
    after_lunch = Wave(HOUR_S * rng.uniform(13.8, 14.4), MINUTE_S * rng.uniform(25, 45), people * rng.uniform(0.2, 0.3))
    curve = Curve((morning, after_lunch), people - morning.people - after_lunch.people)
    busiest = curve.people(morning.at_s - SLOT_S, morning.at_s + SLOT_S) / (2 * SLOT_S)
    desks = min(max(round(busiest * WORK_S / rng.uniform(0.65, 1.2) + 0.2), LEAST_DESKS), MOST_DESKS)
    return Door(gate, curve, desks, rng.choice((0, 1, 1, 2)), rng.random() < 0.6)


@dataclass(frozen=True, slots=True)
class Mood:
    """What a day does to all gates alike: how many times as many come, and how much later."""

    more: float
    later_s: float


def mood(rng: Random) -> Mood:
    """The weather, the trains, the news."""
    return Mood(exp(rng.gauss(0, 0.16)), MINUTE_S * rng.gauss(0, 8))


def todays(rng: Random, curve: Curve, day: Mood) -> Curve:
    """What a day makes of an expectation at one gate: more or fewer, earlier or later, more or less at once."""
    more, later_s = day.more * exp(rng.gauss(0, 0.1)), day.later_s + MINUTE_S * rng.gauss(0, 4)

    def moved(one: Wave) -> Wave:
        return Wave(
            one.at_s + later_s + MINUTE_S * rng.gauss(0, 5),
            one.spread_s * exp(rng.gauss(0, 0.12)),
            one.people * more * exp(rng.gauss(0, 0.1)),
        )

    return replace(curve, waves=tuple(map(moved, curve.waves)), steady=curve.steady * more)


def arrivals(rng: Random, curve: Curve, party: float) -> Iterator[float]:
    """Times at which parties of `party` persons on average come: by chance, with tides of minutes, and now and then a bus."""
    tide, begin_s = 0.0, EARLIEST_S
    while begin_s < LAST_S:
        tide = 0.93 * tide + rng.gauss(0, 0.05)
        people = curve.people(begin_s, begin_s + MINUTE_S)
        rate_per_s = people * exp(tide) / MINUTE_S / party
        at_s = begin_s + rng.expovariate(rate_per_s) if rate_per_s else LAST_S
        while at_s < begin_s + MINUTE_S:
            yield at_s
            at_s += rng.expovariate(rate_per_s)
        if rng.random() < people / 3_000:
            yield from (begin_s + rng.uniform(0, 2 * MINUTE_S) for _ in range(rng.randint(15, 50)))
        begin_s += MINUTE_S


def posts(rng: Random, door: Door, way: str) -> list[Post]:
    """The desks of a gate for one way through it, with opening times, breaks, lunch and short absences of this day."""
    count = door.desks if way == "entry" else door.exits
    until_s = LAST_S + 0.3 * HOUR_S
    coffee_s, lunch_s = HOUR_S * rng.uniform(9.7, 10.8), HOUR_S * rng.uniform(11.6, 12.2)
    made = []
    for number in range(count):
        begin_s, end_s = OPENS_S, until_s
        if number and rng.random() < 0.3:
            begin_s += MINUTE_S * rng.uniform(5, 50)
        if number and rng.random() < 0.4:
            end_s -= HOUR_S * rng.uniform(0.3, 3.5)
        breaks = (coffee_s + number * 16 * MINUTE_S, lunch_s + number * 31 * MINUTE_S)
        away = list(_absences(rng, *breaks, is_alone=count == 1))
        made.append(
            Post(f"{door.gate}{'x' * (way == 'exit')}{number + 1}", exp(rng.gauss(0, 0.13)), _without(begin_s, end_s, away))
        )
    return made


def _absences(rng: Random, coffee_s: float, lunch_s: float, *, is_alone: bool) -> Iterator[tuple[float, float]]:
    """When nobody is at a desk; one that is alone at its gate has somebody step in for breaks."""
    if not is_alone:
        yield coffee_s, coffee_s + MINUTE_S * rng.uniform(6, 15)
        yield lunch_s, lunch_s + MINUTE_S * rng.uniform(20, 30)
    at_s = OPENS_S + rng.expovariate(1 / (3 * HOUR_S))
    while at_s < LAST_S:
        yield at_s, at_s + MINUTE_S * rng.uniform(1, 4)
        at_s += rng.expovariate(1 / (3 * HOUR_S))


def _without(begin_s: float, end_s: float, away: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    shifts = []
    for leaves_s, back_s in sorted(away):
        if begin_s < leaves_s < end_s:
            shifts.append((begin_s, leaves_s))
        begin_s = max(begin_s, back_s)
    return (*shifts, (begin_s, end_s)) if begin_s < end_s else tuple(shifts)
