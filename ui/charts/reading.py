"""What a chart says at one spot and as a whole, in words: for the bubble, the legend and screen readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from checkin.i18n import Words
from checkin.sentences import short_day
from ui.charts.telling import Telling, number
from ui.charts.values import FULL, NEAR_FULL, Arrivals, Chart, HeatMap, Level, Occupancy, Spot, Value


class Mark(Enum):
    """The kinds of marks that a chart is drawn with; each has a look of its own, without its colour too."""

    BAR = auto()
    OPEN_BAR = auto()
    YESTERDAY = auto()
    EXPECTED = auto()
    CALM = auto()
    NEAR = auto()
    OVER = auto()
    RANGE = auto()
    CAPACITY = auto()
    CELL = auto()
    EMPTY = auto()
    RAMP = auto()


LEVELS = {Level.CALM: Mark.CALM, Level.NEAR: Mark.NEAR, Level.OVER: Mark.OVER}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a legend. `before` stands before its mark."""

    mark: Mark
    text: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a read-out: a mark, its name and its number. `share` of the highest: the colour of a cell."""

    mark: Mark
    name: str
    value: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chart says at one spot."""

    title: str
    lines: tuple[Told, ...]
    note: str = ""

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return ", ".join((self.title, *(f"{line.name}: {line.value}" for line in self.lines), *filter(None, [self.note])))


def read(chart: Chart, spot: Spot, words: Words) -> Reading:
    """What `chart` says at `spot`."""
    telling = Telling(words, chart.slots)
    note = words("still counting") if chart.is_open(spot.slot) else ""
    match chart:
        case Arrivals():
            return Reading(telling.span(spot.slot), tuple(_arrivals(chart, spot.slot, telling)), note)
        case Occupancy():
            return Reading(telling.span(spot.slot), tuple(_occupancy(chart, spot.slot, telling)), note)
        case HeatMap():
            return _cell(chart, spot, telling, note)


def _arrivals(chart: Arrivals, slot: int, telling: Telling) -> Iterator[Told]:
    if chart.has_begun(slot):
        mark = Mark.OPEN_BAR if chart.is_open(slot) else Mark.BAR
        yield Told(mark, chart.today.name, telling.amount(chart.count(slot)))
    for mark, series in ((Mark.YESTERDAY, chart.yesterday), (Mark.EXPECTED, chart.expected)):
        if series is not None:
            yield Told(mark, series.name, telling.amount(series.at(slot)))


def _occupancy(chart: Occupancy, slot: int, telling: Telling) -> Iterator[Told]:
    inside, between = chart.count(slot), chart.range(slot)
    if chart.has_begun(slot):
        yield Told(LEVELS[chart.level(inside or 0)], chart.inside.name, telling.amount(inside))
    if between is not None:
        yield Told(Mark.RANGE, telling.words("Possible"), telling.between(between))
    if chart.capacity and inside is not None:
        shares = [_percent(telling.words, part, chart.capacity) for part in between or (inside, inside)]
        share = shares[0] if shares[0] == shares[1] else telling.words("{least}–{most}", least=shares[0], most=shares[1])
        yield Told(Mark.CAPACITY, telling.words("Of capacity"), share)
    if chart.yesterday is not None:
        yield Told(Mark.YESTERDAY, chart.yesterday.name, telling.amount(chart.yesterday.at(slot)))


def _cell(chart: HeatMap, spot: Spot, telling: Telling, note: str) -> Reading:
    value = chart.count(spot.row, spot.slot)
    name = chart.rows[spot.row].name
    if value is None:
        missing = telling.words("no data") if chart.has_begun(spot.slot) else "–"
        return Reading(telling.span(spot.slot), (Told(Mark.EMPTY, name, missing),), note)
    share = value / chart.highest if chart.highest else 0.0
    return Reading(telling.span(spot.slot), (Told(Mark.CELL, name, telling.amount(value), share),), note)


