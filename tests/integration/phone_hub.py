"""A hub with a page for phones: supervisors and people in its home, desks that bring scans, and a supervisor's phone."""

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
from test_hub_server import NOW, Desk, Running

from checkin.domain.event import Category, Checkpoint, EntryPolicy, Event, Gate, Names
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.hub.phone.door import Door
from checkin.ports import Supervisors
from checkin.sync.messages import Cursor, HaveSeq, Hello, Push, Welcome
from checkin.sync.reports import Condition, Report, Reported
from data.hub.store import SqlHubLog
from data.hub.visits import StoredVisits
from data.store import open_store

PIN, NAME = "4826", "Salma Bérrada"
PEOPLE = {
    "REG-7731": Registration("REG-7731", "Zineb Qortobi", "press", "ZQ7731BADGETEXT1", "Atlas Nouvelles", "zineb@example.org"),
    "REG-7732": Registration("REG-7732", "محمد الفاسي", "public", "ZQ7732BADGETEXT2", "Médina SARL", "fassi@example.org"),
    "REG-7733": Registration("REG-7733", "Ngọc Trâm", "public", "ZQ7733BADGETEXT3"),
}  # fmt: skip
PERSONAL = (
    NAME, "Salma", "REG-77", "Zineb", "Qortobi", "الفاسي", "Trâm", "BADGETEXT", "Atlas Nouvelles", "Médina SARL", "example.org",
    "scan-of", "the token as it was read", PIN,
)  # fmt: skip
EVENT = Event(
    "e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),),
    Names({"fr": "Expo <Casa> & Cie", "ar": "معرض الدار البيضاء", "en": "Expo <Casa> & Co"}),
    categories={
        "press": Category("press", Names({"en": "Press", "fr": "Presse", "ar": "صحافة"}), "expo"),
        "public": Category("public", Names({"en": "Public"}), "connect", expected=40),
    },
    gates={"A": Gate("A", Names({"en": "Gate <b>A</b>"}))},
    checkpoints={
        "door": Checkpoint("door", Names({"en": "Entrance", "ar": "المدخل"}), capacity=200, entry=EntryPolicy.ONCE),
        "hall": Checkpoint("hall", Names({"en": "Hall 'B'"})),
    },
)  # fmt: skip


