"""The ends of the journals that a report was made from, in one canonical text, and its signature (docs/reports.md)."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from checkin.domain.journal import Head
from checkin.trouble import Trouble

MAGIC = "checkin report 1"
WHOLE_EVENT = "all"
NONE = "-"
_TAIL = re.compile(r"sha256 ([0-9a-f]{64})\nkey ([0-9a-f]{64}|-)\nsignature ([0-9a-f]{128}|-)\n?")
_TAIL_LINES = 3


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The end of one journal, the name of its desk, and the times of its first and last line by that desk's own clock."""

    head: Head
    desk: str
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """The canonical `text`; the public key (32 bytes) and the signature (64 bytes) of whoever made the report, None where it has
    no key."""

    text: str
    public: bytes | None = None
    signature: bytes | None = None

    @property
    def sha256(self) -> str:
        """The hash of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def is_signed(self) -> bool:
        """Whether there is a signature, whatever it is worth."""
        return self.public is not None and self.signature is not None

    @property
    def is_genuine(self) -> bool:
        """Whether the signature is that of the key which it names."""
        if self.public is None or self.signature is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(self.signature, self.text.encode())
        except InvalidSignature:
            return False
        return True

    def value(self, name: str) -> str:
        """What the first line that begins with this word says, "" without one."""
        return next((line.partition(" ")[2] for line in self.text.splitlines() if line.partition(" ")[0] == name), "")

    @property
    def heads(self) -> list[Head]:
        """The ends of journals in the text. Trouble where it makes no sense."""
        return [_head_in(line) for line in self.text.splitlines() if line.startswith("journal ")]

    def written(self) -> str:
        """The text, and below it its hash, the key and the signature."""
        public, signature = (NONE if one is None else one.hex() for one in (self.public, self.signature))
        return f"{self.text}sha256 {self.sha256}\nkey {public}\nsignature {signature}\n"


def canonical(event: str, period: str, made_at: datetime, figures: str, heads: Iterable[JournalHead]) -> str:
    """The text that is signed. `period`: a day in ISO 8601, or WHOLE_EVENT; `figures`: the digest of what was counted."""
    lines = [MAGIC, f"event {json.dumps(event, ensure_ascii=False)}", f"period {period}", f"made {_time(made_at)}"]
    lines.append(f"figures {figures}")
    lines += [
        f"journal {one.head.seq} {one.head.hash.hex()} {_time(one.first)} {_time(one.last)} "
        + json.dumps([one.head.journal, one.desk], ensure_ascii=False)
        for one in in_order(heads)
    ]
    return "".join(f"{line}\n" for line in lines)


def in_order(heads: Iterable[JournalHead]) -> list[JournalHead]:
    """The order in which journals stand: that of their ids."""
    return sorted(heads, key=lambda one: one.head.journal)


def sealed(text: str, key: Ed25519PrivateKey | None) -> Seal:
    """The text, signed with this key; without one it has its hash alone."""
    if key is None:
        return Seal(text)
    return Seal(text, key.public_key().public_bytes_raw(), key.sign(text.encode()))


def read_seal(written: str) -> tuple[Seal, bool]:
    """What `Seal.written` wrote, and whether the hash below the text is that of the text. Trouble if it is something else."""
    lines = written.replace("\r\n", "\n").splitlines(keepends=True)
    tail = _TAIL.fullmatch("".join(lines[-_TAIL_LINES:]))
    text = "".join(lines[:-_TAIL_LINES])
    if tail is None or not text.startswith(MAGIC + "\n"):
        raise no_seal()
    public, signature = (None if tail[n] == NONE else bytes.fromhex(tail[n]) for n in (2, 3))
    seal = Seal(text, public, signature)
    return seal, seal.sha256 == tail[1]


def no_seal() -> Trouble:
    """There are no heads of journals where they should be."""
    return Trouble("This is no report of Check-in, or the heads of its journals were taken out.")


def short_hash(digest: bytes) -> str:
    """The beginning of a hash, to be read aloud: "3fa2 c1d0 9e44 07ab"."""
    text = digest.hex()[:16]
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


def _time(at: datetime | None) -> str:
    return NONE if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _head_in(line: str) -> Head:
    try:
        _, lines, digest, _, _, names = line.split(" ", 5)
        return Head(json.loads(names)[0], int(lines), bytes.fromhex(digest))
    except (ValueError, IndexError, TypeError) as error:
        raise no_seal() from error
