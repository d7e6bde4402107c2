"""How a name sounds, in whichever of the usual spellings it is written: one key for محمد, Mohamed, Muhammad and Mohammed.

Arabic writes consonants and long vowels; French and English spell them in several ways. What both have in common is the row of
consonants, so that is the key: digraphs made one (ch, sh, kh, gh, dj, th, dh), letters that are confused made one (q, k and g; c
and s; v and f; p and b), vowels dropped but for a mark of the first one, doubled letters single, the article dropped. The table
follows the usual Moroccan spellings of Arabic (docs/search.md). Words are expected folded (checkin.domain.folding).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

LEAST_CONSONANTS = 2
"""A shorter rest is not worth a key: too many words would share it."""

_VOWELS = frozenset("aiu")
_NO_VOWELS = str.maketrans("", "", "aiu")

# In the spoken form S is sh, X is kh; a, i and u are all the vowels there are. In this order.
_LATIN_GROUPS = (
    ("tch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "X"), ("gh", "k"), ("gue", "ke"), ("gui", "ki"), ("guy", "ky"),
    ("ge", "je"), ("gi", "ji"), ("gy", "jy"), ("dj", "j"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("qu", "k"), ("ck", "k"),
    ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("x", "ks"),
)  # fmt: skip
_LATIN_LETTERS = str.maketrans("cqgvpwoey", "kkkfbuuii")
_DOUBLED = re.compile(r"(.)\1+")
_LATIN_BEGINNINGS = re.compile(r"(?:(w)|(y)(?=[aeiouy])|(i)(?=[aeou])|(ou)(?=[aei]))")

_ARABIC = str.maketrans(
    {
        "ا": "a", "ع": None, "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "S", "ژ": "j", "ح": "h", "خ": "X", "د": "d",
        "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "k", "ف": "f", "ڤ": "f",
        "ڨ": "k", "ق": "k", "ك": "k", "گ": "k", "ڭ": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i",
    }
)  # fmt: skip

_ARABIC_BEGINNINGS = {"ع": "a", "ي": "y", "و": "w"}

_ARTICLE = re.compile(r"[ea]l(?=...)|ال(?=..)|e(?=(ch|sh|[dnrstz])\1.)")
_ASSIMILATED = re.compile(r"e(?=(ch|sh|[dnrstz])\1.)")
_ARABIC_COMPOUND = re.compile(r"(عبد|ابو|بو|بن)(ال..+)|(..+)(الدين|الله|الزهرا)")
_LATIN_SERVANT = re.compile(r"abd(?:ou|[aeou])l(?=..)")

# These are said in one breath with the word after, or before, them, and written with or without a space.
_LEADING = frozenset(
    {
        "el", "al", "le", "la", "les", "de", "du", "di", "da", "dos", "van", "von", "der", "den", "ter", "mac", "mc", "abd",
        "abdel", "abdul", "abdoul", "abdal", "abder", "abou", "abu", "bou", "bu", "ben", "bin", "ibn", "bint", "ait", "ould",
        "oum", "umm", "sidi", "si", "moulay", "lalla", "عبد", "ابو", "بو", "بن", "ابن", "بنت", "ايت", "ام", "ولد", "سيدي",
        "مولاي", "ال",
    }
)  # fmt: skip
_TRAILING = frozenset(
    {"eddine", "dine", "din", "addin", "uddin", "allah", "ezzahra", "zahra", "zohra", "الدين", "الله", "الزهرا"}
)
ARTICLES = frozenset({"el", "al", "ال"})


def is_arabic(word: str) -> bool:
    """Whether a folded word is written in Arabic letters."""
    return "\u0600" <= word[:1] <= "\u06ff"


def is_latin(word: str) -> bool:
    """Whether a folded word is written in Latin letters."""
    return "a" <= word[:1] < "\u0250"


def spoken(word: str) -> str:
    """A folded word in one rough spelling, its vowels kept as far as they are written; "" for other scripts. Two spoken forms
    are compared to say how near two words with the same key are."""
    if is_latin(word):
        return _beginning(word) or _respelt(word)
    if is_arabic(word):
        return (_ARABIC_BEGINNINGS.get(word[0]) or word[0].translate(_ARABIC)) + word[1:].translate(_ARABIC)
    return ""


def sound(word: str) -> str:
    """The key of a folded word, the article left out where it can be told from the name; "" for other scripts."""
    if is_arabic(word):
        if compound := _ARABIC_COMPOUND.fullmatch(word):
            return "".join(sound(part) for part in compound.groups() if part)
        return _key(bare(word))
    if servant := word.startswith("abd") and _LATIN_SERVANT.match(word):
        return "abd" + _key(word[servant.end() :])
    if word.startswith("e") and _ASSIMILATED.match(word):
        return _key(bare(word))
    return _key(word)


def sounds(word: str) -> frozenset[str]:
    """All the keys of a folded word: as it stands, without an article, and with the article run into the name ("Lamrani")."""
    keys = {sound(word), _key(word)}
    rest = bare(word)
    if rest != word and len(key := _key(rest)) >= LEAST_CONSONANTS:
        keys |= {key, "l" + key.removeprefix("a")}
    return frozenset(keys - {""})


def bare(word: str) -> str:
    """A folded word without the article that may be run into it."""
    return word[article.end() :] if (article := _ARTICLE.match(word)) else word


def units(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The words of a name, those together that are said in one breath: el + amrani, عبد + الرحمن, nour + eddine, o + brien."""
    found: list[tuple[str, ...]] = []
    before = ""
    for word in words:
        if before and _binds(before, word):
            found[-1] = (*found[-1], word)
        else:
            found.append((word,))
        before = word
    return found


