"""A scan decided, written and committed, by itself and through the desk thread, at a small and at a large event."""

import os
import sqlite3
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

from desks import LARGE, PLACE, SMALL, copy_of, full_home
from figures import Row, timed_ms

from checkin.desk.engine import Engine
from checkin.desk.judge import Judge
from checkin.desk.messages import Judged, Published, Scan
from checkin.desk.post import Post
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction
from data.store import open_store

SCANS = 400


def measure() -> list[Row]:
    """Scans of different badges; between them, a bare write and fsync and a plain sqlite3 insert on the same disk."""
    rows: list[Row] = []
    medians: list[float] = []
    for count in (SMALL, LARGE):
        scans, hops, bare, plain = by_turns(copy_of(full_home(count), "desk-scanned"), copy_of(full_home(count), "desk-thread"))
        medians.append(sorted(scans)[len(scans) // 2])
        met = medians[-1] <= 2 * sorted(bare)[len(bare) // 2]
        what = f"scan committed, {count:,} registrations"
        rows.append(Row(what, "ms", scans, "bare write + fsync", bare, "within 2x", met))
        rows.append(Row(what, "ms", scans, "plain sqlite3 insert, synchronous=FULL", plain))
        rows.append(Row(f"{what}: from the inbox to the answer", "ms", hops, "bare write + fsync", bare))
    what = f"scan committed, {LARGE:,} registrations"
    flat = medians[1] <= 1.2 * medians[0]
    return [*rows, Row(what, "ms", medians[1:], f"the same with {SMALL:,}", medians[:1], "flat (within 1.2x)", flat)]


def by_turns(home: Path, other: Path) -> tuple[list[float], ...]:
    """Milliseconds of each kind: decided and committed in `home`, through the desk thread in `other`, bare, plain."""
    badges = sample_of_badges(home, SCANS + 20)
    answers: SimpleQueue[Published] = SimpleQueue()
    clock, new_id = (lambda: datetime.now(UTC)), (lambda: str(uuid.uuid4()))
    engine = Engine(lambda: open_store(other / "desk.db"), Post("1", "A"), "", answers.put, clock=clock, new_id=new_id)
    engine.start()
    answers.get()

    store = open_store(home / "desk.db")
    event = store.event()
    assert event is not None
    judge, door = Judge(store, event, Post("1", "A"), clock, new_id), event.checkpoints["entrance"]

    def decide(badge: str) -> None:
        judge.scan(badge, Origin.CAMERA, door, Direction.ENTRY)

    def scan(badge: str) -> None:
        engine.submit(Scan(badge, Origin.CAMERA))
        assert isinstance(answers.get(), Judged)

    def write(_: str) -> None:
        os.write(file, bytes(4096))
        os.fsync(file)

    def insert(badge: str) -> None:
        plain.execute("INSERT INTO scans(badge, at) VALUES (?, ?)", (badge, time.time()))

    file = os.open(PLACE / "bare", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    plain = plain_database(PLACE / "plain.db")
    kinds: tuple[Callable[[str], None], ...] = (decide, scan, write, insert)
    samples = [[timed_ms(kind, badge) for kind in kinds] for badge in badges][20:]
    engine.stop()
    os.close(file)
    plain.close()
    store.close()
    return tuple(list(column) for column in zip(*samples, strict=True))


def plain_database(path: Path) -> sqlite3.Connection:
    """What one would write without this program: Python's own sqlite3, WAL, each insert a transaction synced to disk."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE scans(seq INTEGER PRIMARY KEY, badge TEXT, at REAL)")
    return connection


def sample_of_badges(home: Path, count: int) -> list[str]:
    """Badges from all over the table."""
    store = open_store(home / "desk.db", read_only=True)
    try:
        return [row[0] for row in store.database.execute("SELECT text FROM badges ORDER BY random() LIMIT ?", [count])]
    finally:
        store.close()
