"""Totals by category, track, gate, desk and day, as a table; and why people were refused."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.domain.tally import Figures
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict
from checkin.overview.courses import natural
from checkin.overview.picture import Picture
from checkin.overview.totals import PartTotals
from checkin.sentences import grouped
from checkin.words import wording
from ui.dashboard.part_bars import Part, PartBars
from ui.dashboard.segments import Segments
from ui.dashboard.telling import Telling
from ui.widgets.look import Look
from ui.widgets.table import Cell, Table

PARTS = ("category", "track", "gate", "desk", "day")
SPANS = ("today", "event")


class PeoplePage(QWidget):
    """`part_chosen` with a part and its id, to be shown alone in the charts."""

    part_chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = Segments(self, PARTS)
        self.span = Segments(self, SPANS)
        self.table = Table(self, row_px=48)
        self.reasons = PartBars(self)
        self._picture: Picture | None = None
        self._look: Look | None = None
        self._ids: list[str] = []
        self.part.chosen.connect(self._again)
        self.span.chosen.connect(self._again)
        self.table.activated.connect(self._choose)
        self._top, self._body = QHBoxLayout(), QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self.part)
        self._top.addStretch(1)
        self._top.addWidget(self.span)
        self._body.addWidget(self.table, 1)
        self._body.addWidget(self.reasons)
        self._column.addLayout(self._top)
        self._column.addLayout(self._body, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        words = look.words
        self._look = look
        for layout in (self._top, self._body, self._column):
            layout.setSpacing(look.theme.gap_px)
        names = (words("Category"), words("Track"), words("Gate"), words("Desk"), words("Day"))
        self.part.dress(look, dict(zip(PARTS, names, strict=True)))
        self._name_span(look, words("Today"))
        self.table.dress(look)
        self.reasons.setFixedWidth(look.theme.px(330))

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it."""
        self._picture, self._look = picture, look
        telling = Telling(look.words, picture)
        words = look.words
        if (day := words("Today") if telling.is_today else words("That day")) != self._day:
            self._name_span(look, day)
        ids, rows = rows_of(telling, self.part.current, self.span.current)
        self._ids = ids
        self.table.show_rows(look.words("Totals"), rows)
        why = words("Refused today, and why") if telling.is_today else words("Refused that day, and why")
        self.reasons.show_parts(look, why, reasons_of(telling), words("Nobody was refused"))

    def _name_span(self, look: Look, day: str) -> None:
        self._day = day
        self.span.dress(look, {"today": day, "event": look.words("Whole event")})

    @Slot()
    def _again(self) -> None:
        if self._picture is not None and self._look is not None:
            self.show_picture(self._picture, self._look)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        part, name = self.part.current, self._ids[index.row()] if index.row() < len(self._ids) else ""
        if name and part in ("category", "gate", "desk"):
            self.part_chosen.emit(part, name)


def rows_of(telling: Telling, part: str, span: str) -> tuple[list[str], list[list[Cell]]]:
    """The ids of the rows, and the table with its heading and, at the end, the whole."""
    words, totals = telling.words, telling.picture.totals
    heading: list[Cell] = [
        "", words("Inside"), words("Attended"), words("Entries"), words("Exits"), words("Refused"), words("Expected"),
        words("No-shows"),
    ]  # fmt: skip
    whole = PartTotals(
        totals.inside, totals.attended, totals.entries, totals.exits, totals.refused, totals.today, totals.expected,
        totals.no_shows,
    )  # fmt: skip
    if part == "day":
        days = {day: _of_day(figures) for day, figures in totals.by_day.items()}
        return list(days), [heading, *(_row(telling, part, day, one, "event") for day, one in days.items()),
                            _row(telling, "", "", whole, "event")]  # fmt: skip
    parts: Mapping[str, PartTotals] = getattr(totals, f"by_{part}")
    ids = sorted(parts, key=natural) if part == "desk" else sorted(parts, key=lambda name: -parts[name].attended)
    rows = [_row(telling, part, name, parts[name], span) for name in ids]
    return ids, [heading, *rows, _row(telling, "", "", whole, span)]


def _of_day(figures: Figures) -> PartTotals:
    return PartTotals(figures.inside, figures.attended, figures.entries, figures.exits, figures.refused, figures)


def _row(telling: Telling, part: str, name: str, one: PartTotals, span: str) -> list[Cell]:
    figures = one.today if span == "today" else one
    numbers: list[Cell] = [figures.inside, figures.attended, figures.entries, figures.exits, figures.refused]
    return [_name(telling, part, name), *numbers, one.expected, one.no_shows]


def _name(telling: Telling, part: str, name: str) -> str:
    teller, words = telling.teller, telling.words
    match part:
        case "category":
            return teller.category(name)
        case "gate":
            return teller.gate(name) or words("no gate")
        case "desk":
            return words("Desk {desk}", desk=name) if name else words("no name")
        case "day":
            from datetime import date

            return teller.day(date.fromisoformat(name))
        case "track":
            return name.capitalize()
    return words("All")


def reasons_of(telling: Telling) -> list[Part]:
    """Why people were refused today, the most frequent reason first."""
    refused = sorted(telling.picture.totals.refused_today.items(), key=lambda item: -item[1])
    most = max((number for _, number in refused), default=0) or 1
    parts = []
    for reason, number in refused:
        said = wording(Verdict(Outcome.REFUSED, Reason(reason)), Direction.ENTRY).title if reason else ""
        parts.append(Part(telling.words(said) if said else "–", grouped(number), number / most, "#B3261E"))
    return parts
