"""What a report begins with: what it is of, how far it can be trusted, and the large numbers with their definitions."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from checkin.i18n import Words
from checkin.overview.reports.values import Figure, Report, Section
from checkin.sentences import grouped
from ui.rehearsal.page import UNITS, Paper
from ui.reports.flow import LEFT_MM, LINE, MUTED, PALE, WIDTH_MM, Flow, height
from ui.theme import LIGHT
from ui.widgets.look import BOLD, MEDIUM, REGULAR, SEMIBOLD
from ui.widgets.text import TextBlock, isolated

COLUMNS, GAP, PAD = 4, 3.0, 3.0
TILE_MM = (WIDTH_MM - (COLUMNS - 1) * GAP) / COLUMNS
NAME, NUMBER, SMALL, DEFINITION = 3.2, 8.6, 3.0, 2.65
BAR_MM = 1.6
LONG = 34

Part = tuple[TextBlock, str]


def front(flow: Flow, report: Report) -> None:
    """The head of the first page, and what is said of trust."""
    flow.text(report.title, 4.2, SEMIBOLD, LIGHT.accent, 0.5)
    flow.text(isolated(report.period), 8.6 if len(report.period) < LONG else 6.2, BOLD, after=0.8)
    flow.text(" · ".join(isolated(one) for one in (report.name, report.place) if one), 4.2, MEDIUM, MUTED, 3.5)
    _trust(flow, report)


def _trust(flow: Flow, report: Report) -> None:
    lines = [flow.set(one, 3.5, SEMIBOLD if at == 0 else REGULAR, WIDTH_MM - 10) for at, one in enumerate(report.trust)]
    tall, top = sum(map(height, lines)) + 4.4, flow.y
    colour = LIGHT.admitted if not any(one.range for one in report.first.figures) else LIGHT.look
    flow.draw(lambda paper: paper.plane(paper.rect(LEFT_MM, top, WIDTH_MM, tall), PALE, 1.6))
    flow.draw(lambda paper: paper.plane(paper.rect(LEFT_MM, top, BAR_MM, tall), colour, 0.6))
    y = top + 2.2
    for block in lines:
        flow.put(block, LEFT_MM + 5, y)
        y += height(block)
    flow.y = top + tall + 5


def figures(flow: Flow, section: Section, words: Words) -> None:
    """The name of a checkpoint, and its numbers in rows of four."""
    flow.text(section.name, 6.0, BOLD, after=1.6)
    large, undone = [one for one in section.figures if one.id != "undone"], section.figure("undone")
    for at in range(0, len(large), COLUMNS):
        tiles = [_tile(flow, one, words) for one in large[at : at + COLUMNS]]
        tall = max(sum(height(block) for block, _ in tile) for tile in tiles) + 2 * PAD
        flow.need(tall)
        for column, tile in enumerate(tiles):
            _put_tile(flow, tile, LEFT_MM + column * (TILE_MM + GAP), tall)
        flow.y += tall + GAP
    flow.text(f"{undone.name}: {isolated(grouped(undone.number or 0))}. {undone.definition}.", SMALL, MEDIUM, MUTED, 4)


def _tile(flow: Flow, one: Figure, words: Words) -> list[Part]:
    room = TILE_MM - 2 * PAD
    parts: list[Part] = [(flow.set(one.name, NAME, SEMIBOLD, room), MUTED)]
    parts.append((flow.set("–" if one.number is None else isolated(grouped(one.number)), NUMBER, BOLD, room), "#111827"))
    if one.beside:
        parts.append((flow.set(one.beside, SMALL, SEMIBOLD, room), "#111827"))
    if one.range is not None:
        low, high = one.range.low, one.range.high
        said = words("at least {low}", low=grouped(low)) if high is None else (
            words("{low} to {high}", low=grouped(low), high=grouped(high)))  # fmt: skip
        parts.append((flow.set(said, SMALL, SEMIBOLD, room), LIGHT.look))
    parts.append((flow.set(one.definition, DEFINITION, REGULAR, room), MUTED))
    return parts


def _put_tile(flow: Flow, parts: list[Part], x: float, tall: float) -> None:
    top = flow.y
    flow.draw(lambda paper: _frame(paper, x, top, tall))
    y = top + PAD
    for block, colour in parts:
        flow.put(block, x + PAD, y, colour)
        y += height(block)


def _frame(paper: Paper, x: float, y: float, tall: float) -> None:
    paper.painter.setPen(QPen(QColor(LINE), 0.25 * UNITS))
    paper.painter.setBrush(Qt.BrushStyle.NoBrush)
    paper.painter.drawRoundedRect(paper.rect(x, y, TILE_MM, tall), 2 * UNITS, 2 * UNITS)
