"""Who sent a request: its device signs it with its Ed25519 key (docs/hub.md).

A request that is sent again means what it meant (docs/sync.md), and TLS keeps others from taking it down; so the signature holds
no time, which desks with a wrong clock could not give.
"""

import hashlib
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DEVICE, SIGNATURE = "checkin-device", "checkin-signature"
PREFIX = b"checkin request 1\n"


def sign(key: Ed25519PrivateKey, device: str, method: str, target: str, body: bytes) -> dict[str, str]:
    """The headers that prove that `device` asks. `target` is path and query as they are sent."""
    return {DEVICE: device, SIGNATURE: key.sign(_signed(device, method, target, body)).hex()}


def proves(public: bytes, headers: Mapping[str, str], method: str, target: str, body: bytes) -> bool:
    """Whether the headers were made by the device with this key (32 bytes) for this request."""
    try:
        signature = bytes.fromhex(headers.get(SIGNATURE, ""))
        signed = _signed(headers.get(DEVICE, ""), method, target, body)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(device: str, method: str, target: str, body: bytes) -> bytes:
    parts = (method.upper(), target, device, hashlib.sha256(body).hexdigest())
    return PREFIX + "\n".join(parts).encode()
