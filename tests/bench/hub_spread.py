"""From a scan at one desk to the row in the held feeds of all others: what a supervisor's total and a refusal wait for."""

import asyncio
import time
from pathlib import Path

from figures import Row, percentile
from hub_claims import Caller, claim_of, greeted, hub_with
from hub_drain import line

from checkin.domain.journal import GENESIS, Head, number
from checkin.simulator.children import HubChild
from checkin.sync.http import feed_target
from checkin.sync.messages import Cursor, Feed, Page, Push
from checkin.sync.signed import sign

LISTENING = (16, 100)
SCANS = 30
AIM_MS = 500.0
APART_S = 0.4


async def _listen(caller: Caller, event: str, epoch: str, begun: dict[str, float], waits_ms: list[float], scans: int) -> None:
    cursor, seen = Cursor(epoch), 0
    while seen < scans:
        target = feed_target(Feed(event, cursor, 100), 8)
        headers = {"host": "hub", **sign(caller.key, caller.name, "GET", target, b"")}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        page = caller.answered(await caller.ask(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode()))
        now = time.perf_counter()
        assert isinstance(page, Page), page
        waits_ms += [(now - begun[one.row.line.scan_id]) * 1000 for one in page.rows]
        cursor, seen = page.cursor, seen + len(page.rows)


async def _spread(callers: list[Caller], hub: HubChild, event: str, home: Path, scans: int) -> list[float]:
    scanning, others = callers[0], callers[1:]
    epochs = [await greeted(one, hub, event, home) for one in callers]
    begun: dict[str, float] = {}
    waits_ms: list[float] = []
    listening = [asyncio.create_task(_listen(one, event, epochs[0], begun, waits_ms, scans)) for one in others]
    head = Head(f"j {scanning.name}", 0, GENESIS)
    for place in range(scans):
        await asyncio.sleep(APART_S)
        said = line(event, place)
        begun[said.scan_id] = time.perf_counter()
        await scanning.ask(scanning.raw("/claim", claim_of(scanning, event, epochs[0], place)))
        one = number(head, said)
        await scanning.ask(scanning.raw("/push", Push(event, head.journal, one.seq, one.prev, one.hash, 0, (said,))))
        head = Head(head.journal, one.seq, one.hash)
    await asyncio.gather(*listening)
    for one in callers:
        one.writer.close()
    return waits_ms


def measure(listening: tuple[int, ...] = LISTENING, scans: int = SCANS) -> list[Row]:
    """With so many desks listening."""
    rows = []
    for count in listening:
        callers = [Caller(f"spread{number}") for number in range(count + 1)]
        with hub_with(callers) as (hub, event, home):
            waits_ms = asyncio.run(_spread(callers, hub, event, home, scans))
        met = percentile(waits_ms, 95) < AIM_MS
        rows.append(Row(f"scan at one desk to its row at {count} others", "ms", waits_ms, "", [], "p95 under 500", met))
    return rows
