"""The XML of one sheet, cell by cell, as the texts that a person sees in it: dates in ISO 8601, whole numbers without a point."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from checkin.i18n import Phrase, phrase

MOST_COLUMNS = 1_000
LONGEST_TEXT = 40_000
"""Excel's own limit is 32,767 characters a cell."""

_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class DateStyles:
    """Tells which cells are dates: a date is a number with a style that shows it as one (ECMA-376, 18.8.30)."""

    def __init__(self, styles: Element | None, counts_from_1904: bool) -> None:
        # Excel takes 1900 for a leap year; counting from this day makes every later date right.
        self._start = datetime(1904, 1, 1) if counts_from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        self._dated: list[bool] = []
        if styles is None:
            return
        space = styles.tag[: styles.tag.find("}") + 1]
        formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter(f"{space}numFmt")}
        cells = styles.find(f"{space}cellXfs")
        for one in cells if cells is not None else ():
            number = one.get("numFmtId", "0")
            shown = _NOT_SHOWN.sub("", formats.get(number, "")).lower()
            self._dated.append((number.isdecimal() and int(number) in _BUILT_IN_DATES) or any(mark in shown for mark in "dmyhs"))

    def shown(self, style: str, number: str) -> str:
        """The number as text: a date where its style says so."""
        try:
            value = float(number)
            if style.isdecimal() and int(style) < len(self._dated) and self._dated[int(style)] and value >= 1:
                moment = self._start + timedelta(milliseconds=round(value * 86_400_000))
                return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else number
        except (ValueError, OverflowError):
            return number


def read_shared_texts(part: IO[bytes]) -> list[str]:
    """The texts that cells refer to by number."""
    found: list[str] = []
    kept: Element | None = None
    for event, element in iterparse(part, events=("start", "end")):
        if event == "start":
            kept = element if kept is None else kept
        elif element.tag.endswith("}si"):
            found.append(_text(element))
            if kept is not None:
                kept.clear()
    return found


def read_rows(part: IO[bytes], texts: Sequence[str], dates: DateStyles) -> Iterator[tuple[int, list[str] | Phrase]]:
    """The rows of a sheet that are not blank, each with its number."""
    above: list[Element] = []
    number = 0
    for event, element in iterparse(part, events=("start", "end")):
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if not element.tag.endswith("}row"):
            continue
        number = int(element.get("r") or number + 1)
        cells = _cells(element, texts, dates)
        if above:
            above[-1].clear()  # else all rows stay in memory until the end
        if isinstance(cells, Phrase) or any(cells):
            yield number, cells


def _cells(row: Element, texts: Sequence[str], dates: DateStyles) -> list[str] | Phrase:
    found: list[str] = []
    for cell in row:
        place = _column(cell.get("r"), len(found))
        text = _shown(cell, texts, dates)
        if not text:
            continue
        if place >= MOST_COLUMNS:
            return phrase("has cells beyond column {most}; no table of registrations is so wide", most=MOST_COLUMNS)
        found.extend([""] * (place + 1 - len(found)))
        found[place] = text
    return found


def _column(place: str | None, following: int) -> int:
    """The number of the column, from 0, that a place such as "AB12" names."""
    if place is None:
        return following
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(place)
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shown(cell: Element, texts: Sequence[str], dates: DateStyles) -> str:
    """What the cell shows. A formula (<f>) is never looked at, only the value that was saved with it."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next((one.text or "" for one in cell if one.tag.endswith("}v")), "")
    if not value:
        return ""
    if kind == "s":
        place = int(value)
        if place < 0:
            raise ValueError(value)
        return texts[place]
    if kind == "n":
        return dates.shown(cell.get("s", "0"), value)
    return value[:LONGEST_TEXT]


def _text(element: Element) -> str:
    """The text in its runs, without the reading aid (<rPh>) that Japanese Excel adds."""
    parts = [one for one in element if not one.tag.endswith("}rPh")]
    return "".join(
        [part.text or "" if part.tag.endswith("}t") else "".join(t.text or "" for t in part.iter() if t.tag.endswith("}t"))
         for part in parts]
    )[:LONGEST_TEXT]  # fmt: skip
