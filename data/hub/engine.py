"""One way to open the hub's database, and its errors as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlcipher3 import dbapi2

from checkin.private import private_file
from checkin.trouble import Trouble

if TYPE_CHECKING:
    import psycopg

WRITING = "checkin_writing"
BUSY_MS = 5_000
NEWEST = "0004"
"""The last of the migrations."""
HEADS = "SELECT version_num FROM alembic_version"


def open_engine(place: str | Path, *, makes: bool = True) -> Engine:
    """The database at a Path (SQLite) or a URL "postgresql://...", brought to the tables of this program. Trouble if that cannot
    be, or it has none of them and is not to be given any (`makes`)."""
    engine = _postgresql(place) if isinstance(place, str) else _sqlite(place)
    try:
        with explained():
            _bring_up_to_date(engine, makes=makes)
    except BaseException:
        engine.dispose()
        raise
    return engine


def check_address(url: str) -> None:
    """Trouble where no database can be at this URL; whether there is one is not looked at."""
    _postgresql(url).dispose()


def _postgresql(url: str) -> Engine:
    if not url.startswith(("postgresql://", "postgres://")):
        raise Trouble("The hub keeps its log in SQLite, in its home, or in PostgreSQL: --database postgresql://user@host/name.")
    import psycopg

    rest = url.partition("://")[2]
    # several hosts only libpq can read: it finds the primary among them (target_session_attrs=read-write)
    several = {"creator": partial(psycopg.connect, url)} if "," in rest.partition("?")[0] else {}
    try:
        engine = create_engine("postgresql+psycopg://" + ("" if several else rest), pool_pre_ping=True, **several)
    except (ArgumentError, ValueError) as error:  # ValueError: its port
        raise Trouble("The address of the database cannot be read. Write it like postgresql://user@host:5432/name.") from error
    event.listen(engine, "connect", _plan_anew)
    return engine


def _sqlite(file: Path) -> Engine:
    private_file(file)
    # the same driver as at the desks: the SQLite of the standard library may be one that loses rows in WAL
    engine = create_engine(f"sqlite+pysqlite:///{file}", module=dbapi2)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def explained() -> Iterator[None]:
    """What goes wrong with the database becomes Trouble."""
    try:
        yield
    except DBAPIError as error:
        raise Trouble("The hub's database cannot be used: {error}", error=str(error.orig).strip().splitlines()[0]) from error
    except SQLAlchemyError as error:
        raise Trouble("The hub's database cannot be used: {error}", error=str(error).splitlines()[0]) from error


def _prepare(connection: dbapi2.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN, by _begin
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {BUSY_MS}", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _plan_anew(connection: "psycopg.Connection[object]", _entry: ConnectionPoolEntry) -> None:
    """A plan that was made while the tables were small reads them from end to end; kept, it makes a grown log slow."""
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.commit()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")


def _bring_up_to_date(engine: Engine, *, makes: bool) -> None:
    """Where the tables are those of now, alembic is not even loaded: it takes a third of a second."""
    with engine.connect() as connection:
        there = {row[0] for row in connection.execute(text(HEADS))} if inspect(connection).has_table("alembic_version") else None
    if there is None and not makes:
        raise Trouble("There is no hub in this database. Begin one: checkin hub")
    if there != {NEWEST}:
        from data.hub.migrating import migrate

        migrate(engine, WRITING)
