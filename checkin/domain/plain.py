"""Text that people typed, without what nobody sees."""

import unicodedata

_BLANKS = str.maketrans("\r\n\t\v\f", "     ")
# What turns the direction of text around is invisible, and has no business in a name; the plain marks stay.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


def plain(text: str) -> str:
    """`text` in NFC, its line breaks and tabs made blanks, and without what turns its direction around."""
    return unicodedata.normalize("NFC", text).translate(_BLANKS).translate(_TURNING)


def no_text(text: str) -> list[str]:
    """The characters of `text` that are no text: control characters, and halves of others."""
    return [] if text.isprintable() else [c for c in text if unicodedata.category(c) in ("Cc", "Cs")]
