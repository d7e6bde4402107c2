"""The words of the product, in three languages, from one gettext catalogue (checkin/locale)."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from checkin.domain.event import LANGUAGES

DOMAIN = "checkin"
LOCALE = Path(__file__).parent / "locale"

# A command line, a number or a name inside an Arabic sentence keeps its own direction.
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that is not yet in any language: a msgid of the catalogue, and the values that fill its {names}."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format_map(self.values)


def phrase(msgid: str, /, **values: object) -> Phrase:
    """A sentence to be said later; the catalogue's extractor looks for calls of this name."""
    return Phrase(msgid, values)


class Words:
    """Says phrases in one language: "fr", "ar" or "en"."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no such language: {language}")
        self.language = language
        self._catalogue = gettext.translation(DOMAIN, LOCALE, [language], fallback=language == "en")

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language == "ar"

    def __call__(self, what: Phrase | str, /, **values: object) -> str:
        """`what` in this language, its {names} filled; a phrase among the values is said in this language too."""
        text = Phrase(what, values) if isinstance(what, str) else what
        said = {name: self._value(value) for name, value in text.values.items()}
        return (self._catalogue.gettext(text.msgid) if text.msgid else "").format_map(said)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form for `n`, with {n} filled; Arabic has six."""
        filled = {name: self._value(value) for name, value in {"n": n, **values}.items()}
        return self._catalogue.ngettext(one, many, n).format_map(filled)

    def _value(self, value: object) -> object:
        if isinstance(value, Phrase):
            return self(value)
        return f"{_ISOLATE}{value}{_END}" if self.right_to_left and isinstance(value, str) else value
