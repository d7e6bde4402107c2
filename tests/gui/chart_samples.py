"""Charts of a day at the doors for the tests: a morning peak, a dip at lunch, a second wave; and three days of it."""

import math
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from checkin.i18n import Words
from checkin.sentences import short_day
from ui.charts.values import Arrivals, HeatMap, Occupancy, Range, Series, Slots

CASABLANCA = ZoneInfo("Africa/Casablanca")
NAMES = {
    "en": ("Today", "Yesterday", "Expected", "Inside", "Desk", "scans per 15 min"),
    "fr": ("Aujourd’hui", "Hier", "Attendu", "À l’intérieur", "Guichet", "passages par 15 min"),
    "ar": ("اليوم", "أمس", "المتوقع", "الموجودون", "المكتب", "عملية مسح لكل 15 دقيقة"),
}
TITLES = {
    "en": (
        "Arrivals", "people per 5 minutes · all gates", "Inside", "persons · entrance", "Pace of desks", "scans per quarter-hour",
    ),
    "fr": (
        "Arrivées", "personnes par 5 minutes · toutes les portes", "À l’intérieur", "personnes · entrée", "Cadence des guichets",
        "passages par quart d’heure",
    ),
    "ar": (
        "الوافدون", "أشخاص كل 5 دقائق · كل البوابات", "الموجودون", "أشخاص · المدخل", "وتيرة المكاتب", "عمليات المسح كل ربع ساعة",
    ),
}  # fmt: skip
GATES = {"en": "Gate {gate} · desk {desk}", "fr": "Porte {gate} · guichet {desk}", "ar": "البوابة {gate} · المكتب {desk}"}
DAY = date(2018, 4, 19)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CASABLANCA)


NOW, LATER, CHOSEN = at(14, 12), at(16, 22), at(11, 40)


def pace(hour: float) -> float:
    """People per 5 minutes at an hour of the day."""
    peaks = ((9.4, 0.55, 200), (11.6, 0.9, 62), (14.1, 0.6, 104), (16.2, 0.8, 38))
    return sum(high * math.exp(-(((hour - middle) / wide) ** 2)) for middle, wide, high in peaks) if hour < 19 else 0.0


def inside(hour: float) -> float:
    """Persons inside at an hour of the day: up in the morning, a dip at lunch, home in the evening."""
    up = 1 / (1 + math.exp(-(hour - 9.7) * 2.4))
    home = 1 / (1 + math.exp((hour - 17.6) * 1.9))
    return 5_050 * up * home * (1 - 0.22 * math.exp(-(((hour - 13.0) / 0.7) ** 2)))


def hours(slots: Slots) -> list[float]:
    local = (slots.local(slots.begin(slot) + slots.each / 2) for slot in range(slots.count))
    return [one.hour + one.minute / 60 for one in local]


def dated(title: str, language: str) -> str:
    return Words(language)("{day}, {time}", day=title, time=short_day(DAY, language))


def arrivals(
    language: str = "en", *, now: datetime | None = NOW, slots: Slots | None = None, chosen: datetime | None = None
) -> Arrivals:  # fmt: skip
    slots = slots or Slots(at(7), 144, 5, CASABLANCA)
    draw, names, (title, subtitle, *_) = Random(7), NAMES[language], TITLES[language]
    paces = [pace(hour) for hour in hours(slots)]
    today = tuple(max(0, round(one * draw.uniform(0.85, 1.15))) for one in paces)
    before = tuple(round(0.78 * pace(hour - 0.1), 1) for hour in hours(slots))
    expected = tuple(round(0.9 * (pace(hour - 0.2) + pace(hour) + pace(hour + 0.2)) / 3, 1) for hour in hours(slots))
    return Arrivals(
        title=dated(title, language), subtitle=subtitle, slots=slots, now=now, chosen=chosen,
        today=Series(names[0], today), yesterday=Series(names[1], before), expected=Series(names[2], expected),
    )  # fmt: skip


def occupancy(
    language: str = "en", *, days: int = 1, capacity: int | None = 4_500, now: datetime | None = LATER,
    chosen: datetime | None = CHOSEN, missing: tuple[int, int] = (60, 78),
) -> Occupancy:  # fmt: skip
    first = DAY - timedelta(days=days - 1)
    slots = Slots(at(0 if days > 1 else 7, day=first), 288 * days if days > 1 else 156, 5, CASABLANCA)
    names, (*_, title, subtitle, _, _) = NAMES[language], TITLES[language]
    numbers = tuple(round(inside(hour)) for hour in hours(slots))
    gap = range(missing[0] + 288 * (days > 1) * 2, missing[1] + 288 * (days > 1) * 2)
    ranges: tuple[Range, ...] = tuple(
        (number, number + 100 + 30 * (slot - gap.start)) if slot in gap else None for slot, number in enumerate(numbers)
    )
    before = Series(names[1], tuple(round(0.8 * inside(hour - 0.1)) for hour in hours(slots))) if days == 1 else None
    return Occupancy(
        title=dated(title, language) if days == 1 else title, subtitle=subtitle, slots=slots, now=now, chosen=chosen,
        inside=Series(names[3], numbers), ranges=ranges, yesterday=before, capacity=capacity,
    )  # fmt: skip


def heat_map(language: str = "en", *, desks: int = 12, now: datetime | None = NOW) -> HeatMap:
    slots = Slots(at(7), 48, 15, CASABLANCA)
    draw, names, (*_, title, subtitle) = Random(11), NAMES[language], TITLES[language]
    rows = []
    for desk in range(desks):
        opens, skill = (0, 4, 6, 8)[desk % 4], draw.uniform(0.5, 1.2)
        silent = range(17, 22) if desk == 4 else range(0)
        values = tuple(
            None if slot < opens or slot in silent else round(0.3 * skill * draw.uniform(0.8, 1.2) * pace(hour))
            for slot, hour in enumerate(hours(slots))
        )
        rows.append(Series(GATES[language].format(gate="ABC"[desk * 3 // desks], desk=desk + 1), values))
    return HeatMap(
        title=dated(title, language), subtitle=subtitle, slots=slots, now=now, rows=tuple(rows), unit=names[5], heading=names[4]
    )  # fmt: skip
