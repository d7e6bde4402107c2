"""The local copy of the registrations: looked up by badge, found by whatever a visitor says."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checkin.domain.badge import looks_like_a_badge, token
from checkin.domain.expectation import Roll
from checkin.domain.journal import microseconds, moment
from checkin.domain.registration import Registration, Status
from checkin.domain.rules import Finding
from checkin.ports import Found
from data.driver import explained
from data.likeness import same_elsewhere
from data.search import NAME, Rank, Row, asked, find
from data.search_index import Spellings, index

SELECT = """
    SELECT r.id, r.name, r.category, coalesce(b.text, ''), r.company, r.email, r.status, r."order", r.language,
        r.valid_from_us, r.valid_until_us, r.note, r.origin, r.made_at_us
    FROM registrations r LEFT JOIN badges b ON b.registration = r.number AND b.revoked = 0
"""

# Of an order that very many share, as a mistake in a list, only some are looked at.
OF_ORDER = f"""{SELECT} WHERE r.number IN (SELECT number FROM registrations WHERE "order" = ? AND "order" <> '' LIMIT 2000)
    AND r.id <> ? ORDER BY r.folded, r.id LIMIT ?"""

_CHANGED = "(SELECT registrations_version + 1 FROM desk)"
"""The version in which what is written now is changed."""

_BADGE = "INSERT OR REPLACE INTO badges (folded, text, registration, revoked) VALUES (?, ?, ?, ?)"

LONGEST_ID = 1_000

MOST_COMPANIONS = 999
"""An order is a group of people; one with more is the name of a web shop, and counting it would cost every scan."""

WALK_IN_LETTERS = 10
"""50 random bits: among 100,000 walk-ins of all desks, two have the same id once in 200,000 events. With more letters the id
would not fit into a signed badge (docs/badge-format.md)."""

SERIAL_LENGTH = 6
"""How many characters at the end of a badge's text may be a number that only counts up."""


