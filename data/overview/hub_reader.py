"""A hub's own log, SQLite or PostgreSQL, with the registrations in the hub's home. Fulfils checkin.overview.reading.Reader."""

from datetime import datetime

from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.domain.journal import GENESIS
from checkin.domain.ranges import trust_in
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick
from checkin.overview.desks import desks_of
from checkin.overview.reading import Mark, News, Outlook, Place
from checkin.overview.sources import sources_of, unheard
from checkin.ports import Clock
from checkin.sync.hublog import HubLog, Roster
from data.overview.people import People

AT_ONCE = 20_000
"""So many rows are read at a time."""


class HubReader:
    """Reads beside the hub, which need not run. `close` leaves the log to whoever opened it."""

    def __init__(self, log: HubLog, people: People, clock: Clock) -> None:
        self._log = log
        self._people = people
        self._clock = clock
        self._event = people.event()
        self._position, self._chain = 0, GENESIS
        self._waiting = 0
        self._known: tuple[datetime, Roster] | None = None

    def event(self) -> Event:
        """The event."""
        self._event = self._people.event()
        return self._event

    def news(self) -> News:
        """The rows behind the last one; all of them where the log was replaced by another. What desks reported is read before
        them: else a report could speak of rows that came after these were read."""
        self._known = self._look()
        ticks: list[Tick] = []
        anew = False
        while True:
            page = self._log.ticks(self._event.id, self._position, AT_ONCE)
            if page.chain != self._chain:
                anew = True
                ticks.clear()
                self._begin()
                continue
            ticks += page.ticks
            self._position, self._chain = page.last
            self._waiting = len(page.state.waiting)
            if self._position >= page.state.position:
                return News(ticks, anew)

    def mark(self) -> Mark:
        """The last row."""
        return "hub", self._position, self._chain

    def resume(self, mark: Mark) -> bool:
        """Whether that row is in the log."""
        match mark:
            case ("hub", int(position), bytes(chain)) if self._log.ticks(self._event.id, position, 1).chain == chain:
                self._position, self._chain = position, chain
                return True
        return False

    def outlook(self) -> Outlook:
        """As the desks have reported."""
        now, roster = self._known or self._look()
        desks = desks_of(roster, {})
        trust = trust_in(sources_of(desks), now, self._people.bounds(), is_recovering=self._waiting > 0)
        return Outlook(Place.HUB, now, trust, None, tuple(desks), tuple(unheard(desks)), self._waiting)

    def roll(self) -> Roll | None:
        """Who is registered in the hub's home."""
        return self._people.roll()

    def person(self, registration: str) -> Registration | None:
        """Somebody who is registered there."""
        return self._people.person(registration)

    def supervisors(self) -> tuple[Supervisor, ...]:
        """Who may settle conflicts."""
        return self._people.supervisors()

    def close(self) -> None:
        """Give the registrations back."""
        self._people.close()

    def _look(self) -> tuple[datetime, Roster]:
        return self._clock(), self._log.roster(self._event.id)

    def _begin(self) -> None:
        self._position, self._chain = 0, GENESIS
