"""Three days of scans of one desk, brought to a hub that it had not seen: rows a second; and bytes on the wire for one scan."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import psycopg
from figures import Row
from hub_claims import Caller, claim_of, greeted, hub_with
from hub_databases import server

from checkin.desk.engine import Engine
from checkin.desk.messages import Judged, Published, Scan, Synced
from checkin.desk.post import Post
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.hub.certificate import certificate_in
from checkin.sync.client import SyncClient
from checkin.sync.http import HubConnection, feed_target
from checkin.sync.link import Link, Standing
from checkin.sync.membership import Membership
from checkin.sync.messages import Cursor, Feed, Push, Role
from checkin.sync.signed import sign
from data.importers.event_file import parse_event
from data.store import open_store

LINES = 60_000
AIM_A_S = 5_000
START = datetime(2018, 4, 18, 8, tzinfo=UTC)


def line(event: str, place: int) -> JournalLine:
    """A scan as a desk writes it."""
    return JournalLine(
        f"5d1f6c1e-0f0b-4a40-9d2b-{place:012d}", Kind.SCAN, START + timedelta(seconds=place), event, "entrance", Direction.ENTRY,
        Outcome.ADMITTED, None, f"R-{place:05d}", "public", "7K3MQ2ZXW4HTB9NC", Origin.CAMERA, "A", "Desk 7",
    )  # fmt: skip


def drained(engine: str, database: str, lines: int = LINES) -> Row:
    """How fast a desk's journal gets to the hub."""
    caller = Caller("drained")
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(Path(folder) / "desk.db")) as store,
        hub_with([caller], database) as (hub, event, home),
    ):
        with store.writing():
            for place in range(lines):
                store.journal.append(line(event, place))
        _, _, fingerprint = certificate_in(home / "hub", datetime.now(UTC))
        way = HubConnection(("127.0.0.1",), hub.port, fingerprint, caller.name, caller.key)
        client = SyncClient(event, store.hub, Link(), lambda: "id")
        began = time.perf_counter()
        while client.backlog != 0:
            asked = client.request(datetime.now(UTC))
            client.answered(asked, way.ask(asked, 30), datetime.now(UTC))
        rate = lines / (time.perf_counter() - began)
        way.close()
    return Row(f"backlog of {lines:,} lines brought to a hub on {engine}", "rows/s", [rate], "", [], "5,000", rate >= AIM_A_S)


def drained_while_scanning(lines: int = LINES) -> list[Row]:
    """The same by a desk that runs, with a scan of somebody new every 50 ms: rows a second, and how long each scan waited."""
    caller, published, waits_ms = Caller("busy"), SimpleQueue[Published](), list[float]()
    with tempfile.TemporaryDirectory() as folder, hub_with([caller]) as (hub, event, home):
        path, ids = Path(folder) / "desk.db", count()
        _, _, fingerprint = certificate_in(home / "hub", datetime.now(UTC))
        member = Membership(caller.name, event, "A", Role.DESK, ("127.0.0.1",), hub.port, fingerprint, "", 0)
        badges = _written(path, home, member, lines)
        engine = Engine(
            lambda: open_store(path), Post("1", "A"), "", published.put, lambda: START, lambda: f"busy-{next(ids)}",
            lambda one: HubConnection(one.hosts, one.port, one.fingerprint, one.device, caller.key),
        )  # fmt: skip
        engine.start()
        _await(published, lambda one: isinstance(one, Synced) and one.standing is Standing.STRICT)
        began, is_brought = time.perf_counter(), False
        while not is_brought:
            asked_at = time.perf_counter()
            engine.submit(Scan(next(badges), Origin.CAMERA))
            waiting = _await(published, lambda one: isinstance(one, Judged))
            waits_ms.append((time.perf_counter() - asked_at) * 1000)
            is_brought = waiting == 0
            time.sleep(0.05)
        rate = lines / (time.perf_counter() - began)
        engine.stop()
    what = f"backlog of {lines:,} lines brought by a desk that scans meanwhile"
    return [Row(what, "rows/s", [rate], "", [], "5,000", rate >= AIM_A_S), Row("a scan meanwhile", "ms", waits_ms, "", [])]


def _written(path: Path, home: Path, member: Membership, lines: int) -> Iterator[str]:
    """Make the desk's database, with a day of lines; the badges of people who have not come yet."""
    badges = []
    with closing(open_store(path)) as store, closing(open_store(home / "desk.db", read_only=True)) as of_hub:
        text = of_hub.event_text()
        store.store_event(text, parse_event(text))
        with store.writing():
            store.membership.put(member)
            for place in range(lines):
                refused = replace(line(member.event, place), outcome=Outcome.REFUSED, reason=Reason.UNPAID, origin=Origin.COMMAND)
                store.journal.append(refused)
            for place in range(1_000):
                newcomer = Registration("", f"Newcomer {place}", next(iter(parse_event(text).categories)))
                badges.append(store.registrations.add(newcomer).badge)
    return iter(badges)


def _await(published: "SimpleQueue[Published]", suits: Callable[[Published], bool]) -> int:
    """Wait for such a message; how many lines waited at the last word before it, -1 where nothing was said of that."""
    waiting = -1
    while not suits(message := published.get(timeout=30)):
        waiting = message.waiting if isinstance(message, Synced) else waiting
    return waiting


async def _bytes_of_a_scan(caller: Caller, hub: object, event: str, home: Path) -> tuple[int, int]:
    epoch = await greeted(caller, hub, event, home)  # type: ignore[arg-type]
    caller.sent_bytes = caller.got_bytes = 0
    head = Head(f"j {caller.name}", 0, GENESIS)
    await caller.ask(caller.raw("/claim", claim_of(caller, event, epoch, 1)))
    one = number(head, line(event, 1))
    await caller.ask(caller.raw("/push", Push(event, head.journal, 1, GENESIS, one.hash, 0, (one.line,))))
    target = feed_target(Feed(event, Cursor(epoch), 100), 0)
    headers = {"host": "hub", **sign(caller.key, caller.name, "GET", target, b"")}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    await caller.ask(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode())
    caller.writer.close()
    return caller.sent_bytes, caller.got_bytes


def measure() -> list[Row]:
    """Both engines, and the bytes of a scan: claim, push and the row in another desk's feed, with HTTP and without TLS."""
    rows = [drained("SQLite", ""), *drained_while_scanning()]
    with server() as place:
        with psycopg.connect(place + "postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        rows.append(drained("PostgreSQL", place + "bench"))
    caller = Caller("bytes")
    with hub_with([caller]) as (hub, event, home):
        sent, got = asyncio.run(_bytes_of_a_scan(caller, hub, event, home))
    return [*rows, Row("bytes on the wire for one scan: claim, push, feed", "bytes", [sent + got], "of which sent", [sent])]
