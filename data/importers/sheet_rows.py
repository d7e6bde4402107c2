"""The XML of one sheet, cell by cell, as the texts that a person sees in it: dates in ISO 8601, whole numbers without a point."""

import re
from array import array
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO
from xml.etree.ElementTree import Element

from checkin.i18n import Phrase, phrase
from data.importers.xml_stream import Reader

MOST_COLUMNS = 1_000
LONGEST_TEXT = 40_000
"""Excel's own limit is 32,767 characters a cell."""
LONGEST_ROW = 2_000_000

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


class SharedTexts(Reader):
    """The texts that cells refer to by number, some twenty bytes each beside their letters."""

    def __init__(self) -> None:
        super().__init__()
        self._letters = bytearray()
        self._ends = array("I", [0])
        self._text = ""
        self._aside = False

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self._ends) - 1:
            raise IndexError(place)
        return self._letters[self._ends[place] : self._ends[place + 1]].decode()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """A text begins, or a run of one; the reading aid (<rPh>) that Japanese Excel adds is passed over."""
        if name == "si":
            self._text = ""
        elif name == "rPh":
            self._aside = True
        self.taking = name == "t" and not self._aside

    def closed(self, name: str) -> None:
        """A text ends."""
        self.taking = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self._letters += self._text.encode()
            self._ends.append(len(self._letters))

    def took(self, text: str) -> None:
        """Its letters."""
        self._text += text[: LONGEST_TEXT - len(self._text)]


def read_shared_texts(part: IO[bytes]) -> SharedTexts:
    """All texts of `part`."""
    texts = SharedTexts()
    for _ in texts.read(part):
        pass
    return texts


def read_rows(part: IO[bytes], texts: SharedTexts, dates: DateStyles) -> Iterator[tuple[int, list[str] | Phrase]]:
    """The rows of a sheet that are not blank, each with its number."""
    sheet = _Sheet(texts, dates)
    for _ in sheet.read(part):
        rows, sheet.rows = sheet.rows, []
        yield from rows


class _Sheet(Reader):
    """Gathers the rows of a sheet. A formula (<f>) is never looked at, only the value that was saved with it."""

    def __init__(self, texts: SharedTexts, dates: DateStyles) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[str] | Phrase]] = []
        self._texts = texts
        self._dates = dates
        self._number = 0
        self._cells: list[str] | None = None
        self._following = 0
        self._length = 0
        self._fault: Phrase | None = None
        self._cell: dict[str, str] | None = None
        self._value = ""
        self._aside = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or what is in it."""
        match name:
            case "row":
                self._number = int(attributes.get("r") or self._number + 1)
                self._cells, self._length, self._fault = [], 0, None
                self._following = 0
            case "c" if self._cells is not None:
                self._cell, self._value = attributes, ""
            case "rPh":
                self._aside = True
            case "v":
                self.taking = self._cell is not None and not self._value and self._cell.get("t") != "inlineStr"
            case "t":
                self.taking = self._cell is not None and not self._aside and self._cell.get("t") == "inlineStr"

    def closed(self, name: str) -> None:
        """A value is whole, or a row."""
        match name:
            case "v" | "t":
                self.taking = False
            case "rPh":
                self._aside = False
            case "c" if self._cell is not None and self._cells is not None:
                self._put(self._cells, self._cell)
                self._cell = None
            case "row" if self._cells is not None:
                if self._fault or any(self._cells):
                    self.rows.append((self._number, self._fault or self._cells))
                self._cells = None

    def took(self, text: str) -> None:
        """A piece of a value."""
        self._value += text[: LONGEST_TEXT - len(self._value)]

    def _put(self, cells: list[str], cell: dict[str, str]) -> None:
        place = _column(cell["r"]) if "r" in cell else self._following
        text = self._shown(cell)
        self._following = place + 1
        if not text or self._fault is not None:
            return
        self._length += len(text)
        if place >= MOST_COLUMNS:
            self._fault = phrase("has cells beyond column {most}; no table of registrations is so wide", most=MOST_COLUMNS)
        elif self._length > LONGEST_ROW:
            self._fault = phrase("is too long to be a row")
        else:
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = text

    def _shown(self, cell: dict[str, str]) -> str:
        """What the cell shows."""
        kind, value = cell.get("t", "n"), self._value
        if not value or kind == "inlineStr":
            return value
        if kind == "s":
            return self._texts[int(value)]
        return self._dates.shown(cell.get("s", "0"), value) if kind == "n" else value


def _column(place: str) -> int:
    """The number of the column, from 0, that a place such as "AB12" names."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(place)
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
