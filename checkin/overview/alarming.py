"""Which alarms the figures of now call for, and the list of all there were."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from checkin.domain.alarms import FORGED_WITHIN_MIN, REFUSED_OF_LEAST, Alarm, AlarmKind, Alarms, Cause, Limits
from checkin.domain.event import Event
from checkin.domain.passing import REFUSED
from checkin.domain.tally import Tally
from checkin.domain.verdict import Reason
from checkin.overview.desks import DeskState
from checkin.overview.paces import of_late, paces
from checkin.overview.reading import Outlook, Place
from checkin.trouble import Trouble

CLOCK_S, LOW_PERCENT, LOW_DISK_MB = 30, 20, 1000
"""From here on a desk's machine needs somebody: its clock is off (s), its battery low, its disk full."""


class AlarmLog(Protocol):
    """Keeps what became of alarms, for the next start. Each method raises Trouble when it cannot."""

    def read(self) -> list[Alarm]:
        """Every alarm that was noted, oldest first."""

    def note(self, alarm: Alarm) -> None:
        """An alarm is new, over, or was seen."""


@dataclass(frozen=True, slots=True)
class AlarmList:
    """The alarms to show: those that are open, then others, the latest first; and the ones that are new."""

    open: tuple[Alarm, ...] = ()
    past: tuple[Alarm, ...] = ()
    fresh: tuple[Alarm, ...] = ()


NO_ALARMS = AlarmList()
PAST = 50

log = structlog.get_logger()


class Alarming:
    """Belongs to the thread that counts. `kept`: where alarms are noted; None: nowhere."""

    def __init__(self, limits: Limits, kept: AlarmLog | None = None) -> None:
        self.limits = limits
        self._kept = kept
        self._alarms = Alarms(kept.read() if kept else [])

    def look(self, tally: Tally, event: Event, outlook: Outlook, waits_s: Mapping[str, float]) -> AlarmList:
        """What holds now. `waits_s`: how long people wait at each gate, or will soon."""
        before = list(self._alarms.all)
        causes = causes_of(tally, event, outlook, waits_s, self.limits)
        fresh = self._alarms.look(causes, outlook.now)
        self._note(before)
        return self._listed(tuple(fresh))

    def see(self, alarm: Alarm, by: str, now: datetime) -> None:
        """Somebody has seen it."""
        before = list(self._alarms.all)
        self._alarms.see(alarm, by, now)
        self._note(before)

    def _listed(self, fresh: tuple[Alarm, ...]) -> AlarmList:
        there = self._alarms.open()
        past = [one for one in reversed(self._alarms.all) if one.ended_at is not None and one.seen_at is not None]
        return AlarmList(tuple(there), tuple(past[:PAST]), fresh)

    def _note(self, before: list[Alarm]) -> None:
        """Where an alarm cannot be kept it is shown all the same, as all figures are; only the next start does not know it."""
        if self._kept is None:
            return
        for at, alarm in enumerate(self._alarms.all):
            if at >= len(before) or (before[at].ended_at, before[at].seen_at) != (alarm.ended_at, alarm.seen_at):
                try:
                    self._kept.note(alarm)
                except Trouble as trouble:
                    log.warning("an alarm cannot be kept", what=trouble.what.msgid)


def causes_of(tally: Tally, event: Event, outlook: Outlook, waits_s: Mapping[str, float], limits: Limits) -> Iterator[Cause]:
    """Everything that is over a limit now."""
    yield from _full(tally, event, limits)
    yield from _silent(outlook, limits)
    yield from _refusals(tally, event, outlook, limits)
    if limits.wait_minutes:
        long = {gate: wait_s / 60 for gate, wait_s in waits_s.items() if wait_s >= limits.wait_minutes * 60}
        yield from (Cause(AlarmKind.WAIT, gate, minutes, limits.wait_minutes) for gate, minutes in sorted(long.items()))
    if limits.care:
        for desk in outlook.desks:
            if not desk.is_closed:
                yield from (Cause(AlarmKind.CARE, desk.desk, number, limit, what) for what, number, limit in cares_of(desk))


def cares_of(desk: DeskState) -> Iterator[tuple[str, float, float]]:
    """What of a desk's machine needs somebody: what, how much, and the limit."""
    if desk.clock_ahead_s is not None and abs(desk.clock_ahead_s) > CLOCK_S:
        yield "clock", desk.clock_ahead_s, CLOCK_S
    condition = desk.condition
    if condition is None:
        return
    if condition.camera not in ("", "live", "opening"):
        yield f"camera {condition.camera}", 0, 0
    if condition.battery_percent is not None and condition.battery_percent < LOW_PERCENT and not condition.plugged:
        yield "battery", condition.battery_percent, LOW_PERCENT
    if condition.disk_free_mb is not None and condition.disk_free_mb < LOW_DISK_MB:
        yield "disk", condition.disk_free_mb, LOW_DISK_MB


def _full(tally: Tally, event: Event, limits: Limits) -> Iterator[Cause]:
    for checkpoint in event.checkpoints.values():
        if checkpoint.capacity and limits.capacity_percent:
            percent = 100 * tally.figures(checkpoint.id).inside / checkpoint.capacity
            if percent >= limits.capacity_percent:
                yield Cause(AlarmKind.CAPACITY, checkpoint.id, percent, limits.capacity_percent)


def _silent(outlook: Outlook, limits: Limits) -> Iterator[Cause]:
    """While the hub does not answer, as it was when it did: that this device hears of nobody is not the silence of every desk."""
    if not limits.silent_minutes:
        return
    now = outlook.heard_at if outlook.place is Place.GONE and outlook.heard_at else outlook.now
    for desk in outlook.desks:
        scans = desk.condition is not None and desk.condition.checkpoint and not desk.is_closed
        if scans and desk.last_heard_at is not None:
            since = now - desk.last_heard_at
            if since >= timedelta(minutes=limits.silent_minutes):
                yield Cause(AlarmKind.SILENT, desk.desk, since / timedelta(minutes=1), limits.silent_minutes)


def _refusals(tally: Tally, event: Event, outlook: Outlook, limits: Limits) -> Iterator[Cause]:
    for checkpoint in event.checkpoints:
        forged = of_late(tally, event, "reason", (REFUSED,), outlook.now, FORGED_WITHIN_MIN, checkpoint)[Reason.FORGED]
        if limits.forged and forged >= limits.forged:
            yield Cause(AlarmKind.FORGED, checkpoint, forged, limits.forged)
    if not limits.refused_percent:
        return
    for gate, pace in paces(tally, event, "gate", outlook.now).items():
        if pace.scans >= REFUSED_OF_LEAST and pace.refused_percent >= limits.refused_percent:
            yield Cause(AlarmKind.REFUSALS, gate, pace.refused_percent, limits.refused_percent)
