"""The demo's registrations: the same people for the same seed, on whatever days the event falls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from checkin.domain.badge import token
from checkin.domain.registration import Registration, Status
from data.demo import names
from data.demo.names import Name

Weighted = TypeVar("Weighted")
ZONE = ZoneInfo("Africa/Casablanca")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where people come from: how they are named, where they work, which language they are spoken to in."""

    given: tuple[Name, ...]
    family: tuple[Name, ...]
    companies: tuple[str, ...]
    language: str
    pattern: str = "{given} {family}"


MOROCCAN = Origin(names.MOROCCAN_GIVEN, names.MOROCCAN_FAMILY, names.MOROCCAN_COMPANIES, "fr")
FRENCH = Origin(names.FRENCH_GIVEN, names.FRENCH_FAMILY, names.FRENCH_COMPANIES, "fr")
ARABIC = Origin(names.ARABIC_GIVEN, names.ARABIC_FAMILY, names.ARABIC_COMPANIES, "ar")
CHINESE = Origin(names.CHINESE_GIVEN, names.CHINESE_FAMILY, names.CHINESE_COMPANIES, "en", "{family}{given}")
ENGLISH = Origin(names.ENGLISH_GIVEN, names.ENGLISH_FAMILY, names.ENGLISH_COMPANIES, "en")
ORIGINS = {MOROCCAN: 46, ARABIC: 22, FRENCH: 13, ENGLISH: 12, CHINESE: 7}

CATEGORIES = {
    "public": 520, "professional": 400, "exhibitor": 30, "delegation": 15, "press": 11, "vip": 9, "staff": 8, "speaker": 7,
}  # fmt: skip
STATUSES = {Status.CONFIRMED: 900, Status.UNPAID: 42, Status.UNAPPROVED: 26, Status.CANCELED: 24, Status.BLOCKED: 8}
TOGETHER = {"delegation": 9, "exhibitor": 5, "professional": 4, "public": 3}
NOTES = {
    "speaker": ("Keynote 10h30", "Table ronde 14h, salle Atlas", "Arrive avec un traducteur"),
    "vip": ("Accueillir par le protocole", "Place réservée au premier rang"),
    "public": ("Fauteuil roulant : entrée de plain-pied", "Mineur accompagné"),
    "press": ("Caméra déclarée", "Interview 11h, stand 42"),
}


def people(seed: int, count: int = 20_000, days: Sequence[date] = ()) -> Iterator[Registration]:
    """`count` registrations, the same for the same seed; only limits in time follow `days` (without days, nobody has one).

    Groups share an order, a company and a category.
    """
    draw = Random(seed)
    made = order = 0
    while made < count:
        order += 1
        category = _weighted(draw, CATEGORIES)
        origin = CHINESE if category == "delegation" and draw.random() < 0.6 else _weighted(draw, ORIGINS)
        company = "" if category == "public" and draw.random() < 0.7 else draw.choice(origin.companies)
        for _ in range(min(_party(draw, category), count - made)):
            made += 1
            yield _person(draw, made, Registration("", "", category, company=company, order=f"ORD-{order}"), origin, days)


def _party(draw: Random, category: str) -> int:
    """How many come on one order."""
    return draw.randint(2, TOGETHER[category]) if category in TOGETHER and draw.random() < 0.3 else 1


def _person(draw: Random, number: int, group: Registration, origin: Origin, days: Sequence[date]) -> Registration:
    given, family = draw.choice(origin.given), draw.choice(origin.family)
    opens, closes = _limits(draw, group.category, days)
    notes = NOTES.get(group.category, ())
    return replace(
        group,
        id=f"R-{number:05d}",
        badge=token(draw.getrandbits(80)),
        name=origin.pattern.format(given=given[0], family=family[0]),
        email=f"{given[1]}.{family[1]}{number}@example.org",
        status=_weighted(draw, STATUSES),
        language=origin.language,
        valid_from=opens,
        valid_until=closes,
        note=draw.choice(notes) if notes and draw.random() < 0.08 else "",
    )


def _limits(draw: Random, category: str, days: Sequence[date]) -> tuple[datetime | None, datetime | None]:
    """A few people are registered for one day of the event only; some until, or from, a day."""
    chance, choice = draw.random(), draw.random()
    if not days or chance >= (0.3 if category == "speaker" else 0.04):
        return None, None
    day = days[int(choice * len(days))]
    opens, closes = datetime.combine(day, time.min, ZONE), datetime.combine(day, time(23, 59, 59), ZONE)
    return (opens, None) if chance < 0.01 else (None, closes) if chance < 0.02 else (opens, closes)


def _weighted(draw: Random, weights: dict[Weighted, int]) -> Weighted:
    return draw.choices(tuple(weights), tuple(weights.values()))[0]
