"""A report's tables on paper: over several pages where they must, their headings on each."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from checkin.i18n import Words
from checkin.overview.reports.values import Cell, Column, Kind, Table
from checkin.sentences import grouped
from ui.rehearsal.page import UNITS, Paper
from ui.reports.flow import INK, LEFT_MM, LINE, MUTED, PALE, WIDTH_MM, Flow, height, width
from ui.widgets.look import BOLD, MEDIUM, REGULAR, SEMIBOLD
from ui.widgets.text import TextBlock

TITLE, HEAD, TEXT, CODE, NOTE = 4.6, 2.9, 3.1, 2.35, 2.8
MOST_ROWS, SHORT = 100, 70.0
PAD, AIR = 1.6, 1.15
"""Room beside texts, and above and below them (mm)."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row, laid out."""

    blocks: tuple[TextBlock, ...]
    height: float


class Grid:
    """One table in a flow."""

    def __init__(self, flow: Flow, table: Table, zone: tzinfo, words: Words) -> None:
        self._words = words
        self._flow = flow
        self._table = table
        self._zone = zone
        whole = sum(column.weight for column in table.columns)
        self._widths = [WIDTH_MM * column.weight / whole for column in table.columns]

    def place(self) -> None:
        """Put it where the flow is."""
        flow, table = self._flow, self._table
        title = flow.set(table.title, TITLE, BOLD)
        lines = [self._line(row.cells, REGULAR) for row in table.rows[:MOST_ROWS]]
        heading = self._heading()
        tall = height(title) + 2 + heading.height + sum(one.height for one in lines)
        # a short table stays in one piece, a long one begins with three lines at least
        flow.need(tall + 8 if tall < SHORT else height(title) + 2 + heading.height + sum(one.height for one in lines[:3]))
        flow.put(title, LEFT_MM, flow.y)
        flow.y += height(title) + 1.4
        if not lines:
            flow.text(table.nothing, TEXT, REGULAR, MUTED, 5)
            return
        self._put(heading, fill=PALE, colour=MUTED)
        whole = None if table.whole is None else self._line(table.whole, BOLD)
        for one in lines:
            # the last line does not leave the whole alone on the next page
            together = whole.height if whole is not None and one is lines[-1] else 0.0
            if flow.need(one.height + together):
                self._put(heading, fill=PALE, colour=MUTED)
            self._put(one)
        if whole is not None:
            self._put(whole, fill=PALE)
        flow.y += 1
        flow.text(table.note, NOTE, REGULAR, MUTED, 0)
        if len(table.rows) > MOST_ROWS:
            flow.text(self._words("The other {n} are in the workbook.", n=len(table.rows) - MOST_ROWS), NOTE, REGULAR, MUTED, 0)
        flow.y += 5

    def _heading(self) -> _Line:
        blocks = tuple(
            self._flow.set(column.name, HEAD, SEMIBOLD, room - 2 * PAD)
            for column, room in zip(self._table.columns, self._widths, strict=True)
        )
        return self._measured(blocks)

    def _line(self, cells: tuple[Cell, ...], weight: object) -> _Line:
        columns = zip(self._table.columns, self._widths, cells, strict=True)
        return self._measured(tuple(self._block(column, room, cell, weight) for column, room, cell in columns))

    def _measured(self, blocks: tuple[TextBlock, ...]) -> _Line:
        return _Line(blocks, max(map(height, blocks)) + 2 * AIR)

    def _block(self, column: Column, room: float, cell: Cell, weight: object) -> TextBlock:
        text = said(cell, column, self._zone)
        if column.kind is Kind.CODE:
            return self._flow.set_code(text, CODE, room - 2 * PAD)
        if column.kind is Kind.TEXT:
            return self._flow.set(text, TEXT, weight if weight is not REGULAR else MEDIUM, room - 2 * PAD)  # type: ignore[arg-type]
        return self._flow.set_number(text, TEXT, weight)  # type: ignore[arg-type]

    def _put(self, line: _Line, fill: str = "", colour: str = INK) -> None:
        flow, y, x = self._flow, self._flow.y, LEFT_MM
        if fill:
            flow.draw(lambda paper: _band(paper, y, line.height, fill))
        is_heading = colour is MUTED
        for column, room, block in zip(self._table.columns, self._widths, line.blocks, strict=True):
            left = x + PAD
            if column.kind in (Kind.NUMBER, Kind.SHARE, Kind.TIME):
                left = x + room - PAD - (block.natural_width / UNITS if is_heading else width(block))
            flow.put(block, left, y + AIR, colour)
            x += room
        flow.y += line.height
        below = flow.y
        flow.draw(lambda paper: paper.line(LEFT_MM, below, WIDTH_MM, LINE))


def said(cell: Cell, column: Column, zone: tzinfo) -> str:
    """A cell in letters."""
    if cell is None:
        return "–"
    if isinstance(cell, datetime):
        return cell.astimezone(zone).strftime("%H:%M")
    if column.kind is Kind.SHARE:
        return f"{float(cell):.1%}".replace("%", "\u202f%")
    return grouped(cell) if isinstance(cell, int) else str(cell)


def _band(paper: Paper, y: float, tall: float, fill: str) -> None:
    paper.plane(paper.rect(LEFT_MM, y, WIDTH_MM, tall), fill, 0.0)
