"""What a column of a file can be, as a person is asked it: one of our columns, or a half of the name."""

from collections.abc import Mapping, Sequence

from checkin.i18n import Phrase, phrase
from data.importers.headings import COLUMNS, JOIN, MAY_BE_LEFT_OUT, REQUIRED, Mapped, parts

NOTHING, GIVEN, FAMILY = "", "given", "family"

FIELDS: dict[str, Phrase] = {
    NOTHING: phrase("Not imported"),
    "id": phrase("Registration number"),
    "name": phrase("Full name"),
    GIVEN: phrase("First name"),
    FAMILY: phrase("Last name"),
    "category": phrase("Category"),
    "status": phrase("Status"),
    "badge": phrase("Badge number"),
    "company": phrase("Company"),
    "email": phrase("E-mail"),
    "order": phrase("Order number"),
    "language": phrase("Language"),
    "valid_from": phrase("Valid from"),
    "valid_until": phrase("Valid until"),
    "note": phrase("Note for staff"),
}

_APART = {"name": (GIVEN, FAMILY), GIVEN: ("name",), FAMILY: ("name",)}

Chosen = dict[int, str]
"""A field for each column of the file that is imported, by the place of the column."""


def chosen_of(mapped: Mapped, headings: Sequence[str]) -> Chosen:
    """The fields of the columns under `headings`, as they are mapped."""
    found: Chosen = {}
    for column, wanted in mapped.items():
        places = [headings.index(part) for part in parts(wanted, headings)]
        halves = [*[GIVEN] * (len(places) - 1), FAMILY]
        found |= dict(zip(places, [column] if len(places) == 1 else halves, strict=True)) if places else {}
    return found


def choose(chosen: Chosen, place: int, field: str) -> Chosen:
    """`chosen` with `field` for the column at `place`: the column that had it before gives it up, as do the halves of a name for
    the whole, and the whole for its halves."""
    given_up = {field, *_APART.get(field, ())}
    kept = {one: had for one, had in chosen.items() if one != place and had not in given_up}
    return kept if field == NOTHING else {**kept, place: field}


def missing(chosen: Chosen) -> list[str]:
    """The fields without which nothing can be imported, that no column is."""
    had = set(chosen.values())
    named = had & {"name", GIVEN, FAMILY}
    return [one for one in REQUIRED if one not in MAY_BE_LEFT_OUT and one not in had and not (one == "name" and named)]


def said(chosen: Chosen, mapped: Mapped, headings: Sequence[str]) -> Mapping[str, str]:
    """What is to be said of the columns, as Wishes takes it; {} where all are as they are mapped."""
    places = {field: place for place, field in chosen.items()}
    fed = {column: headings[places[column]] for column in COLUMNS if column in places}
    if halves := [headings[places[half]] for half in (GIVEN, FAMILY) if half in places]:
        fed["name"] = JOIN.join(halves)
    left_out = [one for one in MAY_BE_LEFT_OUT if one not in fed and (one in REQUIRED or mapped.get(one))]
    if chosen == chosen_of(mapped, headings) and not any(one not in mapped for one in left_out):
        return {}
    return fed | dict.fromkeys(left_out, "")
