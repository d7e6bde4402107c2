"""Tables that open right in a spreadsheet: CSV in UTF-8 with its mark, or a workbook; nothing in them runs."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from checkin.trouble import Trouble
from data.exporters.replacing import put_in_place

# A spreadsheet would run what begins so (https://owasp.org/www-community/attacks/CSV_Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS_OF_A_SHEET = 1_048_575
LONGEST_CELL = 32_767
MOMENT = "yyyy-mm-dd hh:mm:ss"

Cell = str | float | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and rows below it. Moments are aware; they are written in `zone`."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    zone: tzinfo


def write_table(table: Table, path: Path, *, semicolons: bool = False, overwrite: bool = False) -> int:
    """Write the table to `path`, a .csv or .xlsx file, which appears only when it is complete; how many rows it has."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise Trouble("{path} must end in .csv or .xlsx.", path=str(path))

    def fill(fresh: Path) -> int:
        return _write_csv(table, fresh, ";" if semicolons else ",") if kind == ".csv" else _write_xlsx(table, fresh)

    return put_in_place(path, fill, overwrite=overwrite)


def harmless(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would take it for a formula, or it has such a one of its own."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def as_it_was(text: str) -> str:
    """The text that `harmless` made harmless, exactly."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(FORMULA) else text


def _write_csv(table: Table, path: Path, separator: str) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # without its mark Excel takes UTF-8 for Windows-1252
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(table.columns)
        for row in table.rows:
            writer.writerow([_text(cell, table.zone) for cell in row])
            count += 1
    return count


def _text(cell: Cell, zone: tzinfo) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat()
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else cell


def _write_xlsx(table: Table, path: Path) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    count = 0
    try:
        sheet.append(list(table.columns))
        for row in table.rows:
            if count == MOST_ROWS_OF_A_SHEET:
                raise Trouble("A sheet of Excel holds {most} rows, and there are more. Export them as CSV.", most=count)
            sheet.append([_typed(WriteOnlyCell(sheet), cell, table.zone) for cell in row])
            count += 1
        book.save(path)
    except BaseException:
        with suppress(Exception):  # its rows wait in a temporary file, which only closing removes
            sheet.close()
            Path(sheet._writer.out).unlink(missing_ok=True)
        raise
    return count


def _typed(place: Any, cell: Cell, zone: tzinfo) -> Any:
    """The cell as what it is: a text stays text, though it begins as a formula does; a moment is a date that sorts."""
    if isinstance(cell, datetime):
        # Whole milliseconds, rounded down: the last moment of a day must not become the next day.
        place.value = cell.astimezone(zone).replace(tzinfo=None, microsecond=cell.microsecond // 1000 * 1000)
        place.number_format = MOMENT
    else:
        put_cell(place, cell)
    return place


def put_cell(place: Any, cell: str | float | None) -> None:
    """Put a text or a number into a cell of a workbook: a text stays text, though it begins as a formula does."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(cell, str):
        place.value = cell
        return
    # XML has no room for these characters.
    place.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell.encode("utf-8", "replace").decode())[:LONGEST_CELL]
    place.data_type = "s"
    place.quotePrefix = cell.startswith(FORMULA)
