"""The QR code that lets a device in: where the hub is, how to know it, and a token that is good once (docs/hub.md)."""

import ipaddress
import re
from dataclasses import dataclass

from checkin.trouble import Trouble

PREFIX = "CIHUB1:"
_TOKEN = re.compile(r"[A-Z0-9]{16,64}")
_EVENT = re.compile(r"[!-{}~]{1,80}")  # a bar would end it
_HOST = re.compile(r"[0-9A-Za-z.\-:]{1,253}")
_NAME = re.compile(r"(?!(.*\.)?\d+\Z)[\w-]{1,63}(\.[\w-]{1,63})*")
MOST_HOSTS = 4


@dataclass(frozen=True, slots=True)
class Invitation:
    """`hosts`: names or addresses under which the hub may be reached, most likely first. `fingerprint`: of its certificate.
    Trouble names what does not fit into one."""

    hosts: tuple[str, ...]
    port: int
    fingerprint: bytes
    event: str
    token: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.hosts) <= MOST_HOSTS:
            raise Trouble("An invitation holds one to {most} hosts, not {n}. Name those with --host that desks reach.",
                          most=MOST_HOSTS, n=len(self.hosts))  # fmt: skip
        for host in self.hosts:
            if not fits_host(host):
                raise Trouble(
                    '"{host}" fits into no invitation: letters without accents, digits, dots, hyphens, colons.', host=host
                )
        if not fits_event(self.event):
            raise Trouble('The event id "{event}" fits into no invitation: 1 to 80 letters, digits and signs, without blanks, '
                          'accents and "|".', event=self.event)  # fmt: skip
        if not 0 < self.port < 65536 or len(self.fingerprint) != 32 or not _TOKEN.fullmatch(self.token):
            raise _none()

    @property
    def text(self) -> str:
        """The one way to write it."""
        return PREFIX + "|".join((",".join(self.hosts), str(self.port), self.fingerprint.hex(), self.event, self.token))


def may_be_asked(host: str) -> bool:
    """Whether it can be a name or address in the network. One that holds on a single network card of one machine is none."""
    try:
        return "%" not in str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return _NAME.fullmatch(host) is not None


def fits_host(text: str) -> bool:
    """Whether an invitation can hold this name or address."""
    return _HOST.fullmatch(text) is not None and may_be_asked(text)


def fits_event(text: str) -> bool:
    """Whether an invitation can hold this event id."""
    return _EVENT.fullmatch(text) is not None


def read_invitation(text: str) -> Invitation:
    """The invitation in `text`. Trouble if it is none."""
    parts = text.strip().removeprefix(PREFIX).split("|")
    if not text.strip().startswith(PREFIX) or len(parts) != 5:
        raise _none()
    hosts, port, fingerprint, event, token = parts
    if not re.fullmatch(r"[0-9]{1,5}", port) or not re.fullmatch(r"[0-9a-f]{64}", fingerprint):
        raise _none()
    try:
        return Invitation(tuple(hosts.split(",")), int(port), bytes.fromhex(fingerprint), event, token)
    except Trouble:
        raise _none() from None


def _none() -> Trouble:
    return Trouble("This is no invitation of a hub. Show the code that the hub shows.")
