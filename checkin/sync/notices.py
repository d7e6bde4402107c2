"""What the hub tells all desks beside the log of scans: registrations, the event, supervisors, keys (docs/sync.md)."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is about."""

    REGISTRATION = "registration"
    EVENT = "event"
    SUPERVISORS = "supervisors"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the hub tells all desks: `content` (docs/sync.md) stands in place of what was told of this kind and id before."""

    kind: NoticeKind
    id: str
    content: str


@dataclass(frozen=True, slots=True)
class Notices:
    """A desk asks for the notices behind number `since`, which it read in `epoch`; `limit` at most (1 to MOST_ROWS)."""

    event: str
    epoch: str
    since: int
    limit: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """The next notices, the number of the last of them, and how many there are."""

    epoch: str
    rows: tuple[Notice, ...]
    position: int
    head: int


@dataclass(frozen=True, slots=True)
class Announce:
    """A desk tells of registrations that were made there."""

    event: str
    epoch: str
    rows: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """The hub keeps them all durably; `added` of them were news."""

    added: int
