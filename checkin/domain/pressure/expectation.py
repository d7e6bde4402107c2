"""How many parties are to come at a gate in a minute: what the organiser or yesterday says, or what came lately."""

from collections.abc import Callable, Sequence
from math import isfinite

from checkin.domain.pressure.hypotheses import LATER_S
from checkin.domain.pressure.scans import MINUTE_US, SECOND_US

Expected = Callable[[str, int], float]
"""Persons that are to come at a gate in the five minutes that begin at a moment, in microseconds since 1970."""

SLOT_US = 5 * MINUTE_US
MOST_A_SLOT = 1e5
_SHIFTS_US = tuple(round(place * LATER_S * SECOND_US) for place in (-1, 0, 1))
_FLOOR = 0.15
"""Of what came lately, so many come whatever was expected."""


class Expectation:
    """What is expected at one gate; nothing where `expected` is None, and then what came lately goes on."""

    def __init__(self, gate: str, expected: Expected | None) -> None:
        self._gate, self._expected = gate, expected
        self._slots: dict[int, float] = {}
        self.shifts = len(_SHIFTS_US) if expected else 1

    def parties(self, middle_us: int, lately: float) -> Sequence[float]:
        """How many come in the minute around a moment, by how much later than expected they come. `lately`: how many a minute
        came of late."""
        if self._expected is None:
            return (lately,)
        return [max(self._a_minute(middle_us - shift_us), _FLOOR * lately) for shift_us in _SHIFTS_US]

    def _a_minute(self, at_us: int) -> float:
        """Between the middles of two slots, in a straight line."""
        slot, over_us = divmod(at_us - SLOT_US // 2, SLOT_US)
        before, following = self._slot(slot), self._slot(slot + 1)
        return (before + (following - before) * over_us / SLOT_US) * MINUTE_US / SLOT_US

    def _slot(self, slot: int) -> float:
        if slot not in self._slots:
            assert self._expected is not None
            said = self._expected(self._gate, slot * SLOT_US)
            self._slots[slot] = min(max(said, 0.0), MOST_A_SLOT) if isfinite(said) else 0.0
        return self._slots[slot]

    def forget(self, before_us: int) -> None:
        """Drop what was asked about long ago."""
        self._slots = {slot: said for slot, said in self._slots.items() if slot * SLOT_US >= before_us}
