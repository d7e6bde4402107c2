"""Serving the desks of an event until somebody ends it: the server, and what runs beside it."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from checkin.beside import Beside
from checkin.cli.home import Home
from checkin.cli.hub_inviting import shown
from checkin.cli.hub_listening import note
from checkin.cli.hub_phone import door_of, phone_address
from checkin.cli.hub_place import Place, opened
from checkin.cli.hub_reports import day_reports
from checkin.cli.output import say
from checkin.domain.event import Event
from checkin.logs import log_to
from checkin.ports import Clock
from checkin.sync.enrolment import Offer
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.hub.app import Routes
    from data.publishing import Publishing

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the hub listens. `certifies`: with a new certificate."""

    host: str
    port: int
    plain: bool
    announces: bool
    invites: bool
    certifies: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """How often (minutes, 0: never) and where the hub is backed up; whether it makes reports, and by which clock."""

    minutes: int
    folder: Path
    reports: bool = True
    clock_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """The database that several hubs may share, "" for this home's own; `publishes_all`: whatever other homes told, tell the
    desks what this one has."""

    database: str
    publishes_all: bool

    @property
    def is_only_home(self) -> bool:
        """Whether this home says what all desks are to know."""
        return not self.database or self.publishes_all


def serve(home: Home, where: Listening, shared: Shared, keeping: Keeping, clock: Clock) -> None:
    """Serve, until Ctrl+C."""
    from checkin.hub.app import Routes
    from checkin.hub.certificate import certificate_in, set_aside
    from checkin.hub.server import listening, server_for
    from data.overview.hub_people import HubPeople
    from data.overview.roll import RollAtHand

    log_to(home.path / "logs")
    with opened(home, shared.database, clock, makes=True) as place:
        door = door_of(home, place, clock)
        at_hand = RollAtHand(lambda: HubPeople(home.database, place.log, place.event.id))
        routes = Routes(place.hub, place.log, place.event, clock, lambda: at_hand.roll, home.settings.limits, door)
        publishing = _publishing(home, place, routes, shared)
        if where.certifies:
            set_aside(home.path / "hub", datetime.now(UTC))
        is_known = place.has_devices() and not where.certifies
        certificate, key, pinned = certificate_in(home.path / "hub", datetime.now(UTC), is_known=is_known)
        server = server_for(routes.starlette(), where.host, None if where.plain else (certificate, key), routes.leave)
        with listening(where.host, where.port) as made:
            port = made.getsockname()[1]
            _greet(home, place, where, port, pinned)
            threads = [
                publishing,
                at_hand,
                *_beside(home, place, shared, keeping, clock, routes),
                *_announcing(place, where, port, pinned),
            ]
            log.info("hub started", of=place.event.id, port=port)
            _run(threads, lambda: asyncio.run(server.serve(sockets=[made])))


def _publishing(home: Home, place: Place, routes: "Routes", shared: Shared) -> "Publishing":
    from checkin.sync.bulletin import Bulletin
    from data.publishing import Publishing
    from data.store import open_store

    def changed(event: Event, text: str) -> None:
        place.hub.serve(event, Offer(text))
        routes.serve(event)

    told = Bulletin(place.hub, place.log)
    return Publishing(lambda: open_store(home.database), told, changed, is_only_home=shared.is_only_home)


def _beside(
    home: Home, place: Place, shared: Shared, keeping: Keeping, clock: Clock, routes: "Routes"
) -> Iterator[Beside]:  # fmt: skip
    from checkin.overview.remembering import Remembering, remember
    from data.hub.backup import Backups

    if keeping.minutes:
        every = timedelta(minutes=keeping.minutes)
        yield Backups(home.path / "hub.db", keeping.folder, every, routes.backed_up, routes.backup_failed)
    if keeping.reports:
        yield day_reports(home, place, shared.database, clock, keeping.clock_file)
    yield Remembering(
        lambda: place.log.ticks(place.event.id, 0, 1).state.position,
        partial(remember, home.path, shared.database, keeping.clock_file),
    )


def _announcing(place: Place, where: Listening, port: int, pinned: bytes) -> Iterator[Beside]:
    from checkin.hub.addresses import announced_addresses, is_loopback
    from checkin.hub.announcing import Announcing

    if where.announces and not is_loopback(where.host):
        yield Announcing(announced_addresses(where.host), port, place.event.id, pinned)


def _greet(home: Home, place: Place, where: Listening, port: int, pinned: bytes) -> None:
    """Say where the hub is, for people and for the invitations that are made beside it."""
    say(home.words("The hub of {event} listens on port {port}. Fingerprint: {fingerprint}",
                   event=place.event.id, port=port, fingerprint=pinned.hex()))  # fmt: skip
    if not where.plain:
        note(home, where.host, port)
        with suppress(Trouble):  # in no network there is no phone either
            say(home.words("Supervisors look on with a phone at {address}", address=phone_address(home)))
    if where.invites:
        for line in shown(home, place):
            say(line)


def _run(threads: Sequence[Beside], serve: Callable[[], None]) -> None:
    """Serve, with these threads beside, until Ctrl+C or SIGTERM, which the server hands on when it has ended."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _leave)
    try:
        for thread in threads:
            thread.start()
        serve()
    finally:
        for thread in threads:
            thread.stop()
        log.info("hub stopped")


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)
