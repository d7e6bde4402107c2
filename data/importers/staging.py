"""Registrations on their way in: kept in temporary tables, compared with what is there, and written in one go."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from checkin.domain.badge import token
from checkin.i18n import phrase
from data.importers.headings import COLUMNS
from data.importers.registration_rows import MOST_MISTAKES, Mistakes, Values
from data.search_index import SEARCHED, Spellings

STAGED = """
    CREATE TEMP TABLE staged (
        row INTEGER PRIMARY KEY, id TEXT, badge TEXT, name TEXT, category TEXT, status TEXT, company TEXT, email TEXT,
        "order" TEXT, language TEXT, valid_from_us INTEGER, valid_until_us INTEGER, note TEXT, badge_folded TEXT, token TEXT
    )
"""

WANTED = """
    CREATE TEMP TABLE wanted (
        number INTEGER PRIMARY KEY, is_new INTEGER, folded_before TEXT, badge_folded TEXT, badge TEXT, badge_before TEXT,
        id TEXT, name TEXT, category TEXT, status TEXT, company TEXT, email TEXT, "order" TEXT, language TEXT,
        valid_from_us INTEGER, valid_until_us INTEGER, note TEXT, folded TEXT, alike TEXT, row INTEGER, status_before TEXT
    )
"""

REJECTED = "CREATE TEMP TABLE rejected (row INTEGER PRIMARY KEY)"

VANISHED = """
    INSERT INTO wanted
    SELECT r.number, 0, r.folded, b.folded, b.text, b.text, r.id, r.name, r.category, 'canceled', r.company, r.email, r."order",
        r.language, r.valid_from_us, r.valid_until_us, r.note, r.folded, r.alike, 0, r.status
    FROM registrations r LEFT JOIN badges b ON b.registration = r.number AND b.revoked = 0
    {missing}
"""

MISSING = "WHERE r.status <> 'canceled' AND r.origin = '' AND r.id NOT IN (SELECT id FROM staged)"

ACTION = """CASE WHEN is_new THEN 'added' WHEN status = 'canceled' AND status_before <> 'canceled' THEN 'canceled'
    ELSE 'changed' END"""

MOST_SHOWN = 100

FIRST_OF_EACH = f"""
    SELECT action, row, id, name FROM (
        SELECT {ACTION} AS action, row, id, name, row_number() OVER (PARTITION BY {ACTION} ORDER BY row, id) AS place FROM wanted
    ) WHERE place <= {MOST_SHOWN} ORDER BY row, id
"""
OPERATIONS_BETWEEN_LOOKS = 100_000

# In KiB, written as SQLite wants it. A million ids and badges come in any order; their indexes should fit.
USUAL_CACHE, IMPORT_CACHE = -8_000, -65_536

KEPT = ("name", "category", "status", "company", "email", "order", "language", "valid_from_us", "valid_until_us", "note")
"""The columns that an import may change, beside the badge."""

# Twice in the file, under the row of each but the first.
TWICE = """
    SELECT row, {column} FROM staged JOIN (
        SELECT {column}, min(row) AS first FROM staged WHERE {column} <> '' GROUP BY {column} HAVING count(*) > 1
    ) USING ({column}) WHERE row > first
"""

ANOTHERS_BADGE = """
    SELECT s.row, r.id FROM staged s
    JOIN badges b ON b.folded = s.badge_folded AND b.text = s.badge JOIN registrations r ON r.number = b.registration
    WHERE r.id <> s.id AND s.badge <> ''
