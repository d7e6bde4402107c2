"""The words that somebody may have meant: begun, spelt otherwise, sounding alike in another script, or with one letter wrong.

All of them are words that the registrations have (search_index.Spellings), read from ranges of three small tables.
"""

from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest

from sqlite_utils import Database

from checkin.domain.sounding import is_arabic, sounds, spoken

LEAST_LETTERS_SOUNDED, LEAST_LETTERS_MISSPELT, LEAST_LETTERS_BEGUN_WRONG = 3, 4, 6

MOST_MEANT = 32
"""Of more words, the nearest count."""

MOST_LONGER = 6
"""By how many letters a word may be longer than what was typed of it."""

MOST_READ, MOST_BEGUN = 2_000, 300
"""Rows that one range may have, of whole words and of beginnings."""

ITSELF, BEGUN, ALIKE, MISSPELT, BEGUN_ALIKE, BEGUN_WRONG = 0.0, 0.1, 0.2, 0.3, 0.5, 0.6
"""How far a word is from what was typed; what sounds alike is farther by VOWELS the more its vowels differ."""

VOWELS = 0.4
LEAST_SIMILAR, LEAST_SIMILAR_TO_ARABIC = 0.5, 0.35

LAST = "\U0010ffff"
_LONG = "SELECT word FROM spellings WHERE length = ? AND word BETWEEN ? AND ? LIMIT ?"
_ENDING = "SELECT drow FROM endings WHERE length = ? AND drow BETWEEN ? AND ? LIMIT ?"
_SOUNDING = "SELECT word FROM sounds WHERE sound = ? LIMIT ?"
_BEGINNING_TO_SOUND = "SELECT word FROM sounds WHERE sound > ? AND sound < ? LIMIT ?"


def meant(database: Database, word: str) -> dict[str, float]:
    """Words that `word`, folded and of letters alone, may mean, the nearest first, with their distances: 0 itself, under 1 all."""
    found = {word: ITSELF}
    for other, distance in _meant(database, word):
        if distance < found.get(other, 1.0):
            found[other] = distance
    return dict(nsmallest(MOST_MEANT, found.items(), key=lambda item: (item[1], item[0])))


def _meant(database: Database, word: str) -> Iterator[tuple[str, float]]:
    for more in range(1, MOST_LONGER + 1):
        for other in _words(database, _LONG, len(word) + more, word, word + LAST, MOST_MEANT):
            yield other, BEGUN + more / 100
    if len(word) >= LEAST_LETTERS_SOUNDED:
        yield from _sounding(database, word)
    if len(word) >= LEAST_LETTERS_MISSPELT:
        yield from ((other, MISSPELT) for other in _misspelt(database, word))
    if len(word) >= LEAST_LETTERS_BEGUN_WRONG:
        yield from ((other, BEGUN_WRONG) for other in _begun_wrong(database, word))


def _sounding(database: Database, word: str) -> Iterator[tuple[str, float]]:
    """Words with the same sound, then those whose sound begins so."""
    said = spoken(word)
    for key in sounds(word):
        for other in _words(database, _SOUNDING, key, MOST_READ):
            if (similar := _similarity(said, other)) >= _least_similar(word, other):
                yield other, ALIKE + VOWELS * (1 - similar)
        if len(key) >= LEAST_LETTERS_SOUNDED:
            for other in _words(database, _BEGINNING_TO_SOUND, key, key + LAST, MOST_BEGUN):
                if (similar := _similarity(said, other, len(said))) >= _least_similar(word, other):
                    yield other, BEGUN_ALIKE + VOWELS * (1 - similar)


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
    return (other for other in found if OSA.distance(word, other, score_cutoff=1) <= 1)


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


def _similarity(said: str, word: str, compared: int | None = None) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(said, _spoken(word)[:compared])


def _least_similar(word: str, other: str) -> float:
    """Arabic leaves most vowels out; what remains is less alike."""
    return LEAST_SIMILAR_TO_ARABIC if is_arabic(word) or is_arabic(other) else LEAST_SIMILAR


_spoken = lru_cache(maxsize=4096)(spoken)
