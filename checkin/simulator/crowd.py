"""Who comes when to which desk: arrival curves, habits of staff and visitors, badges that were copied; from one seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

MORNING, NOON = timedelta(hours=9, minutes=40), timedelta(hours=14, minutes=10)
OPENS, CLOSES = timedelta(hours=8, minutes=30), timedelta(hours=18, minutes=40)
COMES_TODAY, COMES_AGAIN, LEAVES_SCANNED = 0.62, 0.12, 0.55
COPIED, WAVED, TAKEN_BACK, WALKS_IN, UNKNOWN = 0.004, 0.03, 0.003, 0.004, 0.002


@dataclass(frozen=True, slots=True)
class Visit:
    """Something that happens at a desk. `also`: the desk at which the same badge is shown in the same instant, None for none."""

    at: datetime
    desk: int
    what: str
    text: str = ""
    also: int | None = None


def visits(seed: int, badges: Sequence[str], days: Sequence[date], zone: ZoneInfo, desks: int) -> list[Visit]:
    """Everything that happens, in order. Every fourth desk is for those who leave; `what` is "scan", "undo" or "walk in"."""
    rng = Random(f"crowd {seed}")
    leaving = [one for one in range(desks) if one % 4 == 3] or [0]
    entering = [one for one in range(desks) if one % 4 != 3] or [0]
    made: list[Visit] = []
    for day in days:
        midnight = datetime.combine(day, time.min, zone)
        for badge in badges:
            if rng.random() < COMES_TODAY:
                made += _one_day(rng, badge, midnight, entering, leaving)
    return sorted(made, key=lambda one: (one.at, one.text))


def _one_day(
    rng: Random, badge: str, midnight: datetime, entering: Sequence[int], leaving: Sequence[int]
) -> Iterator[Visit]:  # fmt: skip
    at = midnight + _arrival(rng)
    yield from _entry(rng, badge, at, entering)
    if rng.random() < LEAVES_SCANNED:
        at += timedelta(minutes=rng.uniform(20, 240))
        yield Visit(at, rng.choice(leaving), "scan", badge)
        if rng.random() < COMES_AGAIN:
            yield from _entry(rng, badge, at + timedelta(minutes=rng.uniform(5, 90)), entering)


def _entry(rng: Random, badge: str, at: datetime, entering: Sequence[int]) -> Iterator[Visit]:
    desk = rng.choice(entering)
    is_copied = len(entering) > 1 and rng.random() < COPIED
    also = rng.choice([one for one in entering if one != desk]) if is_copied else None
    yield Visit(at, desk, "scan", "UNKNOWN" + badge[7:] if rng.random() < UNKNOWN else badge, also)
    if rng.random() < WAVED:
        yield Visit(at + timedelta(seconds=2), desk, "scan", badge)
    if rng.random() < TAKEN_BACK:
        yield Visit(at + timedelta(seconds=5), desk, "undo")
    if rng.random() < WALKS_IN:
        yield Visit(at + timedelta(seconds=30), desk, "walk in", f"Visitor {rng.getrandbits(40):x}")


def _arrival(rng: Random) -> timedelta:
    """A morning peak, one after lunch, and those who come when they like."""
    drawn = rng.random()
    if drawn < 0.8:
        peak, spread = (MORNING, 45) if drawn < 0.55 else (NOON, 40)
        at = peak + timedelta(minutes=rng.gauss(0, spread))
    else:
        at = OPENS + (CLOSES - OPENS) * rng.random()
    return min(max(at, OPENS), CLOSES)
