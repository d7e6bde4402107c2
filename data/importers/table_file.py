"""Tables as Excel and LibreOffice save them: a workbook, or text of whatever encoding and separator; one row at a time."""

import codecs
import csv
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from checkin.i18n import Phrase, phrase
from checkin.trouble import Mistake, Trouble
from data.importers.sheet_rows import MOST_COLUMNS
from data.importers.workbook_file import read_workbook, refuse_old_workbook

Row = tuple[int, list[str] | Phrase]
"""A row's number as a spreadsheet shows it, counted from 1, with its cells, or with what is wrong with the row as a whole."""

SEPARATORS = ",;\t"
LONGEST_LINE = 2_000_000
LONGEST_CELL_READ = 131_072

_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a")
_CHUNK = 1 << 20


def read_table(path: Path) -> Generator[Row, None, None]:
    """The rows of the table in `path` that are not blank, in flat memory. Trouble if it is no table at all."""
    try:
        if path.is_dir():
            raise Trouble("{path} is a folder. Name the file in it.", path=str(path))
        with path.open("rb") as file:
            head = file.read(4)
        if head == _OLD_WORKBOOK:
            refuse_old_workbook(path)
        if head == _WORKBOOK:
            yield from read_workbook(path)
            return
        with path.open("rb") as file:
            encoding = _encoding(file, path)
        with path.open(encoding=encoding, errors="surrogatepass" if "16" in encoding else "surrogateescape", newline="") as text:
            yield from _rows(text)
    except OSError as error:
        raise Trouble(
            "{path} cannot be read ({error}). Check its name and your rights.", path=str(path), error=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise Trouble("{path} is damaged: its text breaks off. Save it again.", path=str(path)) from error


def _rows(text: TextIO) -> Iterator[Row]:
    separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL_READ)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator)
    number = 0
    while True:
        number += 1
        lines.length = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # The reader starts afresh at the next line, so that one bad row does not hide the mistakes below it.
            yield number, phrase("is too long to be a row; perhaps a quotation mark is not closed")
            continue
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            yield number, phrase("has cells beyond column {most}; no table of registrations is so wide", most=MOST_COLUMNS)
        elif cells and (cells[0] or not is_blank(cells)):
            yield number, cells[:MOST_COLUMNS]


def is_blank(cells: list[str]) -> bool:
    """Whether nothing is written in any of the cells."""
    return not "".join(cells).strip()


class _Lines:
    """The lines of a text, for the csv reader; `length` counts the characters since it was last set to 0.

    A row whose quoted cells have line breaks in them takes several lines. csv.Error ends one that never does, and the line after
    it begins a row.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE:
            # The rest of the line is passed over unread.
            while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
        self.length += len(line)
        if self.length >= LONGEST_LINE:
            raise csv.Error("an endless row")
        return line


def _separator(text: TextIO) -> str:
    """What separates the cells: said in a first line "sep=;" for Excel, else most frequent in the heading."""
    first = text.readline(LONGEST_LINE)
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) <= len("sep=") + 1:
        return said[4:] or "\t"
    text.seek(0)
    while first and not first.strip():
        first = text.readline(LONGEST_LINE)
    text.seek(0)
    return max(SEPARATORS, key=lambda separator: len(next(csv.reader([first[:LONGEST_CELL_READ]], delimiter=separator), [])))


def _encoding(file: BinaryIO, path: Path) -> str:
    head = file.read(4096)
    if not head.strip():
        raise Trouble("{path} is empty. Export the registrations again.", path=str(path))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _has_blank_half(head[1:8:2], head[:8:2]):
        return "utf-16-le"
    if _has_blank_half(head[:8:2], head[1:8:2]):
        return "utf-16-be"
    if (line := _first_binary_line(head)) is not None:
        raise Trouble(
            "{path} is not a text table. Save the sheet as CSV (UTF-8).", path=str(path),
            mistakes=[Mistake(line, "", phrase("this is binary content, not text"))],
        )  # fmt: skip
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    file.seek(0)
    return "utf-8" if _is_utf8(iter(lambda: file.read(_CHUNK), b"")) else "cp1252"


def _has_blank_half(high: bytes, low: bytes) -> bool:
    """Whether these are the bytes of UTF-16 without a mark: a heading begins with plain letters, whose high bytes are 0."""
    return len(high) > 1 and not any(high) and all(low)


def _first_binary_line(head: bytes) -> int | None:
    controls = [place for place, byte in enumerate(head) if byte < 0x20 and byte not in _TEXT_CONTROLS]
    # A stray control character is a mistake of its cell; a NUL, or many of them, are not a table.
    if b"\0" not in head and len(controls) * 50 <= len(head):
        return None
    return head[: controls[0]].count(b"\n") + 1


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
