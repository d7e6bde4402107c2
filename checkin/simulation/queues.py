"""People queueing at gates, one by one: what the desks write of them, and the truth that nobody at the desks knows.

It knows nothing of the model in checkin/domain/queueing.py, which is held against it (docs/queues.md)."""

import heapq
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from math import inf
from random import Random

from checkin.domain.journal import microseconds
from checkin.domain.tick import Tick
from checkin.simulation.serving import PARTY, Party, Service, Staff
from checkin.simulation.visitors import EARLIEST_S, LAST_S, MINUTE_S, WORK_S, Door, Post, Venue, arrivals, mood, posts, todays

CHECKPOINT = "entrance"
HABIT = 0.12
"""How many people do not look for the shortest queue."""

LEAVES_SCANNED, STAYS_S = 0.5, (1_200.0, 16_000.0)
COMES_BACK, AWAY_S = 0.5, (1_800.0, 7_200.0)
FREE, OPEN, CLOSE, ARRIVE = range(4)


class _Queue(deque[Party]):
    """Parties in order. `people`: how many there are without those who only look at the time."""

    people = 0

    def join(self, party: Party) -> None:
        self.append(party)
        self.people += not party.is_probe

    def first(self) -> Party:
        party = self.popleft()
        self.people -= not party.is_probe
        return party

    def last(self) -> Party:
        party = self.pop()
        self.people -= not party.is_probe
        return party


@dataclass(slots=True)
class _Desk:
    post: Post
    queue: _Queue
    is_open: bool = False
    is_free: bool = True


@dataclass(slots=True)
class Line:
    """What happened at a gate, one way: each party with the desk and the times when it came, was served and left; and how long
    somebody would have waited who came at each full minute, keyed by the second of the day."""

    gate: str
    way: str
    served: list[tuple[Party, str, float, float]] = field(default_factory=list)
    waits_s: dict[float, float] = field(default_factory=dict)
    services: list[tuple[str, float, Service]] = field(default_factory=list)


class _Play:
    """One line, event by event."""

    def __init__(self, line: Line, staff: Staff, door: Door, desks: Sequence[Post]) -> None:
        self._line, self._staff, self._rng, self._is_common = line, staff, staff.rng, door.is_common
        shared = _Queue()
        self._desks = [_Desk(post, shared if door.is_common else _Queue()) for post in desks]
        self._events: list[tuple[float, int, int, Party | _Desk]] = []
        self._count = 0
        for desk in self._desks:
            for begin_s, end_s in desk.post.shifts:
                self._at(begin_s, OPEN, desk)
                self._at(end_s, CLOSE, desk)
        self._last_s = max((end_s for post in desks for _, end_s in post.shifts), default=0.0)

    def run(self, parties: Iterable[Party]) -> None:
        """Everything up to the last one served."""
        for party in parties:
            self._at(party.at_s, ARRIVE, party)
        while self._events:
            at_s, _, kind, who = heapq.heappop(self._events)
            if isinstance(who, Party):
                self._come(at_s, who)
            elif kind == FREE:
                who.is_free = True
                self._next(at_s, who)
            elif kind == OPEN:
                self._open(at_s, who)
            elif at_s < self._last_s:
                self._close(at_s, who)

    def _at(self, at_s: float, kind: int, who: Party | _Desk) -> None:
        self._count += 1
        heapq.heappush(self._events, (at_s, self._count, kind, who))

    def _come(self, at_s: float, party: Party) -> None:
        """Who finds the queue too long goes away, and perhaps comes again, once."""
        there = sum(desk.is_open for desk in self._desks) or 1
        waiting = sum(desk.queue.people for desk in self._desks[: 1 if self._is_common else None])
        if waiting * WORK_S / there <= party.patience_s:
            self._join(at_s, party)
        elif self._rng.random() < COMES_BACK and (again_s := at_s + self._rng.uniform(*AWAY_S)) < LAST_S:
            self._at(again_s, ARRIVE, replace(party, at_s=again_s, patience_s=inf))

    def _join(self, at_s: float, party: Party) -> None:
        desk = self._chosen(party)
        desk.queue.join(party)
        if self._is_common:
            desk = next((one for one in self._desks if one.is_open and one.is_free), desk)
        self._next(at_s, desk)

    def _chosen(self, party: Party) -> _Desk:
        there = [desk for desk in self._desks if desk.is_open] or self._desks
        if self._is_common or len(there) == 1:
            return there[0]
        if not party.is_probe and self._rng.random() < HABIT:
            return self._rng.choice(there)
        return min(there, key=lambda one: one.queue.people + (not one.is_free))

    def _next(self, at_s: float, desk: _Desk) -> None:
        """The first in the queue steps up, where the desk is free."""
        while desk.is_open and desk.is_free and (queue := desk.queue or self._longest(desk)):
            party = queue.first()
            if party.is_probe:
                self._line.waits_s[party.at_s] = at_s - party.at_s
                continue
            service = self._staff.serve(party, desk.post, at_s)
            desk.is_free = False
            self._line.served.append((party, desk.post.desk, at_s, at_s + service.takes_s))
            self._line.services.append((desk.post.desk, at_s, service))
            self._at(at_s + service.takes_s, FREE, desk)

    def _longest(self, desk: _Desk) -> _Queue:
        """Who stands first in the longest other queue is waved over to a desk with nobody before it."""
        return max((one.queue for one in self._desks if one is not desk), key=len, default=desk.queue)

    def _open(self, at_s: float, desk: _Desk) -> None:
        """Those who stand last elsewhere come over, until the queues are about as long as each other."""
        desk.is_open = True
        others = [one for one in self._desks if one.is_open and one.queue is not desk.queue]
        moving: list[Party] = []
        while others:
            longest = max(others, key=lambda one: len(one.queue)).queue
            if len(longest) <= len(moving) + 1:
                break
            moving.append(longest.last())
        for party in sorted(moving, key=lambda party: party.at_s):
            desk.queue.join(party)
        self._next(at_s, desk)

    def _close(self, at_s: float, desk: _Desk) -> None:
        """Who stood there goes to the other desks, where there are any; else they stay and hope."""
        desk.is_open = False
        if self._is_common or not any(one.is_open for one in self._desks):
            return
        moving, desk.queue = desk.queue, _Queue()
        for party in moving:
            self._join(at_s, party)


