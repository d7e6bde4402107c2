"""The words that somebody may have meant: begun, spelt otherwise, sounding alike in another script, or with one letter wrong.

All of them are words that the registrations have (search_index.Spellings), read from ranges of three small tables.
"""

from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest

from sqlite_utils import Database

from checkin.domain.sounding import bare, is_arabic, sounds, spoken

LEAST_LETTERS_SOUNDED, LEAST_LETTERS_MISSPELT, LEAST_LETTERS_BEGUN_WRONG = 3, 4, 6

MOST_LONGER = 6
"""By how many letters a word may be longer than what was typed of it."""

MOST_READ, MOST_BEGUN = 2_000, 300
"""Rows that one range may have, of whole words and of beginnings."""

MOST_OF_A_KIND, MOST_BEGUN_OF_A_KIND = 16, 8
"""Of more words, the nearest and commonest count."""

ITSELF, BEGUN, ALIKE, MISSPELT, BEGUN_ALIKE, BEGUN_WRONG = 0.0, 0.1, 0.15, 0.2, 0.5, 0.6
"""How far a word is from what was typed. What sounds alike is farther by VOWELS the more its vowels differ, and by LETTERS the
more its spelling does; what was misspelt and sounds alike is as near as BOTH."""

VOWELS, LETTERS, BOTH = 0.4, 0.05, 0.12
LEAST_SIMILAR, LEAST_SIMILAR_TO_ARABIC = 0.5, 0.35

LAST = "\U0010ffff"
_LONG = "SELECT word FROM spellings WHERE length = ? AND word BETWEEN ? AND ? LIMIT ?"
_ENDING = "SELECT drow FROM endings WHERE length = ? AND drow BETWEEN ? AND ? LIMIT ?"
_SOUNDING = "SELECT word FROM sounds WHERE sound = ? LIMIT ?"
_BEGINNING_TO_SOUND = "SELECT word FROM sounds WHERE sound > ? AND sound < ? LIMIT ?"


def meant(database: Database, word: str) -> dict[str, float]:
    """Words that `word`, folded and of letters alone, may mean, nearest first, with their distances: 0 itself, under 1 all."""
    longer = {
        other: BEGUN + more / 100
        for more in range(1, MOST_LONGER + 1)
        for other in _words(database, _LONG, len(word) + more, word, word + LAST, MOST_OF_A_KIND)
    }
    alike, begun_alike = _sounding(database, word) if len(word) >= LEAST_LETTERS_SOUNDED else ({}, {})
    wrong = _misspelt(database, word) if len(word) >= LEAST_LETTERS_MISSPELT else []
    misspelt = {other: BOTH if other in alike else MISSPELT for other in wrong}
    begun_wrong = dict.fromkeys(_begun_wrong(database, word) if len(word) >= LEAST_LETTERS_BEGUN_WRONG else (), BEGUN_WRONG)
    found = {word: ITSELF}
    for kind, most in (
        (longer, MOST_OF_A_KIND), (misspelt, MOST_OF_A_KIND), (alike, MOST_OF_A_KIND), (begun_alike, MOST_BEGUN_OF_A_KIND),
        (begun_wrong, MOST_BEGUN_OF_A_KIND),
    ):  # fmt: skip
        found = _nearest(database, kind, most) | found
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0])))


def is_complete(database: Database, word: str) -> bool:
    """Whether registrations have this word of letters, and none that is a little longer."""
    lengths = range(len(word) + 1, len(word) + 1 + MOST_LONGER)
    longer = any(True for length in lengths for _ in _words(database, _LONG, length, word, word + LAST, 1))
    return not longer and any(True for _ in _words(database, _LONG, len(word), word, word, 1))


def _nearest(database: Database, kind: dict[str, float], most: int) -> dict[str, float]:
    """The nearest of one kind; of those about as near, the ones that more people have."""
    if len(kind) <= most:
        return kind
    close = nsmallest(MOST_BEGUN, kind, key=lambda other: (kind[other], other))
    sought = ", ".join(["(?, ?)"] * len(close))
    sql = f"SELECT word, seen FROM spellings WHERE (length, word) IN (VALUES {sought})"
    seen = dict(database.execute(sql, [value for other in close for value in (len(other), other)]).fetchall())
    return {other: kind[other] for other in sorted(close, key=lambda o: (round(kind[o], 1), -seen[o], o))[:most]}


def _sounding(database: Database, word: str) -> tuple[dict[str, float], dict[str, float]]:
    """Words with the same sound, and words whose sound begins so."""
    said, alike, begun = _spoken(word), dict[str, float](), dict[str, float]()
    for key in sounds(word):
        for other in _words(database, _SOUNDING, key, MOST_READ):
            if (similar := _similarity(said, _spoken(other))) >= _least_similar(word, other):
                alike[other] = ALIKE + VOWELS * (1 - similar) + LETTERS * (1 - _similarity(word, other))
        if len(key) >= LEAST_LETTERS_SOUNDED:
            for other in _words(database, _BEGINNING_TO_SOUND, key, key + LAST, MOST_BEGUN):
                if (similar := _similarity(said, _spoken(other)[: len(said)])) >= _least_similar(word, other):
                    begun[other] = BEGUN_ALIKE + VOWELS * (1 - similar)
    return alike, begun


def _misspelt(database: Database, word: str) -> Iterator[str]:
    """Words with one letter wrong, missing, too many, or two exchanged.

    One mistake leaves the first or the last half of a word as it is; only two letters exchanged at the middle touch both.
    """
    from rapidfuzz.distance import OSA

    half, found = len(word) // 2, set[str]()
    for length in range(len(word) - 1, len(word) + 2):
        begun, ended = word[:half], word[: -half - 1 : -1]
        found.update(_words(database, _LONG, length, begun, begun + LAST, MOST_READ))
        found.update(drow[::-1] for drow in _words(database, _ENDING, length, ended, ended + LAST, MOST_READ))
    for exchanged in (f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)):
        found.update(_words(database, _LONG, len(word), exchanged, exchanged, 1))
    return (other for other in found if other != word and OSA.distance(word, other, score_cutoff=1) <= 1)


def _begun_wrong(database: Database, word: str) -> Iterator[str]:
    """Longer words whose beginning has one mistake in what was typed after its first half."""
    from rapidfuzz.distance import OSA

    size, half = len(word), word[: len(word) // 2]
    for more in range(1, MOST_LONGER + 1):
        for other in _words(database, _LONG, size + more, half, half + LAST, MOST_BEGUN):
            if any(OSA.distance(word, other[:end], score_cutoff=1) <= 1 for end in (size - 1, size, size + 1)):
                yield other


def _words(database: Database, sql: str, *values: object) -> Iterator[str]:
    return (row[0] for row in database.execute(sql, values))


def _similarity(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one, other)


def _least_similar(word: str, other: str) -> float:
    """Arabic leaves most vowels out; what remains is less alike."""
    return LEAST_SIMILAR_TO_ARABIC if is_arabic(word) or is_arabic(other) else LEAST_SIMILAR


@lru_cache(maxsize=4096)
def _spoken(word: str) -> str:
    return spoken(bare(word) if is_arabic(word) else word)
