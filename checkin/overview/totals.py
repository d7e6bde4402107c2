"""The totals of a checkpoint and of its parts, as dashboard, phone, reports and command line show them (docs/totals.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from checkin.domain.event import Checkpoint, Event
from checkin.domain.expectation import Roll, expected_people
from checkin.domain.tally import NONE, Figures
from checkin.overview.counting import Counting
from checkin.overview.courses import Curve, curve_of

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
