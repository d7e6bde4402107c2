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

if TYPE_CHECKING:
    from checkin.sync.hub import Hub
    from data.hub.store import SqlHubLog

database_option = click.option(
    "--database", default="", metavar="URL", help='"postgresql://..."; otherwise hub.db in the home folder.'
)


@dataclass(frozen=True, slots=True)
class Place:
    """A hub's database, its event, and the hub over both."""

    log: "SqlHubLog"
    event: Event
    hub: "Hub"

    def has_devices(self) -> bool:
        """Whether any device was let in."""
        return bool(self.log.roster(self.event.id).devices)


@contextmanager
def opened(home: Home, database: str, clock: Clock = lambda: datetime.now(UTC)) -> Iterator[Place]:
    """The hub of the home's event; its database is made if there is none."""
    from checkin.sync.hub import Hub
    from data.hub.backup import serving
    from data.hub.store import open_hub

    with home.serving() as (store, event):
        offer = Offer(store.event_text() or "", ())
    with nullcontext() if database else serving(home.path / "hub"):
        log = open_hub(database or home.path / "hub.db", event.id, str(uuid.uuid4()))
        try:
            yield Place(log, event, Hub(log, event, clock, lambda: str(uuid.uuid4()), offer))
        finally:
            log.close()
