"""`checkin hub`: the server that all desks of an event share."""

import asyncio
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from checkin.badges.symbol import symbol
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import local_time
from checkin.domain.badge import TOKEN_ALPHABET, safe_text
from checkin.domain.event import Event
from checkin.domain.journal import microseconds, moment
from checkin.logs import log_to
from checkin.sync.enrolment import Offer, token_digest
from checkin.sync.messages import Role
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.sync.hub import Hub
    from data.hub.store import SqlHubLog

PORT = 8443
TOKEN_LETTERS = 26  # 130 bits
database_option = click.option(
    "--database", default="", metavar="URL", help='"postgresql://..."; otherwise hub.db in the home folder.'
)


@dataclass(frozen=True, slots=True)
class Place:
    """A hub's database, its event, and the hub over both."""

    log: "SqlHubLog"
    event: Event
    hub: "Hub"


@contextmanager
def opened(home: Home, database: str) -> Iterator[Place]:
    """The hub of the home's event; its database is made if there is none."""
    from checkin.sync.hub import Hub
    from data.hub.store import open_hub

    with home.serving() as (store, event):
        offer = Offer(store.event_text() or "", ())
    log = open_hub(database or home.path / "hub.db", event.id, str(uuid.uuid4()))
    try:
        yield Place(log, event, Hub(log, event, lambda: datetime.now(UTC), lambda: str(uuid.uuid4()), offer))
    finally:
        log.close()


@click.group(invoke_without_command=True)
@click.option("--host", default="0.0.0.0", show_default=True, help="The address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--plain", is_flag=True, help="Without TLS, for this machine alone.")
@database_option
@pass_home
@click.pass_context
def command(context: click.Context, home: Home, host: str, port: int, *, plain: bool, database: str) -> None:
    """Serve the desks of this event, until Ctrl+C. "checkin hub invite" lets them in.

    \b
    Example:
      checkin hub --port 8443
      checkin hub --database postgresql://checkin@db.example/checkin
    """
    if context.invoked_subcommand is None:
        _serve(home, host, port, plain, database)


def _serve(home: Home, host: str, port: int, plain: bool, database: str) -> None:
    from checkin.hub.app import Routes
    from checkin.hub.certificate import certificate_in
    from checkin.hub.server import listening, server_for

    log_to(home.path / "logs")
    with opened(home, database) as place:
        app = Routes(place.hub, place.log, place.event.id).starlette()
        certificate, key, pinned = certificate_in(home.path / "hub", datetime.now(UTC))
        server = server_for(app, host, None if plain else (certificate, key))
        with listening(host, port) as made:
            say(home.words("The hub of {event} listens on port {port}. Fingerprint: {fingerprint}",
                           event=place.event.id, port=made.getsockname()[1], fingerprint=pinned.hex()))  # fmt: skip
            asyncio.run(server.serve(sockets=[made]))


@command.command()
@click.option("--gate", default="", metavar="ID", help="The gate at which the device will stand.")
@click.option("--role", type=click.Choice([one.value for one in Role]), default=Role.DESK.value, show_default=True)
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 720), help="How long it is good for.")
@click.option("--host", "hosts", multiple=True, help="Where the hub is reached; given again, in order.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a QR code.")
@database_option
@pass_home
def invite(
    home: Home, gate: str, role: str, hours: int, hosts: tuple[str, ...], port: int, *, as_json: bool, database: str
) -> None:
    """Let one device in: shows a QR code that is good once.

    \b
    Example:
      checkin hub invite --gate A
    """
    from checkin.hub.certificate import certificate_in
    from checkin.hub.invitation import Invitation
    from checkin.hub.server import own_addresses
    from checkin.sync.hublog import Changes, Token

    now = datetime.now(UTC)
    with opened(home, database) as place:
        if gate and gate not in place.event.gates:
            raise Trouble("The event has no gate {gate}. It has: {known}.", gate=gate, known=", ".join(place.event.gates))
        token = "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LETTERS))
        kept = Token(token_digest(token), gate, Role(role), microseconds(now + timedelta(hours=hours)))
        with place.log.writing(place.event.id) as transaction:
            transaction.write(Changes(tokens={kept.digest: kept}))
        pinned = certificate_in(home.path / "hub", now)[2]
        text = Invitation(hosts or own_addresses(), port, pinned, place.event.id, token).text
    if as_json:
        emit({"invitation": text, "gate": gate, "role": role, "until": local_time(moment(kept.expires_us), place.event.zone)})
        return
    for line in _drawn(text):
        say(line)
    say(text)


def _drawn(text: str) -> Iterator[str]:
    """A QR code in half blocks, dark on light, with its quiet zone."""
    rows = [[False] * 4 + list(row) + [False] * 4 for row in symbol(text)]
    blank = [False] * len(rows[0])
    rows = [blank] * 4 + rows + [blank] * (4 + len(rows) % 2)
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(blocks[pair] for pair in zip(upper, lower, strict=True))


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
        lines = sum(journal.seq for journal in roster.journals.values() if journal.device == one.id)
        revoked = local_time(moment(one.revoked_us), zone) if one.revoked_us is not None else None
        if as_json:
            emit({
                "id": one.id, "name": one.name, "role": one.role.value, "gate": one.gate, "lines": lines,
                "enrolled_at": local_time(moment(one.enrolled_us), zone), "revoked_at": revoked,
            })  # fmt: skip
        else:
            state = home.words("cut off") if revoked else home.words("let in")
            say("\t".join((one.id, safe_text(one.name), one.role.value, one.gate, str(lines), state)))


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
    say(home.words("The hub waits for no desk any more."))
