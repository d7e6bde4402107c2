"""How many people stand in a line that nobody counts: many guesses, each held against what the desks write.

While all desks are busy, scans tell how many are served and nothing of how many come. So many assumptions are carried side by
side: how many times as many people come as expected, how much later, and by how much the desks are slower than thought. Under
each of them the line is either empty, or holds so many; each minute the assumptions gain or lose weight by how well they
explain the number of scans and the gaps between them, and the line under each grows by those who must have come and shrinks by
those who were served. Assumptions drift into their neighbours, because days do.
"""

import math
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from math import erfc, exp, pi, sqrt
from typing import NamedTuple

from checkin.domain.pressure.gaps import IDLE

SCALE_STEP, SCALE_PLACES = 0.14, 8
SCALES = tuple(SCALE_STEP * place for place in range(-SCALE_PLACES, SCALE_PLACES + 1))
"""How many times as many people come as expected: the logarithm."""

LATER_S, LATER_SPREAD_S = 780.0, 600.0
PACE_STEP, PACE_SPREAD = 0.08, 0.05
SLOWER = (-PACE_STEP, 0.0, PACE_STEP)
"""How much longer services take than thought: the logarithm."""

SCALE_SPREAD = 0.28
DRIFT, RETURN, PACE_DRIFT = 0.03, 0.003, 0.001
"""How far the logarithms move in a minute, and which part of the way back to 0 the scale goes."""

PATIENCE_S, PATIENCE_POWER = 2_400.0, 2.5
"""Of those who would wait so long, half turn round."""

_BURSTS, _REGULAR = 1.3, 0.16
_SHAPE = 0.6
_VAGUE_SHARE, _VAGUE = 0.01, 0.5
_FORGETTING, _OUTLIER, _NEGLIGIBLE = 1e-4, 1e-3, 1e-9
_ROOT_2_PI, _FAR, _LEAST = sqrt(2 * pi), 1e-9, 0.1
_BETWEEN = [(less + more) / 2 for less, more in pairwise(IDLE[1:])]


class Seen(NamedTuple):
    """What a minute showed of a line: services begun; how long desks were attended, in all; how many services they could have
    given at their usual pace; of plain services only, how many there were, and in the time that they took, could have been;
    and the likelihood of their gaps, by place in SLOWER: if no desk was ever idle, and by place in IDLE."""

    services: int
    attended_s: float
    capacity: float
    plain: int
    plain_capacity: float
    likelihood: Sequence[Sequence[float]]


class Hypothesis(NamedTuple):
    """One assumption that is left: its weight, how many wait, how many times as many people come as expected `later` (a place in
    what was expected), and how many times as long services take as thought."""

    weight: float
    waiting: float
    scale: float
    later: int
    slower: float


def staying(wait_s: float) -> float:
    """The share of people who join a queue that takes so long."""
    return 1 / (1 + math.pow(wait_s / PATIENCE_S, PATIENCE_POWER))


class _Branch(NamedTuple):
    """What an assumption makes of a minute: the likelihood that the line is empty at the end, that it is not, and its length
    then."""

    empty: float
    queued: float
    waiting: float


class Hypotheses:
    """All assumptions on one line. `shifts`: how many different times of arrival are considered."""

    def __init__(self, shifts: int = 1) -> None:
        self.shifts = shifts
        self._prior = _prior(shifts)
        self._empty = list(self._prior)
        self._queued = [0.0] * len(self._prior)
        self._waiting = [0.0] * len(self._prior)

    def copy(self) -> "Hypotheses":
        """The same, to go on from apart."""
        other = Hypotheses.__new__(Hypotheses)
        other.shifts, other._prior = self.shifts, self._prior
        other._empty, other._queued, other._waiting = list(self._empty), list(self._queued), list(self._waiting)
        return other

    def left(self) -> Iterator[Hypothesis]:
        """Every assumption of any weight, an empty line and a queue apart."""
        for place, (scale, later, slower) in enumerate(_cells(self.shifts)):
            for weight, waiting in ((self._empty[place], 0.0), (self._queued[place], self._waiting[place])):
                if weight > _NEGLIGIBLE:
                    yield Hypothesis(weight, waiting, exp(SCALES[scale]), later, exp(SLOWER[slower]))

    def step(self, seen: Seen, expected: Sequence[float]) -> None:
        """A minute later. `expected`: how many parties were to come in it, by time of arrival."""
        self._drift()
        if seen.attended_s < 1 and not seen.services:
            self._nobody_served(expected)
        else:
            self._served(seen, expected)
        total = sum(self._empty) + sum(self._queued)
        self._empty = [weight / total for weight in self._empty]
        self._queued = [weight / total for weight in self._queued]

    def _drift(self) -> None:
        held = [weight * waiting for weight, waiting in zip(self._queued, self._waiting, strict=True)]
        self._empty, self._queued, held = (_drifted(one, self.shifts) for one in (self._empty, self._queued, held))
        self._waiting = [one / weight if weight else 0.0 for one, weight in zip(held, self._queued, strict=True)]
        self._empty = [weight + _FORGETTING * prior for weight, prior in zip(self._empty, self._prior, strict=True)]

    def _nobody_served(self, expected: Sequence[float]) -> None:
        """No desk is attended: whoever comes waits, and nothing is learnt."""
        for place, (scale, later, _) in enumerate(_cells(self.shifts)):
            empty, queued = self._empty[place], self._queued[place]
            there = queued * self._waiting[place] / (empty + queued)
            self._waiting[place] = there + expected[later] * exp(SCALES[scale])
            self._empty[place], self._queued[place] = 0.0, empty + queued

    def _served(self, seen: Seen, expected: Sequence[float]) -> None:
        minute = _Minute(seen)
        found = []
        for place, (scale, later, slower) in enumerate(_cells(self.shifts)):
            coming = max(expected[later] * exp(SCALES[scale]), 1e-3)
            empty, queued, waiting = self._empty[place], self._queued[place], self._waiting[place]
            at_once = minute.branch(0.0, coming, slower)
            before = minute.branch(waiting, coming, slower) if queued > _NEGLIGIBLE else at_once
            joined, stayed = empty * at_once.queued, queued * before.queued
            length = joined * at_once.waiting + stayed * before.waiting
            found.append((empty * at_once.empty + queued * before.empty, joined + stayed, length))
        floor = _OUTLIER * sum(empty + queued for empty, queued, _ in found)
        for place, (empty, queued, length) in enumerate(found):
            kept, self._empty[place] = floor * self._queued[place], empty + floor * self._empty[place]
            self._queued[place] = queued + kept
            self._waiting[place] = (length + kept * self._waiting[place]) / (self._queued[place] or 1.0)


