"""The registrations of a hub's home together with those that the hub's log tells of: walk-ins of its desks, and, where several
homes share a log, what another home changed."""

from collections.abc import Iterator
from pathlib import Path

from checkin.sync.bulletin import digest_at
from checkin.sync.hublog import HubLog
from checkin.sync.notices import Notice, NoticeKind
from data.overview.people import People
from data.store import Store, store_in_memory

AT_ONCE = 1_000
MANY = 200
"""From so many on it is quicker to look first which of them are known."""


class HubPeople(People):
    """They are put together in memory, and nothing is written to the home. Of somebody whom both know, what was told last holds,
    unless the home changed it since it told the log something. `close` leaves the log to whoever opened it."""

    def __init__(self, database: Path, log: HubLog, event: str) -> None:
        super().__init__(database)
        self._log = log
        self._of = event
        self._all: Store | None = None
        self._version: tuple[int, int] | None = None
        self._name = ""
        self._position = 0
        self._untold: frozenset[str] = frozenset()

    @property
    def store(self) -> Store:
        """The store that has all who are registered, as of now."""
        version, state = self.home.board.version(), self._log.notices(self._of, 0, 0).state
        is_another = state.epochs[0] != self._name or state.notices < self._position
        if self._all is None or version != self._version or is_another:
            self._begin(version, state.epochs[0])
        assert self._all is not None
        if state.notices > self._position:
            self._take(self._all)
        return self._all

    def close(self) -> None:
        """Give the home back."""
        if self._all is not None:
            self._all.close()
        super().close()

    def _begin(self, version: tuple[int, int], name: str) -> None:
        if self._all is not None:
            self._all.close()
        self._all, self._version, self._name, self._position = store_in_memory(self.home), version, name, 0
        told = self.home.published.last(name, lambda mark: digest_at(self._log, self._of, mark.position) == mark.digest)
        self._untold = frozenset(one.id for one in self.home.registrations.changed(told.version if told else -1))

    def _take(self, store: Store) -> None:
        news = {one.id: one for one in self._news() if one.id not in self._untold}
        if len(news) > MANY:
            known = {one.id: one.content for one in store.board.people(-1)}
            news = {name: one for name, one in news.items() if known.get(name) != one.content}
        with store.writing():
            store.board.take_all(list(news.values()))

    def _news(self) -> Iterator[Notice]:
        while rows := self._log.notices(self._of, self._position, AT_ONCE).rows:
            self._position += len(rows)
            yield from (one for one in rows if one.kind is NoticeKind.REGISTRATION)
