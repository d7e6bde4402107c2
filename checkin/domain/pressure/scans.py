"""The scans of one desk in order of time, whatever the order in which they came, and what a minute of them holds.

Scans of one instant are one service (a group that is admitted together), and so is a badge that is shown again at once (a
repeat, or a refusal that a supervisor overrides). A service is plain when it is one admitted scan: its length is like that of
others. After anything else staff may talk for a while.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from checkin.domain.pressure.gaps import LONGEST_S
from checkin.domain.tick import Tick

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US

TOGETHER_US = SECOND_US
SAME_BADGE_US = 60 * SECOND_US


class Scan(NamedTuple):
    """What is kept of a tick."""

    at_us: int
    scan_id: str
    who: str
    is_admitted: bool
    is_entry: bool


class Minute(NamedTuple):
    """What one desk did in a minute: services begun, how many of them plain, and the gaps between plain ones that ended in it."""

    services: int
    plain: int
    plain_gaps_s: tuple[float, ...]


class DeskScans:
    """Everything kept of one desk."""

    def __init__(self) -> None:
        self._scans: list[Scan] = []
        self._times: list[int] = []
        self.entries = 0

    def __len__(self) -> int:
        return len(self._scans)

    def add(self, tick: Tick) -> bool:
        """Take a scan in; whether it is new."""
        scan = Scan(tick.at_us, tick.scan_id, tick.registration, tick.outcome == "admitted", tick.direction == "entry")
        place = bisect_left(self._scans, scan)
        if place < len(self._scans) and self._scans[place][:2] == scan[:2]:
            return False
        self._scans.insert(place, scan)
        self._times.insert(place, scan.at_us)
        self.entries += scan.is_entry
        return True

    def forget(self, before_us: int) -> None:
        """Drop what is older."""
        count = bisect_left(self._times, before_us)
        self.entries -= sum(scan.is_entry for scan in self._scans[:count])
        del self._scans[:count], self._times[:count]

    def between(self, begin_us: int, end_us: int) -> list[Scan]:
        """The scans from one moment on and before another."""
        return self._scans[bisect_left(self._times, begin_us) : bisect_left(self._times, end_us)]

    def count(self, begin_us: int, end_us: int) -> int:
        """How many there are."""
        return bisect_left(self._times, end_us) - bisect_left(self._times, begin_us)

    def last_us(self, before_us: int) -> int | None:
        """When the last scan before a moment was."""
        place = bisect_left(self._times, before_us)
        return self._times[place - 1] if place else None

    def minute(self, begin_us: int, end_us: int, known_us: int) -> Minute:
        """What there was between two moments, for somebody who knows the scans before `known_us`."""
        first, last, known = (bisect_left(self._times, one) for one in (begin_us, end_us, known_us))
        services = sum(self._begins(place) for place in range(first, last))
        plain = [place for place in range(first, last) if self._is_plain(place, known)]
        gaps = (
            (self._times[place] - self._times[place - 1]) / SECOND_US
            for place in plain
            if place and self._is_plain(place - 1, known)
        )
        return Minute(services, len(plain), tuple(gap_s for gap_s in gaps if gap_s < LONGEST_S))

    def at_work_s(self, begin_us: int, end_us: int, known_us: int, silence_us: int, service_us: int) -> float:
        """How long somebody stood at the desk between two moments: always, but for silences that are longer than chance explains;
        there, only for the service that each scan stands for."""
        return sum(end - begin for begin, end in self._presence(begin_us, end_us, known_us, silence_us, service_us)) / SECOND_US

    def _presence(self, begin_us: int, end_us: int, known_us: int, silence_us: int, service_us: int) -> Iterator[tuple[int, int]]:
        known = bisect_left(self._times, known_us)
        place = bisect_right(self._times, begin_us, hi=known)
        at_us = begin_us
        while at_us < end_us:
            before_us = self._times[place - 1] if place else at_us - silence_us
            following_us = self._times[place] if place < known else None
            until_us = end_us if following_us is None else min(end_us, following_us)
            if (known_us if following_us is None else following_us) - before_us < silence_us:
                yield at_us, until_us
            else:
                left_us = max(at_us, min(until_us, before_us + service_us))
                yield at_us, left_us
                if following_us is not None:
                    yield max(left_us, min(until_us, following_us - service_us)), until_us
            at_us, place = until_us, place + 1

    def _begins(self, place: int) -> bool:
        """Whether this scan is not part of the service of the one before."""
        if not place:
            return True
        before, scan = self._scans[place - 1], self._scans[place]
        apart_us = scan.at_us - before.at_us
        return apart_us >= TOGETHER_US and (scan.who != before.who or apart_us >= SAME_BADGE_US)

    def _is_plain(self, place: int, known: int) -> bool:
        return self._scans[place].is_admitted and self._begins(place) and (place + 1 >= known or self._begins(place + 1))
