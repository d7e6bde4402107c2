"""One gate, one way through it: minute by minute, what its desks wrote is held against the assumptions on its queue.

A minute is final once it is LIVE_MINUTES old, and then its result is kept; scans that come later still make it go back to the
last result before them. What is known of a minute is what was scanned until KNOWN_MINUTES after it, whenever it arrived: so
the result does not depend on when, how often and in which order scans were taken in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from checkin.domain.pressure.expectation import Expectation
from checkin.domain.pressure.gaps import IDLE, Evidence, Paces, evidence, likelihood
from checkin.domain.pressure.hypotheses import SLOWER, Hypotheses, Seen
from checkin.domain.pressure.scans import MINUTE_US, SECOND_US, DeskScans, Minute

LIVE_MINUTES, KNOWN_MINUTES = 7, 5
KEEP_EVERY = 15
BEFORE_DOORS_MINUTES = 30
HOUR_US = 60 * MINUTE_US
SILENT_HOURS, HALF_A_DAY = 3, 12
"""After so many hours without a scan a new day begins. What is older than the last noon or midnight but one counts no more."""

LATELY_MINUTES = 20
GAPS_OVER_MINUTES = 3
SILENCE_OVER_US = 10 * MINUTE_US
SHORTEST_SILENCE_US, LONGEST_SILENCE_US, SILENT_GAPS = 90 * SECOND_US, 10 * MINUTE_US, 12
"""A desk at which nothing was scanned for twelve times the usual gap is not attended."""

SPECIAL_TAKES = 2.6
"""How many times as long as others the services take that are refusals, groups or repeats."""

_SPECIAL_SHARE, _SPECIAL_OVER = 0.1, 300


@dataclass(slots=True)
class State:
    """What is concluded up to a minute. `lately`: services a minute of late, None before the first; `special`: the share of
    services that are not plain."""

    minute: int
    hypotheses: Hypotheses
    paces: Paces = field(default_factory=Paces)
    lately: float | None = None
    special: float = _SPECIAL_SHARE

    def copy(self) -> "State":
        """The same, to go on from apart."""
        return State(self.minute, self.hypotheses.copy(), self.paces.copy(), self.lately, self.special)

    @property
    def takes(self) -> float:
        """How many times as long as a plain service the average one takes."""
        return 1 + (SPECIAL_TAKES - 1) * self.special


class _Evidence(NamedTuple):
    gaps_s: tuple[float, ...]
    mean_s: float
    seen: Evidence


class Line:
    """The queue of one gate, one way. `desks` is kept by the caller, who says what changed."""

    def __init__(self, desks: Mapping[str, DeskScans], expectation: Expectation) -> None:
        self._desks, self.expectation = desks, expectation
        self._kept: list[State] = []
        self._begun: int | None = None
        self._latest: State | None = None
        self._evidence: dict[tuple[str, int], _Evidence] = {}

    def changed(self, at_us: int) -> None:
        """A scan of this time was added: what was concluded from it being absent is dropped."""
        if self._latest is not None and at_us >= self._latest.minute * MINUTE_US:
            return  # nothing was concluded from that time yet
        self._latest = None
        first = at_us // MINUTE_US - KNOWN_MINUTES
        while self._kept and self._kept[-1].minute > first:
            self._kept.pop()

    def reset(self) -> None:
        """Begin anew: the desks are other ones."""
        self._latest, self._begun = None, None
        self._kept.clear()

    def state(self, now_us: int) -> State | None:
        """What is concluded up to the last full minute; None while there is nothing to conclude from."""
        end = now_us // MINUTE_US
        if self._latest is None or self._latest.minute != end:
            self._latest = self._concluded(end)
        return self._latest

    def silence_us(self, end_us: int) -> int:
        """For how long nothing is scanned at a desk before it counts as not attended."""
        counts = [desk.count(end_us - SILENCE_OVER_US, end_us) for desk in self._desks.values()]
        usual_us = SILENCE_OVER_US * sum(count > 0 for count in counts) / max(sum(counts), 1)
        return (
            round(min(max(SILENT_GAPS * usual_us, SHORTEST_SILENCE_US), LONGEST_SILENCE_US))
            if any(counts)
            else LONGEST_SILENCE_US
        )

    def _concluded(self, end: int) -> State | None:
        begin = self._beginning(end)
        if begin != self._begun:
            self.reset()
            self._begun = begin
        if begin is None:
            return None
        while self._kept and self._kept[-1].minute > end - LIVE_MINUTES:
            self._kept.pop()  # asked for an earlier moment, when less was known
        state = self._kept[-1].copy() if self._kept else State(begin, Hypotheses(self.expectation.shifts))
        while state.minute < end:
            self._step(state, end)
            if state.minute <= end - LIVE_MINUTES and (state.minute % KEEP_EVERY == 0 or state.minute == end - LIVE_MINUTES):
                self._keep(state)
        self._evidence = {key: found for key, found in self._evidence.items() if key[1] >= end - LIVE_MINUTES}
        return state

    def _keep(self, state: State) -> None:
        """Keep a final result; of those that are no quarter of an hour, the last one alone."""
        if self._kept and self._kept[-1].minute % KEEP_EVERY:
            self._kept.pop()
        self._kept.append(state.copy())

    def _beginning(self, end: int) -> int | None:
        """The first minute that matters: somewhat before the first scan of the day."""
        hour, oldest = end * MINUTE_US // HOUR_US, (end * MINUTE_US // HOUR_US // HALF_A_DAY - 1) * HALF_A_DAY
        first, silent = None, 0
        while hour >= oldest and silent < SILENT_HOURS:
            begin_us, end_us = hour * HOUR_US, min((hour + 1) * HOUR_US, end * MINUTE_US)
            times = [scans[0].at_us for desk in self._desks.values() if (scans := desk.between(begin_us, end_us))]
            first, silent = (min(times), 0) if times else (first, silent + (first is not None))
            hour -= 1
        return None if first is None else first // MINUTE_US - BEFORE_DOORS_MINUTES

    def _step(self, state: State, end: int) -> None:
        """Take the next minute into `state`, for somebody who knows the scans before `end`."""
        begin_us = state.minute * MINUTE_US
        end_us = begin_us + MINUTE_US
        known_us = min(end_us + KNOWN_MINUTES * MINUTE_US, end * MINUTE_US)
        minutes = {name: desk.minute(begin_us, end_us, known_us) for name, desk in sorted(self._desks.items())}
        services = sum(minute.services for minute in minutes.values())
        if state.lately is not None:
            seen = self._seen(state, minutes, known_us)
            state.hypotheses.step(seen, self.expectation.parties(begin_us + MINUTE_US // 2, state.lately))
            if seen.attended_s >= 1 or services:
                state.lately += (services - state.lately) / LATELY_MINUTES
        elif services:
            state.lately = float(services)
        state.minute += 1

    def _seen(self, state: State, minutes: Mapping[str, Minute], known_us: int) -> Seen:
        """What the minute showed; the paces of the desks are learnt from it afterwards."""
        begin_us, end_us = state.minute * MINUTE_US, (state.minute + 1) * MINUTE_US
        paces_s, silence_us = state.paces.means_s(minutes), self.silence_us(end_us)
        attended_s = capacity = plain_capacity = 0.0
        likelihoods = [[0.0] * len(SLOWER) for _ in IDLE]
        for name, minute in minutes.items():
            pace_s = paces_s[name]
            there_s = self._desks[name].at_work_s(begin_us, end_us, known_us, silence_us, round(pace_s * SECOND_US))
            attended_s, capacity = attended_s + there_s, capacity + there_s / pace_s
            if minute.plain_gaps_s:
                plain_capacity += sum(minute.plain_gaps_s) / pace_s
                found = self._gaps(name, state.minute, minute, known_us)
                for place, slower in enumerate(SLOWER):
                    for row, more in zip(likelihoods, likelihood(found.seen, pace_s * exp(slower)), strict=True):
                        row[place] += more
                state.paces.learn(name, found.seen, found.mean_s)
        services, plain, gaps = (
            sum(one) for one in zip(*((m.services, m.plain, len(m.plain_gaps_s)) for m in minutes.values()), strict=True)
        )
        takes = state.takes
        state.special += (services - plain - state.special * services) / _SPECIAL_OVER
        return Seen(services, attended_s, capacity / takes, gaps, plain_capacity, likelihoods)

    def _gaps(self, name: str, minute: int, seen: Minute, known_us: int) -> _Evidence:
        """What the gaps of a minute say, the mean taken over some more."""
        first_us = (minute + 1 - GAPS_OVER_MINUTES) * MINUTE_US
        lately = self._desks[name].minute(first_us, (minute + 1) * MINUTE_US, known_us).plain_gaps_s
        mean_s, found = sum(lately) / len(lately), self._evidence.get((name, minute))
        if found is None or found.gaps_s != seen.plain_gaps_s or found.mean_s != mean_s:
            found = _Evidence(seen.plain_gaps_s, mean_s, evidence(seen.plain_gaps_s, mean_s))
            self._evidence[name, minute] = found
        return found
