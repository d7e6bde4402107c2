"""A hub under claims of 1, 16 and 100 desks, on SQLite and PostgreSQL, beside one bare durable commit a request."""

import asyncio
import shutil
import ssl
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from figures import Row, percentile
from hub_databases import server
from hub_process import started_hub
from sqlcipher3 import dbapi2

from checkin.domain.journal import GENESIS
from checkin.simulator.children import HubChild
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import Answer, Claim, Cursor, Hello, Request, Role, Welcome
from checkin.sync.signed import sign
from checkin.sync.wire import decode, encode
from data.hub.store import open_hub

DESKS = (1, 16, 100)
SECONDS, BARE_S = 6.0, 2.0
FIELD_A_S = 15.0
"""What the field's leading open server answered under load, at best, in requests a second."""


@dataclass
class Caller:
    """One device's connection, with requests signed beforehand."""

    name: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    waits_ms: list[float] = field(default_factory=list)
    sent: int = 0
    sent_bytes: int = 0
    got_bytes: int = 0

    async def connect(self, port: int, trusted: ssl.SSLContext) -> None:
        self.trusted = trusted
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusted)

    async def ask(self, raw: bytes) -> bytes:
        self.writer.write(raw)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        self.sent_bytes += len(raw)
        self.got_bytes += len(head) + length
        return await self.reader.readexactly(length)

    def raw(self, path: str, request: Request) -> bytes:
        body = encode(request)
        headers = {"host": "hub", "content-length": str(len(body)), **sign(self.key, self.name, "POST", path, body)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    def answered(self, content: bytes) -> Answer:
        return decode(content)  # type: ignore[return-value]


@contextmanager
def hub_with(devices: list[Caller], database: str = "") -> Iterator[tuple[HubChild, str, Path]]:
    """A real hub that knows these devices: the process, its event, its home."""
    folder = Path(tempfile.mkdtemp(prefix="checkin-bench-"))
    home = folder / "hub-home"
    hub, event, _ = started_hub(home, database)
    log = open_hub(database or home / "hub.db", event.id, "epoch")
    with log.writing(event.id) as transaction:
        known = {
            one.name: Device(one.name, one.key.public_key().public_bytes_raw(), one.name, "", Role.DESK, 0) for one in devices
        }
        transaction.write(Changes(devices=known))
    log.close()
    try:
        yield hub, event.id, home
    finally:
        hub.kill()
        shutil.rmtree(folder, ignore_errors=True)


def trusting(home: Path) -> ssl.SSLContext:
    """Connects to the hub of this home."""
    context = ssl.create_default_context(cafile=str(home / "hub" / "hub.crt"))
    context.check_hostname = False
    return context


async def greeted(device: Caller, hub: HubChild, event: str, home: Path) -> str:
    """Connect and say hello; the epoch."""
    await device.connect(hub.port, trusting(home))
    hello = Hello(event, f"j {device.name}", "", 0, GENESIS, Cursor(), "", 0)
    welcome = device.answered(await device.ask(device.raw("/hello", hello)))
    assert isinstance(welcome, Welcome), welcome
    return welcome.epoch


def claim_of(device: Caller, event: str, epoch: str, number: int) -> Claim:
    """A claim for a person of one's own, or, each tenth time, for one that everybody claims."""
    person = f"P-{number}" if number % 10 == 0 else f"{device.name}-{number}"
    return Claim(
        event, f"j {device.name}", epoch, f"{device.name} {number}", "entrance", person, "public", "A", device.name, 0, 0
    )  # fmt: skip


async def claims_for(seconds: float, devices: list[Caller], hub: HubChild, event: str, home: Path) -> float:
    """Each device claims one after the other for so long; claims a second. `waits_ms` has each wait."""
    epochs = [await greeted(one, hub, event, home) for one in devices]
    ahead = max(50, round(seconds * 2500 / len(devices)))
    ready = [
        [one.raw("/claim", claim_of(one, event, epoch, n)) for n in range(ahead)]
        for one, epoch in zip(devices, epochs, strict=True)
    ]
    end = time.perf_counter() + seconds
    began = time.perf_counter()

    async def run(device: Caller, raws: list[bytes]) -> None:
        for raw in raws:
            if time.perf_counter() > end:
                return
            asked = time.perf_counter()
            content = await device.ask(raw)
            device.waits_ms.append((time.perf_counter() - asked) * 1000)
            device.sent += 1
            assert b'"admit"' in content or b'"already"' in content, content

    await asyncio.gather(*(run(one, raws) for one, raws in zip(devices, ready, strict=True)))
    for one in devices:
        one.writer.close()
    return sum(one.sent for one in devices) / (time.perf_counter() - began)


def bare_commits(database: str, folder: Path) -> float:
    """Durable commits a second of one row each, one after the other, on the same engine."""
    made = 0
    end = time.perf_counter() + BARE_S
    if database:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, said text)")
            while time.perf_counter() < end:
                connection.execute("INSERT INTO bare (said) VALUES (%s)", ["x" * 300])
                made += 1
        return made / BARE_S
    plain = dbapi2.connect(str(folder / "bare.db"), isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL").fetchall()
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, said TEXT)")
    while time.perf_counter() < end:
        plain.execute("INSERT INTO bare (said) VALUES (?)", ["x" * 300])
        made += 1
    plain.close()
    return made / BARE_S


def measured(engine: str, database: str, seconds: float = SECONDS, desks: tuple[int, ...] = DESKS) -> list[Row]:
    """The rows of one engine."""
    rows: list[Row] = []
    for count in desks:
        devices = [Caller(f"{engine}{count}-{number}") for number in range(count)]
        with hub_with(devices, database) as (hub, event, home):
            rate = asyncio.run(claims_for(seconds, devices, hub, event, home))
            bare = bare_commits(database, home)
        waits = [one for device in devices for one in device.waits_ms]
        aim, met = ("4x", rate >= 4 * bare) if count == 100 else ("–", None)
        what = f"hub on {engine}, {count} desk{'s' if count > 1 else ''}"
        rows.append(Row(f"{what}: claims", "1/s", [rate], "bare durable commits, one after the other", [bare], aim, met))
        rows.append(Row(f"{what}: wait for a claim", "ms", waits, "", [], "p99 under 800", percentile(waits, 99) < 800))
    rate = rows[-2].samples[0]
    what, aim = f"hub on {engine}, {desks[-1]} desks: claims", 100 * FIELD_A_S
    rows.append(Row(what, "1/s", [rate], "the field's leading open server, at best", [FIELD_A_S], "100x", rate >= aim))
    return rows


def measure() -> list[Row]:
    """Both engines."""
    rows = measured("SQLite", "")
    with server() as place:
        with psycopg.connect(place + "postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        rows += measured("PostgreSQL", place + "bench")
    return rows
