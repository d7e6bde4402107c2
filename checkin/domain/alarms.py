"""Alarms that a supervisor sets: when they are raised, when they are over, and that somebody has seen them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    """What an alarm is about."""

    CAPACITY = "capacity"  # a checkpoint is nearly full
    SILENT = "silent"  # a desk is not heard from
    FORGED = "forged"  # badges whose signature does not verify
    REFUSALS = "refusals"  # a gate refuses too many
    WAIT = "wait"  # a queue gets too long
    CARE = "care"  # a desk's machine needs somebody: clock, battery, disk, camera


@dataclass(frozen=True, slots=True)
class Limits:
    """When to raise alarms; 0 is never. `forged`: so many within FORGED_WITHIN_MIN minutes. `refused_percent`: of the scans of
    the last 15 minutes at a gate."""

    capacity_percent: int = 90
    silent_minutes: int = 2
    forged: int = 1
    refused_percent: int = 25
    wait_minutes: int = 8
    care: bool = True


FORGED_WITHIN_MIN, REFUSED_OF_LEAST = 10, 20
"""A share of fewer scans than this says nothing."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that holds now: of which kind, where (a checkpoint, gate or desk), and the number that is too large, with what it
    was held against. `more` says what of a machine needs care."""

    kind: AlarmKind
    where: str
    number: float = 0.0
    limit: float = 0.0
    more: str = ""

    @property
    def key(self) -> tuple[AlarmKind, str, str]:
        """What makes it the same alarm a moment later, though its number has changed."""
        return self.kind, self.where, self.more


@dataclass(frozen=True, slots=True)
class Alarm:
    """A cause, since when it holds, since when no longer, and who has seen it when."""

    cause: Cause
    raised_at: datetime
    ended_at: datetime | None = None
    seen_at: datetime | None = None
    seen_by: str = ""

    @property
    def is_loud(self) -> bool:
        """Whether it goes on, and nobody has seen it."""
        return self.ended_at is None and self.seen_at is None


@dataclass(slots=True)
class Alarms:
    """Every alarm there was, oldest first. One that nobody has seen stays in the list when it is over."""

    all: list[Alarm] = field(default_factory=list)

    def look(self, causes: Iterable[Cause], now: datetime) -> list[Alarm]:
        """These causes hold now, and no others: the alarms that are new."""
        holding = {one.key: one for one in causes}
        for at, alarm in enumerate(self.all):
            if alarm.ended_at is None:
                cause = holding.pop(alarm.cause.key, None)
                self.all[at] = replace(alarm, ended_at=now) if cause is None else replace(alarm, cause=cause)
        fresh = [Alarm(cause, now) for cause in holding.values()]
        self.all += fresh
        return fresh

    def see(self, alarm: Alarm, by: str, now: datetime) -> None:
        """Somebody has seen it."""
        for at, one in enumerate(self.all):
            if (one.cause.key, one.raised_at) == (alarm.cause.key, alarm.raised_at) and one.seen_at is None:
                self.all[at] = replace(one, seen_at=now, seen_by=by)

    def open(self) -> list[Alarm]:
        """Those that go on or that nobody has seen, the loud ones first, then the latest."""
        there = [one for one in self.all if one.ended_at is None or one.seen_at is None]
        return sorted(there, key=lambda one: (not one.is_loud, -one.raised_at.timestamp()))
