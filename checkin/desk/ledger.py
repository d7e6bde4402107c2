"""What a desk knows of who passed: a fold over its own journal and the lines of other desks, in one time, the hub's."""

from collections import OrderedDict
from dataclasses import replace
from datetime import date, datetime, timedelta

from checkin.desk.earlier import Earlier
from checkin.desk.stores import DeskDatabase
from checkin.domain.conflicts import Conflict, Conflicts
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.tally import Tally
from checkin.sync.client import ahead_at

RECENT = 200


class Ledger:
    """Kept up to date line by line. Times of this desk's own lines are corrected by what its clock was ahead at that line."""

    def __init__(self, store: DeskDatabase, event: Event) -> None:
        self._store = store
        self._event = event
        self.forget()
        self.catch_up()

    @property
    def ahead(self) -> timedelta:
        """How far this desk's clock is ahead of the hub's, as far as it was measured."""
        return timedelta(microseconds=ahead_at(self._clocks, self.lines + 1))

    def compared(self) -> None:
        """The clock may have been compared with the hub's; where that says something new, count anew."""
        if list(self._store.hub.clocks()) != self._clocks:
            self.forget()
            self.catch_up()

    def forget(self) -> None:
        """Know nothing of the journal."""
        self.tally = Tally(self._event.zone)
        self.earlier = Earlier(self._store.journal, self.tally)
        self.conflicts = Conflicts(self._event)
        self.recent: OrderedDict[str, JournalLine] = OrderedDict()
        self.own: set[str] = set()
        self.lines = 0
        self.last_at: datetime | None = None
        self._copies = 0
        self._clocks = list(self._store.hub.clocks())

    def catch_up(self) -> bool:
        """Count what was added: by another program (`checkin scan`) to the journal, by the hub to the copies. Whether there was
        anything."""
        before = self.lines, self._copies
        if self._store.journal.head().seq > self.lines:
            for item in self._store.journal.lines(self.lines):
                self.fold(item.line)
        if self._store.hub.last_copy() > self._copies:
            for number, copy in self._store.hub.copies(self._copies):
                self._count(copy.corrected)
                self._copies = number
        return before != (self.lines, self._copies)

    def fold(self, line: JournalLine) -> None:
        """Count the next line of this desk's journal."""
        self.lines += 1
        if line.origin is not Origin.COMMAND:  # `checkin scan --at` may speak of another day
            self.last_at = line.at
        line = self.corrected(line)
        self._count(line)
        self.earlier.fold(line)
        self.own.add(line.scan_id)
        if line.kind is Kind.SCAN:
            self.recent[line.scan_id] = line
            if len(self.recent) > RECENT:
                self.recent.popitem(last=False)

    def corrected(self, line: JournalLine) -> JournalLine:
        """The next line of this desk, in the hub's time."""
        ahead_us = ahead_at(self._clocks, self.lines)
        return replace(line, at=line.at - timedelta(microseconds=ahead_us)) if ahead_us else line

    def today(self, now: datetime) -> date:
        """The event's day, by the hub's clock."""
        return self._event.day_of(now - self.ahead)

    def open_conflicts(self) -> tuple[Conflict, ...]:
        """Those that concern scans of this desk, and that nobody has settled, oldest first."""
        return tuple(
            one for one in self.conflicts.found()
            if one.settled is None and (one.first.scan_id in self.own or one.surplus.scan_id in self.own)
        )  # fmt: skip

    def _count(self, line: JournalLine) -> None:
        self.tally.add(line)
        self.conflicts.add(line)
