"""The places of a simulated event: a hub's home with registrations, desks that were let in, their disks copied and put back."""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from socket import socket
from typing import Any

from sqlcipher3 import dbapi2

from checkin.domain.event import Event
from checkin.domain.verdict import Direction
from checkin.simulator.children import DeskChild, HubChild, command
from checkin.simulator.clock import SharedClock
from checkin.simulator.place import Place
from checkin.sync.messages import Delivered
from checkin.trouble import Trouble
from data.demo.event import event_text
from data.demo.people import people
from data.hub.store import open_hub
from data.importers.event_file import parse_event
from data.store import Store, open_store

GATES = "AB"
SKEWS_S = (0.0, 0.0, 0.0, 1.5, -40.0, 3 * 3600.0, -2 * 3600.0)


@dataclass(slots=True)
class Plan:
    """What is simulated. `database`: the hub's PostgreSQL, "" for SQLite. `faults`: their names. `speed`: how many times faster
    than life; 0: as fast as the machine can. `strikes`: so often a day something goes wrong."""

    visitors: int
    desks: int
    days: int
    seed: int
    faults: frozenset[str]
    database: str = ""
    speed: float = 0.0
    strikes: int = 14


@dataclass(slots=True)
class Site:
    """Everything that runs, in `folder`."""

    folder: Path
    plan: Plan
    heard: Callable[[str, dict[str, Any]], None]
    event: Event = field(init=False)
    badges: list[str] = field(init=False)
    clock: SharedClock = field(init=False)
    hub: HubChild = field(init=False)
    desks: list[DeskChild] = field(default_factory=list)

    def open(self) -> None:
        """Make the event, start the hub, let the desks in, and start them."""
        text = event_text(date(2018, 4, 18))
        self.event = parse_event(text)
        self._refuse_a_used_database()
        self.clock = SharedClock(self.folder / "clock")
        with closing(open_store(self._home("hub") / "desk.db")) as store:
            store.store_event(text, self.event)
            registered = list(people(self.plan.seed, self.plan.visitors, self.event.days))
            with store.writing():
                for one in registered:
                    store.registrations.put(one)
        self.badges = [one.badge for one in registered]
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.hub = HubChild(self._home("hub"), port, self.folder / "clock", self.plan.database)
        self.hub.start()
        rng = Random(f"site {self.plan.seed}")
        for number in range(self.plan.desks):
            skew = rng.choice(SKEWS_S) if "clocks" in self.plan.faults else 0.0
            self.add_desk(f"{number + 1}", skew, Direction.EXIT if number % 4 == 3 else Direction.ENTRY)

    def add_desk(self, name: str, skew_s: float, direction: Direction) -> DeskChild:
        """One more desk, enrolled at the hub, and started."""
        home = self._home(f"desk{name}")
        copy_database(self._home("hub") / "desk.db", home / "desk.db")
        with closing(open_store(home / "desk.db")) as store, store.writing():
            store.journal.begin_afresh(str(uuid.uuid4()))  # a copied desk would be a clone
        invited = json.loads(self.hub.do("invite", "--json", "--host", "127.0.0.1", "--port", str(self.hub.port)))
        command(home, "enrol", invited["invitation"], "--name", name)
        return self._begun(home, name, skew_s, direction)

    def clone(self, desk: DeskChild) -> DeskChild:
        """A second machine with a copy of a desk's disk."""
        name = f"{desk.name}+{len(self.desks)}"
        home = self._home(f"desk{name}")
        copy_database(desk.home / "desk.db", home / "desk.db")
        shutil.copyfile(desk.home / "device.key", home / "device.key")
        return self._begun(home, name, desk.place.ahead_s, desk.place.direction)

    def close(self) -> None:
        """End every process."""
        for one in self.desks:
            one.kill()
        self.hub.kill()
        self.clock.close()

    def rows(self) -> list[Delivered]:
        """The hub's log."""
        with closing(open_hub(self.plan.database or self.hub.home / "hub.db", self.event.id, "unused")) as log:
            end = log.page(self.event.id, 0, 1).state.position
            return [one.delivered for one in log.page(self.event.id, 0, max(1, end)).rows]

    @contextmanager
    def stores(self) -> Iterator[list[tuple[str, Store]]]:
        """The databases of all desks, to be read."""
        opened = [(one.name, open_store(one.home / "desk.db", read_only=True)) for one in self.desks]
        try:
            yield opened
        finally:
            for _, store in opened:
                store.close()

    def left(self) -> set[str]:
        """Every scan id that is on any disk."""
        found = {one.row.line.scan_id for one in self.rows()}
        with self.stores() as stores:
            for _, store in stores:
                found |= known_to(store)
        return found

    def _refuse_a_used_database(self) -> None:
        if not self.plan.database:
            return
        with closing(open_hub(self.plan.database, self.event.id, str(uuid.uuid4()))) as log:
            state, roster = log.page(self.event.id, 0, 1).state, log.roster(self.event.id)
        if state.position or state.notices or roster.devices:
            raise Trouble("The database is not empty: a simulation needs one of its own. Make a new one, and name that.")

    def _begun(self, home: Path, name: str, skew_s: float, direction: Direction) -> DeskChild:
        gate = GATES[len(self.desks) % len(GATES)]
        place = Place(str(home), name, gate, str(self.folder / "clock"), skew_s, direction, self.plan.speed)
        desk = DeskChild(place, self.heard)
        desk.start()
        self.desks.append(desk)
        return desk

    def _home(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(exist_ok=True)
        return path


def known_to(store: Store) -> set[str]:
    """The scan ids that a desk has, its own and copies."""
    own = {item.line.scan_id for item in store.journal.lines()}
    return own | {copy.row.line.scan_id for _, copy in store.hub.copies()}


def copy_database(source: Path, target: Path) -> None:
    """A desk's database as a backup keeps it: of one moment, without intents, which belong to one machine's run."""
    target.unlink(missing_ok=True)
    for leftover in ("-wal", "-shm"):
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    with closing(dbapi2.connect(str(source), timeout=10)) as database:
        database.execute("VACUUM INTO ?", [str(target)]).close()
    with closing(dbapi2.connect(str(target), timeout=10, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = WAL").fetchall()
        copy.execute("DELETE FROM intents").close()


def a_while(rng: Random, least_s: float, most_s: float) -> timedelta:
    """Some time."""
    return timedelta(seconds=rng.uniform(least_s, most_s))
