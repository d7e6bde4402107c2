"""Reads the tables of an event file value by value, and keeps every mistake with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, Self, TypeVar
from unicodedata import category, normalize

from checkin.domain.event import LANGUAGES, Names
from checkin.i18n import Phrase, phrase
from checkin.trouble import Mistake
from data.importers.toml_lines import Lines, Path

T = TypeVar("T")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class Table:
    """One table of the file. Every getter answers with a harmless value after noting a mistake."""

    def __init__(self, values: Mapping[str, Any], path: Path, lines: Lines, mistakes: list[Mistake]) -> None:
        self._values = values
        self._path = path
        self._lines = lines
        self._mistakes = mistakes

    def wrong(self, key: str, what: Phrase) -> None:
        """Note a mistake in the value of `key`."""
        column = ".".join(str(part) for part in (*self._path, key) if isinstance(part, str) and part)
        self._mistakes.append(Mistake(self._lines.of((*self._path, key) if key else self._path), column, what))

    def allow(self, *keys: str) -> None:
        """Note every key that is none of these."""
        for key in self._values:
            if key not in keys:
                self.wrong(key, phrase("there is no such key; known here: {keys}", keys=", ".join(keys)))

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def require(self, *keys: str) -> None:
        """Note every one of these keys that is missing."""
        for key in keys:
            if key not in self._values:
                self.wrong(key, phrase("is missing"))

    def table(self, key: str, expected: Phrase | None = None) -> Self | None:
        """The table under `key`, None if there is none."""
        value = self._of_kind(key, dict, expected or phrase("must be a table, written [{key}]", key=key))
        return None if value is None else type(self)(value, (*self._path, key), self._lines, self._mistakes)

    def tables(self, key: str) -> Iterator[Self]:
        """The tables under [[key]], in order."""
        expected = phrase("must be tables, each written [[{key}]]", key=key)
        for place, value in enumerate(self._of_kind(key, list, expected) or ()):
            if isinstance(value, dict):
                yield type(self)(value, (*self._path, key, place), self._lines, self._mistakes)
            else:
                self.wrong(key, expected)

    def text(self, key: str) -> str:
        """A text without leading and trailing blanks, "" if there is none."""
        value = self._of_kind(key, str, phrase("must be a text in quotation marks"))
        if value is None:
            return ""
        plain = normalize("NFC", value).strip()
        if not plain:
            self.wrong(key, phrase("is empty"))
        elif any(category(character) == "Cc" for character in plain):
            self.wrong(key, phrase("has control characters in it"))
        return plain

    def number(self, key: str, least: int) -> int | None:
        """A whole number, `least` or more."""
        value = self._of_kind(key, int, phrase("must be a whole number"))
        if value is not None and value < least:
            self.wrong(key, phrase("must be {least} or more", least=least))
        return value

    def flag(self, key: str) -> bool | None:
        """Yes or no."""
        return self._of_kind(key, bool, phrase("must be true or false"))

    def clock(self, key: str) -> time | None:
        """A time of day."""
        return self._of_kind(key, time, phrase("must be a time of day, such as 08:00:00"))

    def day(self, key: str) -> date | None:
        """A calendar day."""
        return self._of_kind(key, date, phrase("must be a day, such as 2018-04-18"))

    def shares(self, key: str) -> tuple[tuple[time, int], ...]:
        """Weights by time of day, in order of time."""
        example = '{ "08:00" = 10, "10:00" = 0 }'
        expected = phrase("must be whole numbers by time of day, such as {example}", example=example)
        values = self._of_kind(key, dict, expected) or {}
        try:
            shares = sorted((time.fromisoformat(at), weight) for at, weight in values.items())
        except (ValueError, TypeError):
            self.wrong(key, expected)
            return ()
        if any(type(weight) is not int or weight < 0 for _, weight in shares) or not sum(weight for _, weight in shares[:-1]):
            self.wrong(key, expected)
            return ()
        return tuple(shares)

    def days(self, key: str) -> tuple[date, ...] | None:
        """Calendar days, in order."""
        values = self._list(key, date, phrase("must be a list of days, such as [2018-04-18, 2018-04-19]"))
        return None if values is None else tuple(sorted(values))

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts."""
        return self._list(key, str, phrase('must be a list of texts, such as ["a", "b"]'))

    def names(self, key: str) -> Names:
        """A text in several languages."""
        table = self.table(key, phrase("must be texts by language, such as {example}", example='{ fr = "Entrée" }'))
        if table is None:
            return Names()
        table.allow(*LANGUAGES)
        if not table._values:
            self.wrong(key, phrase("must have a text in at least one language ({languages})", languages=", ".join(LANGUAGES)))
        return Names({language: table.text(language) for language in LANGUAGES if table.has(language)})

    def colour(self, key: str) -> str:
        """A colour, "#RRGGBB", "" if there is none."""
        value = self.text(key)
        if value and not _COLOUR.fullmatch(value):
            self.wrong(key, phrase('must be a colour such as "#1F6FEB"'))
        return value.upper()

    def _of_kind(self, key: str, kind: type[T], expected: Phrase) -> T | None:
        value = self._values.get(key)
        # Exactly this kind: true is no number, and a date with a time is no day.
        if value is None or type(value) is kind:
            return value
        self.wrong(key, expected)
        return None

    def _list(self, key: str, kind: type[T], expected: Phrase) -> tuple[T, ...] | None:
        values: Sequence[Any] | None = self._of_kind(key, list, expected)
        if values is None:
            return None
        if not values:
            self.wrong(key, phrase("is empty"))
        if any(type(value) is not kind for value in values):
            self.wrong(key, expected)
            return None
        for twice in sorted({value for value in values if values.count(value) > 1}):
            self.wrong(key, phrase("{value} is there twice", value=str(twice)))
        return tuple(values)
