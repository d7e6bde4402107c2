"""Copies of a hub's SQLite database, made while it runs, and put back."""

import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlcipher3 import dbapi2

from checkin.beside import Beside
from checkin.domain.event import Event
from checkin.sync.hub import Hub
from checkin.trouble import Trouble
from data.exporters.replacing import put_in_place
from data.hub.let_in import let_in_at, take_over, void
from data.hub.store import open_hub
from data.locking import locked

NAME = "hub-%Y%m%dT%H%M%SZ.db"
_NAMED = re.compile(r"hub-\d{8}T\d{6}Z\.db")
KEPT = 12
"""So many of the latest are kept, and of each day (UTC) the last."""
ABANDONED_S = 3600
"""A half-written copy that is older was left by a power cut."""

log = structlog.get_logger()


def back_up(database: Path, target: Path, *, overwrite: bool = False) -> int:
    """Copy the database as it is at this moment; how many bytes. The copy appears once it is whole, checked and synced to disk.

    A hub that writes meanwhile is not held up: VACUUM INTO reads in one transaction beside the writers of the write-ahead log.
    (SQLite's backup API begins again with each commit of another connection unless it copies all in one step, and its copy needs
    a log of its own beside it.) Trouble says what failed; then there is no file.
    """
    if target.exists() and target.samefile(database):
        raise Trouble("{path} is the hub's database itself. Give the backup another name.", path=str(target))

    def fill(fresh: Path) -> int:
        _copy(database, fresh)
        _check(fresh)
        return fresh.stat().st_size

    try:
        # not its parents too: where a stick is not there, its place must not become a folder of this disk
        target.parent.mkdir(mode=0o700, exist_ok=True)
        return put_in_place(target, fill, overwrite=overwrite)
    except (dbapi2.Error, OSError) as error:
        raise Trouble("The hub could not be backed up to {path} ({error}). Choose another place, or free some space.",
                      path=str(target), error=str(error)) from error  # fmt: skip


def made_in(folder: Path) -> list[Path]:
    """The hub's own backups there, the latest first."""
    return sorted((one for one in folder.glob("hub-*Z.db") if _NAMED.fullmatch(one.name)), reverse=True)


def prune(folder: Path) -> None:
    """Remove backups that need not be kept any more, and what a power cut left of one."""
    found = made_in(folder)
    last_of_day = {one.name[4:12]: one for one in reversed(found)}.values()
    for one in found[KEPT:]:
        if one not in last_of_day:
            one.unlink(missing_ok=True)
    for one in folder.glob(".hub-*Z.db.*.part"):
        if time.time() - one.stat().st_mtime > ABANDONED_S:
            one.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class PutBack:
    """What became of the database that was there. `replaced`: where it is kept, None if there was none. `knows_devices`: who was
    let in and cut off by then was taken over from it; otherwise invitations that were not used are void."""

    replaced: Path | None
    knows_devices: bool


