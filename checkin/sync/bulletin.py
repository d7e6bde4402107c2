"""The list of what a hub tells all its desks, as whoever adds to it sees it: several homes may (docs/scale.md)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from checkin.sync.hub import Hub
from checkin.sync.hublog import HubLog
from checkin.sync.notices import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the list: the epoch in which its log began, the number of a notice (0: before the first), what stands there."""

    log: str
    position: int
    digest: bytes


def digest_of(notice: Notice) -> bytes:
    """What tells this notice from others (SHA-256)."""
    return hashlib.sha256(f"{notice.kind.value}\0{notice.id}\0{notice.content}".encode()).digest()


def digest_at(log: HubLog, event: str, position: int) -> bytes:
    """What tells the notice at this place of the list from others; b"" before the first, and where there is none."""
    rows = log.notices(event, position - 1, 1).rows if position else ()
    return digest_of(rows[0]) if rows else b""


class Bulletin:
    """One event's list. Every method raises Trouble where the database cannot be used."""

    def __init__(self, hub: Hub, log: HubLog) -> None:
        self._hub = hub
        self._log = log

    def tell(self, notices: Sequence[Notice], *, only_unknown: bool = False) -> int:
        """See Hub.tell."""
        return self._hub.tell(notices, only_unknown=only_unknown)

    def latest(self, kind: NoticeKind) -> Notice | None:
        """What was told last of this, by whomever."""
        return self._log.latest(self._hub.event, kind)

    def end(self) -> Mark:
        """The end of the list."""
        state = self._log.notices(self._hub.event, 0, 0).state
        return Mark(state.epochs[0], state.notices, digest_at(self._log, self._hub.event, state.notices))

    def holds(self, mark: Mark) -> bool:
        """Whether what was told up to there is still told: a log that was restored may have lost it."""
        return digest_at(self._log, self._hub.event, mark.position) == mark.digest
