"""The print log: which badges were put on paper, when, why, and at which desk."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checkin.domain.journal import microseconds, moment
from checkin.domain.printing import Printed
from data.driver import explained

SELECT = "SELECT registration, at_us, reason, desk, copy FROM prints"


class StoredPrints:
    """The print log in a desk's database. Fulfils checkin.ports.PrintLog."""

    def __init__(self, database: Database, path: Path, is_writing: Callable[[], bool]) -> None:
        self._database = database
        self._path = path
        self._is_writing = is_writing

    def last(self, registration: str) -> Printed | None:
        """The latest print of this registration's badge."""
        sql = f"{SELECT} WHERE registration = ? ORDER BY copy DESC LIMIT 1"
        with explained(self._path):
            row = self._database.execute(sql, [registration]).fetchone()
        return None if row is None else _from_row(row)

    def add(self, registration: str, at: datetime, reason: str, desk: str) -> Printed:
        """Note one more copy. Only inside `writing()`."""
        if not self._is_writing():
            raise RuntimeError("a print is noted only inside writing()")
        before = self.last(registration)
        printed = Printed(registration, at, reason, desk, before.copy + 1 if before else 1)
        with explained(self._path):
            self._database.execute(
                "INSERT INTO prints (registration, at_us, reason, desk, copy) VALUES (?, ?, ?, ?, ?)",
                [registration, microseconds(at), reason, desk, printed.copy],
            )
        return printed

    def remove(self, registration: str, copy: int) -> None:
        """Forget a copy that did not come out of the printer. Only inside `writing()`."""
        if not self._is_writing():
            raise RuntimeError("a print is forgotten only inside writing()")
        with explained(self._path):
            self._database.execute("DELETE FROM prints WHERE registration = ? AND copy = ?", [registration, copy])

    def lines(self) -> Iterator[Printed]:
        """Every print, oldest first."""
        with explained(self._path):
            yield from map(_from_row, self._database.execute(f"{SELECT} ORDER BY number"))


def _from_row(row: Any) -> Printed:
    registration, at_us, reason, desk, copy = row
    return Printed(registration, moment(at_us), reason, desk, copy)
