"""`checkin hub`: the server that all desks of an event share."""

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import click
import structlog

from checkin.cli.clocks import clock_of, clock_option
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_inviting import invite, shown
from checkin.cli.hub_keeping import accept, backup, backups_of, export, restore, restored
from checkin.cli.hub_listening import HOST, PORT, note
from checkin.cli.hub_place import database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.records import local_time, since
from checkin.domain.badge import safe_text
from checkin.domain.journal import moment
from checkin.logs import log_to
from checkin.overview.desks import state_of
from checkin.ports import Clock

log = structlog.get_logger()


class Beside(Protocol):
    """What runs on a thread of its own while the hub serves."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, and return when that is done."""


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
    """How often (minutes, 0: never) and where the hub is backed up."""

    minutes: int
    folder: Path


@click.group(invoke_without_command=True)
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--plain", is_flag=True, help="Without TLS, for this machine alone.")
@click.option("--invite/--no-invite", "invites", default=None, help="Show a QR code for one device; at a terminal, by default.")
@click.option("--announce/--no-announce", default=True, help="Say in this network where the hub is (mDNS); otherwise not.")
@click.option(
    "--backup-every",
    default=10,
    show_default=True,
    metavar="MINUTES",
    type=click.IntRange(0, 1440),
    help="How often SQLite is backed up; 0: never.",
)
@click.option("--backup-folder", type=click.Path(path_type=Path, file_okay=False), help='Where to; "hub/backups" in the home.')
@click.option("--new-certificate", is_flag=True, help="For a hub that has lost its own: every device is let in anew.")
@clock_option
@database_option
@pass_home
@click.pass_context
def command(
    context: click.Context, home: Home, host: str, port: int, backup_every: int, backup_folder: Path | None, database: str,
    clock_file: Path | None, *, plain: bool, announce: bool, invites: bool | None, new_certificate: bool,
) -> None:  # fmt: skip
    """Serve the desks of this event, until Ctrl+C. The QR code that it shows lets one device in; "checkin hub invite" shows more.

    \b
    Example:
      checkin hub --port 8443
      checkin hub --database postgresql://checkin@db.example/checkin
    """
    if context.invoked_subcommand is None:
        minutes = 0 if database else backup_every
        asks = sys.stdout.isatty() if invites is None else invites
        listening = Listening(host, port, plain, announce and not plain, asks and not plain, new_certificate)
        _serve(home, listening, database, Keeping(minutes, backup_folder or backups_of(home)), clock_of(clock_file))


def _serve(home: Home, where: "Listening", database: str, keeping: "Keeping", clock: Clock) -> None:
    from checkin.hub.addresses import announced_addresses, is_loopback
    from checkin.hub.announcing import Announcing
    from checkin.hub.app import Routes
    from checkin.hub.certificate import certificate_in, set_aside
    from checkin.hub.server import listening, server_for
    from data.hub.backup import Backups
    from data.publishing import Publishing
    from data.store import open_store

    log_to(home.path / "logs")
    with opened(home, database, clock, makes=True) as place:
        publishing = Publishing(lambda: open_store(home.database), place.hub.tell)
        routes = Routes(place.hub, place.log, place.event, clock, lambda: publishing.roll)
        if where.certifies:
            set_aside(home.path / "hub", datetime.now(UTC))
        is_known = place.has_devices() and not where.certifies
        certificate, key, pinned = certificate_in(home.path / "hub", datetime.now(UTC), is_known=is_known)
        server = server_for(routes.starlette(), where.host, None if where.plain else (certificate, key), routes.leave)
        threads: list[Beside] = [publishing]
        if keeping.minutes:
            every = timedelta(minutes=keeping.minutes)
            threads.append(Backups(home.path / "hub.db", keeping.folder, every, routes.backed_up, routes.backup_failed))
        with listening(where.host, where.port) as made:
            say(home.words("The hub of {event} listens on port {port}. Fingerprint: {fingerprint}",
                           event=place.event.id, port=made.getsockname()[1], fingerprint=pinned.hex()))  # fmt: skip
            if not where.plain:
                note(home, where.host, made.getsockname()[1])
            if where.invites:
                for line in shown(home, place):
                    say(line)
            if where.announces and not is_loopback(where.host):
                places = announced_addresses(where.host)
                threads.append(Announcing(places, made.getsockname()[1], place.event.id, pinned))
            log.info("hub started", of=place.event.id, port=made.getsockname()[1])
            _run(threads, lambda: asyncio.run(server.serve(sockets=[made])))


def _run(threads: Sequence[Beside], serve: Callable[[], None]) -> None:
    """Serve, with these threads beside, until Ctrl+C or SIGTERM, which the server hands on when it has ended."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _leave)
    for thread in threads:
        thread.start()
    try:
        serve()
    finally:
        for thread in threads:
            thread.stop()
        log.info("hub stopped")


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a device.")
@database_option
@pass_home
def devices(home: Home, *, as_json: bool, database: str) -> None:
    """List the devices that were let in, with how much of their journals is here.

    \b
    Example:
      checkin hub devices --json
    """
    with opened(home, database) as place:
        roster, zone = place.log.roster(place.event.id), place.event.zone
    for one in sorted(roster.devices.values(), key=lambda device: device.enrolled_us):
        desk = state_of(one, roster)
        heard = local_time(desk.last_heard_at, zone) if desk.last_heard_at else None
        revoked = local_time(moment(one.revoked_us), zone) if one.revoked_us is not None else None
        if as_json:
            emit({
                "id": one.id, "name": one.name, "role": one.role.value, "gate": one.gate, "lines": desk.lines,
                "enrolled_at": local_time(moment(one.enrolled_us), zone), "revoked_at": revoked,
                "heard_at": heard, "forks": desk.forks,
            })  # fmt: skip
        else:
            state = home.words("cut off") if revoked else home.words("let in")
            said = (one.id, safe_text(one.name), one.role.value, one.gate, str(desk.lines), state)
            say("\t".join((*said, *since(heard, desk.forks, home.words))))


@command.command()
@click.argument("device", metavar="DEVICE")
@database_option
@pass_home
def revoke(home: Home, device: str, *, database: str) -> None:
    """Cut a device off. At its next hello it wipes what it knows of people.

    \b
    Example:
      checkin hub revoke 5d1f6c1e-0f0b-4a40-9d2b-2f1c0a7be111
    """
    with opened(home, database) as place:
        place.hub.revoke(device)
    log_to(home.path / "logs")
    log.info("device revoked", device=device)
    say(home.words("Cut off: {device}", device=device))


@command.command()
@database_option
@pass_home
def recovered(home: Home, *, database: str) -> None:
    """A restored hub waits for no desk any more, and decides on its own word again.

    \b
    Example:
      checkin hub recovered
    """
    with opened(home, database) as place:
        place.hub.end_recovery()
    log_to(home.path / "logs")
    log.info("recovery ended by a supervisor's word")
    say(home.words("The hub waits for no desk any more."))


@command.command()
def openapi() -> None:
    """Print what the hub answers, as OpenAPI 3.1. A running hub serves the same at /openapi.json.

    \b
    Example:
      checkin hub openapi
    """
    import json

    from checkin.hub.openapi import described

    say(json.dumps(described(), indent=2, ensure_ascii=False))


for one in (invite, backup, restore, restored, accept, export):
    command.add_command(one)
