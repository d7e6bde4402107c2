"""When a device tells its hub how it is, and what it can vouch for. A desk's side; without I/O."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from checkin.domain.journal import Head
from checkin.sync.clocks import Ticking
from checkin.sync.reports import Condition, Report

EVERY = timedelta(seconds=5)
LATER = 3
"""While lines wait, those go first; but for no longer than so many times that."""


class Reporting:
    """`condition` is asked at each report, one every `every`."""

    def __init__(self, condition: Callable[[], Condition], ticking: Ticking, every: timedelta = EVERY) -> None:
        self._condition = condition
        self.ticking = ticking
        self._every_us = every // timedelta(microseconds=1)
        self._told_at: int | None = None
        self._hub_us = 0
        self._heard_at: int | None = None

    def heard(self, hub_us: int) -> None:
        """The hub said that its clock says this, a moment ago or longer."""
        self._hub_us, self._heard_at = hub_us, self.ticking()

    def is_due(self, *, has_backlog: bool) -> bool:
        """Whether to report now. The hub must have been heard before."""
        if self._heard_at is None:
            return False
        if self._told_at is None:
            return not has_backlog
        return self.ticking() - self._told_at >= self._every_us * (LATER if has_backlog else 1)

    def report(self, event: str, head: Head, ahead_us: int, *, closing: bool = False) -> Report:
        """What to tell, of a journal that ends there now."""
        now = self.ticking()
        self._told_at = now
        until_us = self._hub_us + (now - self._heard_at if self._heard_at is not None else 0)
        condition = replace(self._condition(), closing=closing)
        return Report(event, head.journal, head.seq, head.hash, until_us, ahead_us, condition)
