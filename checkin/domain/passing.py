"""What the passages of one person at one checkpoint add to the counts: the definition that every total comes from."""

from collections.abc import Sequence
from datetime import tzinfo
from operator import itemgetter
from typing import NamedTuple

from checkin.domain.journal import moment
from checkin.domain.tick import Tick
from checkin.domain.verdict import Direction

MINUTE_US = 60_000_000
SLOT_US = 5 * MINUTE_US
"""What is counted by time is counted by five minutes since 1970; coming and leaving by the minute."""

What = int
ENTERED, EXITED, REFUSED = 0, 1, 2
FIRST, ARRIVED, STAYED = 3, 4, 5
"""A person's first entry; a person's first entry of a day; a person's day whose last passage is an entry."""
CAME, LEFT = 6, 7
"""From here on a person is inside, and counted there; no longer, as he or she is out, or counted where the next entry was."""


class Cell(NamedTuple):
    """The smallest part in which things are counted. `reason`: of refusals, "" for everything else."""

    checkpoint: str
    category: str
    gate: str
    desk: str
    reason: str = ""


Key = tuple[What, int, int, int]
"""What, on which day (as an ordinal), in which cell (its number), in which slot (minute for CAME and LEFT, 0 for STAYED)."""

_place = itemgetter(*(Tick._fields.index(name) for name in ("checkpoint", "category", "gate", "desk")))


class Cells(dict[tuple[str, ...], int]):
    """The number of each cell, given when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Cell] = []

    def __missing__(self, place: tuple[str, ...]) -> int:
        self[place] = number = len(self.all)
        self.all.append(Cell(*place))
        return number


class Days(dict[int, int]):
    """The day of each slot, as its ordinal in the event's zone; `seen`: those that were asked for."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self.seen: set[int] = set()

    def __missing__(self, slot: int) -> int:
        self[slot] = day = moment(slot * SLOT_US).astimezone(self._zone).date().toordinal()
        self.seen.add(day)
        return day


def refusal_key(tick: Tick, days: Days, cells: Cells) -> Key:
    """Where a refused scan counts."""
    slot = tick.at_us // SLOT_US
    return REFUSED, days[slot], cells[*_place(tick), tick.reason or ""], slot


def added_by(passages: Sequence[Tick], days: Days, cells: Cells) -> list[Key]:
    """All that one person's passages, in order of scan time, add."""
    keys: list[Key] = []
    add, today = keys.append, 0
    inside = stays = -1
    has_arrived = has_attended = False
    for tick in passages:
        at_us = tick.at_us
        slot, cell = at_us // SLOT_US, cells[_place(tick)]
        day = days[slot]
        if day != today:
            if stays >= 0:
                add((STAYED, today, stays, 0))
            today, has_arrived = day, False
        enters = tick.direction == Direction.ENTRY
        stays = cell if enters else -1
        add((ENTERED if enters else EXITED, day, cell, slot))
        if enters and not has_arrived:
            add((ARRIVED, day, cell, slot))
            if not has_attended:
                add((FIRST, day, cell, slot))
            has_arrived = has_attended = True
        if stays != inside:
            if inside >= 0:
                add((LEFT, day, inside, at_us // MINUTE_US))
            if stays >= 0:
                add((CAME, day, stays, at_us // MINUTE_US))
            inside = stays
    if stays >= 0:
        add((STAYED, today, stays, 0))
    return keys
