"""The journal as a file: CSV for a spreadsheet, JSONL exactly; and the journal verified."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from checkin.domain.journal import Break, Head, NumberedLine, moment
from checkin.sync.messages import Delivered
from checkin.trouble import Trouble
from data.exporters.replacing import put_in_place
from data.exporters.spreadsheet import harmless
from data.journal import StoredJournal

COLUMNS = (
    "journal", "seq", "scan_id", "kind", "at", "event", "checkpoint", "direction", "outcome", "reason", "registration",
    "category", "text", "origin", "gate", "desk", "undoes", "remark", "prev", "hash",
)  # fmt: skip

AT_A_HUB = ("received_at", "clock_ahead_s")
"""What an export of a hub has beside them: when the hub got the line, and how far the desk's clock was ahead then."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying a journal came to: its number of lines, its end, and every break in it."""

    lines: int
    head: Head
    breaks: tuple[Break, ...]


def verify_journal(journal: StoredJournal) -> Verified:
    """Hold every line against the one before; in flat memory, and whatever was done to the file."""
    unguarded = [Break("", 0, "unguarded")] if journal.missing_guards() else []
    return Verified(journal.count(), journal.head(), (*unguarded, *journal.breaks()))


def export_journal(journal: StoredJournal, path: Path, *, overwrite: bool = False) -> int:
    """Write all lines to `path`, a .csv or .jsonl file, which appears only when it is complete; how many lines it has."""
    return _export(map(record, journal.lines()), COLUMNS, path, overwrite=overwrite)


def export_rows(rows: Iterable[Delivered], path: Path, *, overwrite: bool = False) -> int:
    """The same of a hub's rows: each with when the hub got it, and how far the desk's clock was ahead then (s)."""
    records = (
        record(one.row) | {"received_at": _iso(moment(one.received_us)), "clock_ahead_s": one.ahead_us / 1e6} for one in rows
    )
    return _export(records, (*COLUMNS, *AT_A_HUB), path, overwrite=overwrite)


def _export(records: Iterable[dict[str, Any]], columns: Sequence[str], path: Path, *, overwrite: bool) -> int:
    writers: dict[str, Callable[[TextIO], int]] = {
        ".csv": lambda file: _write_csv(file, records, columns), ".jsonl": lambda file: _write_jsonl(file, records),
    }  # fmt: skip
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Trouble("{path} must end in .csv or .jsonl.", path=str(path))

    def fill(fresh: Path) -> int:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            return write(file)

    return put_in_place(path, fill, overwrite=overwrite)


def record(item: NumberedLine) -> dict[str, Any]:
    """A line with its place, as it is exported: `at` in ISO 8601 with its offset (UTC), hashes in hexadecimal."""
    line = item.line
    return {
        "journal": item.journal, "seq": item.seq, "scan_id": line.scan_id, "kind": line.kind.value,
        "at": _iso(line.at), "event": line.event, "checkpoint": line.checkpoint,
        "direction": line.direction.value, "outcome": line.outcome and line.outcome.value,
        "reason": line.reason and line.reason.value, "registration": line.registration, "category": line.category,
        "text": line.text, "origin": line.origin.value, "gate": line.gate, "desk": line.desk, "undoes": line.undoes,
        "remark": line.remark, "prev": item.prev.hex(), "hash": item.hash.hex(),
    }  # fmt: skip


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _write_csv(file: TextIO, records: Iterable[dict[str, Any]], columns: Sequence[str]) -> int:
    file.write("\ufeff")  # without it Excel takes UTF-8 for Windows-1252
    writer = csv.writer(file)
    writer.writerow(columns)
    return sum(1 for one in records if writer.writerow([_harmless(one[column]) for column in columns]))


def _write_jsonl(file: TextIO, records: Iterable[dict[str, Any]]) -> int:
    return sum(1 for one in records if file.write(json.dumps(one, ensure_ascii=False) + "\n"))


def _harmless(value: Any) -> Any:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value
