"""Where a hub on this machine is reached from the network."""

import ipaddress
import socket
from collections.abc import Iterable

from checkin.sync.invitation import MOST_HOSTS, fits_host

EVERYWHERE = ("0.0.0.0", "::")
"""Listening there is listening on all addresses of this machine."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def inviting_addresses(host: str) -> tuple[str, ...]:
    """Under which names and addresses an invitation says that a hub which listens on `host` is reached, the best first, as many
    as fit into one."""
    return (host,) if host not in EVERYWHERE else best_of(machine_addresses(), socket.gethostname())


def announced_addresses(host: str) -> tuple[str, ...]:
    """Addresses (IPv4) at which a hub that listens on `host` is reached from the network: all of this machine's where it listens
    on all."""
    return (host,) if host not in EVERYWHERE else machine_addresses()


def best_of(addresses: Iterable[str], name: str) -> tuple[str, ...]:
    """The first of the addresses, and the machine's name last, which stays when addresses change; what does not fit into an
    invitation is left out."""
    names = [name] if fits_host(name) else []
    fit = [one for one in dict.fromkeys(addresses) if fits_host(one) and one not in names]
    return (*fit[: MOST_HOSTS - len(names)], *names)


def machine_addresses() -> tuple[str, ...]:
    """This machine's addresses (IPv4): the one towards the network first, those that it gave itself for want of another last."""
    import ifaddr

    found = [one.ip for adapter in ifaddr.get_adapters() for one in adapter.ips if isinstance(one.ip, str)]
    outer = [one for one in (*_towards_the_network(), *found) if not is_loopback(one)]
    return tuple(sorted(dict.fromkeys(outer), key=lambda one: ipaddress.ip_address(one).is_link_local))


def _towards_the_network() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards:
        try:
            towards.connect(("192.0.2.1", 9))  # nothing is sent: the system says from where it would be
            return [str(towards.getsockname()[0])]
        except OSError:
            return []
