"""Excel workbooks (.xlsx, .xlsm): the values of the first visible sheet, one row at a time, in flat memory.

Whole-sheet readers set aside a rectangle of cells: a file of 5 KB with two cells far apart ends such a program. Here nothing is
held but the row at hand and the texts that cells share; and zipfile never inflates more of a part than its size says.
"""

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

from checkin.i18n import Phrase
from checkin.trouble import Trouble
from data.importers.sheet_rows import DateStyles, SharedTexts, read_rows, read_shared_texts

LARGEST_IN_ALL = 2_000_000_000
"""A million registrations as openpyxl writes them have 800 MB. The rows go by one at a time, and whoever waits may cancel."""
LARGEST_TEXTS = 200_000_000
"""The texts that cells share are held."""
LARGEST_UNSUSPECTED = 10_000_000
HIGHEST_RATIO = 100
MOST_PARTS = 5_000
LARGEST_DIRECTORY = 2_000_000
LARGEST_LEAFLET = 4_000_000
"""The most bytes in a part that only says where other parts are, or how cells look."""

_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_END_BYTES = 22
_LOCKED = "EncryptedPackage".encode("utf-16-le")

_BROKEN = (
    zipfile.BadZipFile, ET.ParseError, ExpatError, struct.error, KeyError, ValueError, IndexError, EOFError, OverflowError,
    RuntimeError, NotImplementedError, zipfile.zlib.error,  # type: ignore[attr-defined]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Book:
    """Where things are in a workbook."""

    sheet: str
    texts: str
    styles: str
    counts_from_1904: bool


def read_workbook(path: Path) -> Iterator[tuple[int, list[str] | Phrase]]:
    """The rows that are not blank, each with its number in the spreadsheet. A formula counts as the value it had when saved.

    Trouble, before anything is inflated, for a workbook that would be huge; and for one that is damaged or locked.
    """
    with _open(path) as archive:
        book = _book(archive)
        names = set(archive.namelist())
        texts = SharedTexts()
        if book.texts in names:
            if archive.getinfo(book.texts).file_size > LARGEST_TEXTS:
                raise _too_large(path, archive.getinfo(book.texts).file_size)
            with archive.open(book.texts) as part:
                texts = read_shared_texts(part)
        dates = DateStyles(_leaflet(archive, book.styles) if book.styles in names else None, book.counts_from_1904)
        with archive.open(book.sheet) as part:
            yield from read_rows(part, texts, dates)


def refuse_old_workbook(path: Path) -> NoReturn:
    """Trouble for a workbook of the old kind, or one with a password, which Excel wraps in a file of the old kind."""
    with path.open("rb") as file:
        is_locked = _LOCKED in file.read(1_000_000)
    if is_locked:
        raise Trouble("{path} is protected by a password. Open it in Excel, take the password off, and save it.", path=str(path))
    raise Trouble("{path} is a workbook of the old kind. Open it, and save it as .xlsx or as CSV (UTF-8).", path=str(path))


@contextmanager
def _open(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        _refuse_directory(path)
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(path, archive.infolist())
            if "xl/workbook.bin" in archive.namelist():
                raise Trouble("{path} is a binary workbook. Open it, and save it as .xlsx or as CSV (UTF-8).", path=str(path))
            yield archive
    except _BROKEN as error:
        raise Trouble(
            "{path} is not a workbook, or a damaged one. Open it in Excel, and save it again.", path=str(path)
        ) from error


def _too_large(path: Path, size: int) -> Trouble:
    return Trouble(
        "{path} would unfold to {size} MB, so it was not opened. "
        "Save the sheet with the registrations alone, or as CSV (UTF-8).",
        path=str(path), size=size // 1_000_000,
    )  # fmt: skip


def _refuse_directory(path: Path) -> None:
    """BadZipFile for a list of parts that is longer than any workbook's: zipfile reads it whole (APPNOTE.TXT, 4.3.16)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_BYTES - 65_535))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if (
        place < 0
        or struct.unpack_from("<I", tail, place + 12)[0] > LARGEST_DIRECTORY
        or b"PK\x06\x07" in tail[max(0, place - 20) : place]
    ):
        raise zipfile.BadZipFile("no directory, or one too long")


def _refuse_bomb(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    full, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_steep = any(
        part.file_size > LARGEST_UNSUSPECTED and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1) for part in parts
    ) or (full > LARGEST_UNSUSPECTED and full > HIGHEST_RATIO * max(packed, 1))
    # Parts that lie over each other are together more than the file.
    overlapping = packed > path.stat().st_size
    if full > LARGEST_IN_ALL or len(parts) > MOST_PARTS or too_steep or overlapping:
        raise _too_large(path, full)


def _leaflet(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > LARGEST_LEAFLET:
        raise ValueError(name)
    return ET.fromstring(archive.read(name))


def _book(archive: zipfile.ZipFile) -> _Book:
    """Where the first visible sheet is. KeyError or ValueError if this is no workbook."""
    place = _targets(archive, "", "officeDocument")
    name = next(iter(place.values()), "")
    root = _leaflet(archive, name)
    space = _SHEETS if root.tag.startswith(_SHEETS) else _STRICT
    sheets = [one for one in root.iter(f"{space}sheet") if one.get("state", "visible") == "visible"]
    if not sheets:
        raise ValueError("no sheet")
    sheet = _targets(archive, name, "worksheet")[sheets[0].get(_RELATION) or sheets[0].get(_STRICT_RELATION) or ""]
    texts, styles = (next(iter(_targets(archive, name, kind).values()), "") for kind in ("sharedStrings", "styles"))
    properties = root.find(f"{space}workbookPr")
    return _Book(sheet, texts, styles, properties is not None and properties.get("date1904") in ("1", "true"))


def _targets(archive: zipfile.ZipFile, name: str, kind: str) -> dict[str, str]:
    """The parts of one kind that the part `name` refers to, by the id of the relation."""
    folder, file = posixpath.split(name)
    relations = _leaflet(archive, posixpath.join(folder, "_rels", f"{file}.rels"))
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        for one in relations
        if one.get("Type", "").endswith(f"/{kind}") and one.get("TargetMode") != "External"
    }
