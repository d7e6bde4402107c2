"""Attendance: a fold over the journal. Persons, entries and inside are separate numbers; never mix them up.

*inside*: persons whose last admitted scan is an entry. *attended*: distinct persons with an entry. *entries*, *exits*:
admitted scans of that direction. *refused*: refused scans. A scan that was taken back counts nowhere.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from checkin.domain.journal import JournalLine, Kind
from checkin.domain.verdict import Direction, Passage


@dataclass(frozen=True, slots=True)
class Figures:
    """Attendance at one checkpoint."""

    inside: int = 0
    attended: int = 0
    entries: int = 0
    exits: int = 0
    refused: int = 0


NONE = Figures()

Person = tuple[str, str]
"""A checkpoint, and the registration of a person there."""

Counts = list[int]
"""The numbers of Figures, in their order, while they are being counted."""

INSIDE, ATTENDED, ENTRIES, EXITS, REFUSED = range(5)


class Standing(NamedTuple):
    """What a person adds to inside (0 or 1) and attended (0 or 1), and to whose counts: those of the last passage's category."""

    counts: Counts
    inside: int
    attended: int


class Tally:
    """The figures of a set of journal lines, kept up to date line by line, in whatever order they come.

    Everything is counted twice: over the event (day None) and within the day of the scan.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._passages: dict[Person, list[Passage]] = defaultdict(list)
        self._standings: dict[tuple[Person, date | None], Standing] = {}
        self._counts: dict[tuple[str, date | None], dict[str, Counts]] = defaultdict(lambda: defaultdict(lambda: [0] * 5))
        self._counted: dict[str, JournalLine] = {}
        self._undone: set[str] = set()

    def add(self, line: JournalLine) -> None:
        """Count one line. A line that was added before changes nothing, and neither does a remark."""
        if line.kind is Kind.UNDO:
            self._undo(line.undoes)
        elif line.kind is Kind.SCAN and line.scan_id not in self._counted and line.scan_id not in self._undone:
            self._counted[line.scan_id] = line
            if line.counts:
                self._insert((line.checkpoint, line.registration), line.passage())
            else:
                self._refuse(line, +1)

    def extend(self, lines: Iterable[JournalLine]) -> None:
        """Count several lines."""
        for line in lines:
            self.add(line)

    def history(self, checkpoint: str, registration: str) -> tuple[Passage, ...]:
        """A person's passages that count, in order of scan time."""
        return tuple(self._passages.get((checkpoint, registration), ()))

    def is_undone(self, scan_id: str) -> bool:
        """Whether the scan was taken back."""
        return scan_id in self._undone

    def figures(self, checkpoint: str, day: date | None = None) -> Figures:
        """The figures of a checkpoint: over the whole event, or of the scans of one day."""
        return Figures(*(sum(column) for column in zip([0] * 5, *self._categories(checkpoint, day).values(), strict=True)))

    def by_category(self, checkpoint: str, day: date | None = None) -> dict[str, Figures]:
        """The figures by category; refusals of persons unknown stand under ""."""
        categories = sorted(self._categories(checkpoint, day).items())
        return {category: Figures(*counts) for category, counts in categories if any(counts)}

    def by_day(self, checkpoint: str) -> dict[date, Figures]:
        """The figures of each day on which something was scanned."""
        days = sorted(day for where, day in self._counts if where == checkpoint and day is not None)
        return {day: figures for day in days if (figures := self.figures(checkpoint, day)) != NONE}

    def _categories(self, checkpoint: str, day: date | None) -> dict[str, Counts]:
        return self._counts.get((checkpoint, day), {})

    def _day(self, line: JournalLine | Passage) -> date:
        return line.at.astimezone(self._zone).date()

    def _undo(self, scan_id: str) -> None:
        self._undone.add(scan_id)
        line = self._counted.pop(scan_id, None)
        if line is None:
            return
        if line.counts:
            person = (line.checkpoint, line.registration)
            self._recount(person, self._day(line), [p for p in self._passages[person] if p.scan_id != scan_id])
        else:
            self._refuse(line, -1)

    def _refuse(self, line: JournalLine, sign: int) -> None:
        for day in (None, self._day(line)):
            self._counts[line.checkpoint, day][line.category][REFUSED] += sign

    def _insert(self, person: Person, passage: Passage) -> None:
        passages, day = self._passages[person], self._day(passage)
        if passages and _order(passage) < _order(passages[-1]):
            late = list(passages)
            insort(late, passage, key=_order)
            self._recount(person, day, late)
            return
        passages.append(passage)
        self._count(person, None, passage)
        self._count(person, day, passage)

    def _recount(self, person: Person, day: date, passages: list[Passage]) -> None:
        """Let `passages` be the person's, where they differ from what was counted on `day` alone."""
        before, self._passages[person] = self._passages[person], passages
        for scope in (None, day):
            self._forget(person, scope, [p for p in before if scope is None or self._day(p) == scope])
            for passage in passages:
                if scope is None or self._day(passage) == scope:
                    self._count(person, scope, passage)

    def _count(self, person: Person, day: date | None, passage: Passage) -> None:
        """Count a passage that follows those counted so far."""
        counts = self._counts[person[0], day][passage.category]
        is_entry = passage.direction is Direction.ENTRY
        counts[ENTRIES if is_entry else EXITS] += 1
        attended = self._leave(person, day) or is_entry
        self._standings[person, day] = Standing(counts, int(is_entry), int(attended))
        counts[INSIDE] += is_entry
        counts[ATTENDED] += attended

    def _leave(self, person: Person, day: date | None) -> bool:
        """Take the person out of inside and attended; whether he or she had attended."""
        standing = self._standings.pop((person, day), None)
        if standing is None:
            return False
        standing.counts[INSIDE] -= standing.inside
        standing.counts[ATTENDED] -= standing.attended
        return standing.attended > 0

    def _forget(self, person: Person, day: date | None, passages: list[Passage]) -> None:
        """Take away all that these passages of the person, who has no others on `day`, added."""
        self._leave(person, day)
        for passage in passages:
            which = ENTRIES if passage.direction is Direction.ENTRY else EXITS
            self._counts[person[0], day][passage.category][which] -= 1


def _order(passage: Passage) -> tuple[datetime, str]:
    return passage.at, passage.scan_id