"""

BADGE = "CASE WHEN s.badge <> '' THEN s.badge ELSE coalesce(b.text, s.token) END"
BADGE_FOLDED = "CASE WHEN s.badge <> '' THEN s.badge_folded ELSE coalesce(b.folded, lower(s.token)) END"

APPLY = (
    """INSERT INTO words (words, rowid, folded)
        SELECT 'delete', number, folded_before FROM wanted WHERE folded <> folded_before""",
    """INSERT INTO registrations (number, id, name, category, status, company, email, "order", language,
            valid_from_us, valid_until_us, note, folded, alike, changed)
        SELECT number, id, name, category, status, company, email, "order", language,
            valid_from_us, valid_until_us, note, folded, alike, (SELECT registrations_version + 1 FROM desk)
        FROM wanted WHERE is_new""",
    """UPDATE registrations SET name = w.name, category = w.category, status = w.status, company = w.company, email = w.email,
            "order" = w."order", language = w.language, valid_from_us = w.valid_from_us, valid_until_us = w.valid_until_us,
            note = w.note, folded = w.folded, alike = w.alike, origin = '',
            changed = (SELECT registrations_version + 1 FROM desk)
        FROM wanted w WHERE NOT w.is_new AND registrations.number = w.number""",
    "INSERT INTO words (rowid, folded) SELECT number, folded FROM wanted WHERE folded IS NOT folded_before",
    """UPDATE badges SET revoked = 1 FROM wanted w
        WHERE w.badge IS NOT w.badge_before AND badges.registration = w.number AND badges.revoked = 0""",
    # A badge that comes back to its registration works again.
    """INSERT INTO badges (folded, text, registration) SELECT badge_folded, badge, number FROM wanted
        WHERE badge IS NOT badge_before ORDER BY badge_folded, badge ON CONFLICT (folded, text) DO UPDATE SET revoked = 0""",
    "UPDATE desk SET registrations_version = registrations_version + 1",
)


@dataclass(frozen=True, slots=True)
class Changes:
    """How many registrations an import adds, changes and cancels."""

    added: int
    changed: int
    canceled: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.added + self.changed + self.canceled


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one registration: `action` is added, changed or canceled; `row` is 0 for one that is not in the file."""

    action: str
    row: int
    id: str
    name: str


Watch = Callable[[int], bool]
"""Told now and then how many rows were read; its answer False stops the import, which then has changed nothing."""


