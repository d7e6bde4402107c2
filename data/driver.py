"""One connection to SQLite, opened the one way that this product opens it; and which of its errors are the world's trouble."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from checkin.i18n import Phrase, phrase
from checkin.trouble import Trouble

BUSY_TIMEOUT_S = 5.0

DatabaseError: type[Exception] = dbapi2.DatabaseError


class Code(IntEnum):
    """Primary result codes (https://sqlite.org/rescode.html): the low byte of an extended code."""

    PERM = 3
    BUSY = 5
    LOCKED = 6
    READONLY = 8
    INTERRUPT = 9
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


_IN_USE = phrase(
    "The database {path} is in use by another program. Close the other program, or wait a moment and try again.",
)
STOPPED = phrase("It was stopped. Nothing was changed.")
_READ_ONLY = phrase(
    "The database {path} cannot be written: the file, its folder or the disk is read-only. "
    "Allow writing there, or choose another folder with --home.",
)
TROUBLES: dict[int, Phrase] = {
    Code.BUSY: _IN_USE,
    Code.LOCKED: _IN_USE,
    Code.READONLY: _READ_ONLY,
    Code.PERM: _READ_ONLY,
    Code.INTERRUPT: STOPPED,
    Code.FULL: phrase("The disk that holds {path} is full. Nothing was changed. Free some space, then try again."),
    Code.CORRUPT: phrase(
        "The database {path} is damaged. Keep the file, and go on with a copy of yours or with another folder (--home)."
    ),
    Code.NOTADB: phrase("{path} is not a database. Choose another folder with --home, or move the file away."),
    Code.CANTOPEN: phrase(
        "The database {path} cannot be opened. Check that its folder exists and that you may read and write there."
    ),
    Code.IOERR: phrase(
        "The disk that holds {path} does not answer as it should. Check the disk and its free space, then try again."
    ),
}
"""The errors that are the world's trouble, and what is said of each."""


def connect(path: Path, *, read_only: bool, busy_timeout_s: float) -> Database:
    """A connection to `path` that belongs to this thread. It writes only inside explicit transactions, each synced to disk
    when it ends; with `read_only` it never writes, and `path` must exist."""
    address = f"file:{quote(str(path.absolute()))}?mode={'rw' if read_only else 'rwc'}"
    connection = dbapi2.connect(address, uri=True, timeout=busy_timeout_s, isolation_level=None)
    try:
        database = Database(cast(sqlite3.Connection, connection), execute_plugins=False, strict=True)
        # MEMORY is this build's default for temporary tables; an import of a million rows would fill it.
        for pragma in ("foreign_keys = 1", "synchronous = FULL", "temp_store = FILE", "journal_size_limit = 67108864"):
            database.execute(f"PRAGMA {pragma}")
        if read_only:
            database.execute("PRAGMA query_only = 1")
        else:
            _keep_a_write_ahead_log(database, busy_timeout_s)
    except BaseException:
        connection.close()
        raise
    return database


def copied_to_memory(database: Database, path: Path) -> Database:
    """All that is in the database at this moment, in memory: nobody else sees what is written there. `path`: its file."""
    connection = dbapi2.connect(":memory:", isolation_level=None)
    try:
        with explained(path):
            cast(dbapi2.Connection, database.conn).backup(connection)
        copy = Database(cast(sqlite3.Connection, connection), execute_plugins=False, strict=True)
        copy.execute("PRAGMA foreign_keys = 1")
    except BaseException:
        connection.close()
        raise
    return copy


def _keep_a_write_ahead_log(database: Database, busy_timeout_s: float) -> None:
    """Two programs may make the same new file at once, and for this one switch SQLite does not wait by itself."""
    until = time.monotonic() + busy_timeout_s
    while database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except DatabaseError as error:
            if _code(error) != Code.BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _code(error: Exception) -> int:
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Inside, an error of the database that is not our mistake becomes Trouble."""
    try:
        yield
    except DatabaseError as error:
        # Every other code (constraint, misuse, a table that is not there) is our own mistake.
        what = TROUBLES.get(_code(error))
        if what is None:
            raise
        raise Trouble(what.msgid, path=str(path)) from error
