"""Who is expected: how many registrations have not come, and how many people the organiser expects when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from checkin.domain.event import Arrivals, Checkpoint, Event
from checkin.domain.journal import microseconds
from checkin.domain.passing import SLOT_US
from checkin.domain.tally import Person, Tally


@dataclass(frozen=True, slots=True)
class Roll:
    """The registrations that are not canceled: the category of each, by its id; and how many share the largest order."""

    categories: Mapping[str, str] = field(default_factory=dict)
    largest_order: int = 1

    def of(self, checkpoint: Checkpoint) -> Counter[str]:
        """How many there are of each category that this checkpoint admits."""
        counts = Counter(self.categories.values())
        return Counter({one: number for one, number in counts.items() if checkpoint.admits is None or one in checkpoint.admits})


class Turnout:
    """Who came at all, and on which day: what no-shows are counted from."""

    def __init__(self) -> None:
        self._came: dict[tuple[str, int | None], set[str]] = defaultdict(set)
        self._days: dict[Person, frozenset[int]] = {}
        self._changes = 0
        self._kept: dict[tuple[str, int | None], tuple[int, Roll, dict[str, int]]] = {}

    def look_again(self, persons: Iterable[Person], tally: Tally) -> None:
        """The passages of these persons have changed."""
        for person in persons:
            before, days = self._days.get(person, frozenset()), tally.days_entered(person)
            if days != before:
                self._set(person, before, days)

    def no_shows(self, checkpoint: Checkpoint, roll: Roll, day: date | None = None) -> dict[str, int]:
        """Registrations without an entry there, over the event or on one day, by category."""
        question = checkpoint.id, None if day is None else day.toordinal()
        kept = self._kept.get(question)
        if kept is not None and kept[0] == self._changes and kept[1] is roll:
            return kept[2]
        there = Counter(roll.categories[one] for one in self._came.get(question, ()) if one in roll.categories)
        absent = {category: number - there[category] for category, number in roll.of(checkpoint).items()}
        self._kept[question] = self._changes, roll, absent
        return absent

    def _set(self, person: Person, before: frozenset[int], days: frozenset[int]) -> None:
        checkpoint, registration = person
        for day in before - days:
            self._came[checkpoint, day].discard(registration)
        for day in days - before:
            self._came[checkpoint, day].add(registration)
        (self._came[checkpoint, None].add if days else self._came[checkpoint, None].discard)(registration)
        self._days[person] = days
        self._changes += 1


def expected_people(event: Event, checkpoint: Checkpoint, roll: Roll) -> dict[str, int]:
    """How many are expected of each category that a checkpoint admits: what the organiser says, else its registrations."""
    listed = roll.of(checkpoint)
    admitted = {one.id: one for one in event.categories.values() if checkpoint.admits is None or one.id in checkpoint.admits}
    said = {one.id: one.expected for one in admitted.values() if one.expected is not None}
    return {category: said.get(category, listed[category]) for category in {*admitted, *listed}}


def expected_arrivals(event: Event, day: date) -> dict[int, float]:
    """How many people the organiser expects in each slot of five minutes of a day; nothing where nothing was said."""
    said = _said_of(event, day)
    if said is None:
        return {}
    slots: dict[int, float] = {}
    whole = sum(weight for _, weight in said.shares[:-1])
    for (begins, weight), (ends, _) in pairwise(said.shares):
        first, last = (microseconds(datetime.combine(day, at, event.zone)) // SLOT_US for at in (begins, ends))
        there = range(first, max(first + 1, last))
        slots |= {slot: said.people * weight / whole / len(there) for slot in there}
    return slots


def _said_of(event: Event, day: date) -> Arrivals | None:
    of_day = [one for one in event.arrivals if one.day == day] or [one for one in event.arrivals if one.day is None]
    return of_day[-1] if of_day and day in event.days else None
