"""Where a report comes from and where it goes: what a home holds, its key, and the files that are written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.cli.home import Home
from checkin.cli.hub_place import opened
from checkin.cli.overview_place import is_hub, people_at, reading
from checkin.overview.reports.heads import JournalHead, Seal
from checkin.overview.reports.making import Asked, Gathered, gathered, report_of
from checkin.overview.reports.naming import FORMATS, stem, versioned, versions
from checkin.overview.reports.values import Report
from checkin.ports import Clock
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Source:
    """Where the lines come from."""

    home: Home
    database: str = ""
    journals: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written. `day`: None for the one that the home suggests; `whole`: the whole event instead. `output`: a
    folder, or a file that ends in .pdf or .xlsx. `if_changed`: only where the figures are not those of the last version there."""

    output: Path
    languages: tuple[str, ...]
    formats: tuple[str, ...] = FORMATS
    day: date | None = None
    whole: bool = False
    checkpoints: tuple[str, ...] = ()
    people: bool = False
    overwrite: bool = False
    if_changed: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and the report in them; of several languages the last one."""

    files: tuple[Path, ...]
    report: Report
    lines: int


@contextmanager
def sources(source: Source, clock: Clock) -> "Iterator[tuple[Gathered, list[JournalHead], Ed25519PrivateKey | None]]":
    """All lines, where their journals end, and the key of this home; who somebody is can be asked until the end."""
    with (
        reading(source.home, source.database, source.journals, clock) as reader,
        people_at(source.home, source.database) as people,
    ):
        there = gathered(reader, people.names)
        heads, key = heads_of(source)  # after the lines, so that every line that was counted lies before an end
        yield there, heads, key


def heads_of(source: Source) -> "tuple[list[JournalHead], Ed25519PrivateKey | None]":
    """Where the journals end, and the key of the home."""
    from data.overview.heads import heads_of_desk, heads_of_files, heads_of_hub, signing_key

    home, hub = source.home, is_hub(source.home, source.database)
    with home.serving() as (store, event):
        key = signing_key(home.path, store, is_hub=hub and not source.journals)
        if source.journals:
            return heads_of_files(source.journals), key
        if not hub:
            return heads_of_desk(store, home.settings.desk), key
    with opened(home, source.database) as place:
        return heads_of_hub(place.log, event.id), key


def write(source: Source, wish: Wish, clock: Clock = lambda: datetime.now(UTC)) -> Written:
    """Make the report and write its files. Trouble where it cannot be, or a file is there already."""
    files: list[Path] = []
    with sources(source, clock) as (there, heads, key):
        day = None if wish.whole else wish.day or there.day_of_report()
        if day is not None and day not in {*there.event.days, *there.days()}:
            raise Trouble("{day} is not a day of this event, and nothing was scanned then.", day=day.isoformat())
        unknown = [one for one in wish.checkpoints if one not in there.event.checkpoints]
        if unknown:
            raise Trouble("This event has no checkpoint {name}.", name=unknown[0])
        for language in wish.languages:
            asked = Asked(day, language, clock(), wish.checkpoints, wish.people, tuple(heads), key)
            report = report_of(there, asked)
            for path in _targets(wish, report):
                _write(report, path, key, overwrite=wish.overwrite)
                files.append(path)
    return Written(tuple(files), report, len(there.ticks))


def _targets(wish: Wish, report: Report) -> list[Path]:
    """The files to write: none where nothing has changed since."""
    output = wish.output
    if output.suffix.lower().removeprefix(".") in FORMATS:
        if len(wish.languages) > 1:
            raise Trouble("Several languages need a folder: name one, not the file {path}.", path=str(output))
        if output.suffix.lower().removeprefix(".") not in wish.formats:
            raise Trouble("{path} does not end in .{ending}, which was asked for.", path=str(output), ending=wish.formats[0])
        return [output]
    if output.suffix and not output.is_dir():
        raise Trouble("{path} must be a folder, or end in .pdf or .xlsx.", path=str(output))
    output.mkdir(parents=True, exist_ok=True)
    name = stem(report.day, report.words.language, wish.checkpoints)
    version = _version(output, name, report, wish) if wish.if_changed else 1
    return [output / f"{versioned(name, version)}.{ending}" for ending in wish.formats] if version else []


def _version(folder: Path, name: str, report: Report, wish: Wish) -> int:
    """The version to write, 0 where the last one says the same already, or nothing was scanned."""
    if not any(one.pictures for one in report.sections):
        return 0
    found = versions(folder, name)
    if not found:
        return 1
    last = max(found)
    has_all = {one.suffix for one in found[last]} >= {f".{ending}" for ending in wish.formats}
    return 0 if has_all and _says_the_same(found[last], report) else last + 1


def _says_the_same(files: Sequence[Path], report: Report) -> bool:
    try:
        return all(read(one)[0].value("figures") == report.seal.value("figures") for one in files)
    except Trouble:
        return False


def read(path: Path) -> tuple[Seal, bool]:
    """The seal in a file, and whether it holds of that file. Trouble if there is none."""
    if path.suffix.lower() == ".xlsx":
        from data.exporters.report_workbook import read_workbook_seal

        return read_workbook_seal(path)
    from checkin.overview.reports.paper import read_paper_seal

    try:
        return read_paper_seal(path.read_bytes())
    except OSError as error:
        raise Trouble("{path} cannot be read ({error}).", path=str(path), error=error.strerror or str(error)) from error


def _write(report: Report, path: Path, key: "Ed25519PrivateKey | None", *, overwrite: bool) -> None:
    if path.suffix.lower() == ".xlsx":
        from data.exporters.report_workbook import write_workbook

        write_workbook(report, path, key, overwrite=overwrite)
        return
    from ui.reports.document import write_document

    write_document(report, path, key, overwrite=overwrite)