class Hands:
    """A clock, moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def home_in(folder: Path) -> Path:
    """A home with people and a supervisor."""
    store = open_store(folder / "desk.db")
    with store.writing():
        for one in PEOPLE.values():
            store.registrations.put(one, ())
    store.supervisors.add(NAME, PIN, datetime.now(UTC))
    store.close()
    return folder


class PhoneHub(Running):
    """A hub with a home."""

    def __init__(self, folder: Path, clock: Hands, port: int = 0, place: str = "", *, plain: bool = False) -> None:
        self.home = folder / "desk.db"
        if not self.home.exists():
            home_in(folder)
        store = open_store(self.home)
        roll = store.registrations.roll()
        store.close()
        self.clock, self._phones = clock, list[Phone]()

        @contextmanager
        def supervisors() -> Iterator[Supervisors]:
            with closing(open_store(self.home)) as there:
                yield there.supervisors

        def door(log: SqlHubLog) -> Door:
            return Door(supervisors, StoredVisits(log.engine, EVENT.id), clock)

        super().__init__(folder, EVENT, clock=clock, port=port, place=place, plain=plain, door=door, roll=roll)

    def phone(self, **headers: str) -> "Phone":
        self._phones.append(Phone(self, headers))
        return self._phones[-1]

    def close(self) -> None:
        for one in self._phones:
            one.client.close()
        super().close()

    def remove_supervisors(self) -> None:
        with closing(open_store(self.home)) as store:
            for one in store.supervisors.all():
                store.supervisors.remove(one.id)

    def wrong_in_a_row(self) -> int:
        with closing(open_store(self.home)) as store:
            return int(store.database.execute("SELECT in_a_row FROM wrong_pins").fetchone()[0])


class ScanningDesk(Desk):
    """A device that scans people and reports, one line after the other."""

    def __init__(self, hub: PhoneHub, letter: str = "A", name: str = "7 <i>") -> None:
        super().__init__(hub, hub.token(letter * 26))
        self.hub, self.name, self._head = hub, name, Head(f"j-{self.device}", 0, GENESIS)
        self.hello()

    def hello(self) -> Welcome:
        at_us = int(self.hub.clock.at.timestamp() * 1e6)
        answer = self.post(Hello("e", self._head.journal, "", self._head.seq, self._head.hash, Cursor(), "", at_us))
        assert isinstance(answer, Welcome)
        return answer

    def scan(self, person: str, *, way: Direction = Direction.ENTRY, refused: Reason | None = None) -> None:
        at, known = self.hub.clock.at, PEOPLE.get(person)
        line = JournalLine(
            f"scan-of-{self.device}-{self._head.seq}", Kind.SCAN, at, "e", "door", way,
            Outcome.REFUSED if refused else Outcome.ADMITTED, refused, person, known.category if known else "",
            "the token as it was read", Origin.CAMERA, "A", self.name,
        )  # fmt: skip
        before, row = self._head, number(self._head, line)
        self._head = Head(before.journal, row.seq, row.hash)
        assert self.post(Push("e", before.journal, row.seq, before.hash, row.hash, 0, (line,))) == HaveSeq(
            before.journal, row.seq
        )

    def report(self) -> None:
        us = int(self.hub.clock.at.timestamp() * 1e6)
        condition = Condition("1.0", self.name, "A", "door", "entry", "live", 55, False, 9000)
        report = Report("e", self._head.journal, self._head.seq, self._head.hash, us, 0, condition)
        assert self.post(report) == Reported(us)


class Phone:
    """A supervisor's browser, as far as requests go."""

    def __init__(self, hub: PhoneHub, headers: dict[str, str]) -> None:
        self.hub = hub
        self.client = httpx2.Client(base_url=hub.address, verify=False, timeout=30, headers=headers)

    def get(self, target: str = "/phone?lang=en", **headers: str) -> httpx2.Response:
        return self.client.get(target, headers=headers)

    def login(self, name: str = NAME, pin: str = PIN, **headers: str) -> httpx2.Response:
        return self.client.post("/phone/login?lang=en", data={"name": name, "pin": pin}, headers=headers)

    def logout(self, **headers: str) -> httpx2.Response:
        return self.client.post("/phone/logout", headers=headers)

    def sees_figures(self) -> bool:
        return 'id="inside"' in self.get().text

    def cookies(self) -> dict[str, str]:
        return {one.name: one.value or "" for one in self.client.cookies.jar}


class Listening:
    """Reads a phone's stream on a thread of its own."""

    def __init__(self, phone: Phone, target: str = "/phone/events?lang=en") -> None:
        self.events: list[tuple[str, float]] = []
        self.sections: list[dict[str, str]] = []
        self.packing = ""
        self.raw = ""
        self.ended_at: float | None = None
        self._thread = Thread(target=self._read, args=(phone, target), daemon=True)
        self._thread.start()

    def _read(self, phone: Phone, target: str) -> None:
        kind = ""
        try:
            with phone.client.stream("GET", target) as response:
                self.packing = response.headers.get("content-encoding", "")
                for line in response.iter_lines():
                    self.raw += line
                    if line.startswith("event: "):
                        kind = line[7:]
                    elif line.startswith("data: "):
                        self.sections.append(json.loads(line[6:]) if kind == "figures" else {})
                        self.events.append((kind, monotonic()))
            self.ended_at = monotonic()
        except httpx2.HTTPError:
            return

    def wait_for(self, section: str, text: str) -> bool:
        """Whether that section said this in some event."""
        return soon(lambda: any(text in plain(one.get(section, "")) for one in list(self.sections)))

    def join(self) -> None:
        self._thread.join(20)


def soon(holds: Any, seconds: float = 15) -> bool:
    """Whether it holds before so long has passed."""
    end = monotonic() + seconds
    while monotonic() < end:
        if holds():
            return True
        sleep(0.02)
    return bool(holds())


def plain(html: str) -> str:
    """What can be read of it."""
    said = unescape(re.sub(r"<[^>]*>", " ", html)).replace("\u2068", "").replace("\u2069", "")
    return " ".join(said.replace("\u202f", "'").split())


def later(clock: Hands, **time: float) -> None:
    clock.at += timedelta(**time)
