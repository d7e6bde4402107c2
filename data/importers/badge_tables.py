"""Reads the tables of a badge template value by value: lengths, boxes, colours, words; mistakes are kept with their lines."""

import re
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar
from unicodedata import category, normalize

from checkin.badges.layout import COLOURS, Box
from checkin.domain.event import LANGUAGES, Names
from checkin.i18n import phrase
from data.importers.event_tables import Table

C = TypeVar("C", bound=StrEnum)

LINE_BREAK = "\u2028"
"""Between the lines of a template's own words: what Unicode, and Qt, call a new line within a paragraph."""

LONGEST_MM = 2000.0
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class DrawingTable(Table):
    """One table of a template. Every getter answers with a harmless value after noting a mistake."""

    @property
    def mistakes(self) -> int:
        """How many were noted so far, in the whole file."""
        return len(self._mistakes)

    def length(self, key: str, default: float = 0.0, least: float = 0.0) -> float:
        """A length in millimetres, `least` or more."""
        value = self._values.get(key, default)
        if type(value) not in (int, float) or not (isfinite(value) and least <= value <= LONGEST_MM):
            self.wrong(key, phrase("must be a number of millimetres, {least} or more", least=least))
            return max(default, least)
        return float(value)

    def box(self, key: str) -> Box | None:
        """A rectangle, None after a mistake or without one."""
        values = self._values.get(key)
        if values is None:
            return None
        good = isinstance(values, list) and len(values) == 4 and all(_is_length(value) for value in values)
        if not good or values[2] <= 0 or values[3] <= 0:
            self.wrong(key, phrase("must be a box in millimetres: [from the left, from the top, width, height]"))
            return None
        return Box(*map(float, values))

    def flag(self, key: str) -> bool:
        """True or false; false if it is not there."""
        return bool(self._of_kind(key, bool, phrase("must be true or false")))

    def choice(self, key: str, options: type[C], default: C) -> C:
        """One of some words."""
        value = self._values.get(key, default)
        if value in [*options]:
            return options(value)
        self.wrong(key, phrase("must be one of {choices}", choices=", ".join(options)))
        return default

    def paint(self, key: str, default: str = "") -> str:
        """A colour: one of the names that templates have, or "#RRGGBB"."""
        value = self._values.get(key, default)
        if isinstance(value, str) and (value in COLOURS or value == default or _COLOUR.fullmatch(value)):
            return value
        self.wrong(key, phrase('must be a colour such as "#1F6FEB", or one of {names}', names=", ".join(COLOURS)))
        return default

    def said(self, key: str) -> Names:
        """A text by language, in one line or in a list of lines."""
        table = self.table(key, phrase("must be texts by language, such as {example}", example='{ fr = "Bienvenue" }'))
        if table is None:
            return Names()
        table.allow(*LANGUAGES)
        said = {language: table._lines_of(language) for language in LANGUAGES if table.has(language)}
        return Names({language: text for language, text in said.items() if text})

    def _lines_of(self, language: str) -> str:
        value: Any = self._values[language]
        lines = value if isinstance(value, list) else [value]
        if not lines or not all(isinstance(line, str) and line.strip() and not _has_controls(line) for line in lines):
            self.wrong(language, phrase('must be a text, or a list of lines such as ["a", "b"]'))
            return ""
        return LINE_BREAK.join(normalize("NFC", line).strip() for line in lines)


def _is_length(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) <= LONGEST_MM


def _has_controls(text: str) -> bool:
    return any(category(character) in ("Cc", "Zl", "Zp") for character in text)
