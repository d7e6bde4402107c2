"""Writes rows as a desk or a hub does, and says of each that it was acknowledged, in a file beside the database."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from checkin.domain.event import Checkpoint, Event, Names
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import HaveSeq, Push, Role
from data.hub.store import open_hub
from data.store import open_store

START = datetime(2018, 4, 18, 9, tzinfo=UTC)
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (START.date(),), Names(), checkpoints={"door": Checkpoint("door", Names())})
CHECKPOINT_EVERY = 12  # pages: many checkpoints in a short run


def line(place: int) -> JournalLine:
    return JournalLine(
        f"s{place}", Kind.SCAN, START + timedelta(seconds=place), "e", "door", Direction.ENTRY, Outcome.ADMITTED, None,
        f"R-{place}", "public", "T" * 40, Origin.CAMERA, "A", "1",
    )  # fmt: skip


def desk(folder: Path, rows: int, synchronous: str, acknowledge: int) -> None:
    store = open_store(folder / "rows.db")
    store.database.execute(f"PRAGMA synchronous = {synchronous}")
    store.database.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_EVERY}").fetchall()
    for place in range(rows):
        with store.writing():
            store.journal.append(line(place))
        os.write(acknowledge, b"%d\n" % place)
    store.close()


def hub(folder: Path, rows: int, _synchronous: str, acknowledge: int) -> None:
    log = open_hub(folder / "rows.db", "e", "epoch")
    with log.writing("e") as transaction:
        transaction.write(Changes(devices={"d": Device("d", bytes(32), "d", "", Role.DESK, 0)}))
    served, head = Hub(log, EVENT, lambda: START, lambda: "id"), Head("j", 0, GENESIS)
    for place in range(rows):
        one = number(head, line(place))
        pushed = Push("e", "j", one.seq, one.prev, one.hash, 0, (one.line,))
        assert served.answer([Asked("d", pushed)]) == [HaveSeq("j", one.seq)]
        os.write(acknowledge, b"%d\n" % place)
        head = Head("j", one.seq, one.hash)
    log.close()


def main() -> None:
    what, folder, rows, synchronous = sys.argv[1:]
    acknowledge = os.open(str(Path(folder) / "acknowledged"), os.O_WRONLY | os.O_CREAT, 0o600)
    {"desk": desk, "hub": hub}[what](Path(folder), int(rows), synchronous, acknowledge)
    os.close(acknowledge)


if __name__ == "__main__":
    main()
