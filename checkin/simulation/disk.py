"""What a simulated desk has on its disk."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from checkin.domain.journal import GENESIS, Head, JournalLine, NumberedLine, number
from checkin.sync.hublog import Person
from checkin.sync.messages import Cursor, Delivered
from checkin.sync.notices import Notice, NoticeKind


def nothing_happens() -> None:
    """A moment at which a machine could lose its power, and does not."""


def nobody_looks(line: JournalLine) -> None:
    """A line that no witness is told of."""


@dataclass(slots=True)
class Disk:
    """Fulfils DeskLog. `moment` is called before and after each transaction: when it raises, the machine is down from there.
    `noted` is told of each line that was committed."""

    journal: str
    moment: Callable[[], None] = nothing_happens
    rows: list[NumberedLine] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    copies: dict[str, Delivered] = field(default_factory=dict)
    not_seen: set[str] = field(default_factory=set)
    drafts: dict[str, JournalLine] = field(default_factory=dict)
    before: str = ""
    read: Cursor = field(default_factory=Cursor)
    persons: dict[Person, list[JournalLine]] = field(default_factory=lambda: defaultdict(list))
    noted: Callable[[JournalLine], None] = nobody_looks
    people: dict[str, str] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    notices_read: tuple[str, int] = ("", 0)
    notices_brought: tuple[str, int] = ("", 0)
    compared: list[tuple[int, int]] = field(default_factory=list)

    def head(self) -> Head:
        """The end of the journal."""
        return Head(self.journal, len(self.rows), self.rows[-1].hash if self.rows else GENESIS)

    def former(self) -> str:
        """The journal before."""
        return self.before

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of a line."""
        return self.rows[seq - 1].hash if 0 < seq <= len(self.rows) else None

    def lines(self, after: int = 0) -> Iterator[NumberedLine]:
        """The lines above a number."""
        return islice(self.rows, after, None)

    def rejournal(self, journal: str) -> None:
        """Begin afresh under another id."""
        self.moment()
        self.before, self.journal = self.journal, journal
        lines, self.rows = [one.line for one in self.rows], []
        for line in lines:
            self.rows.append(number(self.head(), line))
        self.moment()

    def cursor(self) -> Cursor:
        """How far the hub's log was read."""
        return self.read

    def take(self, rows: Sequence[Delivered], cursor: Cursor) -> None:
        """Keep copies."""
        self.moment()
        for one in rows:
            line = one.row.line
            if line.scan_id not in self.own:
                if line.scan_id not in self.copies:
                    self.persons[line.checkpoint, line.registration].append(line)
                self.copies[line.scan_id] = one
                self.not_seen.discard(line.scan_id)
        self.read = cursor
        self.moment()

    def reread(self) -> None:
        """Read from the first row again."""
        self.moment()
        self.read, self.not_seen = Cursor(), set(self.copies)
        self.moment()

    def unseen(self, limit: int) -> list[Delivered]:
        """Copies that did not come again."""
        return [self.copies[one] for one in islice(sorted(self.not_seen), limit)] if self.not_seen else []

    def intend(self, draft: JournalLine) -> None:
        """Note what is going to be asked."""
        self.moment()
        self.drafts[draft.scan_id] = draft
        self.moment()

    def conclude(self, line: JournalLine, intent: str) -> NumberedLine:
        """Append a line."""
        self.moment()
        self.drafts.pop(intent, None)
        row = number(self.head(), line)
        self.rows.append(row)
        self.own.add(line.scan_id)
        self.persons[line.checkpoint, line.registration].append(line)
        self.noted(line)
        self.moment()
        return row

    def intents(self) -> list[JournalLine]:
        """What was not concluded."""
        return list(self.drafts.values())

    def clocks(self) -> list[tuple[int, int]]:
        """How far the clock was ahead from which line on."""
        return self.compared

    def note_clock(self, seq: int, ahead_us: int) -> None:
        """It is so far ahead."""
        self.moment()
        self.compared = [*self.compared, (seq, ahead_us)]
        self.moment()

    def noticed(self, epoch: str) -> int:
        """How far notices were read."""
        return self.notices_read[1] if self.notices_read[0] == epoch else 0

    def arrived(self) -> tuple[int, int] | None:
        """Nobody asks in a simulation."""
        return None

    def notice(self, rows: Sequence[Notice], epoch: str, position: int, head: int) -> None:
        """Know the people of the notices."""
        self.moment()
        self.people |= {one.id: one.content for one in rows}
        self.notices_read = epoch, position
        self.moment()

    def newcomers(self, epoch: str, limit: int) -> tuple[list[Notice], int]:
        """Walk-ins to bring."""
        first = self.notices_brought[1] if self.notices_brought[0] == epoch else 0
        some = self.made[first : first + limit]
        return [Notice(NoticeKind.REGISTRATION, one, self.people[one]) for one in some], first + len(some)

    def brought(self, epoch: str, number: int) -> None:
        """They were brought."""
        self.moment()
        self.notices_brought = epoch, number

    def register(self, person: str) -> None:
        """Somebody who is not in the list."""
        self.moment()
        self.people[person] = f"name of {person}"
        self.made.append(person)
        self.moment()

    def all_lines(self) -> dict[str, JournalLine]:
        """Everything that is known here, by scan id."""
        return {scan_id: one.row.line for scan_id, one in self.copies.items()} | {one.line.scan_id: one.line for one in self.rows}

    def backup(self) -> "Disk":
        """A copy as a backup makes it: without intents, which belong to one machine's run."""
        persons = defaultdict(list, {person: list(lines) for person, lines in self.persons.items()})
        return Disk(
            self.journal, nothing_happens, list(self.rows), set(self.own), dict(self.copies), set(self.not_seen), {}, self.before,
            self.read, persons, nobody_looks, dict(self.people), list(self.made), self.notices_read, self.notices_brought,
            list(self.compared),
        )  # fmt: skip
