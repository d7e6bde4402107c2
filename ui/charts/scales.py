"""The one module of scales and axes: from values to pixels and back, and which values get a label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from math import ceil, floor

from ui.charts.values import Slots

LEAST_HIGHEST = 4
"""An axis goes to this number at least, so that one person does not look like a crowd."""

TIME_STEPS_MIN = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440)


def nice_step(highest: float, most: int) -> int:
    """The smallest whole 1, 2, 2.5 or 5 times a power of ten of which `most` reach `highest`."""
    power = 1
    while True:
        for tenths in (10, 20, 25, 50):
            step, rest = divmod(tenths * power, 10)
            if not rest and step * most >= highest:
                return step
        power *= 10


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Numbers from 0, at `bottom`, to `highest`, at `top`; pixels. `step` lies between two labels."""

    bottom: float
    top: float
    step: int
    highest: int

    def y(self, value: float) -> float:
        """Where a value is."""
        return self.bottom + (self.top - self.bottom) * value / self.highest

    def value(self, y: float) -> float:
        """What is at `y`."""
        return (y - self.bottom) / (self.top - self.bottom) * self.highest

    @property
    def ticks(self) -> range:
        """The values that get a label."""
        return range(0, self.highest + 1, self.step)


def value_scale(highest: float, bottom: float, top: float, most: int) -> ValueScale:
    """A scale that ends with a label at or above `highest`, with at most `most` of them above the 0."""
    reached = max(highest, LEAST_HIGHEST)
    step = nice_step(reached, max(1, most))
    return ValueScale(bottom, top, step, step * ceil(reached / step))


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Slots between two edges; pixels. Mirrored, time runs from right to left."""

    slots: Slots
    left: float
    right: float
    mirrored: bool = False

    @property
    def slot_px(self) -> float:
        """How wide a slot is."""
        return (self.right - self.left) / self.slots.count

    def x(self, position: float) -> float:
        """Where a position, counted in slots, is."""
        return self.right - position * self.slot_px if self.mirrored else self.left + position * self.slot_px

    def of(self, moment: datetime) -> float:
        """Where a moment is."""
        return self.x(self.slots.position(moment))

    def position(self, x: float) -> float:
        """The position, counted in slots, that is at `x`."""
        return ((self.right - x) if self.mirrored else (x - self.left)) / self.slot_px

    def moment(self, x: float) -> datetime:
        """The moment at `x`, UTC."""
        return self.slots.start.astimezone(UTC) + self.position(x) * self.slots.each

    def slot(self, x: float) -> int | None:
        """The slot at `x`; None outside."""
        slot = floor(self.position(x))
        return slot if 0 <= slot < self.slots.count else None

    @property
    def middles(self) -> list[float]:
        """Where the middle of each slot is."""
        wide = self.slot_px
        first, step = (self.right - wide / 2, -wide) if self.mirrored else (self.left + wide / 2, wide)
        return [first + slot * step for slot in range(self.slots.count)]

    def span(self, slot: int) -> tuple[float, float]:
        """The left and the right edge of a slot."""
        one, other = self.x(slot), self.x(slot + 1)
        return min(one, other), max(one, other)


@dataclass(frozen=True, slots=True)
class Bands:
    """Equally tall rows below each other; pixels."""

    top: float
    bottom: float
    count: int

    @property
    def row_px(self) -> float:
        """How tall a row is."""
        return (self.bottom - self.top) / self.count if self.count else 0.0

    def span(self, row: int) -> tuple[float, float]:
        """The top and the bottom of a row."""
        return self.top + row * self.row_px, self.top + (row + 1) * self.row_px

    def row(self, y: float) -> int | None:
        """The row at `y`; None outside."""
        row = floor((y - self.top) / self.row_px) if self.count else -1
        return row if 0 <= row < self.count else None


@lru_cache(maxsize=64)
def time_ticks(slots: Slots, width: float, apart: float) -> tuple[datetime, ...]:
    """The moments, UTC, that get a label on an axis of `width` pixels: whole times of day, no two closer than `apart` pixels."""
    per_minute = width / (slots.count * slots.minutes)
    step = next((one for one in TIME_STEPS_MIN if one * per_minute >= apart), TIME_STEPS_MIN[-1])
    ticks: list[datetime] = []
    for moment in _whole_times(slots, step):
        # where clocks are put forward, two whole times are closer than usual
        if not ticks or (moment - ticks[-1]) / timedelta(minutes=1) * per_minute >= apart:
            ticks.append(moment)
    return tuple(ticks)


def _whole_times(slots: Slots, step: int) -> Iterator[datetime]:
    first, last = slots.local(slots.start).date(), slots.local(slots.end).date()
    for days in range((last - first).days + 1):
        for minute in range(0, 1440, step):
            shown = datetime.combine(first + timedelta(days=days), time(minute // 60, minute % 60), slots.zone)
            moment = shown.astimezone(UTC)
            is_there = slots.local(moment).replace(tzinfo=None) == shown.replace(tzinfo=None)
            if is_there and slots.start <= moment <= slots.end:
                yield moment


def spread(middles: Sequence[float], widths: Sequence[float], gap: float, left: float, right: float) -> list[float]:
    """The left edges of labels that want to stand around `middles` (in this order, from left to right): inside left..right, and
    `gap` apart, as long as there is room for them all."""
    edges: list[float] = []
    free = left
    for middle, width in zip(middles, widths, strict=True):
        edges.append(max(free, middle - width / 2))
        free = edges[-1] + width + gap
    limit = right
    for at in range(len(edges) - 1, -1, -1):
        edges[at] = max(left, min(edges[at], limit - widths[at]))
        limit = edges[at] - gap
    return edges
