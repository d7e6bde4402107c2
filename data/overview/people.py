"""The registrations and the event of a home, read anew when they have changed."""

from pathlib import Path

from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.domain.folding import fold
from checkin.domain.ranges import Bounds, bounds_for
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.trouble import Trouble
from data.importers.event_file import parse_event
from data.search_index import named_words
from data.store import Store, open_store


class People:
    """Belongs to the thread that opened it."""

    def __init__(self, database: Path) -> None:
        self.home: Store = open_store(database, read_only=True)
        self._roll: Roll | None = None
        self._rolled: tuple[Store, int] | None = None
        self._text = ""
        self._event: Event | None = None

    @property
    def store(self) -> Store:
        """The store that has all who are registered."""
        return self.home

    def event(self) -> Event:
        """The event. Trouble before there is one."""
        text = self.home.event_text()
        if not text:
            raise Trouble("There is no event here yet.")
        if self._event is None or text != self._text:
            self._event, self._text = parse_event(text), text
        return self._event

    def roll(self) -> Roll:
        """Who is registered."""
        store = self.store
        now = store, store.board.version()[1]
        if self._roll is None or now != self._rolled:
            self._roll, self._rolled = store.registrations.roll(), now
        return self._roll

    def bounds(self) -> Bounds:
        """What ranges take for granted: a group may be as large as the largest order."""
        return bounds_for(self.roll().largest_order)

    def person(self, registration: str) -> Registration | None:
        """Somebody who is registered."""
        return self.store.registrations.get(registration)

    def names(self, word: str) -> bool:
        """Whether a word is a part of the name of somebody who is registered, in any script; or of an address, badge or id."""
        wanted = fold(word)
        found = self.store.registrations.search(word)
        return any(wanted in f"{named_words(one.name)} {fold(f'{one.email} {one.badge} {one.id}')}".split() for one in found)

    def supervisors(self) -> tuple[Supervisor, ...]:
        """Who is a supervisor there."""
        return tuple(self.home.supervisors.all())

    def close(self) -> None:
        """Give the database back."""
        self.home.close()
