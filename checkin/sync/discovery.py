"""Hubs that announce themselves in the network (mDNS). A mere hint: whoever is found still has to show the pinned certificate."""

import logging
from threading import Event
from time import sleep
from typing import Any

SERVICE = "_checkin-hub._tcp.local."
FINGERPRINT, EVENT = "fingerprint", "event"
"""Members of the TXT record: the certificate's SHA-256 in hexadecimal, and the event's id."""

MOST_PLACES = 8
"""Anybody may announce any fingerprint: no more are tried."""

SETTLES_S = 0.3
"""The first who answers may be a liar, or one of several."""

Place = tuple[str, int]
"""An address and a port."""


def quiet_library() -> None:
    """What the library says of other machines' announcements is not for our log: their names may be people's."""
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)


def found_nearby(fingerprint: bytes, patience_s: float) -> tuple[Place, ...]:
    """Where hubs say that they have the certificate with this fingerprint, soon after the first; () if none does within
    `patience_s`, or there is no network."""
    from zeroconf import Error, ServiceBrowser, Zeroconf

    quiet_library()
    seen = _Seen(fingerprint.hex())
    try:
        with Zeroconf() as network:
            browser = ServiceBrowser(network, SERVICE, [seen.hears])
            if seen.found.wait(patience_s):
                sleep(SETTLES_S)
            browser.cancel()
    except (OSError, Error):
        return ()
    return tuple(dict.fromkeys(seen.places))[:MOST_PLACES]


class _Seen:
    """Hears of announcements, on the library's thread."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self.places: list[Place] = []
        self.found = Event()

    def hears(self, zeroconf: Any, service_type: str, name: str, state_change: Any) -> None:
        """The library's names for its arguments. Of one that left no more can be asked."""
        info = zeroconf.get_service_info(service_type, name)
        said = info.decoded_properties if info is not None else {}
        if said.get(FINGERPRINT) == self._fingerprint and info.port:
            self.places += [(address, info.port) for address in info.parsed_scoped_addresses()]
            self.found.set()
