"""Search among a million registrations within a blink: full-text queries from strict to wide, each over a bounded number of rows.

Ranking all the people called Mohamed among a million would take seconds, so the best of the first few hundred matches are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlite_utils import Database

from checkin.domain.folding import fold
from checkin.domain.sounding import units
from data.likeness import in_latin
from data.search_index import named_words
from data.spellings import BEGUN, meant
from data.transliteration import is_han

CANDIDATES = 200
ENOUGH = 20
GLANCE = 2_000
LONG_GLANCE = 10_000

SHORTEST_WORD = 2
"""Fewer letters start too many words to be looked up; they narrow down what longer words have found."""

LONGEST_INDEXED = 3
"""Beginnings of so many letters have an index of their own (schema.WORDS)."""

MOST_WORDS, LONGEST_WORD = 12, 64
"""What is typed beyond is left out: nobody is found by so much, and a pasted page must not keep the search busy."""

NEAREST = 6
"""Rough matches are looked for among so many spellings of each word first, then among all."""

NAME = 1
"""The column of the name in what is selected; the first one is the id."""

Row = Sequence[Any]


class Rank(NamedTuple):
    """How far a registration is from what was asked, less is better: the one with that id, then all that match to the letter."""

    other: bool
    rough: bool
    distance: float


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must be there, beginnings that some words must have, and single letters that some words begin with; of each of
    the `choices`, one word must be there."""

    words: tuple[str, ...]
    beginnings: tuple[str, ...]
    letters: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...] = ()

    def exactly(self) -> str:
        """As FTS5 wants it."""
        return self._match(self.beginnings)

    def roughly(self) -> str:
        """The same, with each beginning cut to what the index holds: quick to answer, however many match."""
        return self._match(tuple(one[:LONGEST_INDEXED] for one in self.beginnings))

    def _match(self, beginnings: tuple[str, ...]) -> str:
        choices = ("(" + " OR ".join(f'"{word}"' for word in words) + ")" for words in self.choices)
        return " AND ".join([*(f'"{word}"' for word in self.words), *(f'"{one}"*' for one in beginnings), *choices])


def asked(text: str) -> list[str]:
    """The words of a question."""
    return [word[:LONGEST_WORD] for word in fold(text[: MOST_WORDS * LONGEST_WORD]).split()][:MOST_WORDS]


def find(database: Database, select: str, words: Sequence[str], enough: int) -> dict[str, tuple[Rank, Row]]:
    """Rows of `select`, a query on registrations r, that match `words` (folded), by id: those to the letter, and where they are
    fewer than `enough`, those that the words may have meant."""
    found: dict[str, tuple[Rank, Row]] = {}
    for rows in candidates(database, select, words):
        found |= {row[0]: (Rank(True, False, distance(row[NAME], words)), row) for row in rows}
        if len(found) >= CANDIDATES:
            break
    if len(found) < max(enough, ENOUGH):
        for senses, rows in _nearby(database, select, words):
            for row in rows:
                rank = Rank(True, True, _rough_distance(row[NAME], senses))
                if row[0] not in found or rank < found[row[0]][0]:
                    found[row[0]] = rank, row
            if len(found) >= CANDIDATES:
                break
    return found


def candidates(database: Database, select: str, words: Sequence[str]) -> Iterator[list[Row]]:
    """Rows that match to the letter: better ones first, up to CANDIDATES a time."""
    for query in queries(words):
        yield _answer(database, select, query)


def queries(words: Sequence[str]) -> Iterator[Query]:
    """From strict to wide: the very words; the last one only begun, as while typing; all only begun."""
    letters = tuple(word for word in words if not _is_word(word))
    whole = tuple(word for word in words if _is_word(word))
    if whole:
        yield Query(whole, (), letters)
        yield Query(whole[:-1], whole[-1:], letters)
    if len(whole) > 1:
        yield Query((), whole, letters)


def distance(name: str, words: Sequence[str]) -> float:
    """How far somebody of this name is from being named exactly `words`; 0 is best. Whole words of the name come before their
    beginnings, both before other forms of the name, these before what stands elsewhere."""
    own, parts = set(fold(name).split()), named_words(name).split()
    elsewhere = len(words) + 1
    return sum(
        0 if word in own else 0.5 if word in parts else 1 if any(part.startswith(word) for part in parts) else elsewhere
        for word in words
    )


def _nearby(database: Database, select: str, words: Sequence[str]) -> Iterator[tuple[list[Mapping[str, float]], list[Row]]]:
    """Rows that match what the words may mean, with the distances of what each may mean: as they stand, written together, and in
    Latin letters."""
    for said in dict.fromkeys((tuple(words), tuple(map("".join, units(words))), tuple(in_latin(words)))):
        senses = [meant(database, word) if word.isalpha() and len(word) > SHORTEST_WORD else {word: 0.0} for word in said]
        if not any(map(_is_word, said)) or all(len(sense) == 1 for sense in senses) and said == tuple(words):
            continue
        for most in (NEAREST, None) if any(len(sense) > NEAREST for sense in senses) else (None,):
            rows = _answer(database, select, _nearby_query(said, [tuple(sense)[:most] for sense in senses]))
            yield list(senses), rows
            if len(rows) >= ENOUGH:
                break


def _nearby_query(said: Sequence[str], choices: Sequence[tuple[str, ...]]) -> Query:
    """One of the choices for each word of letters; the others are only begun."""
    numbers = tuple(word for word in said if _is_word(word) and not (word.isalpha() and len(word) > SHORTEST_WORD))
    letters = tuple(word for word in said if not _is_word(word))
    spelt = tuple(words for word, words in zip(said, choices, strict=True) if word not in letters and word not in numbers)
    return Query((), numbers, letters, spelt)


def _rough_distance(name: str, senses: Sequence[Mapping[str, float]]) -> float:
    """The same as `distance` for what the words may mean: of each, the nearest that the name has."""
    parts = named_words(name).split()
    elsewhere = float(len(senses) + 1)
    total = 0.0
    for sense in senses:
        typed = next(iter(sense))
        near = (sense.get(part, BEGUN if part.startswith(typed) else elsewhere) for part in parts)
        total += min(near, default=elsewhere)
    return total


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST_WORD or is_han(word)


def _answer(database: Database, select: str, query: Query) -> list[Row]:
    rows: list[Row] = []
    if any(len(one) > LONGEST_INDEXED for one in query.beginnings):
        # A beginning that a large part of all share takes FTS5 100 ms to collect; a glance at some rows finds enough of them.
        rows = _rows(database, select, query.roughly(), GLANCE, query.beginnings + query.letters)
    if len(rows) < ENOUGH:
        rows = _rows(database, select, query.exactly(), LONG_GLANCE if query.letters else CANDIDATES, query.letters)
    return rows


def _rows(database: Database, select: str, match: str, looked_at: int, beginnings: Sequence[str]) -> list[Row]:
    """Rows that match, among the first `looked_at` of those that FTS5 finds, and have words with these beginnings."""
    also = " AND ".join(["' ' || r.folded LIKE ?"] * len(beginnings)) or "1"
    sql = f"""{select.replace("FROM registrations r", "FROM glance g JOIN registrations r ON r.number = g.rowid")}
        WHERE {also} LIMIT {CANDIDATES}"""
    glance = f"WITH glance AS MATERIALIZED (SELECT rowid FROM words WHERE words MATCH ? LIMIT {looked_at})"
    return database.execute(glance + sql, [match, *(f"% {one}%" for one in beginnings)]).fetchall()
