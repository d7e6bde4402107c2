"""One desk's database: opened, migrated, and written in transactions that are on the disk when they end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from checkin.domain.event import Event
from checkin.private import private_file, private_folder
from checkin.trouble import Trouble
from data.desk_log import StoredDeskLog, Transactions
from data.driver import BUSY_TIMEOUT_S, connect, copied_to_memory, explained
from data.events import StoredEvent
from data.imports import StoredImports
from data.journal import StoredJournal
from data.membership import StoredMembership
from data.notices import Noticeboard
from data.prints import StoredPrints
from data.published import StoredPublished
from data.registrations import StoredRegistrations
from data.schema import APPLICATION_ID, STEPS, migrations
from data.signing_keys import StoredKeys
from data.supervisors import StoredSupervisors


class Store:
    """A desk's database. It belongs to the thread that opened it. Fulfils checkin.ports.DeskStore."""

    def __init__(self, database: Database, path: Path) -> None:
        self.path = path
        self.database = database
        self._writing = False
        self._event = StoredEvent(database, path)
        self._registrations = StoredRegistrations(database, path, lambda: self._writing)
        self._keys = StoredKeys(database, path)
        self._imports = StoredImports(database, path)
        self._supervisors = StoredSupervisors(database, path, self.writing)
        self._journal = StoredJournal(database, path, lambda: self._writing)
        self._prints = StoredPrints(database, path, lambda: self._writing)
        self._membership = StoredMembership(database, path)
        self._published = StoredPublished(database, path)
        self._board = Noticeboard(database, path, self._registrations, self._keys, self._event)
        transactions = Transactions(self.writing, lambda: self._writing)
        self._hub = StoredDeskLog(database, path, self._journal, self._board, transactions)

    @property
    def journal(self) -> StoredJournal:
        """The desk's log of scans."""
        return self._journal

    @property
    def registrations(self) -> StoredRegistrations:
        """The local copy of the registrations."""
        return self._registrations

    @property
    def keys(self) -> StoredKeys:
        """The public halves of the keys that badges are signed with."""
        return self._keys

    @property
    def imports(self) -> StoredImports:
        """When files of registrations were imported."""
        return self._imports

    @property
    def supervisors(self) -> StoredSupervisors:
        """Who may unlock the desk."""
        return self._supervisors

    @property
    def prints(self) -> StoredPrints:
        """Which badges were put on paper."""
        return self._prints

    @property
    def hub(self) -> StoredDeskLog:
        """What goes back and forth between this desk and its hub."""
        return self._hub

    @property
    def membership(self) -> StoredMembership:
        """The hub that the desk is enrolled at."""
        return self._membership

    @property
    def board(self) -> Noticeboard:
        """What a hub tells of this database."""
        return self._board

    @property
    def published(self) -> StoredPublished:
        """What of this database a hub's desks were told."""
        return self._published

    def event(self) -> Event | None:
        """The event that this desk serves, None before `event init`."""
        return self._event.read()

    def event_text(self) -> str:
        """The event's file as it was stored, "" before `event init`."""
        return self._event.text()

    def store_event(self, event_toml_text: str, event: Event) -> None:
        """Serve this event from now on; in a transaction of its own. Trouble if what is stored would lose what it refers to."""
        with self.writing():
            self._event.write(event_toml_text, event)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that has the only right to write from its first moment; committed and synced to disk at its end.

        An error inside undoes all of it. Trouble if another program keeps the right to write for too long. Not nested.
        """
        if self._writing:
            raise RuntimeError("writing() is not nested")
        with explained(self.path):
            self.database.execute("BEGIN IMMEDIATE")
            self._writing = True
            try:
                yield
                self.database.execute("COMMIT")
            finally:
                self._writing = False
                if self.database.conn.in_transaction:
                    self.database.execute("ROLLBACK")

    def close(self) -> None:
        """Give the database back."""
        with explained(self.path):
            self.database.close()


def open_store(path: Path, *, read_only: bool = False, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Store:
    """The desk's database at `path`, made if there is none; with `read_only`, as it is, for reading alone.

    Trouble if it is damaged, not ours, newer than this program, or cannot be used. `busy_timeout_s`: how long to wait while
    another program writes.
    """
    _prepare_folder(path, read_only)
    with explained(path):
        database = connect(path, read_only=read_only, busy_timeout_s=busy_timeout_s)
        try:
            _check(database, path)
            if migrations.pending(database):
                _migrate(database, path, read_only)
        except BaseException:
            database.close()
            raise
    return Store(database, path)


def store_in_memory(store: Store) -> Store:
    """All that is in a store at this moment, as one that is lost when it is closed: what is written to it stays in memory."""
    return Store(copied_to_memory(store.database, store.path), store.path)


def _prepare_folder(path: Path, read_only: bool) -> None:
    if path.is_dir():
        raise Trouble(
            "{path} is a folder, and a database is a file. Move the folder away, or choose another with --home.", path=str(path)
        )
    # An empty file is what SQLite leaves when the first opening was cut short.
    if read_only and (not path.exists() or not path.stat().st_size):
        raise Trouble('There is no desk in {path} yet. Make one with "checkin event init EVENT.toml".', path=str(path.parent))
    try:
        if not read_only:
            private_folder(path.parent)
            private_file(path)
    except OSError as error:
        raise Trouble(
            "The folder {path} cannot be made ({error}). Choose another with --home.", path=str(path.parent), error=error.strerror
        ) from error


def _check(database: Database, path: Path) -> None:
    """Trouble unless the database is empty or ours, and not newer than this program."""
    # In this order: another program may be making the desk right now, and commits both at once.
    tables = database.table_names()
    owner = database.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and (owner or tables):
        raise Trouble(
            "{path} is a database of another program. Choose another folder with --home, or move the file away.", path=str(path)
        )
    if any(step.name not in STEPS for step in migrations.applied(database)):
        raise Trouble(
            "{path} was made by a newer Check-in. Install that version, or choose another folder with --home.", path=str(path)
        )


def _migrate(database: Database, path: Path, read_only: bool) -> None:
    if read_only:
        raise Trouble(
            "{path} was made by an older Check-in, and is open for reading alone. Open it once with the desk.", path=str(path)
        )
    # Two programs may open a new desk at once: the second finds nothing left to do.
    database.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(database)
        database.execute("COMMIT")
    finally:
        if database.conn.in_transaction:
            database.execute("ROLLBACK")
