"""`checkin hub`: the server that all desks of an event share."""

import sys
from pathlib import Path

import click
import structlog

from checkin.cli.clocks import clock_of, clock_option
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_inviting import invite
from checkin.cli.hub_keeping import accept, backup, backups_of, export, restore, restored
from checkin.cli.hub_listening import HOST, PORT
from checkin.cli.hub_phone import phone
from checkin.cli.hub_place import database_option, opened
from checkin.cli.hub_serving import Keeping, Listening, Shared, serve
from checkin.cli.output import emit, say
from checkin.cli.records import local_time, since
from checkin.domain.badge import safe_text
from checkin.domain.journal import moment
from checkin.logs import log_to
from checkin.overview.desks import state_of

log = structlog.get_logger()


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
@click.option("--publish-all", is_flag=True, help="Tell the desks all that this home has, whatever other homes told them.")
@click.option("--new-certificate", is_flag=True, help="For a hub that has lost its own: every device is let in anew.")
@clock_option
@click.option("--reports/--no-reports", default=True, help='Make a report of each day when it is over, in "reports" of the home.')
@database_option
@pass_home
@click.pass_context
def command(
    context: click.Context, home: Home, host: str, port: int, backup_every: int, backup_folder: Path | None, database: str,
    clock_file: Path | None, *, plain: bool, announce: bool, invites: bool | None, publish_all: bool, new_certificate: bool,
    reports: bool,
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
        keeping = Keeping(minutes, backup_folder or backups_of(home), reports, clock_file)
        with clock_of(clock_file) as clock:
            serve(home, listening, Shared(database, publish_all), keeping, clock)


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


for one in (invite, phone, backup, restore, restored, accept, export):
    command.add_command(one)
