"""The database: whether SQLite is new enough, and finds nothing wrong with this desk's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, Place, fault, ok

if TYPE_CHECKING:
    from data.store import Store

OLDEST_SQLITE = (3, 51, 3)  # earlier ones can damage a database that two connections write (WAL reset)


def database(place: Place) -> Finding:
    """Whether SQLite is new enough, can search, and finds nothing wrong with this desk's database."""
    from sqlcipher3 import dbapi2 as sqlite

    version = sqlite.sqlite_version
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        return fault(phrase("SQLite {version} can damage a database. Install Check-in again.", version=version))
    if not sqlite.connect(":memory:").execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
        return fault(phrase("SQLite {version} cannot search (no FTS5). Install Check-in again.", version=version))
    with opened(place) as store:
        if store is None:
            return ok(phrase("SQLite {version}; there is no desk in {path} yet.", version=version, path=str(place.path)))
        return health(store, version, str(place.database))


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
    said = phrase("SQLite {version}; {lines} lines in the journal, all in place.", version=version, lines=lines)
    return ok(said, sqlite=version, lines=lines)


@contextmanager
def opened(place: Place) -> "Iterator[Store | None]":
    """This desk's store, to be read alone; None where there is none yet."""
    from data.store import open_store

    if not place.database.exists():
        yield None
        return
    store = open_store(place.database, read_only=True)
    try:
        yield store
    finally:
        store.close()
