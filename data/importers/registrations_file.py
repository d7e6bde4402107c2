"""Registrations from a file: all of them, or none and every mistake."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checkin.domain.event import Event
from checkin.i18n import Phrase, phrase
from checkin.trouble import Trouble
from data.driver import explained
from data.importers.registration_rows import Heading, Mistakes, RowReader, Values
from data.importers.staging import Changes, Staging
from data.importers.table_file import Row, read_table
from data.store import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, in registrations; `ignored_columns` are those of the file that mean nothing here."""

    rows: int
    added: int
    changed: int
    unchanged: int
    ignored_columns: tuple[str, ...]


def import_registrations(store: Store, path: Path, *, dry_run: bool = False) -> Imported:
    """Add and update the registrations of the file at `path`; with `dry_run`, only say what would change.

    The columns are those of registration_rows.COLUMNS, in any order. A registration that is not in the file stays; so do
    the values of columns that the file does not have. An empty badge gets a fresh token once. Trouble lists the mistakes, and
    then nothing has changed. Others may write while the file is read; only the change itself keeps them waiting.
    """
    event = store.event()
    if event is None:
        raise Trouble('There is no event yet. Store one with "checkin event init EVENT.toml" first.')
    mistakes = Mistakes()
    with explained(store.path), Staging(store.database) as staging:
        heading = _stage(path, event, staging, mistakes)
        changes = staging.compare(heading.columns)
        _refuse(path, mistakes.merge(staging.repeated()).merge(staging.taken()))
        if not dry_run:
            changes = _apply(store, staging, path, heading, changes)
    unchanged = staging.rows - changes.added - changes.changed
    return Imported(staging.rows, changes.added, changes.changed, unchanged, heading.ignored)


def _stage(path: Path, event: Event, staging: Staging, mistakes: Mistakes) -> Heading:
    """Read the whole file into the staging tables; its mistakes are noted."""
    with closing(read_table(path)) as rows:
        row, cells = next(rows, (0, []))
        if not cells:
            raise Trouble("{path} is empty. Export the registrations again.", path=str(path))
        heading = Heading(row, [] if isinstance(cells, Phrase) else cells, mistakes)
        staging.fill(_values(rows, RowReader(heading, event, mistakes), mistakes))
    if not staging.rows and not mistakes.count:
        mistakes.add(0, "", phrase("there are no registrations below the heading"))
    return heading


def _values(rows: Iterator[Row], reader: RowReader, mistakes: Mistakes) -> Iterator[tuple[int, Values]]:
    for row, cells in rows:
        if isinstance(cells, Phrase):
            mistakes.add(row, "", cells)
        elif (values := reader.read(row, cells)) is not None:
            yield row, values


def _refuse(path: Path, mistakes: Mistakes) -> None:
    if mistakes.count:
        raise Trouble(
            "{path} has mistakes; nothing was changed. Correct them and import it again.",
            path=str(path), mistakes=mistakes.listed(),
        )  # fmt: skip


def _apply(store: Store, staging: Staging, path: Path, heading: Heading, changes: Changes) -> Changes:
    if not changes.added + changes.changed:
        return changes
    with store.writing():
        if staging.version() != changes.version:
            # Another import was faster: what it wrote counts too.
            _refuse(path, staging.taken())
            changes = staging.compare(heading.columns)
        staging.apply()
    return changes
