"""What a supervisor's figures are made from, kept up to date line by line."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from checkin.domain.attendance import Attendance
from checkin.domain.event import Event
from checkin.domain.expectation import Turnout
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick


class Counting:
    """A fold over the lines of an event, in whatever order they come; one that comes again changes nothing."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.turnout = Turnout()
        self._attendance = Attendance(event)
        self.conflicts = self._attendance.conflicts

    @property
    def tally(self) -> Tally:
        """The figures."""
        return self._attendance.tally

    def take(self, ticks: Iterable[Tick]) -> None:
        """Count these lines."""
        self.turnout.look_again(self._attendance.take(ticks), self.tally)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While very much is made at once, Python looks for garbage again and again: it finds none, and takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
