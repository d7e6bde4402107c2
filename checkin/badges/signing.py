"""Signed badges: bytes to fields and back, signed and verified. The format, to the byte, is in docs/badge-format.md."""

import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import base45

from checkin.domain.badge import SIGNED_PREFIX, SignedBadge, claims_a_signature

VERSION = 1
MAX_BYTES = 100
"""With its prefix the text of so many bytes has 153 characters; QR version 6-M holds 154."""

_HEAD = struct.Struct(">BHIIB")
_SIGNATURE_BYTES = 64
_NO_END = 0xFFFFFFFF
_CONTEXT = b"checkin-badge"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND, _MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
_BASE45 = re.compile(r"[0-9A-Z $%*+\-./:]*")


class Malformed(ValueError):
    """A text that is no signed badge as the format has it."""


class Unsignable(ValueError):
    """A registration that the format has no room or no form for."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key: its `seed` (32 bytes) never appears where the key is printed or logged."""

    id: int
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says, before anybody has looked at its signature. `body` is what was signed, beside the event."""

    key: int
    badge: SignedBadge
    body: bytes
    signature: bytes


def sign(badge: SignedBadge, event: str, key: SigningKey) -> str:
    """The text of a signed badge of the event with the id `event`. Unsignable says what the format cannot hold."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    body = encoded(badge, key.id)
    signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(message(event, body))
    return SIGNED_PREFIX + str(base45.b45encode(body + signature), "ascii")


def public_key(key: SigningKey) -> bytes:
    """The public half of `key`, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key.seed).public_key().public_bytes_raw()


def verifies(claim: Claim, event: str, public: bytes) -> bool:
    """Whether the owner of the key whose public half (32 bytes) this is has signed `claim` for the event with the id `event`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(claim.signature, message(event, claim.body))
    except InvalidSignature:
        return False
    return True


def message(event: str, body: bytes) -> bytes:
    """What is signed: the event's id stands in it, though not on the badge, so that a badge is good for one event."""
    name = event.encode()
    return _CONTEXT + struct.pack(">H", len(name)) + name + body


def encoded(badge: SignedBadge, key: int) -> bytes:
    """The badge without its signature. Unsignable where the format has no room or no form for it."""
    registration, category = badge.registration.encode(), badge.category.encode()
    if not (badge.registration.isprintable() and badge.category.isprintable() and registration and category):
        raise Unsignable("the registration and the category must be there, and printable")
    if _HEAD.size + len(registration) + len(category) + _SIGNATURE_BYTES > MAX_BYTES:
        raise Unsignable("the registration and the category are too long")
    start = 0 if badge.valid_from is None else _seconds(badge.valid_from, round_up=True)
    end = _NO_END if badge.valid_until is None else _seconds(badge.valid_until, round_up=False)
    if end < start:
        raise Unsignable("the validity ends before it begins")
    return _HEAD.pack(VERSION, key, start, end, len(registration)) + registration + category


def parse(text: str) -> Claim:
    """What `text` says; whether it is true, `verifies` tells. Malformed for everything that `sign` would not write."""
    if not claims_a_signature(text):
        raise Malformed("no signed badge")
    digits = text.upper()[len(SIGNED_PREFIX) :]
    if _BASE45.fullmatch(digits) is None or len(digits) > MAX_BYTES // 2 * 3:
        raise Malformed("not the digits of a signed badge")
    try:
        raw = base45.b45decode(digits)
    except ValueError as error:
        raise Malformed("not base45") from error
    if len(raw) < _HEAD.size + 2 + _SIGNATURE_BYTES:
        raise Malformed("too short")
    body, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
    version, key, start, end, length = _HEAD.unpack_from(body)
    if version != VERSION:
        raise Malformed("another version")
    texts = body[_HEAD.size :]
    badge = SignedBadge(_text(texts[:length]), _text(texts[length:]), _opens(start), _closes(end))
    if end < start or start == _NO_END:
        raise Malformed("the validity ends before it begins")
    return Claim(key, badge, body, signature)


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    if not text or not text.isprintable():
        raise Malformed("a text that is empty or not printable")
    return text


def _seconds(moment: datetime, *, round_up: bool) -> int:
    """Whole seconds since 1970, never opening the validity wider than it was."""
    since = moment - _EPOCH
    # an end within a second would lose that second; the last microsecond of one is what a whole day ends with
    seconds = -(-since // _SECOND) if round_up else (since + _MICROSECOND) // _SECOND - 1
    if not 0 <= seconds < _NO_END:
        raise Unsignable("a validity before 1970 or after 2106")
    return seconds


def _opens(seconds: int) -> datetime | None:
    return _EPOCH + timedelta(seconds=seconds) if seconds else None


def _closes(seconds: int) -> datetime | None:
    return None if seconds == _NO_END else _EPOCH + timedelta(seconds=seconds + 1) - _MICROSECOND
