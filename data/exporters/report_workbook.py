"""A report as a workbook (XLSX): figures, tables that people can work with, charts, and the heads of the journals."""

import hashlib
import json
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import Workbook, load_workbook

from checkin.overview.reports.heads import MAGIC, Seal, no_seal, read_seal, sealed
from checkin.overview.reports.values import Column, Figure, Kind, Report, Row, Section, Table, Where
from checkin.sentences import short_day
from data.exporters import report_charts
from data.exporters.replacing import put_in_place
from data.exporters.report_sheet import MUTED, Page

WORKBOOK = "workbook"
"""The line of the sealed text that holds the digest of all cells."""

LONGEST_NAME = 31
ROWS_OF_A_CHART = 19
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\u2068\u2069]")
_BROKEN = (OSError, BadZipFile, KeyError, ValueError, TypeError)


def write_workbook(report: Report, path: Path, key: Ed25519PrivateKey | None, *, overwrite: bool = False) -> None:
    """Write it. Trouble if there is a file already (unless `overwrite`), or it cannot be written."""

    def fill(fresh: Path) -> int:
        book = _Book(report).filled()
        seal = sealed(f"{report.seal.text}{WORKBOOK} {cells_digest(book)}\n", key)
        _put_seal(book, report, seal)
        book.save(fresh)
        return len(book.sheetnames)

    put_in_place(path, fill, overwrite=overwrite)


def read_workbook_seal(path: Path) -> tuple[Seal, bool]:
    """The seal in a workbook, and whether it holds of the workbook: of its own text, and of every cell. Trouble without one."""
    try:
        book = load_workbook(path)
    except _BROKEN as error:
        raise no_seal() from error
    sheet = next((one for one in book.worksheets if one["A1"].value == MAGIC), None)
    if sheet is None:
        raise no_seal()
    lines = [str(row[0]) for row in sheet.iter_rows(max_col=1, values_only=True) if row[0] is not None]
    seal, holds = read_seal("".join(f"{line}\n" for line in lines))
    book.remove(sheet)
    return seal, holds and seal.value(WORKBOOK) == cells_digest(book)


def cells_digest(book: Workbook) -> str:
    """SHA-256 of the names of the sheets and of what stands in their cells, in hexadecimal."""
    said = [[sheet.title, _rows(sheet)] for sheet in book.worksheets]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _rows(sheet: Any) -> list[list[Any]]:
    rows = []
    for row in sheet.iter_rows(values_only=True):
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime | time):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else round(cell, 6)
    return cell if isinstance(cell, int) or cell is None else str(cell) or None


def _put_seal(book: Workbook, report: Report, seal: Seal) -> None:
    sheet = book.create_sheet(_named(book, report.words("Signature")))
    for row, line in enumerate(seal.written().splitlines(), 1):
        place = sheet.cell(row, 1)
        place.value, place.data_type = line, "s"
    sheet.column_dimensions["A"].width = 150


class _Book:
    """The workbook being filled."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        about, made = self._book.properties, report.made_at.replace(tzinfo=None, microsecond=0)
        about.creator = about.lastModifiedBy = "Check-in"
        about.title, about.language = f"{report.title} · {report.name} · {report.period}", report.words.language
        about.created = about.modified = made

    def filled(self) -> Workbook:
        """All sheets but the seal."""
        report, words = self._report, self._report.words
        self._first()
        full = [one for one in report.sections if one.pictures]
        for section in full:
            self._section(section)
        decided = self._page(words("Conflicts"))
        for section in full:
            self._tables(decided, section, ("conflicts", "overrides"))
        decided.finish()
        for section in full if report.people else []:
            page = self._page(" ".join((words("Who came"), section.name)), dated=report.day is None)
            page.table(section.table("people"))
            page.finish()
        last = self._page(words("Definitions"))
        for table in report.tables:
            last.table(table)
        last.finish()
        return self._book

    def _first(self) -> None:
        report, words = self._report, self._report.words
        page = self._page(words("Report"))
        page.line(report.title, 20, bold=True)
        page.line(" · ".join(part for part in (report.name, report.place) if part), 13, bold=True)
        page.line(report.period, 13)
        page.gap()
        for one in report.trust:
            page.line(one, colour=MUTED)
        if report.people:
            page.line(words("Holds personal data"), bold=True)
        page.gap()
        for section in report.sections:
            page.table(_figures(section, report))
        page.finish()

    def _section(self, section: Section) -> None:
        report, mirrored = self._report, self._report.words.right_to_left
        page = self._page(section.name)
        numbers = self._page(f"{section.name} 5 min", dated=report.day is None)
        anchor = 1
        for table in (one for one in section.tables if one.id.startswith("course ")):
            rows = numbers.table(table)
            day = short_day(date.fromisoformat(table.id.partition(" ")[2]), report.words.language)
            drawn = (
                report_charts.arrivals(table, numbers.sheet, rows, report.words("Arrivals, {day}", day=day), mirrored=mirrored),
                report_charts.occupancy(table, numbers.sheet, rows, report.words("Inside, {day}", day=day), mirrored=mirrored),
            )
            for chart in drawn:
                page.sheet.add_chart(chart, f"K{anchor}")
                anchor += ROWS_OF_A_CHART
        for table in section.on(Where.BOTH):
            if table.id not in ("conflicts", "overrides"):
                page.table(table)
        desks = self._page(" ".join((section.name, report.words("Desk"))))
        for table in (one for one in section.tables if one.id.startswith("busy ")):
            desks.table(table, heat=True)
        for one in (page, numbers, desks):
            one.finish()

    def _tables(self, page: Page, section: Section, wanted: tuple[str, ...]) -> None:
        page.line(section.name, 16, bold=True)
        for name in wanted:
            page.table(section.table(name))

    def _page(self, name: str, *, dated: bool = False) -> Page:
        sheet = self._book.create_sheet(_named(self._book, name))
        return Page(sheet, self._report.event.zone, right_to_left=self._report.words.right_to_left, dated=dated)


def _named(book: Workbook, name: str) -> str:
    """A name that a sheet may have, and that no other has."""
    plain = _FORBIDDEN.sub(" ", name).strip("' ")[:LONGEST_NAME] or "-"
    taken = {one.casefold() for one in book.sheetnames}
    number, found = 2, plain
    while found.casefold() in taken:
        found = f"{plain[: LONGEST_NAME - 4]} {number}"
        number += 1
    return found


def _figures(section: Section, report: Report) -> Table:
    words = report.words
    columns = (
        Column("name", words("Figure"), Kind.TEXT), Column("number", ""), Column("beside", "", Kind.TEXT),
        Column("least", words("At least")), Column("most", words("At most")),
        Column("definition", words("What it is"), Kind.TEXT),
    )  # fmt: skip
    return Table(f"figures {section.checkpoint}", section.name, columns, tuple(map(_figure, section.figures)))


def _figure(one: Figure) -> Row:
    low, high = (one.range.low, one.range.high) if one.range else (None, None)
    return Row(one.id, (one.name, one.number, one.beside, low, high, one.definition))
