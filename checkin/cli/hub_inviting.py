"""`checkin hub invite`, and what a hub shows when it starts: a QR code that lets one device in."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click

from checkin.badges.symbol import symbol
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_listening import reached
from checkin.cli.hub_place import Place, database_option, opened
from checkin.cli.output import emit, say
from checkin.cli.records import local_time
from checkin.domain.badge import TOKEN_ALPHABET
from checkin.domain.journal import microseconds, moment
from checkin.sync.enrolment import token_digest
from checkin.sync.hublog import Changes, Token
from checkin.sync.invitation import Invitation
from checkin.sync.messages import Role
from checkin.trouble import Trouble

TOKEN_LETTERS = 26  # 130 bits
A_DAY_H = 24


@click.command()
@click.option("--gate", default="", metavar="ID", help="The gate at which the device will stand.")
@click.option("--role", type=click.Choice([one.value for one in Role]), default=Role.DESK.value, show_default=True)
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 720), help="How long it is good for.")
@click.option("--host", "hosts", multiple=True, help="Where the hub is reached; up to four, in order.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port there; otherwise that of the hub in this home.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a QR code.")
@database_option
@pass_home
def invite(
    home: Home, gate: str, role: str, hours: int, hosts: tuple[str, ...], port: int | None, *, as_json: bool, database: str
) -> None:
    """Let one device in: shows a QR code that is good once.

    \b
    Example:
      checkin hub invite --gate A
    """
    with opened(home, database, makes=True) as place:
        if gate and gate not in place.event.gates:
            raise Trouble("The event has no gate {gate}. It has: {known}.", gate=gate, known=", ".join(place.event.gates))
        text, kept = invited(home, place, gate, Role(role), hours, hosts, port)
    if as_json:
        emit({"invitation": text, "gate": gate, "role": role, "until": local_time(moment(kept.expires_us), place.event.zone)})
        return
    for line in drawn(text):
        say(line)
    say(text)


def invited(
    home: Home, place: Place, gate: str, role: Role, hours: int, hosts: tuple[str, ...] = (), port: int | None = None
) -> tuple[str, Token]:  # fmt: skip
    """The text of an invitation for one device, and what the hub keeps of it. `hosts` and `port`: where they are not given, those
    of the hub in this home."""
    from checkin.hub.certificate import certificate_in

    now = datetime.now(UTC)
    token = "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LETTERS))
    pinned = certificate_in(home.path / "hub", now, is_known=place.has_devices())[2]
    invitation = Invitation(*reached(home, hosts, port), pinned, place.event.id, token)
    kept = Token(token_digest(token), gate, role, microseconds(now + timedelta(hours=hours)))
    with place.log.writing(place.event.id) as transaction:
        transaction.write(Changes(tokens={kept.digest: kept}))
    return invitation.text, kept


def shown(home: Home, place: Place) -> Iterator[str]:
    """What a hub shows for the first desk."""
    text, _ = invited(home, place, "", Role.DESK, A_DAY_H)
    yield from drawn(text)
    yield text


def drawn(text: str) -> Iterator[str]:
    """A QR code in half blocks, dark on light, with its quiet zone."""
    rows = [[False] * 4 + list(row) + [False] * 4 for row in symbol(text)]
    blank = [False] * len(rows[0])
    rows = [blank] * 4 + rows + [blank] * (4 + len(rows) % 2)
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(blocks[pair] for pair in zip(upper, lower, strict=True))
