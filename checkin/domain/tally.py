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
    SLOT_US,
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
Only = tuple[Part, str] | None
"""A part of a checkpoint; None: all of it."""

Number = Callable[[What], int]
MOST_KEPT = 500

OVER_THE_EVENT = (FIRST, ENTERED, EXITED, REFUSED, CAME, LEFT)
OF_A_DAY = (ARRIVED, ENTERED, EXITED, REFUSED, STAYED)
"""What the figures are made of."""

_ORDER = itemgetter(Tick._fields.index("at_us"), Tick._fields.index("scan_id"))


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
        self._sheets: dict[tuple[What, int], dict[int, _Sheet]] = defaultdict(dict)
        self._versions: Counter[tuple[What, int]] = Counter()
        self._kept: dict[tuple[What, str, int, Only], tuple[int, Mapping[int, int]]] = {}
        self._wholes: dict[tuple[What, int, str], list[int]] = defaultdict(_nothing)

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
        for (what, day, cell, slot), by in changes.items():
            sheets = self._sheets[what, day]
            sheet = sheets.get(cell)
            if sheet is None:
                sheets[cell] = sheet = _Sheet(self._wholes[what, day, self._cells.all[cell].checkpoint])
            sheet.slots[slot] += by
            sheet.sum += by
            sheet.whole[0] += by
            self._versions[what, day] += 1

    # --- persons

    def passages(self, person: Person) -> Sequence[Tick]:
        """A person's passages that count, in order of scan time."""
        return self._passages.get(person, ())

    def persons(self, checkpoint: str) -> list[Person]:
        """Whoever has passed a checkpoint."""
        return [one for one, passages in self._passages.items() if one[0] == checkpoint and passages]

    def history(self, checkpoint: str, registration: str) -> tuple[Passage, ...]:
        """The same, as decisions need them."""
        return tuple(map(passage_of, self.passages((checkpoint, registration))))

    def days_entered(self, person: Person) -> frozenset[int]:
        """On which days (as ordinals) a person came in."""
        days = self._days
        return frozenset([days[one.at_us // SLOT_US] for one in self.passages(person) if one.direction == Direction.ENTRY])

    def day_of(self, tick: Tick) -> int:
        """The day of a passage, as its ordinal."""
        return self._days[tick.at_us // SLOT_US]

    def scans(self) -> Iterable[Tick]:
        """Every scan, in no order, those that were taken back too."""
        return self._scans.values()

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
        name_of, days = attrgetter(part), self._days.seen if day is None else {day.toordinal()}
        counts: dict[str, Counter[What]] = defaultdict(Counter)
        for what in OVER_THE_EVENT if day is None else OF_A_DAY:
            for one in days:
                for cell, sheet in self._of_day(what, checkpoint, one):
                    counts[name_of(cell)][what] += sheet.sum
        figures_of = _of_the_event if day is None else _of_a_day
        told = {name: figures_of(counts[name].__getitem__) for name in sorted(counts)}
        return {name: figures for name, figures in told.items() if figures != NONE}

    def by_day(self, checkpoint: str) -> dict[date, Figures]:
        """The figures of each day on which something was scanned."""
        days = map(date.fromordinal, sorted(self._days.seen))
        return {day: figures for day in days if (figures := self.figures(checkpoint, day)) != NONE}

    # --- by time

    def slots(self, what: What, checkpoint: str, day: date, only: Only = None) -> Mapping[int, int]:
        """What was counted in each slot of a day: five minutes each, numbered since 1970. Nothing for a slot means none."""
        question, version = (what, checkpoint, day.toordinal(), only), self._versions[what, day.toordinal()]
        kept = self._kept.get(question)
        if kept is not None and kept[0] == version:
            return kept[1]
        counts: Counter[int] = Counter()
        for cell, sheet in self._of_day(what, checkpoint, day.toordinal()):
            if _is_of(cell, only):
                counts.update(sheet.slots)
        answer = {slot: number for slot, number in sorted(counts.items()) if number}
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[question] = version, answer
        return answer

    def slots_by(self, part: Part, whats: Iterable[What], checkpoint: str, day: date) -> dict[str, Counter[int]]:
        """What was counted in each slot of a day, all of `whats` together, by the parts of a checkpoint."""
        name_of = attrgetter(part)
        counts: dict[str, Counter[int]] = defaultdict(Counter)
        for what in whats:
            for cell, sheet in self._of_day(what, checkpoint, day.toordinal()):
                counts[name_of(cell)].update(sheet.slots)
        return counts

    def inside_before(self, checkpoint: str, day: date, only: Only = None) -> int:
        """Who was inside when this day began."""
        past = [one for one in self._days.seen if one < day.toordinal()]
        came, left = (
            sum(sheet.sum for one in past for cell, sheet in self._of_day(what, checkpoint, one) if _is_of(cell, only))
            for what in (CAME, LEFT)
        )
        return came - left

    def inside_changes(self, checkpoint: str, day: date, only: Only = None) -> dict[int, int]:
        """By how much inside changed in each minute of a day, numbered since 1970."""
        changes = Counter(self.slots(CAME, checkpoint, day, only))
        changes.subtract(self.slots(LEFT, checkpoint, day, only))
        return {minute: by for minute, by in sorted(changes.items()) if by}

    def _of_day(self, what: What, checkpoint: str, day: int) -> Iterator[tuple[Cell, "_Sheet"]]:
        cells = self._cells.all
        for number, sheet in self._sheets.get((what, day), {}).items():
            if cells[number].checkpoint == checkpoint:
                yield cells[number], sheet


def _nothing() -> list[int]:
    return [0]


def _is_of(cell: Cell, only: Only) -> bool:
    return only is None or getattr(cell, only[0]) == only[1]


def passage_of(tick: Tick) -> Passage:
    """A scan that let a person pass, as decisions need it."""
    return Passage(tick.scan_id, moment(tick.at_us), Direction(tick.direction), tick.category, tick.gate, tick.desk)


def _of_the_event(number: Number) -> Figures:
    inside = number(CAME) - number(LEFT)
    return Figures(inside, number(FIRST), number(ENTERED), number(EXITED), number(REFUSED))


def _of_a_day(number: Number) -> Figures:
    return Figures(*(number(what) for what in (STAYED, ARRIVED, ENTERED, EXITED, REFUSED)))
