"""From the cells of a row to a registration: what each column means, and every mistake in it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from operator import itemgetter
from unicodedata import is_normalized, normalize

from checkin.domain.badge import REHEARSAL_PREFIX, is_for_rehearsals
from checkin.domain.event import Event
from checkin.domain.folding import fold
from checkin.domain.journal import microseconds
from checkin.domain.plain import no_text, plain
from checkin.domain.registration import Status
from checkin.i18n import Phrase, phrase
from checkin.trouble import Mistake
from data.importers.headings import COLUMNS, REQUIRED, Mapped, edited, parts, propose

LONGEST_CELL = 10_000
LONGEST_HEADING = 500
MOST_MISTAKES = 100

Values = tuple[str | int | None, ...]
"""The values of COLUMNS, in that order: times in microseconds, None where a column is not in the file or a time is not given."""


@dataclass
class Mistakes:
    """The first hundred mistakes, by row, and how many there are."""

    kept: list[Mistake] = field(default_factory=list)
    count: int = 0
    rows: set[int] = field(default_factory=set)

    def add(self, row: int, column: str, what: Phrase) -> None:
        """Note one mistake."""
        self.count += 1
        self.rows.add(row)
        if len(self.kept) < MOST_MISTAKES:
            self.kept.append(Mistake(row, column, what))

    def merge(self, others: "Mistakes") -> "Mistakes":
        """These and others."""
        both = sorted(self.kept + others.kept, key=lambda mistake: mistake.row)
        return Mistakes(both[:MOST_MISTAKES], self.count + others.count, self.rows | others.rows)

    def listed(self) -> list[Mistake]:
        """What is shown: the first hundred, and how many more."""
        more = self.count - len(self.kept)
        return [*self.kept, Mistake(0, "", phrase("and {n} more", n=more))] if more else list(self.kept)


class Heading:
    """The first row of the file: which column is where."""

    def __init__(self, row: int, cells: Sequence[str]) -> None:
        self._row = row
        self.names = tuple(map(_heading, cells))
        self.width = len(self.names)
        self.mapped: Mapped = propose([name for name in self.names if name])
        self.places: dict[str, tuple[int, ...]] = {}
        self.ignored: tuple[str, ...] = ()

    def settle(self, remembered: Mapped, said: Mapped, mistakes: Mistakes) -> None:
        """Decide which column is where: proposed, then as remembered, then as said now; what is missing is noted."""
        known = [name for name in self.names if name]
        self.mapped = edited(edited(self.mapped, remembered, known), said, known)
        taken = {column: parts(heading, known) for column, heading in self.mapped.items()}
        self.ignored = tuple(name for name in known if not any(name in names for names in taken.values()))
        self.places = {column: tuple(map(self.names.index, taken[column])) for column in COLUMNS if taken.get(column)}
        for column in REQUIRED:
            if column not in self.mapped:
                mistakes.add(self._row, column, phrase("this column is missing"))
        cases = [name.casefold() for name in self.names]
        for column, headings in taken.items():
            if any(cases.count(name.casefold()) > 1 for name in headings):
                mistakes.add(self._row, column, phrase("this column is there twice"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ours that the file has."""
        return tuple(self.places)


def _heading(cell: str) -> str:
    """A heading without stray blanks, and with a question mark for what is no text: it is stored, and shown."""
    return " ".join(normalize("NFC", cell[:LONGEST_HEADING]).encode("utf-8", "replace").decode().split())


