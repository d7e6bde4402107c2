"""Journals that were exported to files (docs/journal.md). Fulfils checkin.overview.reading.Reader."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.domain.journal import EPOCH, Kind, microseconds
from checkin.domain.ranges import Trust
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.overview.reading import Mark, News, Outlook, Place
from checkin.trouble import Trouble
from data.exporters.spreadsheet import as_it_was
from data.overview.people import People

VALUES: Mapping[str, frozenset[str]] = {
    "kind": frozenset(Kind), "direction": frozenset(Direction), "outcome": frozenset((*Outcome, "")),
    "reason": frozenset((*Reason, "")),
}  # fmt: skip
TEXTS = tuple(name for name in Tick._fields if name != "at_us")


class FileReader:
    """Reads once, when `news` is asked for. `people`: the home that has the event, and who is registered."""

    def __init__(self, files: Sequence[Path], people: People) -> None:
        self._people = people
        self._files = files
        self._last_us: int | None = None

    def event(self) -> Event:
        """The event."""
        return self._people.event()

    def news(self) -> News:
        """All lines, at the first time. Trouble where there are none: nobody knows of which moment that would be."""
        if self._last_us is not None:
            return News()
        ticks = [tick for file in self._files for tick in read_journal_file(file, self._people.event())]
        if not ticks:
            raise Trouble("There is no scan in {files}.", files=", ".join(map(str, self._files)))
        self._last_us = max(tick.at_us for tick in ticks)
        return News(ticks)

    def mark(self) -> Mark:
        """The files as they were, and the last moment in them."""
        return "files", *self._stamps(), self._last_us or 0

    def resume(self, mark: Mark) -> bool:
        """Whether the files are the same, and unchanged since."""
        kind, *stamps, last_us = mark or ("", 0)
        if kind == "files" and stamps == self._stamps() and isinstance(last_us, int):
            self._last_us = last_us
        return self._last_us is not None

    def _stamps(self) -> list[str | int | bytes]:
        found = [(path.resolve(), path.stat()) for path in self._files]
        return [part for path, facts in found for part in (str(path), facts.st_size, facts.st_mtime_ns)]

    def outlook(self) -> Outlook:
        """As of the last line."""
        last = EPOCH + timedelta(microseconds=self._last_us or 0)
        return Outlook(Place.FILE, last, Trust(last))

    def roll(self) -> Roll | None:
        """Who is registered in the home."""
        return self._people.roll()

    def person(self, registration: str) -> Registration | None:
        """Somebody who is registered there."""
        return self._people.person(registration)

    def supervisors(self) -> tuple[Supervisor, ...]:
        """Nobody: files stay as they are."""
        return ()

    def close(self) -> None:
        """Give the home back."""
        self._people.close()


def read_journal_file(path: Path, event: Event) -> Iterator[Tick]:
    """The lines in a file that `checkin journal export` or `checkin hub export` wrote, .jsonl or .csv. Trouble names the line
    that makes no sense."""
    for number, record in _records(path):
        try:
            tick = _tick(record)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise _wrong(path, number, str(error)) from error
        if record.get("event") != event.id:
            raise Trouble("Line {line} of {path} is of another event ({event}).", line=number, path=str(path),
                          event=str(record.get("event")))  # fmt: skip
        yield tick


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix.lower() == ".csv":
                yield from enumerate(map(_plain, csv.DictReader(file)), 2)
                return
            for number, line in enumerate(file, 1):
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise _wrong(path, number, "no object")
                yield number, record
    except (OSError, UnicodeDecodeError, csv.Error, json.JSONDecodeError) as error:
        raise Trouble("The journal in {path} cannot be read ({error}).", path=str(path), error=str(error)) from error


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return {name: as_it_was(text) if isinstance(text, str) else text for name, text in row.items()}


def _tick(record: Mapping[str, Any]) -> Tick:
    texts = {name: record[name] or "" for name in TEXTS}
    if odd := [name for name, text in texts.items() if not isinstance(text, str) or text not in VALUES.get(name, (text,))]:
        raise ValueError(", ".join(odd))
    at = datetime.fromisoformat(record["at"])
    if at.tzinfo is None:
        raise ValueError("at")
    ahead_us = round(float(record.get("clock_ahead_s") or 0) * 1e6)
    outcome, reason = (texts.pop(name) or None for name in ("outcome", "reason"))
    return Tick(**texts, at_us=microseconds(at) - ahead_us, outcome=outcome, reason=reason)


def _wrong(path: Path, line: int, detail: str) -> Trouble:
    return Trouble(
        "Line {line} of {path} is no line of a journal ({detail}). Export it again.", line=line, path=str(path), detail=detail
    )


def records_of(path: Path) -> Iterator[dict[str, Any]]:
    """What stands in each line of such a file. Trouble where it makes no sense."""
    for number, record in _records(path):
        try:
            journal, seq, digest, at = record["journal"], int(record["seq"]), bytes.fromhex(record["hash"]), record["at"]
            yield {**record, "journal": journal, "seq": seq, "hash": digest.hex(), "at": datetime.fromisoformat(at).isoformat()}
        except (ValueError, KeyError, TypeError) as error:
            raise _wrong(path, number, str(error)) from error
