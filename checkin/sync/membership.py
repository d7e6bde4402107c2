"""What a desk keeps of its enrolment at a hub."""

from dataclasses import dataclass

from checkin.sync.messages import Role

KEY_FILE = "device.key"
"""The file in a desk's home with the private key with which this device signs what it asks its hub."""


MOST_PLACES = 8
"""So many hosts of its hub a desk remembers."""


@dataclass(frozen=True, slots=True)
class Membership:
    """The hub that let this device in: where it was reached, the certificate that it must show (PEM, and its SHA-256), and who
    the device is there. `revoked_us`: when the device learnt that it was cut off."""

    device: str
    event: str
    gate: str
    role: Role
    hosts: tuple[str, ...]
    port: int
    fingerprint: bytes
    certificate: str
    enrolled_us: int
    revoked_us: int | None = None

    def found_at(self, host: str) -> tuple[str, ...]:
        """The hosts to try from now on, this one first."""
        return tuple(dict.fromkeys((host, *self.hosts)))[:MOST_PLACES]
