"""A desk's journal as the sync client sees it, with the copy of the other desks' lines. Fulfils checkin.sync.desklog.DeskCopy."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checkin.domain.journal import Head, JournalLine, NumberedLine
from checkin.domain.tick import Tick
from checkin.sync.desklog import Deliveries
from checkin.sync.messages import Cursor, Delivered
from checkin.sync.notices import Notice
from data.driver import explained
from data.journal import COLUMNS, FIELDS, TICK, StoredJournal, item_of, line_of, row_of, values_of
from data.notices import Noticeboard

_KEPT = f"{COLUMNS}, received_us, ahead_us"
_MARKS = ", ".join("?" * (4 + len(FIELDS) + 2))
TAKE = f"""INSERT INTO copies ({_KEPT}, seen) SELECT {_MARKS}, 1
    WHERE NOT EXISTS (SELECT 1 FROM journal WHERE scan_id = ?)
    ON CONFLICT (scan_id) DO UPDATE SET seen = 1, journal = excluded.journal, seq = excluded.seq, prev = excluded.prev,
        hash = excluded.hash, received_us = excluded.received_us, ahead_us = excluded.ahead_us"""
BEGIN_ANEW = """UPDATE standing SET epoch = '', position = 0, chain = zeroblob(32), notices_epoch = '', notices = 0,
    brought_epoch = '', brought = 0, arrived = 0, notices_head = 0"""
"""Nothing was read of any hub, nor brought to one."""
INTEND = f"INSERT OR REPLACE INTO intents ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"


@dataclass(frozen=True, slots=True)
class Transactions:
    """How a store writes, and whether it does."""

    writing: Callable[[], AbstractContextManager[None]]
    is_writing: Callable[[], bool]

    def joined(self) -> AbstractContextManager[None]:
        """The transaction that runs, else one of its own."""
        return nullcontext() if self.is_writing() else self.writing()


class StoredDeskLog:
    """See checkin.sync.desklog. Where a transaction runs, it is joined."""

    def __init__(
        self, database: Database, path: Path, journal: StoredJournal, board: Noticeboard, transactions: Transactions
    ) -> None:
        self._database = database
        self._path = path
        self._journal = journal
        self._board = board
        self._transactions = transactions

    def head(self) -> Head:
        """The end of the journal."""
        return self._journal.head()

    def former(self) -> str:
        """The journal before a fork."""
        return str(self._value("SELECT former FROM standing"))

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of a line."""
        found = self._value("SELECT hash FROM journal WHERE seq = ?", seq)
        return None if found is None else bytes(found)

    def lines(self, after: int = 0) -> Iterator[NumberedLine]:
        """The lines above a number."""
        return self._journal.lines(after)

    def rejournal(self, journal: str) -> None:
        """Begin afresh under another id."""
        with self._transactions.joined():
            self._do("UPDATE standing SET former = ?, have = 0", self.head().journal)
            self._journal.begin_afresh(journal)

    def cursor(self) -> Cursor:
        """How far the hub's log was read."""
        epoch, position, chain = self._row("SELECT epoch, position, chain FROM standing")
        return Cursor(epoch, position, bytes(chain))

    def take(self, rows: Sequence[Delivered], cursor: Cursor) -> None:
        """Keep copies, and move the cursor."""
        values = [(*row_of(one.row), one.received_us, one.ahead_us, one.row.line.scan_id) for one in rows]
        with self._transactions.joined(), explained(self._path):
            self._database.conn.executemany(TAKE, values)
            self._do(
                "UPDATE standing SET epoch = ?, position = ?, chain = ?", cursor.epoch, cursor.position, cursor.chain
            )  # fmt: skip

    def reread(self) -> None:
        """Read from the first row again."""
        with self._transactions.joined():
            self._do("UPDATE copies SET seen = 0 WHERE seen = 1")
            self._do("UPDATE standing SET epoch = '', position = 0, chain = zeroblob(32)")

    def begin_at(self, *, same_hub: bool) -> None:
        """This desk was let in, as another device than before or at another hub: read everything from the first on. What another
        hub handed on is not of this one's log, and must not be given back to it."""
        with self._transactions.joined():
            self._do("UPDATE copies SET seen = 0" if same_hub else "DELETE FROM copies")
            self._do(BEGIN_ANEW)

    def unseen(self, limit: int) -> Sequence[Delivered]:
        """Copies that did not come again."""
        rows = self._all(f"SELECT {_KEPT} FROM copies WHERE seen = 0 ORDER BY number LIMIT ?", limit)
        return [_delivered(row) for row in rows]

    def intend(self, draft: JournalLine) -> None:
        """Note what is going to be asked."""
        with self._transactions.joined():
            self._do(INTEND, *values_of(draft))

    def conclude(self, line: JournalLine, intent: str) -> NumberedLine:
        """Append a line, and forget its intent."""
        with self._transactions.joined():
            self._do("DELETE FROM intents WHERE scan_id = ?", intent)
            return self._journal.append(line)

    def intents(self) -> list[JournalLine]:
        """What was not concluded."""
        return [line_of(row) for row in self._all(f"SELECT {', '.join(FIELDS)} FROM intents ORDER BY at_us, scan_id")]

    def copies(self, after: int = 0) -> Iterator[tuple[int, Delivered]]:
        """The copies above a number, in the order in which they came; each with its number."""
        with explained(self._path):
            for row in self._database.execute(f"SELECT number, {_KEPT} FROM copies WHERE number > ? ORDER BY number", [after]):
                yield row[0], _delivered(row[1:])

    def ticks(self, after: int, until: int) -> Iterator[Tick]:
        """The copies above number `after`, up to `until`, as folds see them, in the hub's time."""
        columns = ", ".join(TICK).replace("at_us", "at_us - ahead_us")
        with explained(self._path):
            query = f"SELECT {columns} FROM copies WHERE number > ? AND number <= ? ORDER BY number"
            yield from map(Tick._make, self._database.execute(query, [after, until]))

    def last_copy(self) -> int:
        """The number of the last copy, 0 before the first."""
        return int(self._value("SELECT coalesce(max(number), 0) FROM copies"))

    def clocks(self) -> list[tuple[int, int]]:
        """From which line of the journal on this desk's clock was how far ahead (microseconds), in order."""
        return [(row[0], row[1]) for row in self._all("SELECT seq, ahead_us FROM clocks ORDER BY seq")]

    def note_clock(self, seq: int, ahead_us: int) -> None:
        """The lines from `seq` on are written by a clock that is so far ahead."""
        with self._transactions.joined():
            self._do("INSERT OR REPLACE INTO clocks VALUES (?, ?)", seq, ahead_us)

    def deliveries(self) -> Deliveries:
        """How far the hub confirmed this journal, and when it was last heard."""
        have, heard_us = self._row("SELECT have, heard_us FROM standing")
        return Deliveries(have, heard_us)

    def note_deliveries(self, deliveries: Deliveries) -> None:
        """Remember it, to be shown: what is resent goes by what the hub says."""
        with self._transactions.joined():
            self._do("UPDATE standing SET have = ?, heard_us = ?", deliveries.have, deliveries.heard_us)

    def noticed(self, epoch: str) -> int:
        """How far the hub's notices were read in this epoch."""
        known, position = self._row("SELECT notices_epoch, notices FROM standing")
        return position if known == epoch else 0

    def notice(self, rows: Sequence[Notice], epoch: str, position: int, head: int) -> None:
        """Do what the notices say, and remember how far they were read, of how many."""
        with self._transactions.joined():
            self._board.take_all(rows)
            self._do(
                "UPDATE standing SET notices_epoch = ?, notices = ?, notices_head = ?, arrived = max(arrived, ?)",
                epoch, position, head, position >= head,
            )  # fmt: skip

    def arrived(self) -> tuple[int, int] | None:
        """How many notices were read of how many, until all have been for the first time at this hub; None from then on."""
        arrived, notices, head = self._row("SELECT arrived, notices, notices_head FROM standing")
        return None if arrived else (notices, head)

    def newcomers(self, epoch: str, limit: int) -> tuple[Sequence[Notice], int]:
        """Walk-ins of this desk that were not brought in this epoch, and the number of the last of them."""
        known, brought = self._row("SELECT brought_epoch, brought FROM standing")
        return self._board.walk_ins(brought if known == epoch else 0, limit)

    def brought(self, epoch: str, number: int) -> None:
        """The hub has the walk-ins up to this number."""
        with self._transactions.joined():
            self._do("UPDATE standing SET brought_epoch = ?, brought = ?", epoch, number)

    def _do(self, statement: str, *values: Any) -> None:
        with explained(self._path):
            self._database.execute(statement, values)

    def _all(self, query: str, *values: Any) -> list[Any]:
        with explained(self._path):
            return list(self._database.execute(query, values).fetchall())

    def _row(self, query: str, *values: Any) -> Any:
        return self._all(query, *values)[0]

    def _value(self, query: str, *values: Any) -> Any:
        found = self._all(query, *values)
        return found[0][0] if found else None


def _delivered(row: Any) -> Delivered:
    *line, received_us, ahead_us = row
    return Delivered(item_of(line), received_us, ahead_us)