@dataclass(slots=True)
class QueueDay:
    """A day at all gates. `midnight_us`: the time from which seconds of the day count, UTC. `ticks`: what the desks wrote, in
    order of time."""

    midnight_us: int
    lines: dict[tuple[str, str], Line]
    ticks: list[Tick]
    posts: dict[tuple[str, str], list[Post]]

    def wait_s(self, gate: str, way: str, at_us: int) -> float:
        """How long somebody who came at this time (the full minute before it) waited in truth."""
        waits_s = self.lines[gate, way].waits_s
        return waits_s.get((at_us - self.midnight_us) / 1e6 // MINUTE_S * MINUTE_S, 0.0)

    def last_wait_s(self, gate: str, way: str, at_us: int) -> float:
        """How long the one waited who stepped up last before this time: what a steward with a stopwatch knows."""
        served = self.lines[gate, way].served
        place = bisect_right(served, (at_us - self.midnight_us) / 1e6, key=lambda one: one[2])
        return served[place - 1][2] - served[place - 1][0].at_s if place else 0.0


def play_day(place: Venue, number: int = 1, day: date = date(2018, 4, 18)) -> QueueDay:
    """Day `number` of a venue, the same each time. Exits are of those who came in."""
    rng = Random(f"day {place.seed} {number}")
    played = QueueDay(microseconds(datetime(day.year, day.month, day.day, tzinfo=UTC)), {}, [], {})
    today = mood(rng)
    for door in place.doors:
        curve = todays(rng, door.curve, today)
        coming = sorted(arrivals(rng, curve, PARTY))
        inside = _play(rng, played, door, "entry", coming)
        if door.exits:
            leaving = sorted(at_s + rng.uniform(*STAYS_S) for at_s in inside if rng.random() < LEAVES_SCANNED)
            _play(rng, played, door, "exit", [at_s for at_s in leaving if at_s < LAST_S])
    played.ticks.sort(key=lambda tick: tick.at_us)
    return played


def _play(rng: Random, played: QueueDay, door: Door, way: str, coming: Sequence[float]) -> list[float]:
    """Play one line; when whoever was served left it."""
    line, desks = Line(door.gate, way), posts(rng, door, way)
    staff = Staff(rng, way)
    parties = [staff.party(at_s) for at_s in coming]
    probes = [Party(minute * MINUTE_S, 1, is_probe=True) for minute in range(int(EARLIEST_S // 60), int(LAST_S // 60) + 1)]
    _Play(line, staff, door, desks).run(sorted([*parties, *probes], key=lambda party: party.at_s))
    played.lines[door.gate, way] = line
    played.posts[door.gate, way] = desks
    for number, (desk, at_s, service) in enumerate(line.services):
        for part, shown in enumerate(service.shown):
            at_us = played.midnight_us + round((at_s + shown.after_s) * 1e6)
            name = f"{door.gate}-{way}-{number}"
            played.ticks.append(
                Tick(
                    f"{name}-{part}", shown.kind, at_us, CHECKPOINT, way, shown.outcome, shown.reason,
                    f"R-{name}-{shown.who}" if shown.is_known else "", "public" if shown.is_known else "", door.gate, desk,
                    f"{name}-{shown.undoes}" if shown.undoes is not None else "", "",
                )
            )  # fmt: skip
    return [left_s for _, _, _, left_s in line.served]
