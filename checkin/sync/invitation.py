"""The QR code that lets a device in: where the hub is, how to know it, and a token that is good once (docs/hub.md)."""

import re
from dataclasses import dataclass

from checkin.trouble import Trouble

PREFIX = "CIHUB1:"
_TOKEN, _EVENT = re.compile(r"[A-Z0-9]{16,64}"), re.compile(r"[!-~]{1,80}")
_HOST = re.compile(r"[0-9A-Za-z.\-:]{1,255}")
MOST_HOSTS = 4


@dataclass(frozen=True, slots=True)
class Invitation:
    """`hosts`: names or addresses under which the hub may be reached, most likely first. `fingerprint`: of its certificate."""

    hosts: tuple[str, ...]
    port: int
    fingerprint: bytes
    event: str
    token: str

    @property
    def text(self) -> str:
        """The one way to write it."""
        return PREFIX + "|".join((",".join(self.hosts), str(self.port), self.fingerprint.hex(), self.event, self.token))


def read_invitation(text: str) -> Invitation:
    """The invitation in `text`. Trouble if it is none."""
    parts = text.strip().removeprefix(PREFIX).split("|")
    if not text.strip().startswith(PREFIX) or len(parts) != 5:
        raise _none()
    hosts, port, fingerprint, event, token = parts
    places = tuple(hosts.split(","))
    fits = (
        1 <= len(places) <= MOST_HOSTS and all(map(_HOST.fullmatch, places)) and re.fullmatch(r"[0-9]{1,5}", port)
        and 0 < int(port) < 65536 and re.fullmatch(r"[0-9a-f]{64}", fingerprint) and _EVENT.fullmatch(event)
        and _TOKEN.fullmatch(token)
    )  # fmt: skip
    if not fits:
        raise _none()
    return Invitation(places, int(port), bytes.fromhex(fingerprint), event, token)


def _none() -> Trouble:
    return Trouble("This is no invitation of a hub. Show the code that the hub shows.")
