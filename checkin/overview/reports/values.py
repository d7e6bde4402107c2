"""A report as plain values, in one language: PDF and workbook are drawn from the same ones, so that they cannot differ."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from checkin.domain.event import Event
from checkin.domain.ranges import Range
from checkin.i18n import Words
from checkin.overview.picture import Picture
from checkin.overview.reports.heads import Seal

Cell = str | int | float | datetime | None


class Kind(Enum):
    """What stands in a column. TIME: a moment of which the time of day is shown; CODE: letters and digits that run rightwards in
    every language; SHARE: a part of a whole, 0 to 1."""

    TEXT = auto()
    NUMBER = auto()
    TIME = auto()
    CODE = auto()
    SHARE = auto()


class Where(Enum):
    """Where a table stands."""

    BOTH = auto()
    WORKBOOK = auto()
    PAPER = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`id` tells what is in it in every language; `weight`: how much of the width it takes, beside the others."""

    id: str
    name: str
    kind: Kind = Kind.NUMBER
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """`key` tells what the row is about in every language."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`whole`: the last row, of everything together. `nothing`: what is said where there is no row."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: tuple[Cell, ...] | None = None
    note: str = ""
    nothing: str = ""
    where: Where = Where.BOTH


@dataclass(frozen=True, slots=True)
class Figure:
    """One large number. `beside`: what it is of, or when it was; `range`: where the truth lies, None where nothing is missing."""

    id: str
    name: str
    number: int | None
    definition: str
    beside: str = ""
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One checkpoint. `pictures`: those of its days, for the charts; none where nothing was scanned."""

    checkpoint: str
    name: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...]

    def figure(self, name: str) -> Figure:
        """The figure with this id."""
        return next(one for one in self.figures if one.id == name)

    def table(self, name: str) -> Table:
        """The table with this id."""
        return next(one for one in self.tables if one.id == name)

    def on(self, *places: Where) -> list[Table]:
        """The tables that stand in one of these places."""
        return [one for one in self.tables if one.where in places]


@dataclass(frozen=True, slots=True)
class Report:
    """`day` None: the whole event. `trust`: sentences on how far the figures can be trusted. `people`: whether it names anybody.
    `tables`: what holds of all checkpoints."""

    words: Words
    event: Event
    day: date | None
    title: str
    name: str
    place: str
    period: str
    made_at: datetime
    trust: tuple[str, ...]
    people: bool
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    seal: Seal

    @property
    def first(self) -> Section:
        """The checkpoint that leads: the event's first one of those where anything was scanned."""
        return next((one for one in self.sections if one.pictures), self.sections[0])

    @property
    def empty(self) -> tuple[Section, ...]:
        """The checkpoints where nothing was scanned, but for the one that leads."""
        return tuple(one for one in self.sections if not one.pictures and one is not self.first)

    def table(self, name: str) -> Table:
        """The table with this id."""
        return next(one for one in self.tables if one.id == name)


COUNTED = frozenset({"arrivals", "attended", "entries", "exits", "refused", "inside", "count", "peak", "undone"})
"""What a report counts. What is expected is not: it changes with each walk-in."""


def digest_of(sections: Iterable[Section]) -> str:
    """SHA-256 of all that was counted, in hexadecimal, the same in every language: two reports with the same one say the same."""
    said = [
        [section.checkpoint,
         [[one.id, one.number] for one in section.figures if one.id in COUNTED],
         [[table.id, _said(table)] for table in section.tables if table.where is not Where.WORKBOOK]]
        for section in sections
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def _said(table: Table) -> list[list[str | int]]:
    """Rows in which nothing was counted are left out: they are there for what was expected."""
    rows = [(row.key, _counts(table, row)) for row in table.rows]
    return [[key, *counts] for key, counts in rows if not counts or any(counts)]


def _counts(table: Table, row: Row) -> list[int]:
    cells = zip(table.columns, row.cells, strict=True)
    return [cell for column, cell in cells if column.id in COUNTED and isinstance(cell, int)]
