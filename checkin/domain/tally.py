"""Attendance: a fold over the journal. Persons, entries and inside are separate numbers; never mix them up.

*inside*: persons whose last admitted scan is an entry. *attended*: distinct persons with an entry. *entries*, *exits*:
admitted scans of that direction. *refused*: refused scans. A scan that was taken back counts nowhere.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

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

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.inside + other.inside, self.attended + other.attended, self.entries + other.entries,
            self.exits + other.exits, self.refused + other.refused,
        )  # fmt: skip

    def __sub__(self, other: "Figures") -> "Figures":
        return Figures(
            self.inside - other.inside, self.attended - other.attended, self.entries - other.entries,
            self.exits - other.exits, self.refused - other.refused,
        )  # fmt: skip


NONE = Figures()
REFUSED = Figures(refused=1)


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What figures are about: a checkpoint, one day of it or ("") all, one category or ("") persons unknown."""

    checkpoint: str
    day: str
    category: str


def shares(passages: list[Passage]) -> Iterator[tuple[str, Figures]]:
    """What one person, with these passages in order of scan time, adds to the figures, by category.

    The person counts, inside and attended, in the category of the last passage, should it have changed between two.
    """
    entries = 0
    for passage in passages:
        is_entry = passage.direction is Direction.ENTRY
        entries += is_entry
        yield passage.category, Figures(entries=int(is_entry), exits=int(not is_entry))
    if passages:
        last = passages[-1]
        yield last.category, Figures(int(last.direction is Direction.ENTRY), int(entries > 0))


class Tally:
    """The figures of a set of journal lines, kept up to date line by line, in whatever order they come."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._passages: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        self._figures: dict[Scope, Figures] = defaultdict(Figures)
        self._counted: dict[str, JournalLine] = {}
        self._undone: set[str] = set()

    def add(self, line: JournalLine) -> None:
        """Count one line. A line that was added before changes nothing."""
        if line.kind is Kind.UNDO:
            self._undo(line.undoes)
        elif line.scan_id not in self._counted and line.scan_id not in self._undone:
            self._counted[line.scan_id] = line
            self._change(line, +1)

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
        return sum(self.by_category(checkpoint, day).values(), NONE)

    def by_category(self, checkpoint: str, day: date | None = None) -> dict[str, Figures]:
        """The figures by category; refusals of persons unknown stand under ""."""
        wanted = day.isoformat() if day else ""
        return {
            scope.category: figures
            for scope, figures in sorted(self._figures.items())
            if scope.checkpoint == checkpoint and scope.day == wanted and figures != NONE
        }

    def by_day(self, checkpoint: str) -> dict[date, Figures]:
        """The figures of each day on which something was scanned."""
        days = {scope.day for scope, figures in self._figures.items() if scope.checkpoint == checkpoint and figures != NONE}
        return {date.fromisoformat(day): self.figures(checkpoint, date.fromisoformat(day)) for day in sorted(days - {""})}

    def _undo(self, scan_id: str) -> None:
        self._undone.add(scan_id)
        line = self._counted.pop(scan_id, None)
        if line is not None:
            self._change(line, -1)

    def _change(self, line: JournalLine, sign: int) -> None:
        day = line.at.astimezone(self._zone).date()
        if not line.counts:
            for scope in (Scope(line.checkpoint, "", line.category), Scope(line.checkpoint, day.isoformat(), line.category)):
                self._figures[scope] += REFUSED if sign > 0 else NONE - REFUSED
            return
        person = (line.checkpoint, line.registration)
        self._count(person, day, -1)
        if sign > 0:
            insort(self._passages[person], line.passage(), key=lambda p: (p.at, p.scan_id))
        else:
            self._passages[person] = [p for p in self._passages[person] if p.scan_id != line.scan_id]
        self._count(person, day, +1)

    def _count(self, person: tuple[str, str], day: date, sign: int) -> None:
        """Add (or take away) what `person` contributes to the whole event and to `day`, as it stands."""
        passages = self._passages[person]
        todays = [p for p in passages if p.at.astimezone(self._zone).date() == day]
        for name, counted in (("", passages), (day.isoformat(), todays)):
            for category, figures in shares(counted):
                scope = Scope(person[0], name, category)
                self._figures[scope] = self._figures[scope] + figures if sign > 0 else self._figures[scope] - figures
