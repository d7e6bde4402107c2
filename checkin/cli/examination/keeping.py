"""Where the data are kept, and by what clock: disk, clock, database."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING

from checkin.cli.examination.findings import Finding, fault, ok, warning
from checkin.cli.home import Home
from checkin.desk.clock import clock_fault, shown
from checkin.i18n import phrase
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.store import Store

OLDEST_SQLITE = (3, 51, 3)  # earlier ones can damage a database that two connections write (WAL reset)
ENOUGH_MB, TIGHT_MB = 1000, 100
SLOW_WRITE_MS = 50.0


def disk(home: Home) -> Finding:
    """Whether the home folder can be written, durably and fast enough, and has room."""
    folder = existing(home.path)
    try:
        write_ms = statistics.median(durable_writes(folder, 5))
    except OSError as error:
        return fault(phrase(
            "Nothing can be written in {path} ({error}). Allow it, or choose another folder with --home.",
            path=str(folder), error=error.strerror or str(error),
        ))  # fmt: skip
    free_mb = disk_usage(folder).free // 1_000_000
    facts = {"path": str(folder), "free": free_mb, "ms": f"{write_ms:.1f}"}
    if free_mb < TIGHT_MB:
        return fault(phrase("Only {free} MB are free in {path}. Free some space, or choose another folder with --home.", **facts))
    if free_mb < ENOUGH_MB:
        return warning(phrase("{free} MB are free in {path}: enough for a day, not more. Free some space.", **facts))
    if write_ms > SLOW_WRITE_MS:
        return warning(phrase("A safe write in {path} takes {ms} ms, and each verdict waits for one. Use a local disk.", **facts))
    return ok(phrase("{free} MB free in {path}; a safe write takes {ms} ms.", **facts))


def durable_writes(folder: Path, count: int) -> Iterator[float]:
    """How long each of `count` writes of a page took to be on the disk (ms). OSError where nothing can be written."""
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            yield (time.perf_counter() - begun) * 1000


def clock(home: Home) -> Finding:
    """Whether the clock can be right: after this program was made, not before the last scan, in step with the disk's."""
    now = datetime.now(UTC)
    zone, last = zone_and_last_scan(home)
    if (wrong := clock_fault(now, last, zone)) is not None:
        return fault(wrong)
    apart = round(seconds_apart(existing(home.path)))
    if abs(apart) > 2:
        return warning(phrase("This machine's clock and its disk's differ by {seconds} s. Use a local disk.", seconds=apart))
    return ok(phrase("It is {time}. Compare with your watch.", time=shown(now, zone)))


def zone_and_last_scan(home: Home) -> tuple[tzinfo | None, datetime | None]:
    """The event's time zone, and when the last scan in this desk's journal was; None what is not there or cannot be read."""
    try:
        with opened(home) as store:
            event = store.event() if store else None
            if store is None or event is None:
                return None, None
            times = [item.line.at for item in store.journal.lines(after=store.journal.head().seq - 1)]
            return event.zone, times[0] if times else None
    except Trouble:
        return None, None  # the check of the database tells


def seconds_apart(folder: Path) -> float:
    """How far this machine's clock is ahead of the one that stamps files in `folder`; 0 where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return time.time() - os.fstat(file.fileno()).st_mtime
    except OSError:
        return 0.0  # the check of the disk tells


def database(home: Home) -> Finding:
    """Whether SQLite is new enough, can search, and finds nothing wrong with this desk's database."""
    from sqlcipher3 import dbapi2 as sqlite

    version = sqlite.sqlite_version
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        return fault(phrase("SQLite {version} can damage a database. Install Check-in again.", version=version))
    if not sqlite.connect(":memory:").execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
        return fault(phrase("SQLite {version} cannot search (no FTS5). Install Check-in again.", version=version))
    with opened(home) as store:
        if store is None:
            return ok(phrase("SQLite {version}; there is no desk in {path} yet.", version=version, path=str(home.path)))
        return health(store, version, str(home.database))


def health(store: "Store", version: str, path: str) -> Finding:
    """What SQLite's own check and the journal's hashes say."""
    remark = store.database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if remark != "ok":
        return fault(phrase("The database {path} is damaged ({what}). Keep the file, and use a copy.", path=path, what=remark))
    broken = list(store.journal.breaks())
    if broken:
        return fault(phrase("The journal does not hold at line {seq}. Run: checkin journal verify", seq=broken[0].seq))
    if store.journal.missing_guards():
        return fault(phrase("The journal in {path} is no longer guarded against changes. Use a copy of yours.", path=path))
    lines = store.journal.head().seq
    return ok(phrase("SQLite {version}; {lines} lines in the journal, all in place.", version=version, lines=lines))


def settings(home: Home) -> Finding:
    """Whether the desk's settings can be read: a desk does not open with settings that it does not understand."""
    try:
        chosen = home.settings
    except Trouble as trouble:
        return fault(trouble.what)
    return ok(phrase("Desk {desk}, language {language}.", desk=chosen.desk, language=chosen.language))


@contextmanager
def opened(home: Home) -> "Iterator[Store | None]":
    """This desk's store, to be read alone; None where there is none yet."""
    from data.store import open_store

    if not home.database.exists():
        yield None
        return
    store = open_store(home.database, read_only=True)
    try:
        yield store
    finally:
        store.close()


def existing(path: Path) -> Path:
    """The nearest folder above `path` that there is already, or `path` itself."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