def _percent(words: Words, part: float, whole: int) -> str:
    # rounded down: 99.6 % is not full
    return words("{percent} %", percent=int(100 * part / whole))


def legend(chart: Chart, words: Words) -> tuple[Entry, ...]:
    """What the marks of `chart` mean; only those that are in it."""
    match chart:
        case Arrivals():
            lines = ((Mark.BAR, chart.today), (Mark.YESTERDAY, chart.yesterday), (Mark.EXPECTED, chart.expected))
            return tuple(Entry(mark, series.name) for mark, series in lines if series is not None)
        case Occupancy():
            return tuple(_occupancy_legend(chart, words))
        case HeatMap():
            ramp = Entry(Mark.RAMP, words("{count} {unit}", count=number(chart.highest), unit=chart.unit), before="0")
            return (Entry(Mark.EMPTY, words("no data")), ramp)


def _occupancy_legend(chart: Occupancy, words: Words) -> Iterator[Entry]:
    yield Entry(Mark.CALM, chart.inside.name)
    levels = {chart.level(value) for value in set(chart.counts) if value is not None}
    if Level.NEAR in levels:
        yield Entry(Mark.NEAR, words("from {share} of capacity", share=_percent(words, NEAR_FULL, 1)))
    if Level.OVER in levels:
        yield Entry(Mark.OVER, words("from {share} of capacity", share=_percent(words, FULL, 1)))
    if any(chart.until_now(chart.ranges)):
        yield Entry(Mark.RANGE, words("scans may be missing"))
    if chart.yesterday is not None:
        yield Entry(Mark.YESTERDAY, chart.yesterday.name)


def headline(chart: Chart, words: Words) -> str:
    """The whole chart in one sentence, for whoever does not see it."""
    spot, value = _peak(chart)
    if spot is None:
        return words("Nothing is known yet.")
    span, most = Telling(words, chart.slots).span(spot.slot), number(value or 0)
    if isinstance(chart, HeatMap):
        return words("Highest: {value}, {name}, {time}.", value=most, name=chart.rows[spot.row].name, time=span)
    return words("Highest: {value}, {time}.", value=most, time=span)


def _peak(chart: Chart) -> tuple[Spot | None, Value]:
    if isinstance(chart, HeatMap):
        known = [(value, -row, -slot) for row, slot, value in chart.cells() if value is not None]
    else:
        known = [(value, 0, -slot) for slot, value in enumerate(chart.counts) if value is not None]
    if not known:
        return None, None
    value, row, slot = max(known)
    return Spot(-slot, -row), value


def cursor_label(chart: Chart, words: Words) -> str:
    """What stands at the moment that is looked back at: its time, and what was known then."""
    assert chart.chosen is not None
    telling, slot = Telling(words, chart.slots), chart.slots.at(chart.chosen)
    time = telling.clock(chart.chosen)
    if slot is None or isinstance(chart, HeatMap):
        return time
    between = chart.range(slot) if isinstance(chart, Occupancy) else None
    value = telling.between(between) if between else telling.amount(chart.count(slot))
    return words("{time} · {value}", time=time, value=value)


def capacity_label(chart: Occupancy, words: Words, *, in_view: bool) -> str:
    """What stands at the line of the capacity, or instead of it where that lies far above."""
    capacity = number(chart.capacity or 0)
    if in_view:
        return words("Capacity {capacity}", capacity=capacity)
    return words("Capacity {capacity}, far above", capacity=capacity)


def now_label(chart: Chart, words: Words) -> str:
    """What stands at the line that marks now."""
    assert chart.now is not None
    return words("{time} now", time=Telling(words, chart.slots).clock(chart.now))


def day_labels(chart: Chart, words: Words) -> tuple[tuple[str, float, float], ...]:
    """The days under the axis, each with the positions where it begins and ends; none where there is only one."""
    days = chart.slots.days
    return tuple((short_day(day, words.language), begin, end) for day, begin, end in days) if len(days) > 1 else ()
