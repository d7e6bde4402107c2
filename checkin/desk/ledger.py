"""What a desk knows of who passed: a fold over its own journal and the lines of other desks, in one time, the hub's."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from checkin.desk.earlier import Earlier
from checkin.desk.stores import DeskDatabase
from checkin.domain.attendance import Attendance
from checkin.domain.conflicts import Conflict, Conflicts
from checkin.domain.event import Event
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick, tick_of
from checkin.sync.clocks import ahead_at

RECENT = 200


class Ledger:
    """Kept up to date line by line. Times of this desk's own lines are corrected by what its clock was ahead at that line."""

    def __init__(self, store: DeskDatabase, event: Event) -> None:
        self._store = store
        self._event = event
        self._clocks: list[tuple[int, int]] = []
        self.forget()
        self.catch_up()

    @property
    def tally(self) -> Tally:
        """The figures."""
        return self._attendance.tally

    @property
    def conflicts(self) -> Conflicts:
        """The conflicts."""
        return self._attendance.conflicts

    @property
    def ahead(self) -> timedelta:
        """How far this desk's clock is ahead of the hub's, as far as it was measured."""
        return timedelta(microseconds=ahead_at(self._clocks, self.lines + 1))

    def compared(self) -> None:
        """The clock may have been compared with the hub's; where that says something new of counted lines, count anew."""
        clocks = list(self._store.hub.clocks())
        is_told_anew = self._of_counted(clocks) != self._of_counted(self._clocks)
        self._clocks = clocks
        if is_told_anew:
            self.forget()
            self.catch_up()

    def forget(self) -> None:
        """Know nothing of the journal."""
        self._attendance = Attendance(self._event)
        self.earlier = Earlier(self._store.journal, self.tally)
        self.recent: OrderedDict[str, JournalLine] = OrderedDict()
        self.own: set[str] = set()
        self.lines = 0
        self.last_at: datetime | None = None
        self._copies = 0
        self._clocks = list(self._store.hub.clocks())

    def catch_up(self) -> None:
        """Count what was added: by another program (`checkin scan`) to the journal, by the hub to the copies."""
        head = self._store.journal.head().seq
        if head > self.lines:
            self._count(list(self._own_ticks(head)))
            for item in self._store.journal.lines(max(self.lines, head - RECENT)):
                self._remember(item.line, item.seq)
            self.lines = head
        last = self._store.hub.last_copy()
        if last > self._copies:
            self._attendance.take(self._store.hub.ticks(self._copies, last))
            self._copies = last

    def fold(self, line: JournalLine) -> None:
        """Count the next line of this desk's journal."""
        self.lines += 1
        self._count([tick_of(self.corrected(line))])
        self._remember(line, self.lines)

    def corrected(self, line: JournalLine) -> JournalLine:
        """The last line of this desk's journal, in the hub's time."""
        return self._at_the_hub(line, self.lines)

    def today(self, now: datetime) -> date:
        """The event's day, by the hub's clock."""
        return self._event.day_of(now - self.ahead)

    def open_conflicts(self) -> tuple[Conflict, ...]:
        """Those that concern scans of this desk, and that nobody has settled, oldest first."""
        return tuple(
            one for one in self.conflicts.found()
            if one.settled is None and (one.first.scan_id in self.own or one.surplus.scan_id in self.own)
        )  # fmt: skip

    def _of_counted(self, clocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [one for one in clocks if one[0] <= self.lines]

    def _own_ticks(self, until: int) -> Iterator[Tick]:
        """The lines of this journal that were not counted yet, in the hub's time."""
        for seq, tick in enumerate(self._store.journal.ticks(self.lines, until), self.lines + 1):
            ahead_us = ahead_at(self._clocks, seq)
            yield tick._replace(at_us=tick.at_us - ahead_us) if ahead_us else tick

    def _at_the_hub(self, line: JournalLine, seq: int) -> JournalLine:
        ahead_us = ahead_at(self._clocks, seq)
        return replace(line, at=line.at - timedelta(microseconds=ahead_us)) if ahead_us else line

    def _count(self, ticks: list[Tick]) -> None:
        self._attendance.take(ticks)
        for tick in ticks:
            self.earlier.fold(tick)
            self.own.add(tick.scan_id)

    def _remember(self, line: JournalLine, seq: int) -> None:
        if line.origin is not Origin.COMMAND:  # `checkin scan --at` may speak of another day
            self.last_at = line.at
        if line.kind is Kind.SCAN:
            self.recent[line.scan_id] = self._at_the_hub(line, seq)
            if len(self.recent) > RECENT:
                self.recent.popitem(last=False)
