"""One spelling for all spellings: what search compares."""

import unicodedata

# Letters that NFKD leaves apart although people type them as one: Arabic alef, ya, ta marbuta, hamza carriers; Latin strokes.
_UNIFIED = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ی": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ـ": None, "ء": None,
        "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    }
)  # fmt: skip

_ASCII_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """`text` without case, marks and punctuation, its words separated by one space.

    NFKD, marks stripped, case folded; alef, ya, ta marbuta and tatweel unified. Idempotent.
    """
    if text.isascii():  # ten times faster, and most e-mail addresses, ids and badges
        return " ".join(text.lower().translate(_ASCII_BLANKS).split())
    plain = unicodedata.normalize("NFKD", text.translate(_UNIFIED)).casefold().translate(_UNIFIED)
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
