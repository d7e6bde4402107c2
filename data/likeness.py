"""People of one name: told by a key that is stored beside each registration, so that a look into its index says whether there are
others among a million."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlite_utils import Database

from checkin.domain.folding import fold
from checkin.domain.sounding import is_arabic, name_sound
from data.transliteration import latin

MOST_COMPARED = 50
"""How many names of other scripts that sound alike are looked at."""

FIRST_ARABIC, AFTER_LATIN = "\u0600", "\u0250"

_BETWEEN = "SELECT alike FROM registrations WHERE alike BETWEEN ? AND ? LIMIT ?"


# A name is needed several times over, and the same notes come again and again.
folded = lru_cache(maxsize=4096)(fold)


@lru_cache(maxsize=4096)
def likeness(name: str) -> str:
    """The key of a name: its sound, a tab, its words in order of the alphabet. It is the same for two people of one name, and
    begins alike where a name is written in another script. "" for a name without letters."""
    words = folded(name).split()
    return f"{name_sound(in_latin(words))}\t{' '.join(sorted(words))}" if words else ""


def in_latin(words: Iterable[str]) -> list[str]:
    """The words of a name, those in Latin letters that are written in another script than Arabic."""
    return [form for word in words for form in (() if word.isascii() else latin(word)) or (word,)]


def same_elsewhere(database: Database, key: str, number: int) -> bool:
    """Whether another registration has the name with this likeness, or what it is in another script."""
    if not key:
        return False
    if database.execute("SELECT 1 FROM registrations WHERE alike = ? AND number <> ? LIMIT 1", [key, number]).fetchone():
        return True
    sounding, name = key.split("\t")
    words = name.split()
    if all(map(is_arabic, words)):
        return _any(database, f"{sounding}\t", f"{sounding}\t{AFTER_LATIN}")
    if any(latin(word) for word in words):
        return _any(database, *[f"{sounding}\t{' '.join(sorted(in_latin(words)))}"] * 2)
    return any(
        is_arabic(other) or sorted(in_latin(other.split())) == words
        for other in _names(database, f"{sounding}\t{FIRST_ARABIC}", f"{sounding}\n")
    )


def _any(database: Database, first: str, last: str) -> bool:
    return database.execute(_BETWEEN, [first, last, 1]).fetchone() is not None


def _names(database: Database, first: str, last: str) -> Iterator[str]:
    for (key,) in database.execute(_BETWEEN, [first, last, MOST_COMPARED]):
        yield key.split("\t")[1]
