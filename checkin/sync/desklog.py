"""What the sync client needs of a desk's store. Every method is called on the desk thread (docs/sync.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from checkin.domain.journal import Head, JournalLine, NumberedLine
from checkin.domain.tick import Tick
from checkin.sync.messages import Cursor, Delivered
from checkin.sync.notices import Notice

CHUNK = 100
"""So many rows of the hub at most are written at once, so that a scan never waits behind them."""

NOTICES_AT_ONCE = 1_000
"""So many notices are asked for at once: a new desk has tens of thousands to read, and they are written CHUNK by CHUNK."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Up to which line the hub confirmed a desk's journal, and when it was last heard (microseconds since 1970; 0: never)."""

    have: int = 0
    heard_us: int = 0


class DeskLog(Protocol):
    """A desk's journal, its copy of the other desks' lines, and its intents. A method that returns has made it durable; one that
    raises (Trouble) has written nothing."""

    def head(self) -> Head:
        """The end of this desk's journal."""

    def former(self) -> str:
        """The journal that this one replaced after a fork, "" for none."""

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of line `seq` of this desk's journal, None if there is none."""

    def lines(self, after: int = 0) -> Iterator[NumberedLine]:
        """The lines of this desk's journal with a number above `after`, in order."""

    def rejournal(self, journal: str) -> None:
        """From now on the journal is `journal`: the same lines under the same scan ids, numbered and chained afresh from 1; the
        one before is its `former`."""

    def cursor(self) -> Cursor:
        """How far the hub's log was read."""

    def take(self, rows: Sequence[Delivered], cursor: Cursor) -> None:
        """Keep a copy of each row whose scan id is not in this desk's own journal, as seen, and move the cursor, in one
        transaction."""

    def reread(self) -> None:
        """Put the cursor before the first row, and take every copy for unseen; none is removed."""

    def unseen(self, limit: int) -> Sequence[Delivered]:
        """Copies that were not taken again since `reread`, `limit` at most."""

    def intend(self, draft: JournalLine) -> None:
        """Note a scan that the hub is going to be asked about, before it is asked."""

    def conclude(self, line: JournalLine, intent: str) -> NumberedLine:
        """Append a line, and forget the intent of this scan id, in one transaction."""

    def intents(self) -> Iterable[JournalLine]:
        """The drafts that were intended and not concluded."""

    def clocks(self) -> Sequence[tuple[int, int]]:
        """From which line of the journal on this desk's clock was how far ahead of the hub's (microseconds), in order."""

    def note_clock(self, seq: int, ahead_us: int) -> None:
        """The lines from `seq` on are written by a clock that is so far ahead."""

    def noticed(self, epoch: str) -> int:
        """How far the hub's notices were read in this epoch."""

    def notice(self, rows: Sequence[Notice], epoch: str, position: int, head: int) -> None:
        """Do what the notices say, and remember how far they were read, of how many, in one transaction."""

    def arrived(self) -> tuple[int, int] | None:
        """How many notices were read of how many, until all have been for the first time at this hub; None from then on."""

    def newcomers(self, epoch: str, limit: int) -> tuple[Sequence[Notice], int]:
        """Registrations made at this desk and not brought to the hub in this epoch, `limit` at most; the number of the last."""

    def brought(self, epoch: str, number: int) -> None:
        """The hub has this desk's registrations up to this number."""


class DeskCopy(DeskLog, Protocol):
    """The same, and what the rest of the desk reads of it."""

    def copies(self, after: int = 0) -> Iterator[tuple[int, Delivered]]:
        """The copies above a number, in the order in which they came first; each with its number."""

    def ticks(self, after: int, until: int) -> Iterator[Tick]:
        """The copies above number `after`, up to `until`, as folds see them, in the hub's time."""

    def last_copy(self) -> int:
        """The number of the last copy, 0 before the first."""

    def deliveries(self) -> Deliveries:
        """What was noted last."""

    def note_deliveries(self, deliveries: Deliveries) -> None:
        """Remember it, to be shown: what is resent goes by what the hub says."""
