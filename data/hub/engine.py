"""One way to open the hub's database, and its errors as sentences."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlcipher3 import dbapi2

from checkin.trouble import Trouble

WRITING = "checkin_writing"
BUSY_MS = 5_000
MIGRATIONS = Path(__file__).with_name("migrations")


def open_engine(place: str | Path) -> Engine:
    """The database at a path (SQLite) or a URL "postgresql://...", brought to the tables of this program. Trouble if that cannot
    be."""
    if isinstance(place, str) and place.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + place.partition("://")[2]
        # several hosts only libpq can read: it finds the primary among them (target_session_attrs=read-write)
        several = {"creator": partial(psycopg.connect, place)} if "," in url.partition("?")[0] else {}
        engine = create_engine("postgresql+psycopg://" if several else url, pool_pre_ping=True, **several)
        event.listen(engine, "connect", _plan_anew)
    else:
        # the same driver as at the desks: the SQLite of the standard library may be one that loses rows in WAL
        engine = create_engine(f"sqlite+pysqlite:///{place}", module=dbapi2)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        with explained():
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
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


def _plan_anew(connection: psycopg.Connection[object], _entry: ConnectionPoolEntry) -> None:
    """A plan that was made while the tables were small reads them from end to end; kept, it makes a grown log slow."""
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.commit()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")


def _migrate(engine: Engine) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)  # each opening would be told in the log
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        there = MigrationContext.configure(connection).get_current_heads()
        if not known.issuperset(there):
            raise Trouble("The hub's database was made by a newer version of this program. Install that version here.")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
