"""What a supervisor sees at one moment: everything that a dashboard shows, as one value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from checkin.domain.conflicts import Conflict
from checkin.domain.event import Checkpoint, Event
from checkin.domain.expectation import Roll
from checkin.domain.pressure import Now
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import Only
from checkin.domain.tick import Tick
from checkin.overview.alarming import NO_ALARMS, AlarmList
from checkin.overview.counting import Counting
from checkin.overview.courses import Busy, Curve, DayCourse, Occupied, busy, curve_of, occupied, over_the_days
from checkin.overview.paces import Pace, paces
from checkin.overview.queues import Found
from checkin.overview.reading import Outlook, Place
from checkin.overview.replaying import Replay, replay
from checkin.overview.totals import CheckpointTotals, totals_of

MOST_CONFLICTS = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a supervisor looks at: a checkpoint ("": the event's first), a part of it in the charts, and a moment to look back at;
    None: all of it, and now."""

    checkpoint: str = ""
    part: Only = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A conflict, who it is about as far as that is known, and every time that person passed there."""

    conflict: Conflict
    person: Registration | None
    passages: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything, of one moment. `day`: the calendar day that charts show, and whose numbers "today" are. `conflicts`: those that
    wait for somebody, the oldest first, then settled ones, the latest first, MOST_CONFLICTS of each at most; `unsettled`: how
    many wait in all. `paces`: of each desk that has scanned of late; `queues`: None while that is not known, and of a moment
    that is looked back at."""

    event: Event
    checkpoint: Checkpoint
    chosen: Chosen
    outlook: Outlook
    day: date
    totals: CheckpointTotals
    arrivals: Curve
    occupied: Occupied
    busy: Busy
    conflicts: tuple[ConflictShown, ...]
    unsettled: int
    supervisors: tuple[Supervisor, ...]
    days: tuple[DayCourse, ...]
    alarms: AlarmList
    paces: Mapping[str, Pace]
    queues: Now | None
    replay: Replay | None

    def discreet(self) -> "Picture":
        """The same, to be kept: who somebody is, and who may settle, stand in the home's database alone; no alarm is fresh."""
        conflicts = tuple(replace(one, person=None) for one in self.conflicts)
        return replace(self, conflicts=conflicts, supervisors=(), alarms=replace(self.alarms, fresh=()))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A picture that was kept when this was last looked at, shown until what has come since is counted."""

    picture: Picture

    def seen_at(self, now: datetime) -> Picture:
        """How it is to be seen by then: what was of that day is not called today's. Of files it is always as of their end."""
        outlook = self.picture.outlook
        if outlook.place is Place.FILE or now <= outlook.now:
            return self.picture
        return replace(self.picture, outlook=replace(outlook, now=now))


@dataclass(frozen=True, slots=True)
class Painter:
    """Makes pictures of what was counted. `person`: who somebody is, as far as that is known; `supervisors`: who may settle."""

    counting: Counting
    outlook: Outlook
    roll: Roll | None
    person: Callable[[str], Registration | None]
    supervisors: tuple[Supervisor, ...] = ()
    alarms: AlarmList = NO_ALARMS
    queues: Found = field(default_factory=dict)

    def picture(self, chosen: Chosen, day: date | None = None) -> Picture:
        """The picture of what is chosen. `day`: the one to show, whatever day it is now."""
        event, tally = self.counting.event, self.counting.tally
        checkpoint = event.checkpoints.get(chosen.checkpoint) or next(iter(event.checkpoints.values()))
        if day is None:
            scanned = partial(tally.by_day, checkpoint.id)
            day = event.day_of(chosen.at) if chosen.at else day_shown(event, scanned, self.outlook.now)
        only, silent = chosen.part, self.outlook.trust.silent
        totals = totals_of(self.counting, checkpoint, self.roll, day)
        arrivals = curve_of(tally, event, checkpoint, day, only=only) if only else totals.arrivals
        return Picture(
            event, checkpoint, chosen, self.outlook, day, totals, arrivals,
            occupied(tally, event, checkpoint.id, day, arrivals, self.outlook.trust, only),
            busy(tally, checkpoint.id, day, arrivals, silent),
            *self._conflicts(), self.supervisors, over_the_days(tally, event, checkpoint, self.outlook.now), self.alarms,
            paces(tally, event, "desk", self.outlook.now), None if chosen.at else self.queues.get(checkpoint.id),
            replay(tally, event, checkpoint.id, chosen.at) if chosen.at else None,
        )  # fmt: skip

    def everywhere(self) -> list[Picture]:
        """The pictures of all checkpoints."""
        return [self.picture(Chosen(one)) for one in self.counting.event.checkpoints]

    def _conflicts(self) -> tuple[tuple[ConflictShown, ...], int]:
        found = self.counting.conflicts.found()
        there = [one for one in found if one.settled is None]
        settled = [one for one in found if one.settled is not None]
        shown = [*there[:MOST_CONFLICTS], *reversed(settled[-MOST_CONFLICTS:])]
        return tuple(map(self._shown, shown)), len(there)

    def _shown(self, one: Conflict) -> ConflictShown:
        surplus = one.surplus
        passages: Sequence[Tick] = self.counting.tally.passages((surplus.checkpoint, surplus.registration))
        return ConflictShown(one, self.person(surplus.registration), tuple(passages))


def day_shown(event: Event, scanned: Callable[[], Iterable[date]], now: datetime) -> date:
    """Today; after the event, and between its days, the last one on which anything was `scanned`."""
    today = event.day_of(now)
    past = [] if today in event.days else [one for one in scanned() if one <= today]
    return max(past, default=today)
