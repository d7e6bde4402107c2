"""How far a desk's clock is ahead of its hub's, line by line; also where somebody sets it in the middle of the day. No I/O."""

from collections.abc import Callable, Sequence
from datetime import datetime

from checkin.domain.journal import microseconds
from checkin.sync.desklog import DeskLog

CLOCK_JITTER_US = 2_000_000
"""Measured over a network, a clock that is right seems to move by less."""

Ticking = Callable[[], int]
"""Microseconds since some moment, by a clock that nobody sets."""


def ahead_at(clocks: Sequence[tuple[int, int]], seq: int) -> int:
    """How far the clock was ahead (microseconds) that wrote line `seq`, by DeskLog.clocks; 0 where it was never compared."""
    return next((ahead_us for first, ahead_us in reversed(clocks) if first <= seq), 0)


class Clocks:
    """What a desk knows of its clock. Without `ticking` it does not notice that it was set, and finds out at the next comparison.

    A machine that slept looks as if its clock had been set: so what `look` has seen counts only once the hub was asked."""

    def __init__(self, log: DeskLog, ticking: Ticking | None = None) -> None:
        self._log = log
        self._ticking = ticking
        self._apart_us: int | None = None
        self._sent_at: int | None = None
        self._jumps: list[tuple[int, int]] = []

    @property
    def was_set(self) -> bool:
        """Whether the clock seems to have been set since it was compared: to be compared again, before any line is brought."""
        return bool(self._jumps)

    def look(self, now: datetime) -> None:
        """Notice that the clock was set since the last look. To be called before a line is written."""
        if self._ticking is None:
            return
        apart_us = microseconds(now) - self._ticking()
        if self._apart_us is not None and abs(apart_us - self._apart_us) > CLOCK_JITTER_US:
            self._jumps.append((self._log.head().seq + 1, apart_us - self._apart_us))
        self._apart_us = apart_us

    def sent(self) -> None:
        """Something is asked now."""
        self._sent_at = self._ticking() if self._ticking is not None else None

    def way_us(self, sent: datetime, now: datetime) -> int:
        """How long the question and its answer took. `sent`: by this machine's clock, which may have been set since."""
        if self._ticking is None or self._sent_at is None:
            return microseconds(now) - microseconds(sent)
        return self._ticking() - self._sent_at

    def compared(self, ahead_us: int, way_us: int = 0) -> int:
        """How far the clock is taken to be ahead, now that an answer was compared that took so long: as was measured before,
        unless it has moved. The first comparison holds for what was written before it, too."""
        unsure_us = max(CLOCK_JITTER_US, way_us // 2)
        clocks, jumps = self._log.clocks(), self._jumps
        self._jumps = []
        before_us = clocks[-1][1] if clocks else ahead_us - sum(by_us for _, by_us in jumps)
        moved_us = ahead_us - before_us
        if not clocks:
            self._log.note_clock(0, before_us)
        if jumps and abs(moved_us - sum(by_us for _, by_us in jumps)) <= unsure_us:  # it was set as it looked
            for seq, by_us in jumps:
                before_us += by_us
                self._log.note_clock(seq, before_us)
            return before_us
        if abs(moved_us) <= unsure_us:
            return before_us
        self._log.note_clock(jumps[-1][0] if jumps else self._log.head().seq + 1, ahead_us)
        return ahead_us
