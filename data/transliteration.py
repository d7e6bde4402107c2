"""Names in Latin letters: Chinese ones in pinyin, family name apart from given name; other scripts letter by letter.

Arabic is left out: without its vowels it makes no Latin name; it is compared by sound (checkin.domain.sounding).
"""

import unicodedata
from functools import lru_cache

from checkin.domain.folding import fold
from checkin.domain.sounding import is_arabic, is_latin

LONGEST_NAME = 4
"""More characters without a space are no person's name, but a company's: it may be asked for from any of them on."""

# Of two characters: https://en.wikipedia.org/wiki/Chinese_compound_surname (those in use).
_COMPOUND_FAMILIES = frozenset({
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人",
    "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶",
    "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于",
    "司空", "令狐", "歐陽", "司馬", "東方", "獨孤", "南宮", "諸葛", "尉遲", "鍾離",
    "長孫", "鮮于",
})  # fmt: skip

# Characters that are read otherwise as a family name than elsewhere, and those whose pinyin has a letter that passports vary.
_READ_AS_FAMILY = {
    "曾": ("zeng",), "单": ("shan",), "單": ("shan",), "解": ("xie",), "仇": ("qiu",), "区": ("ou",),
    "區": ("ou",), "查": ("zha",), "翟": ("zhai",), "覃": ("qin", "tan"), "朴": ("piao",), "盖": ("ge",),
    "蓋": ("ge",), "乐": ("yue", "le"), "樂": ("yue", "le"), "冼": ("xian",), "缪": ("miao",), "繆": ("miao",),
    "尉迟": ("yuchi",), "尉遲": ("yuchi",), "万俟": ("moqi",), "长孙": ("zhangsun",), "長孫": ("zhangsun",),
    "吕": ("lu", "lyu", "lv"),
    "呂": ("lu", "lyu", "lv"), "召": ("shao",), "员": ("yun",), "員": ("yun",),
}  # fmt: skip


def is_han(word: str) -> bool:
    """Whether a folded word is written in Chinese characters."""
    return bool(word) and all("\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf" or c >= "\U00020000" for c in word)


@lru_cache(maxsize=16384)
def latin(word: str) -> tuple[str, ...]:
    """The words of a folded word in Latin letters: (family, given) of a Chinese name; () for what is Latin or Arabic."""
    if word.isascii() or is_latin(word) or is_arabic(word):
        return ()
    if not is_han(word):
        return tuple(fold(_ascii(unicodedata.normalize("NFC", word))).split())
    if len(word) > LONGEST_NAME:
        return ("".join(map(_ascii, word)),)
    family, given = _parted(word)
    return tuple(filter(None, (_families(family)[0], "".join(map(_ascii, given)))))


@lru_cache(maxsize=16384)
def other_forms(word: str) -> tuple[str, ...]:
    """All that a folded word may be asked for by beside itself: its Latin forms, and of a Chinese word the parts that a beginning
    of it does not find."""
    if not is_han(word):
        return latin(word)
    if len(word) > LONGEST_NAME:
        parts = [word[place : place + LONGEST_NAME] for place in range(len(word) - 1)]
        return tuple(dict.fromkeys([*parts[1:], *("".join(map(_ascii, part)) for part in parts)]))
    family, given = _parted(word)
    spelt = "".join(map(_ascii, given))
    tails = [given[place:] for place in range(1, len(given))]
    own = [family, given, *tails, spelt, *("".join(map(_ascii, tail)) for tail in tails)]
    return tuple(dict.fromkeys(filter(None, [*own, *(one for read in _families(family) for one in (read, read + spelt))])))


def _parted(word: str) -> tuple[str, str]:
    """Family name and given name."""
    length = 2 if word[:2] in _COMPOUND_FAMILIES and len(word) > 2 else 1
    return word[:length], word[length:]


def _families(family: str) -> tuple[str, ...]:
    """How a family name is read, the likeliest first."""
    spelt = "".join(map(_ascii, family))
    return tuple(dict.fromkeys([*_READ_AS_FAMILY.get(family, ()), spelt]))


def _ascii(text: str) -> str:
    # Its tables are read when a script first needs them; most desks never do.
    from anyascii import anyascii

    return anyascii(text).lower()
