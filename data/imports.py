"""When files of registrations were imported: how old a desk's list is."""

from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from checkin.domain.journal import microseconds, moment
from data.driver import explained


class StoredImports:
    """The imports that a desk's database has seen, those that changed nothing among them: they too say that the list is new."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path

    def note(self, at: datetime, rows: int) -> None:
        """A file of so many rows was imported. Only inside `writing()`."""
        with explained(self._path):
            self._database.execute("INSERT INTO imports (at_us, rows) VALUES (?, ?)", [microseconds(at), rows])

    def last_at(self) -> datetime | None:
        """When the last one was; None before the first that was noted."""
        with explained(self._path):
            us = self._database.execute("SELECT max(at_us) FROM imports").fetchone()[0]
        return None if us is None else moment(us)
