"""Where the journals end that figures come from, and which hash stands at a number of one: for reports, and to hold them against
the journals later."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from checkin.domain.journal import GENESIS, Head, moment
from checkin.overview.reports.heads import JournalHead
from checkin.sync.hublog import Roster
from checkin.sync.membership import KEY_FILE
from data.hub.engine import explained
from data.hub.store import SqlHubLog
from data.hub.tables import places, rows
from data.membership import device_key
from data.overview.file_reader import records_of
from data.store import Store

AT_ONCE = 5_000
HashAt = Callable[[str, int], bytes | None]
Span = tuple[datetime, datetime]


def heads_of_hub(log: SqlHubLog, event: str) -> list[JournalHead]:
    """Of every journal of which a hub has lines."""
    roster, spans = log.roster(event), _spans(log, event)
    return [
        JournalHead(Head(one.id, one.seq, one.hash), _desk(roster, one.id), *spans.get(one.id, (None, None)))
        for one in roster.journals.values() if one.seq
    ]  # fmt: skip


def hash_in_hub(log: SqlHubLog, event: str) -> HashAt:
    """Looks a place up among those that a hub knows."""

    def hash_at(journal: str, seq: int) -> bytes | None:
        query = select(places.c.hash).where(places.c.event == event, places.c.journal == journal, places.c.seq == seq)
        with explained(), log.engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else bytes(found)

    return hash_at


def heads_of_desk(store: Store, desk: str) -> list[JournalHead]:
    """Of a desk's own journal; those of other desks are at the hub."""
    head = store.journal.head()
    if not head.seq:
        return []
    first, last = next(store.journal.lines()), next(store.journal.lines(head.seq - 1))
    return [JournalHead(head, last.line.desk or desk, first.line.at, last.line.at)]


def hash_at_desk(store: Store) -> HashAt:
    """Looks a place up in a desk's own journal."""
    return lambda journal, seq: store.hub.hash_at(seq) if journal == store.journal.head().journal else None


def heads_of_files(files: Sequence[Path]) -> list[JournalHead]:
    """Of the journals in exported files."""
    found: dict[str, JournalHead] = {}
    for journal, seq, digest, at, desk in _lines(files):
        known = found.get(journal)
        last = Head(journal, seq, digest) if known is None or seq > known.head.seq else known.head
        times = [at] if known is None else [one for one in (known.first, known.last, at) if one is not None]
        found[journal] = JournalHead(last, desk, min(times), max(times))
    return list(found.values())


def hash_in_files(files: Sequence[Path]) -> HashAt:
    """Looks a place up in exported files."""
    known = {(journal, seq): digest for journal, seq, digest, _, _ in _lines(files)}
    return lambda journal, seq: known.get((journal, seq))


def signing_key(home: Path, store: Store, *, is_hub: bool) -> Ed25519PrivateKey | None:
    """The key with which this home signs: a hub's own, made if there is none; that of an enrolled desk; None for any other."""
    if is_hub:
        return device_key(home / KEY_FILE)
    member = store.membership.get()
    enrolled = member is not None and member.revoked_us is None and (home / KEY_FILE).exists()
    return device_key(home / KEY_FILE) if enrolled else None


def _desk(roster: Roster, journal: str) -> str:
    report = roster.reports.get(journal)
    device = roster.devices.get(roster.journals[journal].device)
    return (report.condition.desk if report else "") or (device.name if device else "")


def _spans(log: SqlHubLog, event: str) -> dict[str, Span]:
    """The times of the first and of the last line of each journal, by the clock of its desk."""
    spans: dict[str, tuple[int, int]] = {}
    query = select(rows.c.row).where(rows.c.event == event)
    with explained(), log.engine.connect() as connection:
        for (row,) in connection.execution_options(yield_per=AT_ONCE).execute(query):
            journal, _, _, line, _, _ = msgspec.json.decode(row)
            at_us = line[2]
            first, last = spans.get(journal, (at_us, at_us))
            spans[journal] = min(first, at_us), max(last, at_us)
    return {journal: (moment(first), moment(last)) for journal, (first, last) in spans.items()}


def _lines(files: Sequence[Path]) -> Iterator[tuple[str, int, bytes, datetime, str]]:
    for file in files:
        for record in records_of(file):
            yield (str(record["journal"]), int(record["seq"]), _hash(record), datetime.fromisoformat(record["at"]),
                   str(record["desk"] or ""))  # fmt: skip


def _hash(record: dict[str, Any]) -> bytes:
    return bytes.fromhex(record["hash"]) if record.get("hash") else GENESIS
