"""What the charts show, as tables for the workbook: people can work with the numbers, and its own charts are drawn from them."""

from checkin.domain.journal import moment
from checkin.i18n import Words
from checkin.overview.courses import QUARTER_S
from checkin.overview.picture import Picture
from checkin.overview.reports.values import Cell, Column, Kind, Row, Table, Where
from checkin.sentences import Teller

UNTIL_NOW = ("arrivals", "inside", "least", "most")


def course(picture: Picture, words: Words) -> Table:
    """Arrivals and how many were inside, by five minutes of a day."""
    curve, there, capacity = picture.arrivals, picture.occupied, picture.checkpoint.capacity
    day = Teller(words, picture.event).day(picture.day)
    ranges = there.ranges or [None] * len(there.inside)
    parts: list[tuple[Column, list[Cell]]] = [
        (Column("arrivals", words("Arrivals")), list(curve.today)),
        (Column("arrivals_before", words("Arrivals, the day before")), list(curve.yesterday)),
        (Column("arrivals_expected", words("Arrivals, expected")), list(curve.expected)),
        (Column("inside", words("Inside")), list(there.inside)),
        (Column("least", words("At least")), [one[0] if one else None for one in ranges]),
        (Column("most", words("At most")), [one[1] if one else None for one in ranges]),
        (Column("inside_before", words("Inside, the day before")), list(there.yesterday)),
        (Column("capacity", words("Capacity")), [capacity] * len(there.inside) if capacity else []),
    ]
    begun = _begun(picture)
    kept = [(column, values) for column, values in parts if any(one is not None for one in values)]
    columns = (Column("at", words("Time"), Kind.TIME), *(column for column, _ in kept))
    rows = []
    for slot in range(len(curve.today)):
        at = moment((curve.begins_s + slot * curve.minutes * 60) * 1_000_000)
        cells = (values[slot] if slot < begun or column.id not in UNTIL_NOW else None for column, values in kept)
        rows.append(Row(at.isoformat(), (at, *cells)))
    return Table(f"course {picture.day.isoformat()}", words("By 5 minutes, {day}", day=day), columns, tuple(rows),
                 where=Where.WORKBOOK)  # fmt: skip


def _begun(picture: Picture) -> int:
    """How many slots have begun: all of a day that is over."""
    now, curve = picture.outlook.now, picture.arrivals
    if picture.event.day_of(now) != picture.day:
        return len(curve.today)
    return int(now.timestamp() - curve.begins_s) // (curve.minutes * 60) + 1


def busy(picture: Picture, words: Words) -> Table:
    """How many scans each desk made in each quarter of an hour."""
    teller, there = Teller(words, picture.event), picture.busy
    count = max((len(counts) for counts in there.desks.values()), default=0)
    times = [moment((there.begins_s + quarter * QUARTER_S) * 1_000_000) for quarter in range(count)]
    columns = (Column("desk", words("Desk"), Kind.TEXT), *(Column(f"scans {at.isoformat()}", teller.clock(at)) for at in times))
    rows = [Row(desk, (desk, *counts)) for desk, counts in there.desks.items()]
    title = words("Scans by desk and quarter of an hour, {day}", day=teller.day(picture.day))
    return Table(f"busy {picture.day.isoformat()}", title, columns, tuple(rows), where=Where.WORKBOOK)