class Staging:
    """The temporary tables of one import, in the store's own connection; they take no lock that a desk would feel."""

    def __init__(self, database: Database, watch: Watch | None = None) -> None:
        self._database = database
        self._watch = watch
        self._spellings = Spellings()
        self.rows = 0

    def __enter__(self) -> "Staging":
        self._spellings.attach(self._database)
        self._drop()
        self._database.execute(f"PRAGMA cache_size = {IMPORT_CACHE}")
        self._database.execute(STAGED)
        self._database.execute(WANTED)
        self._database.execute(REJECTED)
        if (watch := self._watch) is not None:
            # SQLite asks in the midst of its long statements too.
            self._database.conn.set_progress_handler(lambda: not watch(self.rows), OPERATIONS_BETWEEN_LOOKS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._unwatch()
        self._drop()
        self._database.execute(f"PRAGMA cache_size = {USUAL_CACHE}")

    def fill(self, rows: Iterator[tuple[int, Values]]) -> None:
        """Take the rows in, each with its number."""
        places = ", ".join("?" * (len(COLUMNS) + 3))
        with self._database.atomic():
            self._database.conn.executemany(f"INSERT INTO staged VALUES ({places})", map(_staged, rows))
        self.rows = self._count("SELECT count(*) FROM staged")

    def repeated(self) -> Mistakes:
        """Ids and badges that the file has twice."""
        found = Mistakes()
        for column in ("id", "badge"):
            self._database.execute(f"CREATE INDEX temp.staged_{column} ON staged({column})")
            for row, value in self._first(found, TWICE.format(column=column)):
                found.add(row, column, phrase('"{value}" is there twice', value=value[:80]))
        return found

    def taken(self) -> Mistakes:
        """Badges that belong to other registrations."""
        found = Mistakes()
        for row, owner in self._first(found, ANOTHERS_BADGE):
            found.add(row, "badge", phrase('this badge belongs to registration "{id}"', id=owner))
        return found

    def reject(self, rows: set[int]) -> int:
        """Leave these rows out of what compare() finds, with those that repeat others or take their badges; how many in all."""
        with self._database.atomic():
            self._database.conn.executemany("INSERT OR IGNORE INTO rejected VALUES (?)", ((row,) for row in rows))
            for sql in (TWICE.format(column="id"), TWICE.format(column="badge"), ANOTHERS_BADGE):
                self._database.execute(f"INSERT OR IGNORE INTO rejected SELECT row FROM ({sql})")
            self.rows += self._count("SELECT count(*) FROM rejected WHERE row NOT IN (SELECT row FROM staged)")
        return self._count("SELECT count(*) FROM rejected")

    def shown(self) -> tuple[Change, ...]:
        """The first hundred of each action among what compare() found."""
        rows = self._database.execute(FIRST_OF_EACH)
        return tuple(Change(*row) for row in rows.fetchall())

    def missing(self) -> int:
        """How many registrations that are not canceled yet are not in the file."""
        return self._count(f"SELECT count(*) FROM registrations r {MISSING}")

    def vanished(self) -> int:
        """How many of what compare() found are not in the file."""
        return self._count("SELECT count(*) FROM wanted WHERE row = 0")

    def compare(self, columns: tuple[str, ...], *, cancel_missing: bool = False) -> Changes:
        """What would change; `columns` are those that the file has. A walk-in whose id is in it is one of its own from then on.

        `cancel_missing`: whoever is not in the file is canceled, but for walk-ins, of whom whoever wrote it cannot know.
        """
        own = {f"{name}_us" if name.startswith("valid") else name for name in columns}
        with self._database.atomic():
            self._database.execute("DELETE FROM wanted")
            self._database.execute(_wanted(own))
            if cancel_missing:
                self._database.execute(VANISHED.format(missing=MISSING))
            counts = dict(self._database.execute(f"SELECT {ACTION}, count(*) FROM wanted GROUP BY 1").fetchall())
            return Changes(counts.get("added", 0), counts.get("changed", 0), counts.get("canceled", 0))

    def version(self) -> int:
        """A number that changes whenever the registrations do."""
        return self._count("SELECT registrations_version FROM desk")

    def apply(self) -> None:
        """Write what compare() found. Only inside `writing()`."""
        for statement in APPLY:
            self._database.execute(statement)
        self._spellings.store(self._database)
        self._unwatch()  # what is complete is committed, and then nobody is told that nothing was changed

    def _first(self, found: Mistakes, sql: str) -> list[Any]:
        """The first mistakes that `sql` finds; the others are only counted."""
        rows = self._database.execute(f"{sql} ORDER BY row LIMIT {MOST_MISTAKES}").fetchall()
        if len(rows) == MOST_MISTAKES:
            found.count += self._count(f"SELECT count(*) FROM ({sql})") - MOST_MISTAKES
        return rows

    def _count(self, sql: str) -> int:
        return int(self._database.execute(sql).fetchone()[0])

    def _unwatch(self) -> None:
        self._database.conn.set_progress_handler(None, 0)

    def _drop(self) -> None:
        for table in ("staged", "wanted", "rejected"):
            self._database.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _wanted(own: set[str]) -> str:
    """The registrations as they should be, where they are new or not yet so; columns that the file lacks stay as they are."""
    empty = {name: "NULL" if name.startswith("valid") else "''" for name in KEPT} | {"status": "'confirmed'"}
    value = {name: f's."{name}"' if name in own else f'coalesce(r."{name}", {empty[name]})' for name in KEPT}
    searched = ", ".join((value | {"badge": BADGE, "id": "s.id"})[name] for name in SEARCHED)
    now = ", ".join(f'r."{name}"' for name in KEPT)
    return f"""
        INSERT INTO wanted
        SELECT coalesce(r.number, s.row + (SELECT coalesce(max(number), 0) FROM registrations)), r.number IS NULL, r.folded,
            {BADGE_FOLDED}, {BADGE}, b.text, s.id, {", ".join(value.values())}, searchable({searched}),
            likeness({value["name"]}), s.row, r.status
        FROM staged s LEFT JOIN registrations r ON r.id = s.id
        LEFT JOIN badges b ON b.registration = r.number AND b.revoked = 0
        WHERE s.row NOT IN (SELECT row FROM rejected)
            AND (r.number IS NULL OR r.origin <> '' OR ({", ".join(value.values())}, {BADGE}) IS NOT ({now}, b.text))
    """


def _staged(numbered: tuple[int, Values]) -> tuple[Any, ...]:
    row, values = numbered
    badge = str(values[1] or "")
    return (row, *values, badge.casefold(), "" if badge else token(secrets.randbits(80)))
