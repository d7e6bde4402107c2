"""Where the hub of a home listens, kept in its folder "hub", so that invitations made beside it lead there."""

from pathlib import Path

import msgspec

from checkin.cli.home import Home
from checkin.private import private_folder
from checkin.trouble import Trouble

PORT = 8443
HOST = "0.0.0.0"
NAME = "listens.json"


class Listens(msgspec.Struct, frozen=True):
    """The address and the port that the hub listens on."""

    host: str = HOST
    port: int = PORT


def note(home: Home, host: str, port: int) -> None:
    """The hub listens there now."""
    private_folder(_file(home).parent)
    _file(home).write_bytes(msgspec.json.encode(Listens(host, port)))


def noted(home: Home) -> Listens:
    """Where the hub of this home listens, or did last; where it would by default if it never has."""
    try:
        return msgspec.json.decode(_file(home).read_bytes(), type=Listens)
    except FileNotFoundError:
        return Listens()
    except (msgspec.DecodeError, OSError) as error:
        raise Trouble("{path} does not say where the hub listens ({error}). Remove the file, and start the hub again.",
                      path=str(_file(home)), error=str(error)) from error  # fmt: skip


def reached(home: Home, hosts: tuple[str, ...] = (), port: int | None = None) -> tuple[tuple[str, ...], int]:
    """Under which hosts, and at which port, the hub of this home is reached; what is given goes before what it noted. Trouble if
    this machine has no address."""
    from checkin.hub.addresses import inviting_addresses

    listens = noted(home)
    places = hosts or inviting_addresses(listens.host)
    if not places:
        raise Trouble("This machine has no address in a network. Connect it, or say with --host where the hub is reached.")
    return places, port or listens.port


def _file(home: Home) -> Path:
    return home.path / "hub" / NAME
