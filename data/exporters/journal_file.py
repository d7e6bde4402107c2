"""The journal as a file: CSV for a spreadsheet, JSONL exactly; and the journal verified."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from checkin.domain.journal import Break, Head, NumberedLine
from checkin.trouble import Trouble
from data.journal import StoredJournal

COLUMNS = (
    "journal", "seq", "scan_id", "kind", "at", "event", "checkpoint", "direction", "outcome", "reason", "registration",
    "category", "text", "origin", "gate", "desk", "undoes", "remark", "prev", "hash",
)  # fmt: skip

# A spreadsheet would run what begins so (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    writers: dict[str, Callable[[TextIO, Iterable[dict[str, Any]]], int]] = {".csv": _write_csv, ".jsonl": _write_jsonl}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Trouble("{path} must end in .csv or .jsonl.", path=str(path))
    if path.is_dir():
        raise Trouble("{path} is a folder. Give the file a name of its own.", path=str(path))
    if path.exists() and not overwrite:
        raise Trouble("{path} is there already. Choose another name, or write over it with --force.", path=str(path))
    try:
        return _replace(path, lambda file: write(file, map(record, journal.lines())))
    except OSError as error:
        raise Trouble(
            "{path} cannot be written ({error}). Choose another place, or free some space.", path=str(path), error=error.strerror
        ) from error


def record(item: NumberedLine) -> dict[str, Any]:
    """A line with its place, as it is exported: `at` in ISO 8601 with its offset (UTC), hashes in hexadecimal."""
    line = item.line
    return {
        "journal": item.journal, "seq": item.seq, "scan_id": line.scan_id, "kind": line.kind.value,
        "at": line.at.isoformat(timespec="microseconds"), "event": line.event, "checkpoint": line.checkpoint,
        "direction": line.direction.value, "outcome": line.outcome and line.outcome.value,
        "reason": line.reason and line.reason.value, "registration": line.registration, "category": line.category,
        "text": line.text, "origin": line.origin.value, "gate": line.gate, "desk": line.desk, "undoes": line.undoes,
        "remark": line.remark, "prev": item.prev.hex(), "hash": item.hash.hex(),
    }  # fmt: skip


def _write_csv(file: TextIO, records: Iterable[dict[str, Any]]) -> int:
    file.write("\ufeff")  # without it Excel takes UTF-8 for Windows-1252
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    return sum(1 for one in records if writer.writerow([_harmless(one[column]) for column in COLUMNS]))


def _write_jsonl(file: TextIO, records: Iterable[dict[str, Any]]) -> int:
    return sum(1 for one in records if file.write(json.dumps(one, ensure_ascii=False) + "\n"))


def _harmless(value: Any) -> Any:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _replace(path: Path, write: Callable[[TextIO], int]) -> int:
    """Write a file beside `path`, and put it in its place when it is complete and on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            lines = write(file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return lines
