"""`checkin hub phone`: where supervisors see the figures on a phone, and who lets them in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.hub_inviting import drawn
from checkin.cli.hub_listening import reached
from checkin.cli.hub_place import Place, database_option, opened
from checkin.cli.output import emit, say
from checkin.ports import Clock, Supervisors

if TYPE_CHECKING:
    from checkin.hub.phone.door import Door


@click.command()
@click.option("--host", default="", help="Where phones reach the hub; otherwise this machine's address in the network.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port there; otherwise that of the hub in this home.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a QR code.")
@database_option
@pass_home
def phone(home: Home, host: str, port: int | None, *, as_json: bool, database: str) -> None:
    """Show where supervisors see the figures on a phone: a QR code of the address, and the fingerprint of its certificate. Names
    and PINs are those of "checkin supervisors" in this home.

    \b
    Example:
      checkin hub phone
    """
    from checkin.hub.certificate import certificate_in

    with home.serving() as (store, _):
        supervisors = len(store.supervisors.all())
    with opened(home, database, makes=True) as place:
        pinned = certificate_in(home.path / "hub", datetime.now(UTC), is_known=place.has_devices())[2].hex()
    address = phone_address(home, host, port)
    if as_json:
        emit({"address": address, "fingerprint": pinned, "supervisors": supervisors})
        return
    for line in drawn(address):
        say(line)
    say(address)
    say(home.words("The browser warns of a certificate that it does not know. Its fingerprint (SHA-256) must be {fingerprint}",
                   fingerprint=" ".join(pinned[at : at + 4] for at in range(0, len(pinned), 4)).upper()))  # fmt: skip
    if not supervisors:
        say(home.words('There is no supervisor yet. Make one with "checkin supervisors add NAME".'))


def phone_address(home: Home, host: str = "", port: int | None = None) -> str:
    """The address of the page; what is not given is that of the hub in this home. Trouble if this machine has none."""
    (found, *_), port = reached(home, (host,) if host else (), port)
    return f"https://{f'[{found}]' if ':' in found else found}:{port}/phone"


def door_of(home: Home, place: Place, clock: Clock) -> "Door":
    """Lets in the supervisors of the hub's home."""
    from checkin.hub.phone.door import Door
    from data.hub.visits import StoredVisits
    from data.store import open_store

    @contextmanager
    def supervisors() -> Iterator[Supervisors]:
        with closing(open_store(home.database)) as store:
            yield store.supervisors

    return Door(supervisors, StoredVisits(place.log.engine, place.event.id), clock)
