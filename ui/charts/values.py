"""What a chart says, as plain values: the screen, paper, files, tables and screen readers all tell the same of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum, auto
from itertools import pairwise
from math import floor
from typing import TypeVar

NEAR_FULL, FULL = 0.9, 1.0
"""The shares of a capacity from which an area turns amber, and red."""

Known = TypeVar("Known")
Value = int | float | None
Range = tuple[int, int] | None
"""The least and the most that a number can be, where something is missing."""


class Level(Enum):
    """How near a number is to the capacity."""

    CALM = auto()
    NEAR = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Slots:
    """`count` stretches of time of `minutes` each, one after the other. `start` is aware, and kept in UTC; times are told in
    `zone`."""

    start: datetime
    count: int
    minutes: int
    zone: tzinfo

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.count < 1 or self.minutes < 1:
            raise ValueError("slots begin at an aware moment, and there is at least one of at least a minute")
        object.__setattr__(self, "start", self.start.astimezone(UTC))

    @property
    def each(self) -> timedelta:
        """How long a slot is."""
        return timedelta(minutes=self.minutes)

    @property
    def end(self) -> datetime:
        """When the last slot ends, UTC."""
        return self.begin(self.count)

    def begin(self, slot: int) -> datetime:
        """When a slot begins, UTC: slots are equally long, whatever clocks do in between."""
        return self.start + slot * self.each

    def position(self, moment: datetime) -> float:
        """Where a moment is, counted in slots from the start; it may lie outside."""
        return (moment - self.start) / self.each

    def at(self, moment: datetime) -> int | None:
        """The slot of a moment; None outside."""
        slot = (moment - self.start) // self.each
        return slot if 0 <= slot < self.count else None

    def local(self, moment: datetime) -> datetime:
        """The moment as clocks in `zone` show it."""
        return moment.astimezone(self.zone)

    @property
    def days(self) -> tuple[tuple[date, float, float], ...]:
        """The days in `zone` that the slots touch, each with the positions of its first and last moment in them."""
        first, last = self.local(self.start).date(), self.local(self.end - timedelta(microseconds=1)).date()
        dates = [first + timedelta(days=count) for count in range((last - first).days + 1)]
        midnights = [self.position(datetime(one.year, one.month, one.day, tzinfo=self.zone)) for one in dates[1:]]
        edges = pairwise((0.0, *midnights, float(self.count)))
        return tuple((one, begin, end) for one, (begin, end) in zip(dates, edges, strict=True))


@dataclass(frozen=True, slots=True)
class Series:
    """A name in the language of the chart, and one value a slot; None, or no more values: nothing is known there."""

    name: str
    values: tuple[Value, ...]

    def at(self, slot: int) -> Value:
        """The value of a slot."""
        return self.values[slot] if 0 <= slot < len(self.values) else None

    @property
    def highest(self) -> float:
        """The highest value, 0 without one."""
        return max((value for value in self.values if value is not None), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timed:
    """What all charts have. Texts are in the reader's language. `now` ends what is known; `chosen` is a moment looked back at."""

    title: str
    subtitle: str
    slots: Slots
    now: datetime | None = None
    chosen: datetime | None = None

    @property
    def begun(self) -> int:
        """How many slots have begun."""
        if self.now is None:
            return self.slots.count
        return max(0, min(self.slots.count, floor(self.slots.position(self.now)) + 1))

    def until_now(self, values: tuple[Known, ...]) -> tuple[Known | None, ...]:
        """A value for each slot: those of `values` that has begun, then None."""
        known = values[: self.begun]
        return known + (None,) * (self.slots.count - len(known))

    def has_begun(self, slot: int) -> bool:
        """Whether a slot has begun."""
        return slot < self.begun

    def is_open(self, slot: int) -> bool:
        """Whether a slot has begun and not ended: its number still grows."""
        return self.now is not None and slot == self.begun - 1 and self.now < self.slots.begin(slot + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals(_Timed):
    """Bars of `today`, with lines for the day before and for what was expected."""

    today: Series
    yesterday: Series | None = None
    expected: Series | None = None

    @property
    def counts(self) -> tuple[Value, ...]:
        """Today's number of each slot; None after now."""
        return self.until_now(self.today.values)

    def count(self, slot: int) -> Value:
        """Today's number of a slot; None after now."""
        return self.today.at(slot) if self.has_begun(slot) else None

    @property
    def highest(self) -> float:
        """The highest number of all."""
        return max(series.highest for series in (self.today, self.yesterday, self.expected) if series is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy(_Timed):
    """How many are `inside` over time. `ranges` has, a slot each, the least and the most where scans may be missing."""

    inside: Series
    ranges: tuple[Range, ...] = ()
    yesterday: Series | None = None
    capacity: int | None = None

    @property
    def counts(self) -> tuple[Value, ...]:
        """How many were inside in each slot; None after now."""
        return self.until_now(self.inside.values)

    def count(self, slot: int) -> Value:
        """How many were inside in a slot; None after now."""
        return self.inside.at(slot) if self.has_begun(slot) else None

    def range(self, slot: int) -> Range:
        """The least and the most in a slot; None where nothing is missing."""
        return self.ranges[slot] if 0 <= slot < len(self.ranges) and self.has_begun(slot) else None

    def level(self, number: float) -> Level:
        """How near a number is to the capacity."""
        if not self.capacity or number < NEAR_FULL * self.capacity:
            return Level.CALM
        return Level.OVER if number >= FULL * self.capacity else Level.NEAR

    @property
    def highest(self) -> float:
        """The highest number of all but the capacity."""
        most = max((one[1] for one in self.ranges if one is not None), default=0)
        return max(most, self.inside.highest, self.yesterday.highest if self.yesterday else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap(_Timed):
    """A row for each desk, a column for each slot; None, where nothing is known of a desk, is not 0. `unit`: what is counted
    ("scans"); `heading`: what the rows are ("Desk")."""

    rows: tuple[Series, ...]
    unit: str
    heading: str

    def count(self, row: int, slot: int) -> Value:
        """The number of a cell; None after now."""
        return self.rows[row].at(slot) if self.has_begun(slot) else None

    def cells(self) -> Iterator[tuple[int, int, Value]]:
        """Row, slot and value of every cell that has begun."""
        begun = self.begun
        for number, row in enumerate(self.rows):
            for slot, value in enumerate(self.until_now(row.values)[:begun]):
                yield number, slot, value

    @property
    def highest(self) -> float:
        """The highest number of all."""
        return max((row.highest for row in self.rows), default=0)


Chart = Arrivals | Occupancy | HeatMap


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reader is: a slot, and the row of a heat map."""

    slot: int
    row: int = 0
