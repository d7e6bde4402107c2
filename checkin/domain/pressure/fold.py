"""Queue pressure: a fold over ticks that knows of each desk its pace, of each gate the wait now and to come (docs/queues.md)."""

from collections import defaultdict
from collections.abc import Iterable
from math import exp

from checkin.domain.pressure.expectation import Expectation, Expected
from checkin.domain.pressure.line import HOUR_US, Line, State
from checkin.domain.pressure.outlook import Outlook, Staff, advice
from checkin.domain.pressure.scans import MINUTE_US, SECOND_US, DeskScans
from checkin.domain.pressure.values import DeskPressure, GatePressure, Now, Settings
from checkin.domain.tick import Tick

KEPT_HOURS = 26
"""Scans are kept of so many different hours: a day's, and one whose clock is wrong pushes out no more than an hour."""

PACE_US, REFUSED_US = 10 * MINUTE_US, 30 * MINUTE_US
AWAY_US = 40 * MINUTE_US
"""A desk that was left so long ago is two times of three not coming back."""

Key = tuple[str, str]


class Pressure:
    """The pressure at one checkpoint, whatever the order in which ticks come, and however often.

    `expected`: how many persons are to come at a gate in the five minutes from a moment (microseconds since 1970) on: the
    organiser's plan, or what came yesterday; it must say the same whenever asked, and other figures go in by `expect`. Exits
    are never expected: there, what came lately goes on.
    """

    def __init__(self, checkpoint: str, expected: Expected | None = None, settings: Settings | None = None) -> None:
        self._checkpoint, self._expected = checkpoint, expected
        self.settings = settings or Settings()
        self._desks: dict[Key, DeskScans] = {}
        self._ways: dict[Key, str] = {}
        self._members: dict[Key, dict[str, DeskScans]] = defaultdict(dict)
        self._lines: dict[Key, Line] = {}
        self._hours: set[int] = set()
        self._undone: dict[str, int] = {}

    def add(self, tick: Tick) -> None:
        """Take one tick into account. One that was added before changes nothing, and neither does one of another checkpoint."""
        if tick.checkpoint != self._checkpoint or not self._is_recent(tick.at_us):
            return
        if tick.kind == "undo":
            self._undone[tick.undoes] = max(tick.at_us, self._undone.get(tick.undoes, tick.at_us))
        elif tick.kind == "scan":
            key = tick.gate, tick.desk
            desk = self._desks.setdefault(key, DeskScans())
            if desk.add(tick):
                self._line((tick.gate, self._assign(key, desk))).changed(tick.at_us)

    def extend(self, ticks: Iterable[Tick]) -> None:
        """Take several."""
        for tick in ticks:
            self.add(tick)

    def expect(self, expected: Expected | None) -> None:
        """From now on these figures are expected; where they are others than before, everything is estimated anew."""
        if expected != self._expected:
            self._expected = expected
            self._lines.clear()

    def at(self, now_us: int) -> Now:
        """How it stands. The waits are those after the last full minute; scans from after `now_us` count for nothing."""
        desks, gates = [], []
        for key in sorted(key for key, members in self._members.items() if members):
            line = self._line(key)
            state = line.state(now_us)
            if state is not None:
                told = self._told(key, line, state, now_us)
                desks += told
                gates.append(self._gate(key, line, state, told, now_us))
        return Now(now_us, tuple(desks), tuple(gates))

    def _is_recent(self, at_us: int) -> bool:
        hour = at_us // HOUR_US
        if hour in self._hours:
            return True
        if len(self._hours) == KEPT_HOURS:
            if hour < min(self._hours):
                return False
            self._hours.remove(min(self._hours))
            self._forget(min(*self._hours, hour) * HOUR_US)
        self._hours.add(hour)
        return True

    def _forget(self, before_us: int) -> None:
        self._undone = {scan_id: at_us for scan_id, at_us in self._undone.items() if at_us >= before_us}
        for (gate, name), desk in list(self._desks.items()):
            desk.forget(before_us)
            if desk:
                self._assign((gate, name), desk)
            else:
                del self._desks[gate, name]
                del self._members[gate, self._ways.pop((gate, name))][name]
        for line in self._lines.values():
            line.reset()
            line.expectation.forget(before_us)

    def _assign(self, key: Key, desk: DeskScans) -> str:
        """The way that a desk serves: the one in which it scans more."""
        gate, name = key
        way, before = "entry" if desk.entries * 2 >= len(desk) else "exit", self._ways.get(key)
        if way != before:
            self._ways[key] = way
            if before is not None:
                del self._members[gate, before][name]
                self._line((gate, before)).reset()
            self._members[gate, way][name] = desk
            self._line((gate, way)).reset()
        return way

    def _line(self, key: Key) -> Line:
        if key not in self._lines:
            gate, way = key
            self._lines[key] = Line(self._members[key], Expectation(gate, self._expected if way == "entry" else None))
        return self._lines[key]

    def _told(self, key: Key, line: Line, state: State, now_us: int) -> list[DeskPressure]:
        gate, way = key
        members, silence_us = self._members[key], line.silence_us(now_us)
        paces_s = state.paces.means_s(members)
        told = []
        for name in sorted(members):
            desk, last_us = members[name], members[name].last_us(now_us)
            if last_us is None:
                continue
            service_s, lately_us = paces_s[name] * state.takes, now_us - PACE_US
            served = desk.minute(lately_us, now_us, now_us).services * service_s
            there_s = desk.at_work_s(lately_us, now_us, now_us, silence_us, round(service_s * SECOND_US))
            told.append(
                DeskPressure(
                    gate, name, way, desk.count(lately_us, now_us) / (PACE_US / MINUTE_US), self._refused(desk, now_us),
                    service_s, min(served / there_s, 1.0) if there_s else 0.0, now_us - last_us < silence_us, last_us,
                )
            )  # fmt: skip
        return told

    def _refused(self, desk: DeskScans, now_us: int) -> float:
        scans = [scan for scan in desk.between(now_us - REFUSED_US, now_us) if scan.scan_id not in self._undone]
        return sum(not scan.is_admitted for scan in scans) / len(scans) if scans else 0.0

    def _gate(self, key: Key, line: Line, state: State, told: list[DeskPressure], now_us: int) -> GatePressure:
        gate, way = key
        at_work = [one for one in told if one.is_at_work]
        away = sum(exp((one.last_us - now_us) / AWAY_US) for one in told if not one.is_at_work)
        pace = sum(1 / one.service_s for one in at_work or told)
        staff = Staff(len(at_work), away, len(at_work or told) / pace)
        outlook = Outlook(state, line.expectation, staff, state.minute * MINUTE_US)
        return GatePressure(
            gate, way, tuple(one.desk for one in at_work), outlook.arrivals_per_min, outlook.waiting, outlook.busy, outlook.now(),
            tuple(outlook.ahead()), advice(gate, way, outlook, staff, self.settings),
        )  # fmt: skip
