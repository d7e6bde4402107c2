"""All that is counted of an event's journals, kept up to date together: the figures and the conflicts."""

from collections.abc import Iterable

from checkin.domain.conflicts import Conflicts
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine
from checkin.domain.tally import Person, Tally
from checkin.domain.tick import Tick, tick_of


def counts_alike(one: Event, other: Event) -> bool:
    """Whether the same lines come to the same figures and conflicts, whichever of the two describes the event."""
    return _counting(one) == _counting(other)


def _counting(event: Event) -> tuple[object, ...]:
    policies = {checkpoint.id: (checkpoint.entry, checkpoint.max_entries) for checkpoint in event.checkpoints.values()}
    return event.zone, policies


class Attendance:
    """A fold over journal lines, in whatever order they come; one that comes again changes nothing."""

    def __init__(self, event: Event) -> None:
        self.tally = Tally(event.zone)
        self.conflicts = Conflicts(event, self.tally)

    def take(self, ticks: Iterable[Tick]) -> frozenset[Person]:
        """Count these lines; whose passages that has changed."""
        ticks = tuple(ticks)
        changed = self.tally.take(ticks)
        self.conflicts.look_again(changed, ticks)
        return changed

    def add(self, line: JournalLine) -> None:
        """Count one line."""
        self.take((tick_of(line),))

    def extend(self, lines: Iterable[JournalLine]) -> None:
        """Count several lines."""
        self.take(map(tick_of, lines))
