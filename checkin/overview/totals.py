"""The totals of a checkpoint and of its parts, as dashboard, phone, reports and command line show them (docs/totals.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta

from checkin.domain.event import Checkpoint, Event
from checkin.domain.expectation import Roll, expected_arrivals, expected_people
from checkin.domain.journal import microseconds
from checkin.domain.passing import ARRIVED, SLOT_US, What
from checkin.domain.tally import NONE, Figures, Keep, Tally, everywhere
from checkin.overview.counting import Counting

SLOT_S = SLOT_US // 1_000_000
DAY_SLOTS = 24 * 3600 // SLOT_S
OPENS, CLOSES = time(8), time(19)
"""What is shown of a day at a checkpoint without hours."""

FIGURES = tuple(one.name for one in fields(Figures))


@dataclass(frozen=True, slots=True)
class PartTotals:
    """One part of a checkpoint: over the event, and `today` of the scans of that calendar day alone. `expected` and `no_shows`,
    over the event, are None where they mean nothing, as at a gate."""

    inside: int
    attended: int
    entries: int
    exits: int
    refused: int
    today: Figures
    expected: int | None = None
    no_shows: int | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Something counted in slots of `minutes` each, the first of which begins `begins_s` seconds after 1970: today, the day
    before
    (at the same times of day), and as the organiser expects it, where that is known."""

    begins_s: int
    minutes: int
    today: list[int]
    yesterday: list[int]
    expected: list[float]


@dataclass(frozen=True, slots=True)
class CheckpointTotals:
    """A checkpoint: over the event, and today; its parts, by id; the days of the event; today's refusals by reason; arrivals,
    which
    are first entries of the day."""

    inside: int
    attended: int
    entries: int
    exits: int
    refused: int
    today: Figures
    expected: int | None
    no_shows: int | None
    capacity: int | None
    by_category: Mapping[str, PartTotals]
    by_track: Mapping[str, PartTotals]
    by_gate: Mapping[str, PartTotals]
    by_desk: Mapping[str, PartTotals]
    by_day: Mapping[str, Figures]
    refused_today: Mapping[str, int]
    arrivals: Curve


def totals_of(counting: Counting, checkpoint: Checkpoint, roll: Roll | None, today: date) -> CheckpointTotals:
    """What was counted at a checkpoint. Without a roll nobody knows who is expected and has not come."""
    tally, name = counting.tally, checkpoint.id
    categories = _categories(counting, checkpoint, roll, today)
    return CheckpointTotals(
        **asdict(tally.figures(name)), today=tally.figures(name, today), capacity=checkpoint.capacity,
        expected=_sum(one.expected for one in categories.values()), no_shows=_sum(one.no_shows for one in categories.values()),
        by_category=categories, by_track=_tracks(categories, counting.event),
        by_gate=_parts(tally.by("gate", name), tally.by("gate", name, today)),
        by_desk=_parts(tally.by("desk", name), tally.by("desk", name, today)),
        by_day={day.isoformat(): figures for day, figures in tally.by_day(name).items()},
        refused_today={one: figures.refused for one, figures in tally.by("reason", name, today).items() if figures.refused},
        arrivals=curve_of(tally, counting.event, checkpoint, today),
    )  # fmt: skip


def curve_of(
    tally: Tally, event: Event, checkpoint: Checkpoint, day: date, what: What = ARRIVED, keep: Keep = everywhere
) -> Curve:
    """What was counted by five minutes on a day and the day before, within the hours of the checkpoint and whenever there was
    anything. What the organiser expects is told of arrivals alone, everywhere."""
    today, yesterday = (_of_day(tally, event, checkpoint, one, what, keep) for one in (day, day - timedelta(days=1)))
    begins = _first_slot(event, day)
    expected = expected_arrivals(event, day) if what == ARRIVED and keep is everywhere else {}
    hoped = {slot - begins: number for slot, number in expected.items()}
    first, last = _hours(checkpoint)
    there = {first, last - 1, *today, *yesterday, *hoped}
    slots = range(min(there), max(there) + 1)
    return Curve(
        (begins + slots.start) * SLOT_S, SLOT_S // 60, [today.get(one, 0) for one in slots],
        [yesterday.get(one, 0) for one in slots] if yesterday else [],
        [round(hoped.get(one, 0.0), 2) for one in slots] if hoped else [],
    )  # fmt: skip


def _of_day(tally: Tally, event: Event, checkpoint: Checkpoint, day: date, what: What, keep: Keep) -> dict[int, int]:
    begins = _first_slot(event, day)
    return {slot - begins: number for slot, number in tally.slots(what, checkpoint.id, day, keep).items()}


def _categories(counting: Counting, checkpoint: Checkpoint, roll: Roll | None, today: date) -> dict[str, PartTotals]:
    """Refusals of persons unknown are in no category."""
    tally = counting.tally
    over, of_today = tally.by("category", checkpoint.id), tally.by("category", checkpoint.id, today)
    if roll is None:
        return {name: one for name, one in _parts(over, of_today).items() if name}
    expected = expected_people(counting.event, checkpoint, roll)
    absent = counting.turnout.no_shows(checkpoint, roll)
    names = sorted((over.keys() | of_today.keys() | expected.keys()) - {""})
    return {
        name: PartTotals(
            **asdict(over.get(name, NONE)), today=of_today.get(name, NONE), expected=expected.get(name),
            no_shows=absent.get(name),
        )
        for name in names
    }  # fmt: skip


def _tracks(categories: Mapping[str, PartTotals], event: Event) -> dict[str, PartTotals]:
    by_track: dict[str, list[PartTotals]] = defaultdict(list)
    for name, one in categories.items():
        if name in event.categories:
            by_track[event.categories[name].track].append(one)
    return {track: _together(some) for track, some in sorted(by_track.items())}


def _together(parts: Sequence[PartTotals]) -> PartTotals:
    counts = {name: sum(getattr(one, name) for one in parts) for name in FIGURES}
    today = sum((one.today for one in parts), NONE)
    return PartTotals(
        **counts, today=today, expected=_sum(one.expected for one in parts), no_shows=_sum(one.no_shows for one in parts)
    )


def _parts(over: Mapping[str, Figures], today: Mapping[str, Figures]) -> dict[str, PartTotals]:
    return {name: PartTotals(**asdict(over.get(name, NONE)), today=today.get(name, NONE)) for name in sorted({*over, *today})}


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [one for one in numbers if one is not None]
    return sum(known) if known else None


def _first_slot(event: Event, day: date) -> int:
    return microseconds(datetime.combine(day, time.min, event.zone)) // SLOT_US


def _hours(checkpoint: Checkpoint) -> tuple[int, int]:
    """The slots of a day from opening to closing; of a checkpoint that is always open, those of a usual day."""
    opens, closes = checkpoint.opens or OPENS, checkpoint.closes or CLOSES
    first, last = (at.hour * 12 + at.minute // 5 for at in (opens, closes))
    return first, last if last > first else DAY_SLOTS
