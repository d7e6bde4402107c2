"""The wait to come under every assumption that is left, with the desks there are or with more or fewer, and what to do about
it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log

from checkin.domain.pressure.expectation import SLOT_US, Expectation
from checkin.domain.pressure.hypotheses import staying
from checkin.domain.pressure.line import State
from checkin.domain.pressure.scans import MINUTE_US
from checkin.domain.pressure.values import Close, Open, Settings, Wait
from checkin.domain.queueing import after, waiting_at

STEPS = 9
SLOT_MIN = SLOT_US / MINUTE_US
RETURNS_MIN = 15.0
"""After so many minutes about two of three desks that have a break are back."""

MOST_MORE = 6
GRACE_STEPS = 3
"""Desks that are opened have so many steps to bring a queue down that is there already."""

LOW, MIDDLE, HIGH = 0.03, 0.5, 0.97
_LEAST_WEIGHT = 1e-4
_BUSIEST = 0.97
_HELD = {True: 0.985, False: 0.95}
"""Which part of the distance from what is expected is left after a step, by whether anything was expected but what came
lately."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One assumption: how many wait, how long a service takes, how many come in each step."""

    weight: float
    waiting: float
    service_s: float
    coming: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Desks at work, and how many of those that are not are likely to come back; `service_s`: the mean service time there."""

    at_work: int
    away: float
    service_s: float

    def at(self, minutes: float, more: int = 0) -> float:
        """How many desks there are after so many minutes; where nobody is, it is told how it were with one."""
        return max(self.at_work + more + self.away * (1 - exp(-minutes / RETURNS_MIN)), 1.0)


class Outlook:
    """What is to be expected of a line from `now_us` on."""

    def __init__(self, state: State, expectation: Expectation, staff: Staff, now_us: int) -> None:
        self._staff, self._now_us = staff, now_us
        lately = state.lately or 0.0
        coming = [expectation.parties(now_us + round((step + 0.5) * SLOT_US), lately) for step in range(STEPS)]
        held = _HELD[expectation.shifts > 1]
        self._cases = []
        for one in state.hypotheses.left():
            if one.weight > _LEAST_WEIGHT:
                scales = [exp(log(one.scale) * held ** (step + 1)) for step in range(STEPS)]
                parties = tuple(SLOT_MIN * by[one.later] * scale for by, scale in zip(coming, scales, strict=True))
                self._cases.append(_Case(one.weight, one.waiting, staff.service_s * one.slower, parties))

    @property
    def arrivals_per_min(self) -> float:
        """Visitors and groups that come now."""
        return _at(MIDDLE, [(case.coming[0] / SLOT_MIN, case.weight) for case in self._cases])

    @property
    def waiting(self) -> float:
        """How many of them stand there."""
        return _at(MIDDLE, [(case.waiting, case.weight) for case in self._cases])

    @property
    def busy(self) -> float:
        """How likely it is that there is a queue."""
        return sum(case.weight for case in self._cases if case.waiting) / sum(case.weight for case in self._cases)

    def now(self, level: float = MIDDLE) -> Wait:
        """The wait of somebody who comes now; `wait_s` is what it does not exceed with the probability `level`."""
        desks = self._staff.at(0)
        waits = []
        for case in self._cases:
            load = case.coming[0] * case.service_s / (60 * SLOT_MIN * desks)
            waiting = case.waiting or waiting_at(min(load, _BUSIEST), desks)
            waits.append((waiting * case.service_s / desks, case.weight))
        return _wait(self._now_us, waits, level)

    def ahead(self, more: int = 0, level: float = MIDDLE) -> list[Wait]:
        """The wait at each step, with so many more desks (fewer: less than 0)."""
        waits: list[list[tuple[float, float]]] = [[] for _ in range(STEPS)]
        for case in self._cases:
            waiting = case.waiting
            for step, coming in enumerate(case.coming):
                desks = self._staff.at((step + 0.5) * SLOT_MIN, more)
                stays = staying(waiting * case.service_s / desks)
                waiting = after(waiting, coming * stays, 60 * SLOT_MIN * desks / case.service_s, desks)
                waits[step].append((waiting * case.service_s / self._staff.at((step + 1) * SLOT_MIN, more), case.weight))
        return [_wait(self._now_us + (step + 1) * SLOT_US, of, level) for step, of in enumerate(waits)]


def advice(gate: str, way: str, outlook: Outlook, staff: Staff, settings: Settings) -> Open | Close | None:
    """What to do: nothing, more desks, or one fewer. A desk is spared only where the wait stays far below the threshold
    without it, so that it is not asked for again at once."""
    level, threshold_s = 1 - settings.sure, settings.threshold_s
    usual = [outlook.now(level), *outlook.ahead(0, level)]
    passes = next((one for one in usual if one.wait_s > threshold_s), None)
    if passes is not None:
        more = next((count for count in range(1, MOST_MORE) if _suffices(outlook.ahead(count, level), threshold_s)), MOST_MORE)
        return Open(gate, way, more, max(one.wait_s for one in usual), passes.at_us)
    if staff.at_work > 1:
        fewer = [outlook.now(), *outlook.ahead(-1)]
        if all(one.high_s <= settings.calm_s for one in fewer):
            return Close(gate, way)
    return None


def _suffices(waits: Sequence[Wait], threshold_s: float) -> bool:
    return all(one.wait_s <= threshold_s for one in waits[GRACE_STEPS - 1 :])


def _wait(at_us: int, waits: Sequence[tuple[float, float]], level: float = MIDDLE) -> Wait:
    ordered = sorted(waits)
    return Wait(at_us, _at(level, ordered), _at(LOW, ordered), _at(HIGH, ordered))


def _at(level: float, weighted: Sequence[tuple[float, float]]) -> float:
    """The number that this part of all weight does not exceed."""
    ordered = sorted(weighted)
    upto = list(accumulate(weight for _, weight in ordered))
    return ordered[bisect_left(upto, level * upto[-1])][0]