class _Minute:
    """What all assumptions share of a minute."""

    def __init__(self, seen: Seen) -> None:
        self._services = seen.services
        self._capacity = [max(seen.capacity / exp(slower), 0.3) for slower in SLOWER]
        desks = max(1, round(seen.attended_s / 60))
        self._power = sqrt(2 * (desks + 1)) if desks > 1 else 1.0
        most = max(max(row) for row in seen.likelihood)
        shape = [[exp(_SHAPE * (one - most)) for one in row] for row in seen.likelihood]
        usual = 1 / sqrt(2 * pi * (_BURSTS * seen.services + 0.25))
        busy = shape[0] if seen.plain else [_as_many(seen.services, capacity) for capacity in self._capacity]
        self._busy = [usual * one for one in busy]
        spare = [_could(seen, slower) for slower in SLOWER]
        self._idle = [[one * room for one, room in zip(row, spare, strict=True)] for row in shape[1:]]

    def branch(self, waiting: float, coming: float, slower: int) -> _Branch:
        """The minute, if so many waited at its beginning and so many were to come."""
        capacity = self._capacity[slower]
        if waiting:
            coming *= staying(waiting * 60 / capacity)
        spread = sqrt(coming * _BURSTS + 0.25 + waiting * (_VAGUE_SHARE * waiting + _VAGUE))
        came_if_empty = self._services - waiting
        apart = (came_if_empty - coming) / spread
        empty = (
            exp(-apart * apart / 2)
            / (spread * _ROOT_2_PI)
            * self._idle[bisect(_BETWEEN, 1 - min(coming / capacity, 1.0) ** self._power)][slower]
        )
        beyond = (came_if_empty + 0.5 - coming) / spread
        tail = erfc(beyond / sqrt(2)) / 2
        excess = spread * exp(-beyond * beyond / 2) / _ROOT_2_PI / tail if tail > _FAR else came_if_empty + 1.0 - coming
        return _Branch(empty, tail * self._busy[slower], max(waiting + coming + excess - self._services, _LEAST))


def _could(seen: Seen, slower: float) -> float:
    """How likely it is that there was time for a pause between so many services."""
    capacity = seen.plain_capacity / exp(slower)
    return erfc((seen.plain - capacity) / sqrt(2 * (_REGULAR * capacity + 0.1))) / 2


def _as_many(services: int, capacity: float) -> float:
    """How well the number of services alone fits desks that were never idle."""
    return exp(-((services - capacity) ** 2) / (2 * (capacity + 1)))


@cache
def _cells(shifts: int) -> tuple[tuple[int, int, int], ...]:
    """The places of scale, time of arrival and pace of each assumption."""
    return tuple(product(range(len(SCALES)), range(shifts), range(len(SLOWER))))


@cache
def _prior(shifts: int) -> tuple[float, ...]:
    """What is believed of a day before anybody came. The middle one of the times is the one expected."""
    weights = [
        exp(
            -((SCALES[scale] / SCALE_SPREAD) ** 2) / 2
            - (((later - shifts // 2) * LATER_S / LATER_SPREAD_S) ** 2) / 2
            - ((SLOWER[slower] / PACE_SPREAD) ** 2) / 2
        )
        for scale, later, slower in _cells(shifts)
    ]
    return tuple(weight / sum(weights) for weight in weights)


def _drifted(weights: Sequence[float], shifts: int) -> list[float]:
    """A part of each weight given to the neighbours, of another scale and of another pace."""
    row, spread = shifts * len(SLOWER), (DRIFT / SCALE_STEP) ** 2 / 2
    moved = [0.0] * row + list(weights) + [0.0] * row
    for place, weight in enumerate(weights):
        number = place // row
        pull = RETURN * SCALES[number] / (2 * SCALE_STEP)
        up = (spread - pull) * weight if number < len(SCALES) - 1 else 0.0
        down = (spread + pull) * weight if number else 0.0
        moved[place + row] -= up + down
        moved[place + 2 * row] += up
        moved[place] += down
    return _other_paces(moved[row:-row])


def _other_paces(weights: list[float]) -> list[float]:
    """The least and the greatest pace are neighbours of the middle one alone."""
    moved = []
    for place in range(0, len(weights), len(SLOWER)):
        fast, usual, slow = weights[place : place + len(SLOWER)]
        to_fast, to_slow = PACE_DRIFT * (usual - fast), PACE_DRIFT * (usual - slow)
        moved += [fast + to_fast, usual - to_fast - to_slow, slow + to_slow]
    return moved
