"""A desk's database: its own journal, and what its hub has told of other desks. Fulfils checkin.overview.reading.Reader."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.domain.ranges import Trust, trust_in
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick
from checkin.overview.neighbours import Seen
from checkin.overview.reading import Mark, News, Outlook, Place
from checkin.overview.sources import sources_of, unheard
from checkin.ports import Clock
from checkin.sync.clocks import ahead_at
from data.overview.people import People


class DeskReader:
    """Reads beside the desk, which need not run. `neighbours`: what the hub said last of its desks, None before it did."""

    def __init__(self, people: People, clock: Clock, neighbours: Callable[[], Seen | None] = lambda: None) -> None:
        self._people = people
        self._store = people.store
        self._clock = clock
        self._neighbours = neighbours
        self._seen: Seen | None = None
        self._clocks: list[tuple[int, int]] = []
        self._lines = self._copies = 0
        self._read_at: datetime | None = None

    def event(self) -> Event:
        """The event."""
        return self._people.event()

    def news(self) -> News:
        """New lines of the journal and of other desks; all of them where the clock turned out to have been another, or what was
        known of other desks is gone. The clock, and what the hub said of its desks, are read before the lines: else they could
        speak of lines that came after."""
        self._read_at = self._clock()
        self._look_around()
        clocks = self._store.hub.clocks()
        head, last = self._store.journal.head().seq, self._store.hub.last_copy()
        anew = clocks != self._clocks or last < self._copies
        if anew:
            self._clocks, self._lines, self._copies = clocks, 0, 0
        ticks = [*self._own(head), *self._store.hub.ticks(self._copies, last)]
        self._lines, self._copies = head, last
        return News(ticks, anew)

    def mark(self) -> Mark:
        """The last line of the journal and the last copy, and by which clocks their times were corrected."""
        return "desk", self._lines, self._store.hub.hash_at(self._lines) or b"", self._copies, self._standing()

    def resume(self, mark: Mark) -> bool:
        """Whether these lines are there, and by the same clocks."""
        match mark:
            case ("desk", int(lines), bytes(end), int(copies), str(standing)):
                self._clocks = self._store.hub.clocks()
                is_there = (self._store.hub.hash_at(lines) or b"") == end and self._store.hub.last_copy() >= copies
                if is_there and standing == self._standing():
                    self._lines, self._copies = lines, copies
                    return True
        return False

    def _standing(self) -> str:
        """What changes where copies or clocks are no more what they were."""
        return f"{self._store.hub.cursor().epoch} {self._clocks}"

    def outlook(self) -> Outlook:
        """As the hub has told; this desk's own lines are all here."""
        member, now = self._store.membership.get(), (self._read_at or self._clock()) - self._ahead
        if member is None or member.revoked_us is not None:
            return Outlook(Place.DESK, now, Trust(now))
        seen = self._seen
        if seen is None:
            return Outlook(Place.GONE, now, Trust(now, (), None))
        desks = [replace(one, complete_until=now) if one.device == member.device else one for one in seen.desks]
        trust = trust_in(sources_of(desks), now, self._people.bounds(), is_recovering=seen.waiting_journals > 0)
        place = Place.FEED if seen.is_fresh else Place.GONE
        return Outlook(place, now, trust, seen.at, tuple(desks), tuple(unheard(desks)), seen.waiting_journals)

    def roll(self) -> Roll | None:
        """Who is registered."""
        return self._people.roll()

    def person(self, registration: str) -> Registration | None:
        """Somebody who is registered."""
        return self._people.person(registration)

    def supervisors(self) -> tuple[Supervisor, ...]:
        """Who may settle conflicts."""
        return self._people.supervisors()

    def close(self) -> None:
        """Give the database back."""
        self._people.close()

    @property
    def _ahead(self) -> timedelta:
        return timedelta(microseconds=ahead_at(self._clocks, self._lines + 1))

    def _own(self, until: int) -> Iterator[Tick]:
        for seq, tick in enumerate(self._store.journal.ticks(self._lines, until), self._lines + 1):
            ahead_us = ahead_at(self._clocks, seq)
            yield tick._replace(at_us=tick.at_us - ahead_us) if ahead_us else tick

    def _look_around(self) -> None:
        """What the hub says of its desks counts here once the lines that it had then have come, too."""
        seen, cursor = self._neighbours(), self._store.hub.cursor()
        if seen is None:
            return
        if seen.epoch == cursor.epoch and seen.position <= cursor.position:
            self._seen = seen
        elif self._seen is not None:
            self._seen = replace(self._seen, is_fresh=seen.is_fresh)
