"""One connection to SQLite, opened the one way that this product opens it; and which of its errors are the world's trouble."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from checkin.trouble import Trouble

BUSY_TIMEOUT_S = 5.0

DatabaseError: type[Exception] = dbapi2.DatabaseError
IntegrityError: type[Exception] = dbapi2.IntegrityError

# Primary result codes (https://sqlite.org/rescode.html); the low byte of an extended code.
PERM, BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB = 3, 5, 6, 8, 10, 11, 13, 14, 26


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
        elif database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            database.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return database


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Inside, an error of the database that is not our mistake becomes Trouble."""
    try:
        yield
    except DatabaseError as error:
        trouble = _trouble_of(error, str(path))
        if trouble is None:
            raise
        raise trouble from error


def _trouble_of(error: Exception, path: str) -> Trouble | None:
    match (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF:
        case 5 | 6:
            return Trouble(
                "The database {path} is in use by another program. Close the other program, or wait a moment and try again.",
                path=path,
            )
        case 13:
            return Trouble("The disk that holds {path} is full. Nothing was changed. Free some space, then try again.", path=path)
        case 8 | 3:
            return Trouble(
                "The database {path} cannot be written: the file, its folder or the disk is read-only. "
                "Allow writing there, or choose another folder with --home.",
                path=path,
            )
        case 11:
            return Trouble(
                "The database {path} is damaged. Keep the file, and go on with a copy of yours or with another folder (--home).",
                path=path,
            )
        case 26:
            return Trouble("{path} is not a database. Choose another folder with --home, or move the file away.", path=path)
        case 14:
            return Trouble(
                "The database {path} cannot be opened. Check that its folder exists and that you may read and write there.",
                path=path,
            )
        case 10:
            return Trouble(
                "The disk that holds {path} does not answer as it should. Check the disk and its free space, then try again.",
                path=path,
            )
    return None
