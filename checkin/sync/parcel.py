"""A desk's journal in a file, for a hub that it cannot reach: signed by the device, readable by that hub alone.

    parcel   =  head || ephemeral P-256 point (65 bytes) || nonce (12 bytes) || sealed
    head     =  "CIPARCEL1\\n" || SHA-256 of the hub's public key (SubjectPublicKeyInfo in DER, that of its certificate)
    sealed   =  AES-256-GCM, under HKDF-SHA256( ECDH ), of signed; all before it is authenticated with it
    signed   =  signature (Ed25519, 64 bytes) of head || what || what
    what     =  device "\\n" || zlib( messages, one a line )

The construction is ECIES as in SEC 1 v2.0, 5.1, with HKDF (RFC 5869; salt: the point, info: the head) and GCM (NIST SP 800-38D).
The signature covers the hub for which it is meant, and is checked before anything is unpacked. The messages are those that the
desk would have sent: `push` of the whole journal, `announce` of its walk-ins.
"""

import hashlib
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as fresh_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkin.sync.messages import Push
from checkin.sync.notices import Announce
from checkin.sync.wire import decode, encode
from checkin.trouble import Trouble

MAGIC = b"CIPARCEL1\n"
HEAD = len(MAGIC) + 32
POINT, NONCE, SIGNATURE = 65, 12, 64
MOST_CONTENT = 1 << 28
"""So much a parcel may hold, unpacked (bytes): some 800,000 lines."""
MOST_BYTES = MOST_CONTENT + 4096

Packed = Push | Announce


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was in a file: from which device, by its own word until `proven`."""

    device: str
    signature: bytes
    head: bytes
    what: bytes

    def proven(self, public: bytes) -> list[Packed]:
        """The messages, if the device with this key (32 bytes) has signed them for this hub. Trouble otherwise."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, self.head + self.what)
        except (InvalidSignature, ValueError) as error:
            raise Trouble("The parcel was not signed by the desk that it names. Pack it again at the desk.") from error
        return [_message(line) for line in _unpacked(self.what.partition(b"\n")[2]).splitlines()]


def pack(messages: Iterable[Packed], device: str, key: Ed25519PrivateKey, certificate: str) -> bytes:
    """The file. `certificate`: the hub's (PEM). Trouble if the messages are too many for one parcel."""
    hub = cast(EllipticCurvePublicKey, x509.load_pem_x509_certificate(certificate.encode()).public_key())
    packer, packed, size = zlib.compressobj(6), bytearray(device.encode() + b"\n"), 0
    for one in messages:
        line = encode(one) + b"\n"
        size += len(line)
        packed += packer.compress(line)
    if size > MOST_CONTENT:
        raise Trouble("The journal is too long for a parcel. Bring the desk to the hub's network.")
    head, what = _head(hub), bytes(packed + packer.flush())
    own = fresh_key(SECP256R1())
    point, nonce = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), os.urandom(NONCE)
    opening = head + point + nonce
    return opening + AESGCM(_secret(own, hub, point, head)).encrypt(nonce, key.sign(head + what) + what, opening)


def unpack(parcel: bytes, key: EllipticCurvePrivateKey) -> Parcel:
    """What is in the file. `key`: that of the hub's certificate. Trouble if it is no parcel for this hub, or damaged."""
    if not parcel.startswith(MAGIC):
        raise Trouble('This is no parcel of a desk. Make one at the desk with "checkin journal pack FILE".')
    head, opening, sealed = parcel[:HEAD], parcel[: HEAD + POINT + NONCE], parcel[HEAD + POINT + NONCE :]
    point, nonce = opening[HEAD : HEAD + POINT], opening[HEAD + POINT :]
    if len(parcel) >= HEAD and head != _head(key.public_key()):
        raise Trouble("The parcel was made for another hub. Bring it to the hub at which its desk was enrolled.")
    try:
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
        signed = AESGCM(_secret(key, theirs, point, head)).decrypt(nonce, sealed, opening)
        what = signed[SIGNATURE:]
        return Parcel(what.partition(b"\n")[0].decode(), signed[:SIGNATURE], head, what)
    except (InvalidTag, ValueError) as error:
        raise _damaged() from error


def _head(hub: EllipticCurvePublicKey) -> bytes:
    return MAGIC + hashlib.sha256(hub.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()


def _secret(own: EllipticCurvePrivateKey, theirs: EllipticCurvePublicKey, point: bytes, head: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=point, info=head).derive(own.exchange(ECDH(), theirs))


def _unpacked(packed: bytes) -> bytes:
    """What was packed, and never more than a parcel may hold."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_CONTENT)
    except zlib.error as error:
        raise _damaged() from error
    if not unpacking.eof or unpacking.unused_data:
        raise _damaged()
    return content


def _damaged() -> Trouble:
    return Trouble("The parcel is damaged. Copy it again, or pack it again at the desk.")


def _message(line: bytes) -> Packed:
    message = decode(line)
    if not isinstance(message, Push | Announce):
        raise Trouble("The parcel holds something that a desk does not send. Pack it again at the desk.")
    return message
