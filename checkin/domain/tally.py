"""Attendance: a fold over the journal. Persons, entries and inside are separate numbers; never mix them up.

*inside*: persons whose last admitted scan is an entry, counted where they came in last. *attended*: distinct persons with an
entry, counted where they came in first. *entries*, *exits*: admitted scans of that direction. *refused*: refused scans.
*arrivals*: the first entry of each person on each day. A scan that was taken back counts nowhere. Of a day, only its own scans
count. All of it is counted for each checkpoint apart, by day, category, gate and desk, so that the parts add up to the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Literal

from checkin.domain.journal import JournalLine, Kind, moment
from checkin.domain.passing import (
    ARRIVED,
    CAME,
    ENTERED,
    EXITED,
    FIRST,
    LEFT,
    REFUSED,
    STAYED,
    Cell,
    Cells,
    Days,
    Key,
    What,
    added_by,
    refusal_key,
)
from checkin.domain.tick import Tick, tick_of
from checkin.domain.verdict import Direction, Outcome, Passage


@dataclass(frozen=True, slots=True)
class Figures:
    """Attendance at one checkpoint, or in a part of it."""

    inside: int = 0
    attended: int = 0
    entries: int = 0
    exits: int = 0
    refused: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.inside + other.inside, self.attended + other.attended, self.entries + other.entries, self.exits + other.exits,
            self.refused + other.refused,
        )  # fmt: skip


NONE = Figures()

Person = tuple[str, str]
"""A checkpoint, and the registration of a person there."""

Part = Literal["category", "gate", "desk", "reason"]
Keep = Callable[[Cell], bool]
Number = Callable[[What], int]

_ORDER = itemgetter(Tick._fields.index("at_us"), Tick._fields.index("scan_id"))


def everywhere(_cell: Cell) -> bool:
    """Every part of a checkpoint."""
    return True


class _Sheet:
    """One count: by slot, and in all. `whole`: the count of the checkpoint on that day that it is part of, in a list of one."""

    __slots__ = ("slots", "sum", "whole")

    def __init__(self, whole: list[int]) -> None:
        self.slots: dict[int, int] = defaultdict(int)
        self.sum = 0
        self.whole = whole


class Tally:
    """The figures of a set of journal lines, kept up to date in whatever order they come. A line that comes again changes
    nothing, and neither does a remark."""

    def __init__(self, zone: tzinfo) -> None:
        self._at = self._days, self._cells = Days(zone), Cells()
        self._scans: dict[str, Tick] = {}
        self._undone: set[str] = set()
        self._passages: dict[Person, list[Tick]] = {}
        self._sheets: dict[tuple[What, int, int], _Sheet] = {}
        self._wholes: dict[tuple[What, int, str], list[int]] = defaultdict(lambda: [0])

    # --- counting

    def add(self, line: JournalLine) -> None:
        """Count one line."""
        self.take((tick_of(line),))

    def extend(self, lines: Iterable[JournalLine]) -> None:
        """Count several lines."""
        self.take(map(tick_of, lines))

    def take(self, ticks: Iterable[Tick]) -> frozenset[Person]:
        """Count several lines at once; whose passages that has changed."""
        before: dict[Person, Sequence[Tick]] = {}
        changes: Counter[Key] = Counter()
        scans, undone = self._scans, self._undone
        for tick in ticks:
            if tick.kind == Kind.SCAN and tick.scan_id not in scans:
                scans[tick.scan_id] = tick
                if tick.scan_id not in undone:
                    self._change(tick, +1, before, changes)
            elif tick.kind == Kind.UNDO and tick.undoes not in undone:
                undone.add(tick.undoes)
                if tick.undoes in scans:
                    self._change(scans[tick.undoes], -1, before, changes)
        for person in before:
            self._passages[person].sort(key=_ORDER)
        changes.update(chain.from_iterable(added_by(self._passages[person], *self._at) for person in before))
        changes.subtract(chain.from_iterable(added_by(some, *self._at) for some in before.values() if some))
        self._apply(changes)
        return frozenset(before)

    def _change(self, tick: Tick, by: int, before: dict[Person, Sequence[Tick]], changes: Counter[Key]) -> None:
        """A scan counts from now on, or no longer."""
        if tick.outcome != Outcome.ADMITTED:
            changes[refusal_key(tick, *self._at)] += by
            return
        person = tick.checkpoint, tick.registration
        passages = self._passages.get(person)
        if passages is None:
            self._passages[person] = passages = []
        if person not in before:
            before[person] = tuple(passages)
        (passages.append if by > 0 else passages.remove)(tick)

    def _apply(self, changes: Mapping[Key, int]) -> None:
        sheets = self._sheets
        for (what, day, cell, slot), by in changes.items():
            sheet = sheets.get((what, day, cell))
            if sheet is None:
                whole = self._wholes[what, day, self._cells.all[cell].checkpoint]
                sheets[what, day, cell] = sheet = _Sheet(whole)
            sheet.slots[slot] += by
            sheet.sum += by
            sheet.whole[0] += by

    # --- persons

    def passages(self, person: Person) -> Sequence[Tick]:
        """A person's passages that count, in order of scan time."""
        return self._passages.get(person, ())

    def history(self, checkpoint: str, registration: str) -> tuple[Passage, ...]:
        """The same, as decisions need them."""
        return tuple(map(passage_of, self.passages((checkpoint, registration))))

    def is_undone(self, scan_id: str) -> bool:
        """Whether the scan was taken back."""
        return scan_id in self._undone

    # --- figures

    def figures(self, checkpoint: str, day: date | None = None) -> Figures:
        """The figures of a checkpoint: over the whole event, or of the scans of one day."""
        if day is not None:
            return _of_a_day(lambda what: self._wholes[what, day.toordinal(), checkpoint][0])
        return _of_the_event(lambda what: sum(self._wholes[what, one, checkpoint][0] for one in self._days.seen))

    def by(self, part: Part, checkpoint: str, day: date | None = None) -> dict[str, Figures]:
        """The figures of the parts of a checkpoint; refusals of persons unknown stand under the category ""."""
        name_of, wanted = attrgetter(part), None if day is None else day.toordinal()
        counts: dict[str, Counter[What]] = defaultdict(Counter)
        for (what, one, number), sheet in self._sheets.items():
            cell = self._cells.all[number]
            if cell.checkpoint == checkpoint and (wanted is None or one == wanted):
                counts[name_of(cell)][what] += sheet.sum
        figures_of = _of_the_event if day is None else _of_a_day
        told = {name: figures_of(counts[name].__getitem__) for name in sorted(counts)}
        return {name: figures for name, figures in told.items() if figures != NONE}

    def by_day(self, checkpoint: str) -> dict[date, Figures]:
        """The figures of each day on which something was scanned."""
        days = map(date.fromordinal, sorted(self._days.seen))
        return {day: figures for day in days if (figures := self.figures(checkpoint, day)) != NONE}

    # --- by time

    def slots(self, what: What, checkpoint: str, day: date, keep: Keep = everywhere) -> dict[int, int]:
        """What was counted in each slot of a day: five minutes each, numbered since 1970. Nothing for a slot means none."""
        counts: Counter[int] = Counter()
        for sheet in self._of_day(what, checkpoint, day, keep):
            counts.update(sheet)
        return {slot: number for slot, number in sorted(counts.items()) if number}

    def inside_before(self, checkpoint: str, day: date, keep: Keep = everywhere) -> int:
        """Who was inside when this day began."""
        until = day.toordinal()
        return sum(
            sheet.sum if what == CAME else -sheet.sum
            for (what, one, cell), sheet in self._sheets.items()
            if what in (CAME, LEFT) and one < until and self._keeps(cell, checkpoint, keep)
        )

    def inside_changes(self, checkpoint: str, day: date, keep: Keep = everywhere) -> dict[int, int]:
        """By how much inside changed in each minute of a day, numbered since 1970."""
        changes: Counter[int] = Counter()
        for sheet in self._of_day(CAME, checkpoint, day, keep):
            changes.update(sheet)
        for sheet in self._of_day(LEFT, checkpoint, day, keep):
            changes.subtract(sheet)
        return {minute: by for minute, by in sorted(changes.items()) if by}

    def _of_day(self, what: What, checkpoint: str, day: date, keep: Keep) -> Iterator[Mapping[int, int]]:
        wanted = what, day.toordinal()
        for (one, on, cell), sheet in self._sheets.items():
            if (one, on) == wanted and self._keeps(cell, checkpoint, keep):
                yield sheet.slots

    def _keeps(self, number: int, checkpoint: str, keep: Keep) -> bool:
        cell = self._cells.all[number]
        return cell.checkpoint == checkpoint and keep(cell)


def passage_of(tick: Tick) -> Passage:
    """A scan that let a person pass, as decisions need it."""
    return Passage(tick.scan_id, moment(tick.at_us), Direction(tick.direction), tick.category, tick.gate, tick.desk)


def _of_the_event(number: Number) -> Figures:
    inside = number(CAME) - number(LEFT)
    return Figures(inside, number(FIRST), number(ENTERED), number(EXITED), number(REFUSED))


def _of_a_day(number: Number) -> Figures:
    return Figures(*(number(what) for what in (STAYED, ARRIVED, ENTERED, EXITED, REFUSED)))
