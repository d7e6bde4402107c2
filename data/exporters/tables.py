"""The registrations and the journal as tables for a spreadsheet."""

from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path

from checkin.domain.journal import NumberedLine, moment
from checkin.sync.messages import Delivered
from data.exporters.journal_file import AT_A_HUB, record
from data.exporters.journal_file import COLUMNS as JOURNAL_COLUMNS
from data.exporters.spreadsheet import Cell, Table, write_table
from data.importers.headings import COLUMNS
from data.store import Store


def export_registrations(store: Store, path: Path, zone: tzinfo, *, semicolons: bool = False, overwrite: bool = False) -> int:
    """Write all registrations, under the headings that an import reads; how many there are."""
    rows = (tuple(getattr(one, column) for column in COLUMNS) for one in store.registrations.some())
    return write_table(Table("registrations", COLUMNS, rows, zone), path, semicolons=semicolons, overwrite=overwrite)


def export_scans(store: Store, path: Path, zone: tzinfo, *, semicolons: bool = False, overwrite: bool = False) -> int:
    """Write every line of the journal, its times in `zone`; how many there are."""
    rows = map(_cells, store.journal.lines())
    return write_table(Table("journal", JOURNAL_COLUMNS, rows, zone), path, semicolons=semicolons, overwrite=overwrite)


def export_scans_of_all(
    rows: Iterable[Delivered], path: Path, zone: tzinfo, *, semicolons: bool = False, overwrite: bool = False
) -> int:
    """The same of a hub's rows: those of every desk, each with when the hub got it and how far the desk's clock was ahead (s)."""
    cells = ((*_cells(one.row), moment(one.received_us), one.ahead_us / 1e6) for one in rows)
    table = Table("journal", (*JOURNAL_COLUMNS, *AT_A_HUB), cells, zone)
    return write_table(table, path, semicolons=semicolons, overwrite=overwrite)


def _cells(item: NumberedLine) -> tuple[Cell, ...]:
    told = record(item) | {"at": item.line.at}
    return tuple(told[column] for column in JOURNAL_COLUMNS)
