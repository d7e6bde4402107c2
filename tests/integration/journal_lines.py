"""Journal lines for tests of stores: one scan, repeated under other ids."""

from datetime import UTC, datetime

from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome
from data.store import Store


def line(scan_id: str, text: str = "T") -> JournalLine:
    return JournalLine(
        scan_id, Kind.SCAN, datetime(2018, 4, 18, 9, 30, 0, 123456, tzinfo=UTC), "scec-2018", "entrance", Direction.ENTRY,
        Outcome.ADMITTED, None, "R-0001", "professional", text, Origin.CAMERA, "A", "1",
    )  # fmt: skip


def append(store: Store, *scan_ids: str) -> None:
    for scan_id in scan_ids:
        with store.writing():
            store.journal.append(line(scan_id))
