"""A hub's home after two days of the example event: everything that a report tells of happened once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from checkin.domain.event import Event
from checkin.domain.journal import (
    GENESIS,
    Head,
    JournalLine,
    Kind,
    NumberedLine,
    Origin,
    microseconds,
    number,
    override_remark,
    settled_remark,
)
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.simulator.clock import SharedClock
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import Cursor, Hello, Push, Role
from checkin.sync.reports import Condition, Report
from data.hub.store import open_hub
from data.store import open_store

DAY = date(2018, 4, 18)
NINE = datetime(2018, 4, 18, 8, tzinfo=UTC)  # nine o'clock in Casablanca
EVENING = datetime(2018, 4, 18, 19, 45, tzinfo=UTC)
SUPERVISOR = "Salma Idrissi"
GIVEN = "le mari d'Amina El Fassi a payé, amina.elfassi@example.org, R-0001, dit Salma"
_IDS = count(1)


def scan(minutes: float, who: str = "R-0001", desk: str = "1", way: str = "entry", refused: Reason | None = None) -> JournalLine:
    category = {"R-0003": "speaker", "R-0004": "speaker", "R-0006": "public", "R-0007": "public", "": ""}.get(who, "professional")
    return JournalLine(
        f"{next(_IDS):08}-0000-4000-8000-000000000000", Kind.SCAN, NINE + timedelta(minutes=minutes), "scec-2018", "entrance",
        Direction(way), Outcome.REFUSED if refused else Outcome.ADMITTED, refused, who, category, "7K3MQ2ZXW4HTB9NC",
        Origin.CAMERA, "A" if desk == "1" else "", desk,
    )  # fmt: skip


def about(line: JournalLine, kind: Kind, remark: str, minutes: float = 1) -> JournalLine:
    made = scan(0, line.registration, line.desk)
    return replace(
        made, kind=kind, at=line.at + timedelta(minutes=minutes), outcome=None, undoes=line.scan_id, remark=remark, text=""
    )


def overridden(line: JournalLine, given: str = GIVEN) -> JournalLine:
    made = replace(
        line, scan_id=scan(0).scan_id, at=line.at + timedelta(minutes=1), outcome=Outcome.ADMITTED, undoes=line.scan_id
    )
    return replace(made, remark=override_remark(line, SUPERVISOR, given))


def two_days() -> dict[str, list[JournalLine]]:
    """What desks 1 and 2 wrote: 5 entries of 3 persons on the first day, one of them on a supervisor's word, one too many."""
    amina, again, unpaid, wrong = scan(0), scan(6, desk="2"), scan(10, "R-0005", refused=Reason.UNPAID), scan(20, "R-0004")
    let_in = overridden(unpaid)
    one = [
        amina, unpaid, let_in, scan(15, "", refused=Reason.INVALID), wrong, about(wrong, Kind.UNDO, "wrong person"),
        scan(60, "R-0002"), scan(90, way="exit"), scan(24 * 60, "R-0002"),
    ]  # fmt: skip
    two = [again, about(again, Kind.REMARK, settled_remark(SUPERVISOR, "Amina, vue deux fois")), scan(70, "R-0005", "2", "exit")]
    return {"1": one, "2": two}


class Site:
    """A hub's home, filled."""

    def __init__(
        self, home: Path, clock: Path, lines: dict[str, list[JournalLine]] | None = None, database: str = ""
    ) -> None:  # fmt: skip
        self.home, self.clock, self.database = home, clock, database or home / "hub.db"
        store = open_store(home / "desk.db")
        event = store.event()
        store.close()
        assert event is not None
        self.event: Event = event
        self.heads: dict[str, Head] = {}
        self.now(EVENING)
        for desk, some in (two_days() if lines is None else lines).items():
            self.bring(desk, some)

    def now(self, at: datetime) -> None:
        """Let it be this time."""
        self.at = at
        with SharedClock(self.clock) as clock:
            clock.set(at)

    def bring(
        self, desk: str, lines: list[JournalLine], waiting: int = 0, heard: datetime | None = None, closing: bool = True
    ) -> None:
        """A desk brings lines, and reports."""
        device, journal, heard_us = f"d{desk}", f"journal-of-{desk}", microseconds(heard or self.at)
        head = self.heads.get(desk, Head(journal, 0, GENESIS))
        log = open_hub(self.database, self.event.id, "epoch")
        hub = Hub(log, self.event, lambda: heard or self.at, lambda: "epoch")
        with log.writing(self.event.id) as transaction:
            transaction.write(Changes(devices={device: Device(device, bytes(32), f"Laptop {desk}", "A", Role.DESK, int(desk))}))
        if not head.seq:
            hub.answer([Asked(device, Hello(self.event.id, journal, "", 0, GENESIS, Cursor(), "", heard_us))])
        rows: list[NumberedLine] = []
        for line in lines:
            rows.append(number(head, line))
            head = Head(journal, rows[-1].seq, rows[-1].hash)
        if rows:
            hub.answer([Asked(device, Push(self.event.id, journal, rows[0].seq, rows[0].prev, head.hash, 0, tuple(lines)))])
        condition = Condition("0.1.0", desk, "A", "entrance", "entry", "live", 80, True, 50_000, closing)
        hub.answer([Asked(device, Report(self.event.id, journal, head.seq + waiting, head.hash, heard_us, waiting, condition))])
        log.close()
        self.heads[desk] = head