class RowReader:
    """Reads rows below a heading, for one event."""

    def __init__(self, heading: Heading, event: Event, mistakes: Mistakes) -> None:
        self._heading = heading
        self._zone = event.zone
        self._mistakes = mistakes
        self._categories = frozenset(event.categories)
        self._categories_by_name = {
            fold(name): one.id for one in event.categories.values() for name in one.name.by_language.values()
        }
        self._needed = 1 + max((min(heading.places.get(name, (0,))) for name in REQUIRED), default=0)
        self._joined = {name: places for name, places in heading.places.items() if len(places) > 1}
        # What is joined stands behind the cells of the row, in this order; then None, for the columns that are not in the file.
        joined = {name: heading.width + place for place, name in enumerate(self._joined)}
        self._picked = itemgetter(*(joined.get(name, heading.places.get(name, (-1,))[0]) for name in COLUMNS))

    def read(self, row: int, cells: list[str]) -> Values | None:
        """The values of a row; None if there are too few or too many cells to know them."""
        cells = self._fitted(row, cells)
        if not cells:
            return None
        whole = "".join(cells)
        if not (whole.isprintable() and is_normalized("NFC", whole) and len(whole) <= LONGEST_CELL):
            cells = [self._cleaned(row, place, cell) for place, cell in enumerate(cells)]
        cells = [*map(str.strip, cells)]
        joined = [" ".join(filter(None, (cells[place] for place in places))) for places in self._joined.values()]
        values: list[str | int | None] = list(self._picked([*cells, *joined, None]))
        self._check(row, values)
        self._read_times(row, values)
        return tuple(values)

    def _fitted(self, row: int, cells: list[str]) -> list[str]:
        width = self._heading.width
        if len(cells) == width:
            return cells
        # Excel leaves out separators at the end of a row whose last cells are empty.
        if self._needed <= len(cells) < width:
            return cells + [""] * (width - len(cells))
        if len(cells) > width and not any(cells[width:]):
            return cells[:width]
        self._mistakes.add(row, "", phrase("has {cells} cells, but the heading has {width}", cells=len(cells), width=width))
        return []

    def _cleaned(self, row: int, place: int, cell: str) -> str:
        if len(cell) > LONGEST_CELL:
            self._wrong(row, place, phrase("has {n} characters; no cell needs more than {most}", n=len(cell), most=LONGEST_CELL))
            return cell[:1]
        cleaned = plain(cell)
        if bad := no_text(cleaned):
            self._wrong(row, place, phrase("has a character that is no text (code {code})", code=f"{ord(bad[0]):X}"))
            return cleaned.translate(dict.fromkeys(map(ord, bad), "?"))
        return cleaned

    def _wrong(self, row: int, place: int, what: Phrase) -> None:
        name = next((name for name, at in self._heading.places.items() if place in at), "")
        if name:
            self._mistakes.add(row, name, what)

    def _check(self, row: int, values: list[str | int | None]) -> None:
        if values[_CATEGORY] not in self._categories:
            values[_CATEGORY] = self._categories_by_name.get(fold(str(values[_CATEGORY] or "")), values[_CATEGORY])
        if values[_STATUS] not in _STATUSES:
            values[_STATUS] = _STATUSES_BY_NAME.get(fold(str(values[_STATUS] or "")), values[_STATUS])
        identity, badge, name, category, status = values[:5]
        if identity == "":
            self._mistakes.add(row, "id", phrase("is empty"))
        if badge and is_for_rehearsals(str(badge)):
            self._mistakes.add(row, "badge", phrase("begins with {prefix}, as only test badges do", prefix=REHEARSAL_PREFIX))
        if name == "":
            self._mistakes.add(row, "name", phrase("is empty"))
        if category not in self._categories:
            self._unknown(row, "category", category, self._categories)
        if status not in _STATUSES:
            self._unknown(row, "status", status, _STATUSES)

    def _unknown(self, row: int, column: str, value: object, known: Collection[str]) -> None:
        if value is None:
            return
        what = phrase('"{value}" is unknown; known: {known}', value=str(value)[:80], known=", ".join(sorted(known)))
        self._mistakes.add(row, column, what)

    def _read_times(self, row: int, values: list[str | int | None]) -> None:
        start, end = values[_FROM], values[_UNTIL]
        if not start and not end:
            values[_FROM] = values[_UNTIL] = None
            return
        values[_FROM] = self._time(row, "valid_from", str(start or ""), time.min)
        values[_UNTIL] = self._time(row, "valid_until", str(end or ""), time.max)
        first, last = values[_FROM], values[_UNTIL]
        if isinstance(first, int) and isinstance(last, int) and last < first:
            self._mistakes.add(row, "valid_until", phrase("is before valid_from"))

    def _time(self, row: int, column: str, text: str, of_a_day: time) -> int | None:
        if not text:
            return None
        try:
            return _microseconds(text, self._zone, of_a_day)
        except ValueError:
            example = phrase('"{value}" is no date; write 2018-04-19 or 2018-04-19T10:30', value=text[:80])
            self._mistakes.add(row, column, example)
            return None


_FROM, _UNTIL = COLUMNS.index("valid_from"), COLUMNS.index("valid_until")
_CATEGORY, _STATUS = COLUMNS.index("category"), COLUMNS.index("status")
_STATUSES = frozenset(Status)
_STATUS_WORDS: dict[Status, tuple[str, ...]] = {
    Status.CONFIRMED: ("confirmed", "confirmé", "confirmée", "مؤكد", "مؤكدة"),
    Status.UNPAID: ("unpaid", "not paid", "non payé", "non payée", "impayé", "impayée", "غير مدفوع", "غير مدفوعة", "لم يدفع"),
    Status.UNAPPROVED: (
        "unapproved",
        "not approved",
        "non approuvé",
        "non approuvée",
        "غير معتمد",
        "غير معتمدة",
        "غير موافق عليه",
    ),
    Status.CANCELED: ("canceled", "cancelled", "annulé", "annulée", "ملغى", "ملغاة", "ملغي"),
    Status.BLOCKED: ("blocked", "bloqué", "bloquée", "محظور", "محظورة", "موقوف"),
}
_STATUSES_BY_NAME = {fold(word): status.value for status, words in _STATUS_WORDS.items() for word in words}


def _microseconds(text: str, zone: tzinfo, of_a_day: time) -> int:
    """The moment that `text` names: with its own offset, else in `zone`; a day alone stands for its first or last moment."""
    text = _DAY_FIRST.sub(r"\3-\2-\1", text)
    try:
        moment = datetime.combine(date.fromisoformat(text), of_a_day, zone)
    except ValueError:
        moment = datetime.fromisoformat(text)
    if not 1970 <= moment.year < 3000:
        raise ValueError(text)
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=zone))


# What Excel makes of 2018-04-19 in French and Moroccan settings, when the file is saved: 19/04/2018.
_DAY_FIRST = re.compile(r"^(\d{2})/(\d{2})/(\d{4})(?=$| )")
