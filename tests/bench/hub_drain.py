"""Three days of scans of one desk, brought to a hub that it had not seen: rows a second; and bytes on the wire for one scan."""

import asyncio
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from figures import Row
from hub_claims import Caller, claim_of, greeted, hub_with
from hub_databases import server

from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.hub.certificate import certificate_in
from checkin.sync.client import SyncClient
from checkin.sync.http import HubConnection, feed_target
from checkin.sync.link import Link
from checkin.sync.messages import Cursor, Feed, Push
from checkin.sync.signed import sign
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
    rows = [drained("SQLite", "")]
    with server() as place:
        with psycopg.connect(place + "postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        rows.append(drained("PostgreSQL", place + "bench"))
    caller = Caller("bytes")
    with hub_with([caller]) as (hub, event, home):
        sent, got = asyncio.run(_bytes_of_a_scan(caller, hub, event, home))
    return [*rows, Row("bytes on the wire for one scan: claim, push, feed", "bytes", [sent + got], "of which sent", [sent])]
