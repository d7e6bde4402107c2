"""The journal of scans, as this desk keeps it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checkin.domain.journal import (
    EPOCH,
    GENESIS,
    Break,
    Head,
    JournalLine,
    Kind,
    NumberedLine,
    Origin,
    breaks,
    microseconds,
    moment,
    number,
)  # fmt: skip
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.trouble import Trouble
from data.driver import explained
from data.schema import JOURNAL_GUARDS

FIELDS = (
    "scan_id", "kind", "at_us", "event", "checkpoint", "direction", "outcome", "reason", "registration", "category", "text",
    "origin", "gate", "desk", "undoes", "remark",
)  # fmt: skip
COLUMNS = ", ".join(("journal", "seq", "prev", "hash", *FIELDS))
INSERT = f"INSERT INTO journal ({COLUMNS}) VALUES ({', '.join('?' * (4 + len(FIELDS)))})"

TICK = ("scan_id", "kind", "at_us", *Tick._fields[3:])
"""The columns of a checkin.domain.tick.Tick."""


def _is_one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(one.value) for one in values)})"


NONSENSE = f"""NOT (
    {_is_one_of("kind", Kind)} AND {_is_one_of("direction", Direction)} AND {_is_one_of("origin", Origin)}
    AND coalesce({_is_one_of("outcome", Outcome)}, 1) AND coalesce({_is_one_of("reason", Reason)}, 1)
    AND at_us BETWEEN {microseconds(datetime.min.replace(tzinfo=UTC))} AND {microseconds(datetime.max.replace(tzinfo=UTC))}
)"""
"""What no line of a journal is."""

_NONSENSE = (ValueError, TypeError, OverflowError)

_UNREADABLE = JournalLine(
    "", Kind.SCAN, EPOCH, "", "", Direction.ENTRY, None, None, "", "", "", Origin.COMMAND, "", ""
)  # fmt: skip


class StoredJournal:
    """A desk's append-only log of scans, in its database. Fulfils checkin.ports.Journal."""

    def __init__(self, database: Database, path: Path, is_writing: Callable[[], bool]) -> None:
        self._database = database
        self._path = path
        self._is_writing = is_writing

    def head(self) -> Head:
        """The end of this desk's journal."""
        with explained(self._path):
            last = self._database.execute("SELECT journal, seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
            if last is None:
                last = (self._database.execute("SELECT journal FROM desk").fetchone()[0], 0, GENESIS)
        return Head(*last)

    def append(self, line: JournalLine) -> NumberedLine:
        """Add one line. Only inside `writing()`; it is durable when that block has ended."""
        if not self._is_writing():
            raise RuntimeError("a journal line is appended inside writing()")
        item = number(self.head(), line)
        with explained(self._path):
            self._database.execute(INSERT, row_of(item))
        return item

    def begin_afresh(self, journal: str) -> None:
        """Number and chain the same lines anew, under another id. Only inside `writing()`."""
        lines = [one.line for one in self.lines()]
        with explained(self._path):
            for name in JOURNAL_GUARDS:
                self._database.execute(f"DROP TRIGGER {name}")
            self._database.execute("DELETE FROM journal")
            self._database.execute("UPDATE desk SET journal = ?", [journal])
            for statement in JOURNAL_GUARDS.values():
                self._database.execute(statement)
        for line in lines:
            self.append(line)

    def count(self) -> int:
        """How many lines there are."""
        with explained(self._path):
            return int(self._database.execute("SELECT count(*) FROM journal").fetchone()[0])

    def lines(self, after: int = 0) -> Iterator[NumberedLine]:
        """The lines with a number above `after`, in order, as they are asked for. Trouble at one that makes no sense."""
        yield from map(self._sensible, self._rows(after))

    def ticks(self, after: int, until: int) -> Iterator[Tick]:
        """The lines above `after`, up to `until`, as folds see them. Trouble at one that makes no sense."""
        within = (after, until)
        with explained(self._path):
            nonsense = self._database.execute(
                f"SELECT seq FROM journal WHERE seq > ? AND seq <= ? AND {NONSENSE}", within
            ).fetchone()
            if nonsense is not None:
                raise _damaged(nonsense[0], self._path)
            query = f"SELECT {', '.join(TICK)} FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq"
            yield from map(Tick._make, self._database.execute(query, within))

    def find(self, scan_id: str) -> NumberedLine | None:
        """The line with this id. Trouble if it makes no sense."""
        with explained(self._path):
            row = self._database.execute(f"SELECT {COLUMNS} FROM journal WHERE scan_id = ?", [scan_id]).fetchone()
        return None if row is None else self._sensible(row)

    def breaks(self) -> Iterator[Break]:
        """Every place where the journal does not hold, whatever was done to the file; in order."""
        return breaks(from_any_row(row) for row in self._rows(0))

    def missing_guards(self) -> list[str]:
        """The triggers that keep the journal append-only and are not there, or not as they must be."""
        with explained(self._path):
            found = dict(self._database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
        return [name for name, statement in JOURNAL_GUARDS.items() if found.get(name) != statement]

    def _sensible(self, row: Any) -> NumberedLine:
        try:
            return item_of(row)
        except _NONSENSE as error:
            raise _damaged(row[1], self._path) from error

    def _rows(self, after: int) -> Iterator[Any]:
        with explained(self._path):
            yield from self._database.execute(f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq", [after])


def _damaged(seq: int, path: Path) -> Trouble:
    return Trouble(
        'Line {seq} of the journal in {path} was damaged. Find out more with "checkin journal verify".', seq=seq, path=str(path)
    )


def row_of(item: NumberedLine) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    return item.journal, item.seq, item.prev, item.hash, *values_of(item.line)


def values_of(line: JournalLine) -> tuple[Any, ...]:
    """The values of FIELDS."""
    return (
        line.scan_id, line.kind.value, microseconds(line.at), line.event, line.checkpoint, line.direction.value,
        line.outcome and line.outcome.value, line.reason and line.reason.value, line.registration, line.category, line.text,
        line.origin.value, line.gate, line.desk, line.undoes, line.remark,
    )  # fmt: skip


def item_of(row: Any) -> NumberedLine:
    """The line in the values of COLUMNS."""
    journal, seq, prev, digest, *values = row
    return NumberedLine(journal, seq, line_of(values), prev, digest)


def line_of(values: Any) -> JournalLine:
    """The line in the values of FIELDS."""
    (
        scan_id, kind, at_us, event, checkpoint, direction, outcome, reason, registration, category, text, origin, gate, desk,
        undoes, remark,
    ) = values  # fmt: skip
    return JournalLine(
        scan_id, Kind(kind), moment(at_us), event, checkpoint, Direction(direction),
        None if outcome is None else Outcome(outcome), None if reason is None else Reason(reason),
        registration, category, text, Origin(origin), gate, desk, undoes, remark,
    )  # fmt: skip


def from_any_row(row: Any) -> NumberedLine:
    """The line in `row`; one that no desk can have written stands in for it, with the hash of the row, if it makes no sense."""
    journal, seq, prev, digest = row[:4]
    kept = (prev if isinstance(prev, bytes) else b"", digest if isinstance(digest, bytes) else b"")
    try:
        return item_of((journal, seq, *kept, *row[4:]))
    except _NONSENSE:
        return NumberedLine(str(journal), seq, _UNREADABLE, *kept)
