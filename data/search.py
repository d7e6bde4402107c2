"""Search among a million registrations within a blink: full-text queries from strict to wide, each over a bounded number of rows.

Ranking all the people called Mohamed among a million would take seconds, so the best of the first few hundred matches are shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from sqlite_utils import Database

from checkin.domain.folding import fold
from checkin.domain.sounding import ARTICLES, units
from data.likeness import in_latin
from data.search_index import named_words
from data.spellings import BEGUN, ITSELF, LEAST_LETTERS_SOUNDED, is_complete, meant
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

MANY_WORDS = 3

NEAREST = 6
"""Rough matches are looked for among so many spellings of each word first, then among all."""

ARTICLE = 0.25
"""How far off a name is for each article that was typed and that it does not have."""

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
    for said in _said(words):
        far = partial(_far, said=said, articles=len(words) - len(said))
        for rows in candidates(database, select, said):
            _keep(found, rows, far, rough=False)
            if len(found) >= CANDIDATES:
                break
    if len(found) < max(enough, ENOUGH):
        for senses, rows in _nearby(database, select, words):
            _keep(found, rows, partial(_rough_distance, senses=senses), rough=True)
            if len(found) >= CANDIDATES:
                break
    return found


def _far(name: str, *, said: Sequence[str], articles: int) -> float:
    return distance(name, said) + ARTICLE * articles


def _keep(found: dict[str, tuple[Rank, Row]], rows: Sequence[Row], far: Callable[[str], float], *, rough: bool) -> None:
    """Add these rows, each where it ranks best."""
    for row in rows:
        rank = Rank(True, rough, far(row[NAME]))
        if row[0] not in found or rank < found[row[0]][0]:
            found[row[0]] = rank, row


def _said(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words, and those without the articles that some lists leave out."""
    yield words
    if len(bare := _without_articles(words)) < len(words):
        yield bare


def _without_articles(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word not in ARTICLES] or words


def candidates(database: Database, select: str, words: Sequence[str]) -> Iterator[list[Row]]:
    """Rows that match to the letter: better ones first, up to CANDIDATES a time."""
    for query in queries(words):
        yield _answer(database, select, _settled(database, query))


def queries(words: Sequence[str]) -> Iterator[Query]:
    """From strict to wide: the very words; the last one only begun, as while typing; all only begun."""
    letters = tuple(word for word in words if not _is_word(word))
    whole = tuple(word for word in words if _is_word(word))
    if whole:
        yield Query(whole, (), letters)
        yield Query(whole[:-1], whole[-1:], letters)
    if len(whole) > 1:
        yield Query((), whole, letters)


def _settled(database: Database, query: Query) -> Query:
    """The same, words that are complete taken for whole ones where there are many: half of all people may share the words of an
    e-mail address, and FTS5 collects all that begin so."""
    if len(query.words) + len(query.beginnings) < MANY_WORDS:
        return query
    long = [one for one in query.beginnings if len(one) > LONGEST_INDEXED and one.isalpha()]
    complete = tuple(one for one in long if is_complete(database, one))
    return replace(query, words=query.words + complete, beginnings=tuple(one for one in query.beginnings if one not in complete))


def distance(name: str, words: Sequence[str]) -> float:
    """How far somebody of this name is from being named exactly `words`; 0 is best. Whole words of the name come before their
    beginnings, both before other forms of the name, these before what stands elsewhere."""
    own, parts = set(fold(name).split()), named_words(name).split()
    elsewhere = len(words) + 1
    return sum(
        0 if word in own else 0.5 if word in parts else 1 if any(part.startswith(word) for part in parts) else elsewhere
        for word in words
    )


def _nearby(database: Database, select: str, words: Sequence[str]) -> Iterator[tuple[list[dict[str, float]], list[Row]]]:
    """Rows that match what the words may mean, with the distances of what each may mean: as they stand, written together,
    without articles, and in Latin letters."""
    spelt: dict[str, dict[str, float]] = {}
    ways = (tuple(words), tuple(map("".join, units(words))), tuple(_without_articles(words)), tuple(in_latin(words)))
    for said in dict.fromkeys(ways):
        for word in said:
            if word not in spelt:
                spelt[word] = meant(database, word) if _is_spelt(word) else {word: ITSELF}
        senses = [spelt[word] for word in said]
        says_nothing_new = said == ways[0] and all(len(sense) == 1 for sense in senses)
        if says_nothing_new or not any(map(_is_word, said)) or not any(map(_is_word, words)):
            continue
        rows: list[Row] = []
        for most in (NEAREST, None):
            if len(rows) < ENOUGH:
                rows = _answer(database, select, _nearby_query(senses, most))
                yield senses, rows


def _nearby_query(senses: Sequence[dict[str, float]], most: int | None) -> Query:
    """One of what each word of letters may mean, the nearest `most`; the others are only begun."""
    said = [next(iter(sense)) for sense in senses]
    beginnings = tuple(word for word in said if _is_word(word) and not _is_spelt(word))
    letters = tuple(word for word in said if not _is_word(word))
    return Query((), beginnings, letters, tuple(tuple(sense)[:most] for sense in senses if _is_spelt(next(iter(sense)))))


def _rough_distance(name: str, senses: Sequence[Mapping[str, float]]) -> float:
    """The same as `distance` for what the words may mean: of each, the nearest that the name has."""
    parts = named_words(name).split()
    elsewhere = float(len(senses) + 1)
    total = 0.0
    for sense in senses:
        typed = next(iter(sense))
        total += min((sense.get(part, BEGUN if part.startswith(typed) else elsewhere) for part in parts), default=elsewhere)
    return total


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST_WORD or is_han(word)


def _is_spelt(word: str) -> bool:
    """Whether a word has letters enough to be taken for another."""
    return len(word) >= LEAST_LETTERS_SOUNDED and word.isalpha() and not is_han(word)


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