def put_back(backup: Path, database: Path, event: Event) -> PutBack:
    """Let `backup` be the hub's database, in a new epoch: it knows that it is behind. Only inside `replacing`. Trouble if it is
    none of this event, or damaged; then all is as it was."""
    _check(backup, event.id)
    replaced = database.with_name(datetime.now(UTC).strftime("hub-replaced-%Y%m%dT%H%M%SZ.db")) if database.exists() else None
    there = let_in_at(database, event.id) if replaced is not None else None

    def fill(fresh: Path) -> int:
        _copy(backup, fresh)
        with closing(open_hub(fresh, event.id, str(uuid.uuid4()))) as restored:
            with restored.writing(event.id) as transaction:
                take_over(transaction, there) if there is not None else transaction.write(void(restored.tokens(event.id)))
            Hub(restored, event, lambda: datetime.now(UTC), lambda: str(uuid.uuid4())).restored()
        if replaced is not None:
            _set_aside(database, replaced)
        for leftover in _logs_of(database):
            leftover.unlink(missing_ok=True)
        return fresh.stat().st_size

    try:
        put_in_place(database, fill, overwrite=True)
    except (OSError, dbapi2.Error) as error:
        raise Trouble("{path} could not be put in place ({error}).", path=str(backup), error=str(error)) from error
    return PutBack(replaced, there is not None)


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Inside, nobody replaces the database of the hub in `folder`. Trouble if somebody does just now."""
    otherwise = Trouble("The hub's database in {path} is being replaced. Wait a moment.", path=str(folder))
    with locked(folder / "hub.lock", otherwise, shared=True):
        yield


@contextmanager
def replacing(folder: Path) -> Iterator[None]:
    """Inside, nobody uses the database of the hub in `folder`. Trouble if somebody does."""
    with locked(folder / "hub.lock", Trouble("A hub or a dashboard is open in {path}. End it first.", path=str(folder))):
        yield


class Backups(Beside):
    """Makes one every `every` and prunes, on a thread of its own; the first at once, unless there is a recent one. `made` hears
    of each, `failed` of what failed; that is logged too, and tried again at the next time."""

    def __init__(
        self, database: Path, folder: Path, every: timedelta, made: Callable[[datetime], None], failed: Callable[[], None]
    ) -> None:
        super().__init__("backups")
        self._database = database
        self._folder = folder
        self._every_s = every.total_seconds()
        self._made = made
        self._failed = failed

    def _run(self) -> None:
        wait_s = self._first_wait_s()
        while not self._ending.wait(wait_s):
            self._make(datetime.now(UTC))
            wait_s = self._every_s

    def _first_wait_s(self) -> float:
        try:
            last = datetime.strptime(made_in(self._folder)[0].name, NAME).replace(tzinfo=UTC)
        except (IndexError, OSError, ValueError):
            return 0.0
        self._made(last)
        return min(max(0.0, self._every_s - (datetime.now(UTC) - last).total_seconds()), self._every_s)

    def _make(self, now: datetime) -> None:
        try:
            back_up(self._database, self._folder / now.strftime(NAME), overwrite=True)
            prune(self._folder)
        except (Trouble, OSError) as error:
            log.error("the hub could not be backed up", what=str(error))
            self._failed()
        else:
            self._made(now)


def _copy(database: Path, fresh: Path) -> None:
    """Everything in `database` as of one moment, its write-ahead log included, as one file. `fresh` must be empty."""
    with closing(_reading(database)) as source:
        source.execute("VACUUM INTO ?", [str(fresh)]).close()


def _check(path: Path, event: str = "") -> None:
    """Trouble unless it is a whole database of a hub, and of this event where one is named."""
    try:
        with closing(_reading(path)) as database:
            whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            events = [row[0] for row in database.execute("SELECT event FROM hub_heads")]
    except dbapi2.Error as error:
        raise _no_backup(path) from error
    if not whole:
        raise _no_backup(path)
    if event and event not in events:
        raise Trouble('{path} is a backup of another event ("{events}"). Take one of "{event}".', path=str(path),
                      events=", ".join(events), event=event)  # fmt: skip


def _no_backup(path: Path) -> Trouble:
    return Trouble("{path} is no backup of a hub, or is damaged. Take another one.", path=str(path))


def _reading(path: Path) -> dbapi2.Connection:
    return dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)


def _set_aside(database: Path, replaced: Path) -> None:
    """Keep the database under another name too, with its log, and unopened: of a damaged one SQLite would remove the log."""
    for one, aside in zip((database, *_logs_of(database)), (replaced, *_logs_of(replaced)), strict=True):
        if one.exists():
            try:
                os.link(one, aside)
            except OSError:  # not every file system has links
                shutil.copy2(one, aside)


def _logs_of(database: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside a database that is in use."""
    return Path(f"{database}-wal"), Path(f"{database}-shm")