class StoredRegistrations:
    """The registrations in a desk's database. Fulfils checkin.ports.Registrations."""

    def __init__(
        self, database: Database, path: Path, is_writing: Callable[[], bool], random_bits: Callable[[int], int] = secrets.randbits
    ) -> None:
        self._database = database
        self._path = path
        self._is_writing = is_writing
        self._random_bits = random_bits

    def find_badge(self, text: str) -> Found:
        """Look up the text of a badge: exactly, else without regard to case."""
        if not _is_text(text):
            return Found(Finding.NOT_A_BADGE)
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
        if not _is_text(text):
            return False
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

    def roll(self) -> Roll:
        """Who is expected: the registrations that are not canceled."""
        largest = """SELECT coalesce(max(people), 1) FROM (
            SELECT count(*) AS people FROM registrations WHERE "order" <> '' AND status <> 'canceled' GROUP BY "order")"""
        with explained(self._path):
            rows = self._database.execute("SELECT id, category FROM registrations WHERE status <> 'canceled'")
            return Roll(dict(rows.fetchall()), int(self._database.execute(largest).fetchone()[0]))

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

    def changed(self, after: int) -> Iterator[Registration]:
        """The registrations that are as they are since a version above `after`, in the order of these. Memory stays flat."""
        with explained(self._path):
            sql = f"{SELECT} WHERE r.changed > ? ORDER BY r.changed, r.number"
            yield from map(_from_row, self._database.execute(sql, [after]))

    def part(self, first: int, count: int) -> list[Registration]:
        """Of all registrations in the order of their ids, `count` from the one numbered `first`, from 0."""
        with explained(self._path):
            rows = self._database.execute(f"{SELECT} ORDER BY r.id LIMIT ? OFFSET ?", [count, first]).fetchall()
        return [_from_row(row) for row in rows]

    def search(self, text: str, limit: int = 20) -> list[Registration]:
        """Registrations that match every word of `text`, best first; nothing unless `text` is an id or one word has two letters.

        A word matches the beginning of any word of the name, company, e-mail, order, badge text, id and note, whatever its case,
        accents and script; where that finds few, words that sound alike or have one letter wrong match too (docs/search.md).
        First comes the registration with this id, then those that match to the letter, names before anything else.
        """
        words = asked(text)
        with explained(self._path):
            found = find(self._database, SELECT, words, limit)
        if (named := self._named(text) if len("".join(words)) > 1 else None) is not None:
            found[named[0]] = Rank(False, False, 0), named
        best = sorted(found.values(), key=lambda one: (one[0], one[1][NAME], one[1][0]))[:limit]
        return [_from_row(row) for _, row in best]

    def look_alikes(self, registrations: Iterable[Registration]) -> frozenset[str]:
        """The ids of those who share their name, its words in any order or in another script, with somebody else in the list."""
        with explained(self._path):
            return frozenset(one.id for one in registrations if self._is_alike(one.id))

    def of_order(self, registration: str, limit: int = 200) -> list[Registration]:
        """The people of this registration's order: that person first, then the others by name; without an order, that person
        alone; nobody for an id that is not there."""
        one = self.get(_storable(registration))
        if one is None or not one.order:
            return [] if one is None else [one]
        with explained(self._path):
            rows = self._database.execute(OF_ORDER, [one.order, one.id, limit - 1]).fetchall()
        return [one, *map(_from_row, rows)][:limit]

    def _is_alike(self, registration: str) -> bool:
        row = self._database.execute("SELECT alike, number FROM registrations WHERE id = ?", [registration]).fetchone()
        return row is not None and same_elsewhere(self._database, *row)

    def _named(self, text: str) -> Row | None:
        """The registration with the id `text`, in these letters or in capitals."""
        plain = _storable(text.strip()[:LONGEST_ID])
        with explained(self._path):
            for one in (plain, plain.upper()):
                if (row := self._database.execute(f"{SELECT} WHERE r.id = ?", [one]).fetchone()) is not None:
                    return tuple(row)
        return None

    def with_order(self, order: str) -> list[Registration]:
        """The registrations of this order that were not canceled, in the order of their ids; none for ""."""
        sql = f"""{SELECT} WHERE r."order" = ? AND r."order" <> '' AND r.status <> 'canceled' ORDER BY r.id"""
        with explained(self._path):
            return [_from_row(row) for row in self._database.execute(sql, [order])]

    def companions(self, registration: Registration) -> int:
        """How many others of the same order were not canceled; 0 without an order, and never counted further than 999."""
        if not registration.order:
            return 0
        counted = registration.status is not Status.CANCELED
        sql = """SELECT count(*) FROM (SELECT 1 FROM registrations WHERE "order" = ? AND "order" <> '' AND status <> 'canceled'
            LIMIT ?)"""
        with explained(self._path):
            found = self._database.execute(sql, [registration.order, MOST_COMPANIONS + counted]).fetchone()[0]
        return max(0, int(found) - counted)

    def add(self, registration: Registration) -> Registration:
        """Keep a registration that this desk made, with a fresh id and badge where it has none. Only inside `writing()`."""
        if not self._is_writing():
            raise RuntimeError("a registration is added only inside writing()")
        with explained(self._path):
            made = replace(registration, id=registration.id or self._fresh_id(), badge=registration.badge or self._fresh_badge())
            number = self._insert(made)
            index(self._database, number)
            self._database.execute("UPDATE desk SET registrations_version = registrations_version + 1")
        return made

    def put(self, registration: Registration, earlier: Iterable[str] = (), spellings: Spellings | None = None) -> None:
        """Keep a registration as the hub tells of it, in place of what was known of this id; `earlier`: texts of its badges that
        do not work any more; `spellings`: see search_index.index. A badge that was somebody else's is this one's now. Only inside
        `writing()`."""
        if not self._is_writing():
            raise RuntimeError("a registration is kept only inside writing()")
        with explained(self._path):
            known = self._database.execute("SELECT number FROM registrations WHERE id = ?", [registration.id]).fetchone()
            if known is not None and self._is_known(registration, earlier := sorted(earlier)):
                return
            number = self._update(known[0], registration) if known else self._insert(replace(registration, badge=""))
            if known is not None:
                self._database.execute("UPDATE badges SET revoked = 1 WHERE registration = ? AND revoked = 0", [number])
            for text, revoked in ((*((one, 1) for one in earlier), (registration.badge, 0))) if registration.badge else ():
                self._database.execute(_BADGE, [text.casefold(), text, number, revoked])
            index(self._database, number, spellings)
            self._database.execute("UPDATE desk SET registrations_version = registrations_version + 1")

    def _is_known(self, registration: Registration, earlier: Sequence[str]) -> bool:
        """Whether nothing would change: most of what a hub tells anew after a restore is known."""
        known = self.get(registration.id)
        if known is None or replace(known, made_at=registration.made_at) != registration:
            return False
        badges = """SELECT text FROM badges WHERE revoked = 1
            AND registration = (SELECT number FROM registrations WHERE id = ?) ORDER BY text"""
        return [row[0] for row in self._database.execute(badges, [registration.id])] == earlier

    def _update(self, number: int, one: Registration) -> int:
        times = [None if at is None else microseconds(at) for at in (one.valid_from, one.valid_until)]
        self._database.execute(
            f"""UPDATE registrations SET name = ?, category = ?, company = ?, email = ?, status = ?, "order" = ?, language = ?,
                note = ?, origin = ?, valid_from_us = ?, valid_until_us = ?, changed = {_CHANGED} WHERE number = ?""",
            [one.name, one.category, one.company, one.email, one.status.value, one.order, one.language, one.note, one.origin,
             *times, number],
        )  # fmt: skip
        return number

    def walk_ins(self, after: int = 0) -> Iterator[tuple[int, Registration]]:
        """The registrations made at this desk, each with its number, in the order in which they were made. Memory stays flat."""
        sql = SELECT.replace("SELECT", "SELECT r.number,", 1)
        rows = f"{sql} WHERE r.made_at_us IS NOT NULL AND r.number > ? ORDER BY r.number"
        with explained(self._path):
            yield from ((row[0], _from_row(row[1:])) for row in self._database.execute(rows, [after]))

    def _fresh_id(self) -> str:
        while self.get(made := f"W-{self._letters()[:WALK_IN_LETTERS]}") is not None:
            pass
        return made

    def _fresh_badge(self) -> str:
        while self.find_badge(made := self._letters()).finding is not Finding.UNKNOWN:
            pass
        return made

    def _letters(self) -> str:
        return token(self._random_bits(80))

    def _insert(self, one: Registration) -> int:
        times = [None if at is None else microseconds(at) for at in (one.valid_from, one.valid_until, one.made_at)]
        number = self._database.execute(
            f"""INSERT INTO registrations (id, name, category, company, email, status, "order", language, note, origin,
                valid_from_us, valid_until_us, made_at_us, folded, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', {_CHANGED}) RETURNING number""",
            [one.id, one.name, one.category, one.company, one.email, one.status.value, one.order, one.language, one.note,
             one.origin, *times],
        ).fetchone()[0]  # fmt: skip
        if one.badge:
            self._database.execute(_BADGE, [one.badge.casefold(), one.badge, number, 0])
        return int(number)

    def _one(self, where: str, value: object) -> Registration | None:
        with explained(self._path):
            row = self._database.execute(f"{SELECT} {where}", [value]).fetchone()
        return None if row is None else _from_row(row)


def _is_text(text: str) -> bool:
    """Whether there is no half of a character in it, as a keyboard or a hand scanner may type one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _storable(text: str) -> str:
    """The text without the halves of characters that a keyboard may send: the database takes whole ones."""
    return text.encode("utf-8", "ignore").decode()


def _from_row(row: Any) -> Registration:
    identity, name, category, badge, company, email, status, order, language, from_us, until_us, note, origin, made_us = row
    return Registration(
        identity, name, category, badge, company, email, Status(status), order, language,
        None if from_us is None else moment(from_us), None if until_us is None else moment(until_us), note,
        origin, None if made_us is None else moment(made_us),
    )  # fmt: skip
