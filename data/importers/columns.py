"""What a file of registrations has in its columns, before anything is imported."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from checkin.domain.badge import safe_text
from checkin.i18n import Phrase
from data.importers.headings import Mapped, edited
from data.importers.memory import recall
from data.importers.registrations_file import read_heading
from data.importers.table_file import read_table
from data.store import Store

ROWS_LOOKED_AT = 200
SAMPLES = 3
LONGEST_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its heading, and the first values in it that are not empty, cut where they are long."""

    heading: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file that have a heading, in its order; `mapped`: which of ours they are proposed or remembered to be."""

    columns: tuple[Column, ...]
    mapped: Mapped


def look_at(store: Store, path: Path) -> Columns:
    """The columns of the file at `path`. Trouble if it is no table."""
    with closing(read_table(path)) as rows:
        heading = read_heading(rows, path)
        below = [cells for _, cells in islice(rows, ROWS_LOOKED_AT) if not isinstance(cells, Phrase)]
    known = [name for name in heading.names if name]
    columns = [Column(name, _samples(below, place)) for place, name in enumerate(heading.names) if name]
    return Columns(tuple(columns), edited(heading.mapped, recall(store.database, heading.names), known))


def _samples(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    values = (" ".join(cells[place][:LONGEST_SAMPLE].split()) for cells in rows if place < len(cells))
    return tuple(map(safe_text, islice(dict.fromkeys(filter(None, values)), SAMPLES)))
