"""The local copy of the registrations: looked up by badge, found by whatever a visitor says."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checkin.domain.badge import looks_like_a_badge
from checkin.domain.folding import fold
from checkin.domain.registration import Registration, Status
from checkin.domain.rules import Finding
from checkin.ports import Found
from data.driver import explained
from data.journal import moment
from data.search import CANDIDATES, candidates, rank

SELECT = """
    SELECT r.id, r.name, r.category, coalesce(b.text, ''), r.company, r.email, r.status, r."order", r.language,
        r.valid_from_us, r.valid_until_us, r.note
    FROM registrations r LEFT JOIN badges b ON b.registration = r.number AND b.revoked = 0
"""

SERIAL_LENGTH = 6
"""How many characters at the end of a badge's text may be a number that only counts up."""


class StoredRegistrations:
    """The registrations in a desk's database. Fulfils checkin.ports.Registrations."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path

    def find_badge(self, text: str) -> Found:
        """Look up the text of a badge: exactly, else without regard to case."""
        with explained(self._path):
            rows = self._database.execute(
                "SELECT text, registration, revoked FROM badges WHERE folded = ?", [text.casefold()]
            ).fetchall()
        exact = [row for row in rows if row[0] == text]
        match exact or rows:
            case []:
                return Found(Finding.UNKNOWN if looks_like_a_badge(text) else Finding.NOT_A_BADGE)
            case [(_, number, 0)]:
                return Found(Finding.KNOWN, self._one("WHERE r.number = ?", number))
            case [(_, _, _)]:
                return Found(Finding.REVOKED)
        return Found(Finding.AMBIGUOUS)

    def stands_behind(self, text: str) -> bool:
        """See checkin.ports.Registrations: two looks into the index of badges, whatever their number."""
        beginning = text.casefold()[:-SERIAL_LENGTH]
        with explained(self._path):
            alike = self._database.execute(
                "SELECT text, revoked FROM badges WHERE folded BETWEEN ? AND ? LIMIT 2", [beginning, beginning + "\U0010ffff"]
            ).fetchall()
        return [tuple(row) for row in alike] == [(text, 0)]

    def get(self, registration: str) -> Registration | None:
        """The registration with this id."""
        return self._one("WHERE r.id = ?", registration)

    def count(self) -> int:
        """How many registrations there are."""
        with explained(self._path):
            return int(self._database.execute("SELECT count(*) FROM registrations").fetchone()[0])

    def categories(self) -> set[str]:
        """The categories that registrations are of."""
        with explained(self._path):
            return {row[0] for row in self._database.execute("SELECT DISTINCT category FROM registrations")}

    def some(self, ids: Sequence[str] | None = None) -> Iterator[Registration]:
        """Registrations in the order of their ids: those asked for that there are, or (None) all. Memory stays flat."""
        if ids is not None:
            yield from (found for one in sorted(set(ids)) if (found := self.get(one)) is not None)
            return
        with explained(self._path):
            yield from map(_from_row, self._database.execute(f"{SELECT} ORDER BY r.id"))

    def part(self, first: int, count: int) -> list[Registration]:
        """Of all registrations in the order of their ids, `count` from the one numbered `first`, from 0."""
        with explained(self._path):
            rows = self._database.execute(f"{SELECT} ORDER BY r.id LIMIT ? OFFSET ?", [count, first]).fetchall()
        return [_from_row(row) for row in rows]

    def search(self, text: str, limit: int = 20) -> list[Registration]:
        """Registrations that match every word of `text`, best first; nothing unless `text` is an id or one word has two letters.

        A word matches the beginning of any word of the name, company, e-mail, order, badge text and id, whatever its case,
        accents and spelling. First comes the registration with this id, then those whose name has the very words, then those
        whose name has words that begin so.
        """
        words = fold(text).split()
        named = self.get(text.strip()) or self.get(text.strip().upper()) if len("".join(words)) > 1 else None
        found = {named.id: named} if named else {}
        with explained(self._path):
            for rows in candidates(self._database, SELECT, words):
                found |= {one.id: one for one in map(_from_row, rows)}
                if len(found) >= CANDIDATES:
                    break
        return sorted(found.values(), key=lambda one: (one != named, rank(one, words), one.name, one.id))[:limit]

    def _one(self, where: str, value: object) -> Registration | None:
        with explained(self._path):
            row = self._database.execute(f"{SELECT} {where}", [value]).fetchone()
        return None if row is None else _from_row(row)


def _from_row(row: Any) -> Registration:
    identity, name, category, badge, company, email, status, order, language, from_us, until_us, note = row
    return Registration(
        identity, name, category, badge, company, email, Status(status), order, language,
        None if from_us is None else moment(from_us), None if until_us is None else moment(until_us), note,
    )  # fmt: skip
