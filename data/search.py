"""Search among a million registrations within a blink: full-text queries from strict to wide, each over a bounded number of rows.

Ranking all the people called Mohamed among a million would take seconds, so the best of the first few hundred matches are shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from checkin.domain.folding import fold
from checkin.domain.registration import Registration

CANDIDATES = 200
ENOUGH = 20
GLANCE = 2_000
LONG_GLANCE = 10_000

SHORTEST_WORD = 2
"""Fewer letters start too many words to be looked up; they narrow down what longer words have found."""

LONGEST_INDEXED = 3
"""Beginnings of so many letters have an index of their own (schema.WORDS)."""


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must be there, beginnings that some words must have, and single letters that some words begin with."""

    words: tuple[str, ...]
    beginnings: tuple[str, ...]
    letters: tuple[str, ...]

    def exactly(self) -> str:
        """As FTS5 wants it."""
        return self._match(self.beginnings)

    def roughly(self) -> str:
        """The same, with each beginning cut to what the index holds: quick to answer, however many match."""
        return self._match(tuple(one[:LONGEST_INDEXED] for one in self.beginnings))

    def _match(self, beginnings: tuple[str, ...]) -> str:
        return " ".join([*(f'"{word}"' for word in self.words), *(f'"{one}"*' for one in beginnings)])


def candidates(database: Database, select: str, words: Sequence[str]) -> Iterator[list[Any]]:
    """Rows of `select`, a query on registrations r, that match `words` (folded): better ones first, up to CANDIDATES a time."""
    for query in queries(words):
        rows = []
        if any(len(one) > LONGEST_INDEXED for one in query.beginnings):
            # A beginning that a large part of all share takes FTS5 100 ms to collect; a glance at some rows finds enough of them.
            rows = _rows(database, select, query.roughly(), GLANCE, query.beginnings + query.letters)
        if len(rows) < ENOUGH:
            rows = _rows(database, select, query.exactly(), LONG_GLANCE if query.letters else CANDIDATES, query.letters)
        yield rows


def queries(words: Sequence[str]) -> Iterator[Query]:
    """From strict to wide: the very words; the last one only begun, as while typing; all only begun."""
    letters = tuple(word for word in words if len(word) < SHORTEST_WORD)
    whole = tuple(word for word in words if len(word) >= SHORTEST_WORD)
    if whole:
        yield Query(whole, (), letters)
        yield Query(whole[:-1], whole[-1:], letters)
    if len(whole) > 1:
        yield Query((), whole, letters)


def rank(one: Registration, words: Sequence[str]) -> int:
    """How far `one` is from being named exactly `words`; 0 is best. Whole words of the name come before their beginnings."""
    name = fold(one.name).split()
    elsewhere = len(words) + 1
    return sum(0 if word in name else 1 if any(part.startswith(word) for part in name) else elsewhere for word in words)


def _rows(database: Database, select: str, match: str, looked_at: int, beginnings: Sequence[str]) -> list[Any]:
    """Rows that match, among the first `looked_at` of those that FTS5 finds, and have words with these beginnings."""
    also = " AND ".join(["' ' || r.folded LIKE ?"] * len(beginnings)) or "1"
    sql = f"""{select.replace("FROM registrations r", "FROM glance g JOIN registrations r ON r.number = g.rowid")}
        WHERE {also} LIMIT {CANDIDATES}"""
    glance = f"WITH glance AS MATERIALIZED (SELECT rowid FROM words WHERE words MATCH ? LIMIT {looked_at})"
    return database.execute(glance + sql, [match, *(f"% {one}%" for one in beginnings)]).fetchall()
