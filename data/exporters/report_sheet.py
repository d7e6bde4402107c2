"""One sheet of a report's workbook: tables below each other, each cell as what it is; mirrored where the language is."""

from datetime import datetime
from typing import Any

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checkin.overview.reports.values import Cell, Column, Kind, Table
from data.exporters.spreadsheet import put_cell

FORMATS = {Kind.NUMBER: "#,##0", Kind.SHARE: "0.0%", Kind.TIME: "hh:mm"}
DATED = "dd/mm/yyyy hh:mm"
INK, MUTED, LINE, HEAD, WHOLE = "111827", "4B5568", "D5DBE7", "E8EEF6", "F1F3F8"
FONT = "Calibri"
LEAST_WIDTH, MOST_WIDTH = 11, 60
FEWEST, MOST = "FFFFFF", "1F69B8"
"""The colours of the cells of a heat map."""


class Page:
    """A sheet that is filled from top to bottom."""

    def __init__(self, sheet: Worksheet, zone: Any, *, right_to_left: bool, dated: bool = False) -> None:
        self.sheet = sheet
        self._zone = zone
        self._times = DATED if dated else FORMATS[Kind.TIME]
        self._widths: dict[int, int] = {}
        self.row = 1
        self._leading = "right" if right_to_left else "left"
        sheet.sheet_view.rightToLeft = right_to_left
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def line(self, text: str, size: int = 11, *, bold: bool = False, colour: str = INK) -> None:
        """A line of text of its own."""
        place = self._put(self.row, 1, text)
        place.font = Font(name=FONT, size=size, bold=bold, color=colour)
        place.alignment = Alignment(horizontal=self._leading, vertical="center")
        self.row += 1

    def gap(self) -> None:
        """An empty line."""
        self.row += 1

    def table(self, table: Table, *, heat: bool = False) -> tuple[int, int]:
        """The table with its title; the numbers of the rows of its heading and of its last row."""
        self.line(table.title, 13, bold=True)
        if not table.rows:
            self.line(table.nothing, colour=MUTED)
            self.gap()
            return self.row, self.row
        heading = self.row
        self._heading(table.columns)
        for row in table.rows:
            self._cells(table.columns, row.cells)
        last = self.row - 1
        if heat:
            self._heat(heading + 1, last, len(table.columns))
        if table.whole is not None:
            self._cells(table.columns, table.whole, bold=True)
        if table.note:
            self.line(table.note, colour=MUTED)
        self.gap()
        return heading, last

    def finish(self) -> None:
        """Columns as wide as what is in them."""
        for column, width in self._widths.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = min(MOST_WIDTH, max(LEAST_WIDTH, width + 2))

    def _heading(self, columns: tuple[Column, ...]) -> None:
        for number, column in enumerate(columns, 1):
            place = self._put(self.row, number, column.name)
            place.font = Font(name=FONT, bold=True, color=INK)
            place.fill = PatternFill("solid", fgColor=HEAD)
            side = self._leading if column.kind in (Kind.TEXT, Kind.CODE) else "center"
            place.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
            self._widen(number, max(map(len, column.name.split()), default=0))
        self.row += 1

    def _cells(self, columns: tuple[Column, ...], cells: tuple[Cell, ...], *, bold: bool = False) -> None:
        for number, (column, cell) in enumerate(zip(columns, cells, strict=True), 1):
            place = self._put(self.row, number, cell)
            place.font = Font(name=FONT, bold=bold, color=INK)
            place.border = Border(bottom=Side("thin", color=LINE))
            if bold:
                place.fill = PatternFill("solid", fgColor=WHOLE)
            if column.kind in (Kind.TEXT, Kind.CODE):
                place.alignment = Alignment(horizontal=self._leading, vertical="top", wrap_text=True,
                                            readingOrder=1 if column.kind is Kind.CODE else 0)  # fmt: skip
                self._widen(number, len(str(cell or "")))
            else:
                place.number_format = self._times if column.kind is Kind.TIME else FORMATS[column.kind]
                place.alignment = Alignment(horizontal="center", vertical="top")
        self.row += 1

    def _put(self, row: int, column: int, cell: Cell) -> Any:
        place = self.sheet.cell(row, column)
        if isinstance(cell, datetime):
            place.value = cell.astimezone(self._zone).replace(tzinfo=None, microsecond=0)
        else:
            put_cell(place, cell)
        return place

    def _widen(self, column: int, letters: int) -> None:
        self._widths[column] = max(self._widths.get(column, 0), letters)

    def _heat(self, first: int, last: int, columns: int) -> None:
        cells = f"B{first}:{get_column_letter(columns)}{last}"
        rule = ColorScaleRule(start_type="num", start_value=0, start_color=FEWEST, end_type="max", end_color=MOST)
        self.sheet.conditional_formatting.add(cells, rule)
