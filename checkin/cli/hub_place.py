"""A hub's database, opened for a command."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home
from checkin.domain.event import Event
from checkin.ports import Clock
from checkin.sync.enrolment import Offer
from checkin.sync.notices import NoticeKind
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.sync.hub import Hub
    from checkin.sync.messages import Delivered
    from data.hub.store import SqlHubLog

AT_ONCE = 1_000

database_option = click.option(
    "--database", default="", metavar="URL", help='"postgresql://..."; otherwise hub.db in the home folder.'
)


@dataclass(frozen=True, slots=True)
class Place:
    """A hub's database, its event, and the hub over both."""

    log: "SqlHubLog"
    event: Event
    hub: "Hub"

    def rows(self) -> "Iterator[Delivered]":
        """All rows of the log, in order; memory stays flat."""
        position = 0
        while rows := self.log.page(self.event.id, position, AT_ONCE).rows:
            yield from (one.delivered for one in rows)
            position = rows[-1].position

    def has_devices(self) -> bool:
        """Whether any device was let in that is not cut off."""
        from data.hub.own_journal import OWN

        devices = self.log.roster(self.event.id).devices.values()
        return any(one.revoked_us is None and not one.id.startswith(OWN) for one in devices)


@contextmanager
def opened(home: Home, database: str, clock: Clock = lambda: datetime.now(UTC), *, makes: bool = False) -> Iterator[Place]:
    """The hub of the home's event. Where there is none yet, Trouble, unless `makes`: whoever only looks must not make one. In a
    database that homes may share, the event is as the last of them left it."""
    from checkin.sync.hub import Hub
    from data.hub.backup import serving
    from data.hub.store import open_hub
    from data.importers.event_file import parse_event

    file = home.path / "hub.db"
    with home.serving() as (store, event):
        text = store.event_text() or ""
    if not makes and not database and not file.exists():
        raise Trouble("There is no hub in {path}. Name its folder with --home; or begin one: checkin hub", path=str(home.path))
    with nullcontext() if database else serving(home.path / "hub"):
        log = open_hub(database or file, event.id, str(uuid.uuid4()), makes=makes)
        try:
            told = log.latest(event.id, NoticeKind.EVENT) if database else None
            if told is not None and told.content != text:
                text, event = told.content, parse_event(told.content)
            yield Place(log, event, Hub(log, event, clock, lambda: str(uuid.uuid4()), Offer(text)))
        finally:
            log.close()
