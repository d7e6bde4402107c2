"""How a day went, in slots of time: arrivals, how many were inside, how busy each desk was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from checkin.domain.event import Checkpoint, Event
from checkin.domain.expectation import expected_arrivals
from checkin.domain.journal import microseconds, moment
from checkin.domain.passing import ARRIVED, ENTERED, EXITED, MINUTE_US, REFUSED, SLOT_US, What
from checkin.domain.ranges import Source, Trust, trust_until
from checkin.domain.tally import Only, Tally

SLOT_S = SLOT_US // 1_000_000
DAY_SLOTS = 24 * 3600 // SLOT_S
OPENS, CLOSES = time(8), time(19)
"""What is shown of a day at a checkpoint without hours."""

QUARTER_S = 900


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
class Occupied:
    """How many were inside at the end of each slot of a curve, the same at the same times of the day before (nothing where nobody
    came then), and the least and the most where desks are silent."""

    begins_s: int
    minutes: int
    inside: list[int]
    yesterday: list[int]
    ranges: list[tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class DayCourse:
    """How many were inside at the end of each quarter of an hour of a day, from `begins_s` until `ends_s` or until now."""

    day: date
    begins_s: int
    ends_s: int
    inside: list[int]


@dataclass(frozen=True, slots=True)
class Peak:
    """The most who were inside at the end of any minute of a day, and when that minute ended; None: as the day began."""

    inside: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """The scans of each desk in each quarter of an hour from `begins_s` on; None: nothing is known of that time."""

    begins_s: int
    desks: dict[str, list[int | None]]


def curve_of(tally: Tally, event: Event, checkpoint: Checkpoint, day: date, what: What = ARRIVED, only: Only = None) -> Curve:
    """What was counted by five minutes on a day and the day before, within the hours of the checkpoint and whenever there was
    anything. What the organiser expects is told of arrivals alone, everywhere."""
    today, yesterday = (_of_day(tally, event, checkpoint, one, what, only) for one in (day, day - timedelta(days=1)))
    begins = _first_slot(event, day)
    expected = expected_arrivals(event, day) if what == ARRIVED and only is None else {}
    hoped = {slot - begins: number for slot, number in expected.items()}
    first, last = _hours(checkpoint)
    there = {first, last - 1, *today, *yesterday, *hoped}
    slots = range(min(there), max(there) + 1)
    return Curve(
        (begins + slots.start) * SLOT_S, SLOT_S // 60, [today.get(one, 0) for one in slots],
        [yesterday.get(one, 0) for one in slots] if yesterday else [],
        [round(hoped.get(one, 0.0), 2) for one in slots] if hoped else [],
    )  # fmt: skip


def _of_day(tally: Tally, event: Event, checkpoint: Checkpoint, day: date, what: What, only: Only) -> dict[int, int]:
    begins = _first_slot(event, day)
    return {slot - begins: number for slot, number in tally.slots(what, checkpoint.id, day, only).items()}


def occupied(tally: Tally, event: Event, checkpoint: str, day: date, like: Curve, trust: Trust, only: Only = None) -> Occupied:
    """How many were inside over a day, in the slots of a curve."""
    ends = [like.begins_s + (slot + 1) * like.minutes * 60 for slot in range(len(like.today))]
    before = day - timedelta(days=1)
    shift_s = (_first_slot(event, day) - _first_slot(event, before)) * SLOT_S
    inside = inside_before_each(tally, checkpoint, day, ends, only)
    came = tally.slots(ENTERED, checkpoint, before, only)
    yesterday = inside_before_each(tally, checkpoint, before, [end - shift_s for end in ends], only) if came else []
    return Occupied(like.begins_s, like.minutes, inside, yesterday, _ranges(inside, ends, trust))


def over_the_days(tally: Tally, event: Event, checkpoint: Checkpoint, now: datetime) -> tuple[DayCourse, ...]:
    """How many were inside in each quarter of an hour of each day, within the hours of the checkpoint; until now."""
    return tuple(_course(tally, event, checkpoint, day, int(now.timestamp())) for day in event.days)


def _course(tally: Tally, event: Event, checkpoint: Checkpoint, day: date, now_s: int) -> DayCourse:
    begins = _first_slot(event, day)
    used = {slot - begins for what in (ENTERED, EXITED) for slot in tally.slots(what, checkpoint.id, day)}
    first, last = _hours(checkpoint)
    first, last = min({first, *used}), max({last, *(slot + 1 for slot in used)})
    starts = range((begins + first) * SLOT_S, (begins + last) * SLOT_S, QUARTER_S)
    ends = [at + QUARTER_S for at in starts if at < now_s]
    return DayCourse(day, starts.start, starts.stop, inside_before_each(tally, checkpoint.id, day, ends))


def inside_before_each(tally: Tally, checkpoint: str, day: date, moments_s: Sequence[int], only: Only = None) -> list[int]:
    """How many were inside just before each of these moments (s since 1970, in order) of a day, to the minute."""
    inside, changes = tally.inside_before(checkpoint, day, only), iter(tally.inside_changes(checkpoint, day, only).items())
    counts: list[int] = []
    change = next(changes, None)
    for moment_s in moments_s:
        while change is not None and (change[0] + 1) * 60 <= moment_s:
            inside += change[1]
            change = next(changes, None)
        counts.append(inside)
    return counts


def peak_of(tally: Tally, checkpoint: str, day: date) -> Peak:
    """When most were inside on a day; the first time, where it was more than once."""
    inside = tally.inside_before(checkpoint, day)
    most = Peak(inside)
    for minute, by in tally.inside_changes(checkpoint, day).items():
        inside += by
        if inside > most.inside:
            most = Peak(inside, moment((minute + 1) * MINUTE_US))
    return most


def busy(tally: Tally, checkpoint: str, day: date, like: Curve, silent: Sequence[Source]) -> Busy:
    """How busy each desk was on a day, within the hours of a curve."""
    begins_s = like.begins_s // QUARTER_S * QUARTER_S
    columns = -(-(like.begins_s + len(like.today) * like.minutes * 60 - begins_s) // QUARTER_S)
    scans = tally.slots_by("desk", (ENTERED, EXITED, REFUSED), checkpoint, day)
    quarters = range(begins_s // QUARTER_S, begins_s // QUARTER_S + columns)
    rows: dict[str, list[int | None]] = {}
    for name in sorted({*scans, *(one.desk for one in silent)} - {""}, key=natural):
        known = min((_known(one, begins_s) for one in silent if one.desk == name), default=columns)
        rows[name] = _by_quarter(scans.get(name, {}), quarters, known)
    return Busy(begins_s, rows)


def natural(name: str) -> tuple[int, str]:
    """Desks in the order in which people count them: 2 before 10."""
    digits = "".join(one for one in name if one.isdecimal())
    return int(digits) if digits else 0, name


def _by_quarter(slots: Mapping[int, int], quarters: range, known: int) -> list[int | None]:
    counts: Counter[int] = Counter()
    for slot, number in slots.items():
        counts[slot * SLOT_S // QUARTER_S] += number
    return [counts[one] if counts[one] or column < known else None for column, one in enumerate(quarters)]


def _known(silent: Source, begins_s: int) -> int:
    """Until which column everything is known of a silent desk."""
    return 0 if silent.complete_until is None else max(0, int(silent.complete_until.timestamp() - begins_s) // QUARTER_S)


def _ranges(inside: Sequence[int], ends: Sequence[int], trust: Trust) -> list[tuple[int, int] | None]:
    """Until now: what comes is not missing. Nothing where nobody knows how much is: a band would be a lie."""
    if not trust.silent or trust.missing is None:
        return []
    ranges: list[tuple[int, int] | None] = []
    for number, end_s in zip(inside, ends, strict=True):
        lines = trust_until(trust, moment(end_s * 1_000_000)).missing
        ranges.append((max(0, number - lines), number + lines) if lines else None)
    return ranges


def _first_slot(event: Event, day: date) -> int:
    return microseconds(datetime.combine(day, time.min, event.zone)) // SLOT_US


def _hours(checkpoint: Checkpoint) -> tuple[int, int]:
    """The slots of a day from opening to closing; of a checkpoint that is always open, those of a usual day."""
    opens, closes = checkpoint.opens or OPENS, checkpoint.closes or CLOSES
    first, last = (at.hour * 12 + at.minute // 5 for at in (opens, closes))
    return first, last if last > first else DAY_SLOTS
