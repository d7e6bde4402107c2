"""Locks that the system gives back with the process, on every platform."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from checkin.private import private_folder
from checkin.trouble import Trouble


@contextmanager
def locked(file: Path, otherwise: Trouble, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock: alone, or `shared` with others that share it; `otherwise` is raised where it cannot be had now.

    It is a transaction on a small database: reading, many may be in one at once; exclusively, one."""
    private_folder(file.parent)
    with closing(dbapi2.connect(str(file), timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN" if shared else "BEGIN EXCLUSIVE").close()
            lock.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except dbapi2.OperationalError as error:
            raise otherwise from error
        yield


@contextmanager
def the_only_desk(home: Path) -> Iterator[None]:
    """Inside, no other program runs the desk in this folder. Trouble if one does."""
    otherwise = Trouble(
        "A desk, or a dashboard that stands in for one, runs in {path} already. Close it first, or give this one a folder of its "
        "own with --home.", path=str(home),
    )  # fmt: skip
    with locked(home / "desk.lock", otherwise):
        yield
