"""The hub tells the network where it is (mDNS), so that a desk finds it again after its address has changed."""

import ipaddress

import structlog

from checkin.beside import Beside
from checkin.sync.discovery import EVENT, FINGERPRINT, SERVICE, quiet_library

log = structlog.get_logger()


class Announcing(Beside):
    """Announces one hub from `start` to `stop`, on a thread of its own. What fails is logged: desks know the hub's address from
    their invitation, too. `addresses`: those that are IP addresses are announced."""

    def __init__(self, addresses: tuple[str, ...], port: int, event: str, fingerprint: bytes) -> None:
        super().__init__("announcing")
        self._addresses = [one for one in addresses if _is_address(one)]
        self._port = port
        self._said = {EVENT: event, FINGERPRINT: fingerprint.hex()}

    def _run(self) -> None:
        from zeroconf import Error, ServiceInfo, Zeroconf

        quiet_library()
        name = f"hub-{self._said[FINGERPRINT][:16]}"
        try:
            service = ServiceInfo(
                SERVICE, f"{name}.{SERVICE}", self._port, properties=self._said, server=f"{name}.local.",
                parsed_addresses=self._addresses,
            )  # fmt: skip
            with Zeroconf() as network:
                network.register_service(service, allow_name_change=True)
                self._ending.wait()
                network.unregister_service(service)
        except (OSError, Error) as error:
            log.warning("the hub cannot be announced in the network", kind=type(error).__name__)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
