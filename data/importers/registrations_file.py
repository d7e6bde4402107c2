"""Registrations from a file: all of them, or none and every mistake."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from checkin.domain.event import Event
from checkin.i18n import Phrase, phrase
from checkin.trouble import Mistake, Trouble
from data.driver import STOPPED, explained
from data.importers.headings import Mapped
from data.importers.memory import recall, remember
from data.importers.registration_rows import Heading, Mistakes, RowReader, Values
from data.importers.staging import Change, Changes, Staging, Watch
from data.importers.table_file import Row, read_table
from data.store import Store

ROWS_BETWEEN_LOOKS = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, in registrations; `ignored_columns` are those of the file that mean nothing here.

    `mapped` says from which heading each of our columns was read. A dry run tells too what becomes of the first hundred
    registrations of each action (`shown`), how many rows would be `rejected` and why (`mistakes`), and how many registrations
    that are not canceled are `missing` from the file.
    """

    rows: int
    added: int
    changed: int
    unchanged: int
    ignored_columns: tuple[str, ...]
    canceled: int = 0
    rejected: int = 0
    mapped: Mapped = field(default_factory=dict, compare=False)
    shown: tuple[Change, ...] = field(default=(), compare=False)
    missing: int = field(default=0, compare=False)
    mistakes: tuple[Mistake, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an organiser wants a file imported. `said` are headings of the file by column of ours, "" for a column it lacks.

    `cancel_missing`: registrations that are not in the file become canceled. `watch` is told of the progress, and may stop it.
    """

    dry_run: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    cancel_missing: bool = False
    watch: Watch | None = None


def import_registrations(store: Store, path: Path, *, dry_run: bool = False, wishes: Wishes | None = None) -> Imported:
    """Add and update the registrations of the file at `path`; with `dry_run`, only say what would change.

    Which column is which is read from the headings (importers.headings), remembered from the last such file, or said in the
    `wishes`. A registration that is not in the file stays; so do the values of columns that the file does not have. An empty
    badge gets a fresh token once. Trouble lists the mistakes, and then nothing has changed. Others may write while the file is
    read; only the change itself keeps them waiting.
    """
    event = store.event()
    if event is None:
        raise Trouble('There is no event yet. Store one with "checkin event init EVENT.toml" first.')
    with explained(store.path), Staging(store.database, wishes.watch if wishes else None) as staging:
        return _Import(store, path, event, staging, wishes or Wishes(dry_run)).run()


def read_heading(rows: Iterator[Row], path: Path) -> Heading:
    """The first of the rows. Trouble if there is none, or none that can be read."""
    row, cells = next(rows, (0, []))
    if not cells:
        raise Trouble("{path} is empty. Export the registrations again.", path=str(path))
    if isinstance(cells, Phrase):
        raise Trouble("{path} has no heading that can be read.", path=str(path), mistakes=[Mistake(row, "", cells)])
    return Heading(row, cells)


class _Import:
    """One import on its way."""

    def __init__(self, store: Store, path: Path, event: Event, staging: Staging, wishes: Wishes) -> None:
        self._store = store
        self._path = path
        self._event = event
        self._staging = staging
        self._wishes = wishes
        self._mistakes = Mistakes()

    def run(self) -> Imported:
        heading = self._stage()
        version = self._staging.version()
        mistakes = self._mistakes.merge(self._staging.repeated()).merge(self._staging.taken())
        if not self._wishes.dry_run or 0 in mistakes.rows:
            self._refuse(mistakes)
        # Before the comparison, which knows every registration once.
        rejected = self._staging.reject(mistakes.rows) if mistakes.count else 0
        changes = self._compare(heading)
        if not self._wishes.dry_run:
            changes = self._apply(heading, changes, version)
        return self._imported(heading, changes, rejected, mistakes)

    def _stage(self) -> Heading:
        """Read the whole file into the staging tables; its mistakes are noted."""
        with closing(read_table(self._path)) as rows:
            heading = read_heading(rows, self._path)
            heading.settle(recall(self._store.database, heading.names), self._wishes.said, self._mistakes)
            if self._mistakes.count and self._wishes.dry_run:
                self._refuse(self._mistakes)
            self._staging.fill(self._values(rows, RowReader(heading, self._event, self._mistakes)))
        if not self._staging.rows and not self._mistakes.count:
            self._mistakes.add(0, "", phrase("there are no registrations below the heading"))
        return heading

    def _values(self, rows: Generator[Row, None, None], reader: RowReader) -> Iterator[tuple[int, Values]]:
        for place, (row, cells) in enumerate(rows):
            if place % ROWS_BETWEEN_LOOKS == 0 and self._wishes.watch is not None and not self._wishes.watch(place):
                raise Trouble(STOPPED)
            if isinstance(cells, Phrase):
                self._mistakes.add(row, "", cells)
            elif (values := reader.read(row, cells)) is not None:
                yield row, values

    def _compare(self, heading: Heading) -> Changes:
        return self._staging.compare(heading.columns, cancel_missing=self._wishes.cancel_missing)

    def _refuse(self, mistakes: Mistakes) -> None:
        if mistakes.count:
            raise Trouble(
                "{path} has mistakes; nothing was changed. Correct them and import it again.",
                path=str(self._path), mistakes=mistakes.listed(),
            )  # fmt: skip

    def _apply(self, heading: Heading, changes: Changes, version: int) -> Changes:
        with self._store.writing():
            self._store.imports.note(datetime.now(UTC), self._staging.rows)
            if (changes.count or self._wishes.said) and self._staging.version() != version:
                # Another import was faster: what it wrote counts too.
                self._refuse(self._staging.taken())
                changes = self._compare(heading)
            if self._wishes.said:
                remember(self._store.database, heading.names, heading.mapped)
            if changes.count:
                self._staging.apply()
        return changes

    def _imported(self, heading: Heading, changes: Changes, rejected: int, mistakes: Mistakes) -> Imported:
        shown = self._staging.shown() if self._wishes.dry_run else ()
        missing = self._staging.missing() if self._wishes.dry_run else 0
        vanished = self._staging.vanished() if self._wishes.cancel_missing else 0
        unchanged = self._staging.rows - rejected - (changes.count - vanished)
        return Imported(
            self._staging.rows, changes.added, changes.changed, unchanged, heading.ignored, changes.canceled, rejected,
            heading.mapped, shown, missing, tuple(mistakes.listed()),
        )  # fmt: skip
