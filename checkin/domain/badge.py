"""The text of a badge: what can be one of ours, and how a stranger's text is kept without harm."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

TOKEN_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Unambiguous on paper and on every keyboard layout: no I, O, 0, 1. 32 letters, five bits each."""

TOKEN_LENGTH = 16
"""Sixteen letters of five bits: 80 random bits."""

SIGNED_PREFIX = "CI:"
"""What every signed token begins with (docs/badge-format.md)."""

REHEARSAL_PREFIX = "CHECKIN-TEST-"
"""What the badges of a rehearsal begin with; no registration may have such a badge."""

MAX_TEXT_BYTES = 512

_PLAUSIBLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{3,63}")
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def token(random_bits: int) -> str:
    """The opaque token of an 80-bit number."""
    return "".join(TOKEN_ALPHABET[(random_bits >> shift) & 31] for shift in range(75, -1, -5))


def looks_like_a_badge(text: str) -> bool:
    """Whether `text` could be a badge number of some event: one short word, as opposed to a web address or a card."""
    return _PLAUSIBLE.fullmatch(text) is not None


def safe_text(text: str) -> str:
    """`text` as it may be stored and shown: control, bidirectional and unassigned characters become "\\u{hex}", and it is cut
    at 512 bytes of UTF-8, between characters."""
    visible = "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _UNSAFE else c for c in text[:MAX_TEXT_BYTES])
    return visible.encode()[:MAX_TEXT_BYTES].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class SignedBadge:
    """What a signed badge says of its person. The times are aware, both ends included, to the whole second: `valid_until` is the
    last moment of its second; None where there is no limit."""

    registration: str
    category: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def claims_a_signature(text: str) -> bool:
    """Whether `text` says of itself that it is a signed badge; whether it is one, the signature tells."""
    return text.isascii() and text[: len(SIGNED_PREFIX)].upper() == SIGNED_PREFIX


def is_for_rehearsals(text: str) -> bool:
    """Whether `text` is kept for rehearsals, so that no registration can have it."""
    return text[: len(REHEARSAL_PREFIX)].upper() == REHEARSAL_PREFIX
