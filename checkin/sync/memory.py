"""A hub's log in memory, with transactions, power cuts and backups: for tests and the simulation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from checkin.domain.journal import GENESIS
from checkin.domain.tick import tick_of
from checkin.sync.hublog import (
    Changes,
    Device,
    KeptClaim,
    Known,
    KnownJournal,
    LogPage,
    LogRow,
    LogState,
    NoticePage,
    Person,
    Place,
    Roster,
    TickPage,
    Token,
    Told,
    Wanted,
)  # fmt: skip
from checkin.sync.messages import Delivered
from checkin.sync.notices import Notice, NoticeKind
from checkin.sync.reports import KeptReport

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Kept:
    """What is on the disk for one event."""

    state: LogState
    rows: list[LogRow] = field(default_factory=list)
    claims: dict[str, KeptClaim] = field(default_factory=dict)
    journals: dict[str, KnownJournal] = field(default_factory=dict)
    places: dict[Place, bytes] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    tokens: dict[bytes, Token] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    told: dict[Told, str] = field(default_factory=dict)
    reports: dict[str, KeptReport] = field(default_factory=dict)
    by_scan_id: dict[str, Delivered] = field(default_factory=dict)
    by_person: dict[Person, list[Delivered]] = field(default_factory=lambda: defaultdict(list))
    open_claims: dict[Person, set[str]] = field(default_factory=lambda: defaultdict(set))


class _Transaction:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept
        self.changes: list[Changes] = []

    def read(self, wanted: Wanted) -> Known:
        kept = self._kept
        known = Known(kept.state)
        known.rows = _picked(kept.by_scan_id, wanted.scan_ids)
        known.claims = _picked(kept.claims, wanted.scan_ids)
        for person in wanted.persons:
            known.history[person] = list(kept.by_person.get(person, ()))
            known.claims.update(_picked(kept.claims, kept.open_claims.get(person, set())))
        known.journals = _picked(kept.journals, wanted.journals)
        known.places = _picked(kept.places, wanted.places)
        known.chains = {at: GENESIS if at == 0 else kept.rows[at - 1].chain for at in wanted.positions if at <= len(kept.rows)}
        known.tokens = _picked(kept.tokens, wanted.tokens)
        known.told = _picked(kept.told, wanted.told)
        known.reports = _picked(kept.reports, wanted.reported)
        known.devices = _picked(kept.devices, wanted.devices | {token.device for token in known.tokens.values()})
        return known

    def write(self, changes: Changes) -> None:
        self.changes.append(changes)


class MemoryHubLog:
    """Fulfils HubLog. `before_commit` is called at the end of a transaction: when it raises, nothing of it is there."""

    def __init__(self, event: str, epoch: str, kept: _Kept | None = None) -> None:
        self._event = event
        self._kept = kept or _Kept(LogState((epoch,)))

    @contextmanager
    def writing(self, event: str) -> Iterator[_Transaction]:
        """A transaction."""
        transaction = _Transaction(self._of(event))
        yield transaction
        self.before_commit()
        for changes in transaction.changes:
            _apply(self._kept, changes)

    def before_commit(self) -> None:
        """The last moment at which a transaction can be lost."""

    def page(self, event: str, position: int, limit: int) -> LogPage:
        """Rows behind a position."""
        kept = self._of(event)
        chain = None if position > len(kept.rows) else kept.rows[position - 1].chain if position else GENESIS
        return LogPage(chain, kept.rows[position : position + limit], kept.state)

    def ticks(self, event: str, position: int, limit: int) -> TickPage:
        """Rows behind a position, for folds."""
        page = self.page(event, position, limit)
        last = (page.rows[-1].position, page.rows[-1].chain) if page.rows else (position, page.chain or GENESIS)
        return TickPage(page.chain, [tick_of(row.delivered.corrected) for row in page.rows], last, page.state)

    def notices(self, event: str, since: int, limit: int) -> NoticePage:
        """Notices behind a number."""
        kept = self._of(event)
        return NoticePage(kept.notices[since : since + limit], kept.state)

    def latest(self, event: str, kind: NoticeKind) -> Notice | None:
        """What was told last of a kind of which there is one."""
        content = self._of(event).told.get((kind, ""))
        return None if content is None else Notice(kind, "", content)

    def device(self, event: str, device: str) -> Device | None:
        """A device of this event."""
        return self._of(event).devices.get(device)

    def roster(self, event: str) -> Roster:
        """Every device and journal."""
        kept = self._of(event)
        return Roster(kept.devices, kept.journals, kept.reports)

    def add_device(self, device: Device) -> None:
        """Let a device in, or change it."""
        self._kept.devices[device.id] = device

    def add_token(self, token: Token) -> None:
        """Let somebody enrol."""
        self._kept.tokens[token.digest] = token

    def backup(self) -> "MemoryHubLog":
        """A copy of what is there now."""
        copy = MemoryHubLog(self._event, "", _Kept(self._kept.state))
        rows, places = list(self._kept.rows), dict(self._kept.places)
        parts = (dict(self._kept.claims), dict(self._kept.journals), dict(self._kept.devices), dict(self._kept.tokens))
        _apply(copy._kept, Changes(rows, places, *parts, dict(enumerate(self._kept.notices, 1)), dict(self._kept.reports)))
        return copy

    def open_claims(self) -> list[KeptClaim]:
        """Admissions whose line has not come."""
        return [one for one in self._kept.claims.values() if one.open]

    def place(self, journal: str, seq: int) -> bytes | None:
        """The hash of the line at a place."""
        return self._kept.places.get((journal, seq))

    def _of(self, event: str) -> _Kept:
        assert event == self._event
        return self._kept


def _apply(kept: _Kept, changes: Changes) -> None:
    kept.rows += changes.rows
    for row in changes.rows:
        line = row.delivered.row.line
        kept.by_scan_id.setdefault(line.scan_id, row.delivered)
        kept.by_person[line.checkpoint, line.registration].append(row.delivered)
    for claim in changes.claims.values():
        kept.claims[claim.scan_id] = claim
        among = kept.open_claims[claim.person]
        among.add(claim.scan_id) if claim.open else among.discard(claim.scan_id)
    kept.places |= changes.places
    kept.journals |= changes.journals
    kept.devices |= changes.devices
    kept.tokens |= changes.tokens
    kept.reports |= changes.reports
    kept.notices += changes.notices.values()
    kept.told |= {(one.kind, one.id): one.content for one in changes.notices.values()}
    kept.state = changes.state or kept.state


def _picked(of: Mapping[K, V], keys: set[K]) -> dict[K, V]:
    return {key: of[key] for key in keys if key in of}
