"""What the gaps between a desk's scans say: how long a service takes there, and whether anybody had to wait.

While people wait, a gap is a service time; where nobody waits, it is a service time and the time until somebody comes. Service
times are taken to be log-normal with a few long ones, idle times exponential. The likelihood of some gaps is given for each of
IDLE (the share of services before which the desk stood idle) and each of PACES_S (the mean service time), so that later steps
only add.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, log, pi, sqrt

STEP = 0.1
"""All times are held in steps of their logarithm, 10 % each."""

_FIRST, _COUNT = 6, 29
PACES_S = tuple(exp((_FIRST + place) * STEP) for place in range(_COUNT))
IDLE = (0.0, 0.05, 0.15, 0.3, 0.5, 0.75, 0.95)

USUAL_PACE_S, PACE_SPREAD = 4.7, 0.25
"""What is believed of a service that nobody has seen yet: its mean, and the spread of its logarithm."""

STAFF_SPREAD = 0.15
"""How much one desk differs from another."""

SHORTEST_S, LONGEST_S = 0.3, 90.0
MEANINGFUL_S = 15.0
"""Where gaps are longer on average, they tell of arrivals, hardly of services."""

_BUSY_PRIOR = 0.4
_TRUSTED, _TRUSTED_OF_OTHERS, _KEPT = 0.6, 0.2, 0.98
_CORRECTION = 0.05
_SIGMA, _TAIL, _TAIL_MEDIAN, _TAIL_SIGMA = 0.34, 0.04, 1.8, 0.6
_ORIGIN, _BINS = 64, 128
_LEAST_IDLE, _IDLE_STEP, _IDLE_TIMES = 0.2, 0.35, 16
_PARTS = 4

Evidence = list[list[float]]
"""The logarithm of the likelihood, by place in IDLE and place in PACES_S."""


def evidence(gaps_s: Sequence[float], mean_s: float) -> Evidence:
    """The likelihood of these gaps. `mean_s`: the mean of gaps of this time, which says how long the desk was idle when it
    was."""
    places = [round(log(min(max(gap_s, SHORTEST_S), LONGEST_S)) / STEP) + _ORIGIN - _FIRST for gap_s in gaps_s]
    idle_times = [log(max(mean_s / pace_s - 1, 0.01) / _LEAST_IDLE) for pace_s in PACES_S]
    found: Evidence = []
    for share, tables in zip(IDLE, _tables(), strict=True):
        seldom = log(share or 1.0)
        row = []
        for number, longer in enumerate(idle_times):
            table = tables[min(max(round((longer - seldom) / _IDLE_STEP), 0), len(tables) - 1)]
            row.append(sum([table[place - number] for place in places]))
        found.append(row)
    return found


def likelihood(seen: Evidence, pace_s: float) -> list[float]:
    """The logarithm of the likelihood for one mean service time, by place in IDLE."""
    place = min(max(log(pace_s) / STEP - _FIRST, 0.0), _COUNT - 1.001)
    under = int(place)
    above = place - under
    return [row[under] + above * (row[under + 1] - row[under]) for row in seen]


def pace_evidence(seen: Evidence) -> list[float]:
    """The same whatever the share of idle moments was."""
    shares = [log(_BUSY_PRIOR)] + [log((1 - _BUSY_PRIOR) / (len(IDLE) - 1))] * (len(IDLE) - 1)
    return [_log_sum([row[place] + share for row, share in zip(seen, shares, strict=True)]) for place in range(_COUNT)]


class Paces:
    """The mean service times of the desks of a line, learnt from their gaps; older ones count less and less."""

    def __init__(self, learnt: Mapping[str, list[float]] | None = None) -> None:
        self._learnt = {desk: list(weights) for desk, weights in (learnt or {}).items()}

    def copy(self) -> "Paces":
        """The same, to go on from apart."""
        return Paces(self._learnt)

    def learn(self, desk: str, seen: Evidence, mean_s: float) -> None:
        """Take the gaps of one minute at one desk into account."""
        new = pace_evidence(seen) if mean_s < MEANINGFUL_S else [0.0] * _COUNT
        old = self._learnt.get(desk, [0.0] * _COUNT)
        self._learnt[desk] = [_KEPT * before + _TRUSTED * now for before, now in zip(old, new, strict=True)]

    def means_s(self, desks: Iterable[str]) -> dict[str, float]:
        """The mean service time of each desk: what its own gaps say, and where they say little, those of the others."""
        totals = (
            [sum(column) for column in zip([0.0] * _COUNT, *self._learnt.values(), strict=False)]
            if self._learnt
            else [0.0] * _COUNT
        )
        middle, spread = _posterior(log(USUAL_PACE_S), PACE_SPREAD, [_TRUSTED_OF_OTHERS * one for one in totals])
        apart = sqrt(STAFF_SPREAD**2 + spread**2)
        nothing = [0.0] * _COUNT
        return {desk: exp(_posterior(middle, apart, self._learnt.get(desk, nothing))[0] + _CORRECTION) for desk in desks}


def _posterior(middle: float, spread: float, weights: Sequence[float]) -> tuple[float, float]:
    """Mean and spread of the logarithm of a service time."""
    logs = [(_FIRST + place) * STEP for place in range(_COUNT)]
    powers = [weight - ((one - middle) / spread) ** 2 / 2 for one, weight in zip(logs, weights, strict=True)]
    most = max(powers)
    shares = [exp(power - most) for power in powers]
    mean = sum(one * share for one, share in zip(logs, shares, strict=True)) / sum(shares)
    return mean, sqrt(sum((one - mean) ** 2 * share for one, share in zip(logs, shares, strict=True)) / sum(shares))


def _log_sum(logs: Sequence[float]) -> float:
    most = max(logs)
    return most + log(sum([exp(one - most) for one in logs]))


def _lognormal(ratio: float, median: float, sigma: float) -> float:
    """The density of the logarithm of `ratio`."""
    return exp(-((log(ratio / median) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))


def _busy(ratio: float) -> float:
    """The density of the logarithm of a gap over its mean, while people wait."""
    usual = _lognormal(ratio, exp(-(_SIGMA**2) / 2), _SIGMA)
    return (1 - _TAIL) * usual + _TAIL * _lognormal(ratio, _TAIL_MEDIAN, _TAIL_SIGMA)


@cache
def _tables() -> tuple[tuple[tuple[float, ...], ...], ...]:
    """By place in IDLE and by length of idle times: the logarithm of the density of ln(gap / mean service time), in steps of
    STEP."""
    busy = _scaled([_busy(exp((place - _ORIGIN) * STEP)) for place in range(_BINS)])
    after_idle = [_scaled(_with_idle(_LEAST_IDLE * exp(place * _IDLE_STEP))) for place in range(_IDLE_TIMES)]
    tables = []
    for share in IDLE:
        mixed = [[(1 - share) * a + share * b for a, b in zip(busy, idle, strict=True)] for idle in after_idle]
        tables.append(tuple(tuple(log(one + 1e-5) for one in row) for row in (mixed if share else mixed[:1])))
    return tuple(tables)


def _with_idle(mean: float) -> list[float]:
    """The density of ln(service + idle time) where idle times have this mean, in mean service times: one walk along the times."""
    found, density, before = [], 0.0, 0.0
    for place in range(_BINS * _PARTS):
        ratio = exp((place / _PARTS - _ORIGIN) * STEP)
        density = density * exp((before - ratio) / mean) + _busy(ratio) * STEP / _PARTS / mean
        before = ratio
        if place % _PARTS == 0:
            found.append(ratio * density)
    return found


def _scaled(densities: Sequence[float]) -> list[float]:
    total = sum(densities) * STEP
    return [one / total for one in densities]