def glued(words: Sequence[str]) -> list[str]:
    """What the words of a name are when written without the spaces that some leave out: de la fontaine is delafontaine and
    lafontaine."""
    return ["".join(unit[begin:]) for unit in units(words) if len(unit) > 1 for begin in range(len(unit) - 1)]


def name_sound(words: Sequence[str]) -> str:
    """The key of a whole name, in whatever order its words stand."""
    return " ".join(sorted(["".join(map(_sound_within, unit)) for unit in units(words)]))


def _binds(word: str, following: str) -> bool:
    return word in _LEADING or following in _TRAILING or (len(word) == 1 and is_latin(word) and is_latin(following))


@lru_cache(maxsize=16384)  # most words of names are in many of them
def _sound_within(word: str) -> str:
    """The key of a word of a unit: an article adds nothing to the others, and Abdel, Abdul and Abder are Abd."""
    if word in ARTICLES:
        return ""
    if word in _TRAILING:
        return sound(word).removeprefix("a")
    return "abd" if word in _LEADING and word.startswith("abd") else sound(word)


def _beginning(word: str) -> str:
    """A Latin word whose i, y or u at the beginning is a consonant (Youssef, Iassine, Wafaa, Ouazzani); "" for others."""
    if word[0] not in "wyio" or (glide := _LATIN_BEGINNINGS.match(word)) is None:
        return ""
    return ("y" if glide[2] or glide[3] else "w") + _respelt(word[glide.end() :])


def _respelt(word: str) -> str:
    for letters, sounding in _LATIN_GROUPS:
        word = word.replace(letters, sounding)
    return _DOUBLED.sub(lambda doubled: doubled[1], word.translate(_LATIN_LETTERS))


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    said = spoken(word)
    if not said:
        return ""
    first = "a" if said[0] in _VOWELS else said[0]
    # A last h is a breath in one spelling and a mere mark in another: Fatimah, Fatima, فاطمة.
    return (first + said[1:].translate(_NO_VOWELS).encode("ascii", "ignore").decode()).rstrip("h") or first
