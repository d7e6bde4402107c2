"""A hub's home with three days of an event in it: what a supervisor's dashboard has to open."""

import random
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from checkin.domain.event import Event
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, NumberedLine, Origin, microseconds, number
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import Cursor, Hello, Push, Role
from checkin.sync.reports import Condition, Report
from data.demo.event import event_text
from data.hub.store import open_hub
from data.importers.event_file import parse_event
from data.store import open_store

FIRST = date(2018, 4, 18)
GATES = {"A": ("1", "2", "3", "4", "5"), "B": ("6", "7", "8", "9"), "C": ("10", "11", "12")}
CATEGORIES = {"public": 55, "professional": 34, "exhibitor": 5, "delegation": 3, "press": 1, "vip": 1, "speaker": 1}
REASONS = (Reason.ALREADY_REDEEMED, Reason.INVALID, Reason.UNPAID, Reason.PRODUCT, Reason.FORGED)


class ThreeDays:
    """`until`: nothing happens after it. Everything follows from the seed."""

    def __init__(self, people: int, seed: int = 7, until: datetime | None = None, text: str = "") -> None:
        self.text = text or event_text(FIRST)
        self.event: Event = parse_event(self.text)
        self.rng = random.Random(seed)
        self.until = until or datetime.combine(FIRST + timedelta(days=3), time(), self.event.zone)
        self.people = [(f"R-{n:05}", self._category()) for n in range(people)]
        self._ids = count()
        self.lines: dict[str, list[JournalLine]] = {desk: [] for desks in GATES.values() for desk in desks}

    def play(self) -> "ThreeDays":
        """Let everybody come and go."""
        for day in range(3):
            begin = datetime.combine(FIRST + timedelta(days=day), time(8), self.event.zone)
            for person in self.rng.sample(self.people, round(len(self.people) * (0.62, 0.66, 0.5)[day])):
                self._visit(person, begin)
        for lines in self.lines.values():
            lines.sort(key=lambda line: line.at)
        return self

    def _category(self) -> str:
        return self.rng.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]

    def _visit(self, person: tuple[str, str], begin: datetime) -> None:
        rng = self.rng
        hours = rng.gauss(1.4, 0.5) if rng.random() < 0.7 else rng.gauss(5.8, 0.9)
        at = begin + timedelta(hours=min(10, max(0.02, hours)))
        desk = self._desk()
        if rng.random() < 0.035:
            self._line(at, person, desk, Direction.ENTRY, rng.choices(REASONS, (50, 25, 15, 8, 2))[0])
            at += timedelta(seconds=20)
        self._line(at, person, desk, Direction.ENTRY)
        if rng.random() < 0.002:
            self._line(at + timedelta(seconds=rng.randint(5, 900)), person, self._desk(), Direction.ENTRY)
        at += timedelta(hours=rng.uniform(0.5, 4))
        if rng.random() < 0.75:
            self._line(at, person, self._desk(), Direction.EXIT)
            if rng.random() < 0.25:
                self._line(at + timedelta(minutes=rng.randint(5, 60)), person, self._desk(), Direction.ENTRY)

    def _desk(self) -> tuple[str, str]:
        gate = self.rng.choices("ABC", (50, 32, 18))[0]
        return gate, self.rng.choice(GATES[gate])

    def _line(
        self, at: datetime, person: tuple[str, str], where: tuple[str, str], way: Direction, refused: Reason | None = None
    ) -> None:
        if at >= self.until:
            return
        known = ("", "") if refused is Reason.INVALID else person
        self.lines[where[1]].append(JournalLine(
            str(UUID(int=next(self._ids) + (1 << 120))), Kind.SCAN, at, self.event.id, "entrance", way,
            Outcome.REFUSED if refused else Outcome.ADMITTED, refused, *known, "TOKEN", Origin.CAMERA, *where,
        ))  # fmt: skip

    def store(self, home: Path, silent: dict[str, timedelta] | None = None) -> None:
        """Write the event and the hub's log into a home. Each desk in `silent` was not heard of for so long."""
        store = open_store(home / "desk.db")
        store.store_event(self.text, self.event)
        store.close()
        log = open_hub(home / "hub.db", self.event.id, "epoch")
        now = [self.until]
        hub = Hub(
            log,
            self.event,
            lambda: now[0],
            lambda: "epoch",
        )
        with log.writing(self.event.id) as transaction:
            devices = {f"d{desk}": Device(f"d{desk}", bytes(32), f"Laptop {desk}", gate, Role.DESK, int(desk))
                       for gate, desks in GATES.items() for desk in desks}  # fmt: skip
            transaction.write(Changes(devices=devices))
        for gate, desks in GATES.items():
            for desk in desks:
                since = (silent or {}).get(desk, timedelta())
                now[0] = self.until - since
                self._bring(hub, gate, desk, now[0])
        log.close()

    def _bring(self, hub: Hub, gate: str, desk: str, heard: datetime) -> None:
        device, journal = f"d{desk}", f"journal {desk}"
        lines = [line for line in self.lines[desk] if line.at < heard]
        hub.answer([Asked(device, Hello(self.event.id, journal, "", 0, GENESIS, Cursor(), "", microseconds(heard)))])
        head, rows = Head(journal, 0, GENESIS), list[NumberedLine]()
        for line in lines:
            rows.append(number(head, line))
            head = Head(journal, rows[-1].seq, rows[-1].hash)
        for at in range(0, len(rows), 500):
            some = rows[at : at + 500]
            push = Push(self.event.id, journal, some[0].seq, some[0].prev, some[-1].hash, 0, tuple(row.line for row in some))
            hub.answer([Asked(device, push)])
        way = "exit" if desk == "12" else "entry"
        condition = Condition("0.1.0", desk, gate, "entrance", way, "live", 40 + 5 * int(desk), int(desk) % 3 > 0, 52_000)
        hub.answer([Asked(device, Report(self.event.id, journal, head.seq, head.hash, microseconds(heard), 0, condition))])
