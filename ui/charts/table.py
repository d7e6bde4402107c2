"""A chart as a table: for whoever would rather read numbers, for screen readers, and for spreadsheets."""

import csv
from io import StringIO

from checkin.i18n import Words
from data.exporters.spreadsheet import harmless
from ui.charts.telling import Telling
from ui.charts.values import Arrivals, Chart, HeatMap, Occupancy, Value

Cell = str | int | float | None
"""As ui.widgets.table shows it."""


def table(chart: Chart, words: Words, *, dated: bool = False) -> list[list[Cell]]:
    """The rows of `chart`, the heading first: a row for each slot, or for each row of a heat map. Times are texts; `dated`, with
    their date, as spreadsheets take them."""
    if isinstance(chart, HeatMap):
        times = [_time(chart, words, slot, dated=dated) for slot in range(chart.slots.count)]
        rows = ([row.name, *(_whole(chart.count(at, slot)) for slot in range(chart.slots.count))]
                for at, row in enumerate(chart.rows))  # fmt: skip
        return [[chart.heading, *times], *rows]
    heading, columns = _arrivals(chart) if isinstance(chart, Arrivals) else _occupancy(chart, words)
    slots = range(chart.slots.count)
    rows = ([_time(chart, words, slot, dated=dated), *(column[slot] for column in columns)] for slot in slots)
    return [[words("Time"), *heading], *rows]


def _arrivals(chart: Arrivals) -> tuple[list[Cell], list[list[Cell]]]:
    """The names of the columns, and their values."""
    slots = range(chart.slots.count)
    others = [series for series in (chart.yesterday, chart.expected) if series is not None]
    columns = [[_whole(chart.count(slot)) for slot in slots], *([_whole(series.at(slot)) for slot in slots] for series in others)]
    return [chart.today.name, *(series.name for series in others)], columns


def _occupancy(chart: Occupancy, words: Words) -> tuple[list[Cell], list[list[Cell]]]:
    slots = range(chart.slots.count)
    counts = [chart.count(slot) for slot in slots]
    # where nothing is missing, the number is both the least and the most
    ranges = [chart.range(slot) or (count, count) for slot, count in zip(slots, counts, strict=True)]
    names: list[Cell] = [chart.inside.name, words("At least"), words("At most")]
    columns = [[_whole(count) for count in counts], [_whole(least) for least, _ in ranges], [_whole(most) for _, most in ranges]]
    if chart.capacity:
        names.append(words("Capacity"))
        columns.append([chart.capacity for _ in slots])
    if chart.yesterday is not None:
        names.append(chart.yesterday.name)
        columns.append([_whole(chart.yesterday.at(slot)) for slot in slots])
    return names, columns


def _time(chart: Chart, words: Words, slot: int, *, dated: bool) -> str:
    begin = chart.slots.begin(slot)
    return chart.slots.local(begin).strftime("%Y-%m-%d %H:%M") if dated else Telling(words, chart.slots).moment(begin)


def _whole(value: Value) -> Cell:
    """A count as it is; an average with one decimal."""
    return value if value is None or isinstance(value, int) else round(value, 1)


def csv_text(chart: Chart, words: Words, *, semicolons: bool = False) -> str:
    """The table as CSV, with dates; nothing in it runs in a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if semicolons else ",")
    for row in table(chart, words, dated=True):
        writer.writerow([harmless(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row])
    return text.getvalue()
