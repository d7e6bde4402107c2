"""The queues at every checkpoint, estimated beside the counting (docs/queues.md): that may take seconds, and no figure waits for
it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread

import structlog

from checkin.domain.event import Event
from checkin.domain.expectation import expected_arrivals
from checkin.domain.journal import microseconds
from checkin.domain.passing import ENTERED, SLOT_US
from checkin.domain.pressure import DeskPressure, Expected, Now, Pressure, Settings
from checkin.domain.tally import Tally
from checkin.domain.tick import Tick

EVERY_S = 1.0
"""They are estimated so often at most."""
OPENING_S = 2.0
"""So long they leave the processor to whoever opens the window."""
A_DAY_US = 14 * 3600 * 1_000_000
"""What is older says nothing of a queue of now."""
ENOUGH_ARRIVALS = 50
"""From so many on, it is known which part of all arrivals comes to a gate."""

log = structlog.get_logger()

Found = Mapping[str, Now]
"""How it stands, by checkpoint."""


@dataclass(frozen=True, slots=True)
class _Begin:
    checkpoints: Sequence[str]
    ticks: Sequence[Tick]


@dataclass(frozen=True, slots=True)
class _Expect:
    by_checkpoint: Mapping[str, Expected | None]


@dataclass(frozen=True, slots=True)
class _Look:
    now_us: int
    settings: Settings


class Queues:
    """Estimates on a thread of its own. Everything is asked of it by one other thread."""

    def __init__(self) -> None:
        self.found: Found = {}
        self._inbox: SimpleQueue[_Begin | _Expect | _Look | Sequence[Tick] | None] = SimpleQueue()
        self._ends = Flag()
        self._expected_of: tuple[date, int] | None = None
        self._thread = Thread(target=self._run, name="queues", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, soon: nobody waits for what is being estimated."""
        self._ends.set()
        self._inbox.put(None)

    def begin(self, event: Event, tally: Tally, now: datetime) -> None:
        """Forget what there was; these lines were counted so far."""
        self.found, self._expected_of = {}, None
        self._inbox.put(_Begin(list(event.checkpoints), lately(tally, microseconds(now) - A_DAY_US)))

    def take(self, ticks: Sequence[Tick]) -> None:
        """These lines have come."""
        if ticks:
            self._inbox.put(ticks)

    def look(self, event: Event, tally: Tally, now: datetime, threshold_s: float) -> Found:
        """What was found last; and find out how it stands now. `threshold_s`: a wait that nobody should have,
        0: the usual one."""
        hour = event.day_of(now), now.astimezone(event.zone).hour
        if hour != self._expected_of:
            self._expected_of = hour
            expected = {one: expected_at(tally, event, one, hour[0]) for one in event.checkpoints}
            self._inbox.put(_Expect(expected))
        self._inbox.put(_Look(microseconds(now), _settings(threshold_s)))
        return self.found

    def _run(self) -> None:
        pressures: dict[str, Pressure] = {}
        while (wish := self._inbox.get()) is not None:
            try:
                pressures = self._granted(wish, pressures)
            except Exception:
                log.exception("mistake while estimating queues")
                self.found = {}

    def _granted(self, wish: "_Begin | _Expect | _Look | Sequence[Tick]", pressures: dict[str, Pressure]) -> dict[str, Pressure]:
        match wish:
            case _Begin():
                self._ends.wait(OPENING_S)
                pressures = {one: Pressure(one) for one in wish.checkpoints}
                _take(pressures, wish.ticks)
            case _Expect():
                for checkpoint, expected in wish.by_checkpoint.items():
                    pressures[checkpoint].expect(expected)
            case _Look():
                if self._inbox.empty():  # else something newer follows
                    for one in pressures.values():
                        one.settings = wish.settings
                    self.found = {checkpoint: one.at(wish.now_us) for checkpoint, one in pressures.items()}
                    self._ends.wait(EVERY_S)
            case _:
                _take(pressures, wish)
        return pressures


def _take(pressures: Mapping[str, Pressure], ticks: Iterable[Tick]) -> None:
    for one in ticks:
        if one.checkpoint in pressures:
            pressures[one.checkpoint].add(one)


def estimated(tally: Tally, event: Event, checkpoint: str, now: datetime, threshold_s: float) -> Now:
    """The queues at one checkpoint, at once."""
    pressure = Pressure(checkpoint, expected_at(tally, event, checkpoint, event.day_of(now)), _settings(threshold_s))
    pressure.extend(lately(tally, microseconds(now) - A_DAY_US))
    return pressure.at(microseconds(now))


def _settings(threshold_s: float) -> Settings:
    return Settings(threshold_s) if threshold_s else Settings()


def lately(tally: Tally, since_us: int) -> list[Tick]:
    """The scans since then, and of those that were taken back, that they were."""
    scans = [one for one in tally.scans() if one.at_us >= since_us]
    undone = [one._replace(kind="undo", undoes=one.scan_id) for one in scans if tally.is_undone(one.scan_id)]
    return [*scans, *undone]


def expected_at(tally: Tally, event: Event, checkpoint: str, day: date) -> Expected | None:
    """How many are to come to each gate in each slot of a day. At the event's first checkpoint: as the organiser says, in the
    parts in which they came on the last day, or today so far; elsewhere, or where nothing was said, as on the last day. None:
    nobody knows. (Which of them errs least was measured: docs/queues.md.)"""
    past = [one for one in tally.by_day(checkpoint) if one < day]
    before = past[-1] if past else day
    by_gate = tally.slots_by("gate", (ENTERED,), checkpoint, before)
    came = {gate: sum(slots.values()) for gate, slots in by_gate.items()}
    said, everybody = expected_arrivals(event, day), sum(came.values())
    if said and checkpoint == next(iter(event.checkpoints)) and everybody >= ENOUGH_ARRIVALS:
        return _Planned(said, {gate: number / everybody for gate, number in came.items()})
    return _AsBefore(by_gate, _slots_between(event, before, day)) if past else None


@dataclass(frozen=True, slots=True)
class _Planned:
    """`by_slot`, as the organiser says, in these parts."""

    by_slot: Mapping[int, float]
    parts: Mapping[str, float]

    def __call__(self, gate: str, at_us: int) -> float:
        return self.by_slot.get(at_us // SLOT_US, 0.0) * self.parts.get(gate, 0.0)


@dataclass(frozen=True, slots=True)
class _AsBefore:
    """As many as came `back` slots before."""

    by_gate: Mapping[str, Mapping[int, int]]
    back: int

    def __call__(self, gate: str, at_us: int) -> float:
        return self.by_gate.get(gate, {}).get(at_us // SLOT_US - self.back, 0)


def _slots_between(event: Event, first: date, second: date) -> int:
    begins = (datetime(one.year, one.month, one.day, tzinfo=event.zone) for one in (first, second))
    first_us, second_us = map(microseconds, begins)
    return (second_us - first_us) // SLOT_US


def longest_waits_s(found: Found) -> dict[str, float]:
    """How long people wait at each gate, whichever way they go."""
    waits: dict[str, float] = {}
    for now in found.values():
        for one in now.gates:
            waits[one.gate] = max(waits.get(one.gate, 0.0), one.now.wait_s)
    return waits


def pressure_of(now: Now | None, desk: str) -> DeskPressure | None:
    """How busy a desk is."""
    return None if now is None else next((one for one in now.desks if one.desk == desk), None)
