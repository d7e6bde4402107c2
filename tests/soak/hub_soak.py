"""make soak: a hub with a hundred desks for half an hour; its memory and its open files must not grow."""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1] / "bench"), str(Path(__file__).parents[1] / "integration")]

import psutil  # noqa: E402
from hub_claims import Caller, claim_of, greeted, hub_with  # noqa: E402
from hub_drain import line  # noqa: E402

from checkin.domain.journal import GENESIS, Head, number  # noqa: E402
from checkin.simulator.children import HubChild  # noqa: E402
from checkin.sync.http import feed_target  # noqa: E402
from checkin.sync.messages import Cursor, Feed, Page, Push  # noqa: E402
from checkin.sync.signed import sign  # noqa: E402

EVERY_S = 10.0
GROWTH = 1.10
"""The last third may use so much more memory than the second, while the log grows."""


async def _scan(caller: Caller, event: str, epoch: str, place: int, head: Head) -> Head:
    await caller.ask(caller.raw("/claim", claim_of(caller, event, epoch, place)))
    one = number(head, line(event, hash((caller.name, place)) % 10**11))
    await caller.ask(caller.raw("/push", Push(event, head.journal, one.seq, one.prev, one.hash, 0, (one.line,))))
    return Head(head.journal, one.seq, one.hash)


async def _desk(caller: Caller, hub: HubChild, event: str, home: Path, until: float, rng: Random) -> None:
    """Scans every few seconds, and reads what the others did in between; comes back after a while away."""
    head, cursor, place = Head(f"j {caller.name}", 0, GENESIS), Cursor(), 0
    epoch = await greeted(caller, hub, event, home)
    cursor = Cursor(epoch)
    while time.monotonic() < until:
        place += 1
        head = await _scan(caller, event, epoch, place, head)
        target = feed_target(Feed(event, cursor, 100), rng.uniform(1, 5))
        headers = {"host": "hub", **sign(caller.key, caller.name, "GET", target, b"")}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        page = caller.answered(await caller.ask(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode()))
        assert isinstance(page, Page), page
        cursor = page.cursor
        await asyncio.sleep(rng.uniform(1, 4))
        if rng.random() < 0.02:  # the laptop slept: a new connection
            caller.writer.close()
            await caller.connect(hub.port, caller.trusted)
    caller.writer.close()


async def _watch(process: psutil.Process, until: float) -> list[tuple[float, int, int]]:
    samples = []
    while time.monotonic() < until:
        samples.append((process.memory_info().rss / 2**20, process.num_fds(), process.num_threads()))
        await asyncio.sleep(EVERY_S)
    return samples


async def _soak(minutes: float, callers: list[Caller], hub: HubChild, event: str, home: Path) -> list[tuple[float, int, int]]:
    until = time.monotonic() + minutes * 60
    desks = [_desk(one, hub, event, home, until, Random(one.name)) for one in callers]
    samples, *_ = await asyncio.gather(_watch(psutil.Process(hub.pid), until), *desks)
    return samples


def main() -> int:
    """The figures, and 1 where something grows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--desks", type=int, default=100)
    said = parser.parse_args()
    callers = [Caller(f"soak{number}") for number in range(said.desks)]
    with hub_with(callers) as (hub, event, home):
        samples = asyncio.run(_soak(said.minutes, callers, hub, event, home))
    third = max(1, len(samples) // 3)
    middle, last = samples[third : 2 * third], samples[-third:]
    mb, files, threads = (tuple(max(one[kind] for one in part) for part in (middle, last)) for kind in range(3))
    print(f"{said.desks} desks for {said.minutes:g} minutes, second and last third: memory {mb[0]:.0f} and {mb[1]:.0f} MB, "
          f"open files {files[0]} and {files[1]}, threads {threads[0]} and {threads[1]}")  # fmt: skip
    return int(mb[1] > GROWTH * mb[0] or files[1] > files[0] + 5 or threads[1] > threads[0])


if __name__ == "__main__":
    raise SystemExit(main())
