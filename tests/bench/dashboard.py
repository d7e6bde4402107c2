"""The supervisor's dashboard on three days with 200,000 scans: until its numbers stand there, until a scan is seen in them."""

import json
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from desks import PLACE, SCALE, child, environment, python
from figures import Row, percentile
from first_window import EMPTY_WINDOW
from hub_process import free_port
from three_days import FIRST, ThreeDays

from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.hub.certificate import certificate_in
from checkin.simulator.children import HubChild
from checkin.sync.http import HubConnection
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import HaveSeq, Push, Role
from data.hub.store import open_hub
from data.membership import COUNTED

PEOPLE, RUNS, SCANS, REPAINTS = max(200, int(57_500 * SCALE)), 5, 40, 500
DEVICE = "bench"


def measure() -> list[Row]:
    """Opened for the first time and again; then scans that come through the hub."""
    home, lines = three_days()
    first, shown, live, empty = [], [], [], []
    for _ in range(RUNS):
        for kept in home.glob(COUNTED):
            kept.unlink()
        first.append(opened(home)[1])
        for one, seconds in zip((shown, live), opened(home), strict=True):
            one.append(seconds)
        empty.append(python("-c", EMPTY_WINDOW).seconds)
    beside, limit = "an empty PySide6 window", "under 1 s"
    delays_ms, told = delays(home)
    redraw, (before, after) = told["redraw_ms"], told["rss_mb"]
    return [
        *(
            Row(f"dashboard with {lines:,} scans, {what}", "s", times, beside, empty, limit, percentile(times, 95) < 1)
            for what, times in (("what was seen last", shown), ("up to date", live), ("nothing counted before", first))
        ),
        Row("scan sent to the hub, seen on the dashboard", "ms", delays_ms, "", [], "under 500 ms", max(delays_ms) < 500),
        Row("a new picture drawn at 1920x1080", "ms CPU", redraw, "the 250 ms between two", [250.0], "under a tenth",
            percentile(redraw, 95) < 25),
        Row(f"memory that {REPAINTS} pictures and {SCANS} scans added", "MB", [after - before], "after opening", [before],
            "under 5 %", after - before < 0.05 * before),
    ]  # fmt: skip


def three_days() -> tuple[Path, int]:
    """A hub's home, made once, and how many lines its log has."""
    home = PLACE / f"three-days-{PEOPLE}"
    made = ThreeDays(PEOPLE).play()
    if not (home / "ready").exists():
        made.store(home)
        (home / "ready").touch()
    return home, sum(map(len, made.lines.values()))


def opened(home: Path) -> tuple[float, float]:
    """Seconds from the start of the process to painted numbers, and to those of now."""
    begun = time.monotonic()
    told = child("dashboard_child.py", str(home), "0", "0")
    return float(told["shown_at"]) - begun, float(told["live_at"]) - begun


def delays(home: Path) -> tuple[list[float], dict[str, Any]]:
    """How long each scan took from the moment in which it was sent to the hub until it was seen (ms), and what the dashboard told
    when it was closed."""
    key = Ed25519PrivateKey.generate()
    with closing(open_hub(home / "hub.db", "scec-demo", "unused")) as log, log.writing("scec-demo") as transaction:
        transaction.write(
            Changes(devices={DEVICE: Device(DEVICE, key.public_key().public_bytes_raw(), "Bench", "A", Role.DESK, 99)})
        )
    fingerprint = certificate_in(home / "hub", datetime.now(UTC))[2]
    hub = HubChild(home, free_port(), None, "")
    hub.start()
    way = HubConnection(("127.0.0.1",), hub.port, fingerprint, DEVICE, key)
    try:
        return _scanned(home, way)
    finally:
        way.close()
        hub.kill()


def _scanned(home: Path, way: HubConnection) -> tuple[list[float], dict[str, Any]]:
    rng, head = Random(3), Head(f"bench {time.time_ns()}", 0, GENESIS)
    command = [sys.executable, str(Path(__file__).with_name("dashboard_child.py")), str(home)]
    shown = json.loads(_first_line(command))["shown"]
    looking = subprocess.Popen(
        [*command, str(shown + SCANS), str(REPAINTS)], stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert looking.stdout is not None
    looking.stdout.readline()
    sent: list[float] = []
    for place in range(SCANS):
        time.sleep(rng.uniform(0.4, 0.9))
        one = number(head, _scan(head.journal, place))
        sent.append(time.monotonic())
        pushed = way.ask(Push("scec-demo", head.journal, one.seq, one.prev, one.hash, 0, (one.line,)), 5)
        assert isinstance(pushed, HaveSeq), pushed
        head = Head(head.journal, one.seq, one.hash)
    told = json.loads(looking.stdout.read().splitlines()[-1])
    looking.wait()
    seen = dict(map(tuple, told["painted"]))
    return [(min(at for count, at in seen.items() if count > shown + place) - sent[place]) * 1000 for place in range(SCANS)], told


def _first_line(command: list[str]) -> str:
    done = subprocess.run([*command, "0", "0"], stdout=subprocess.PIPE, text=True, check=True, env=environment())
    return done.stdout.splitlines()[0]


def _scan(journal: str, place: int) -> JournalLine:
    at = datetime.combine(FIRST, datetime.min.time(), UTC).replace(day=FIRST.day + 2, hour=13, second=place)
    name = f"{journal} {place}"
    return JournalLine(
        name, Kind.SCAN, at, "scec-demo", "entrance", Direction.ENTRY, Outcome.ADMITTED, None, name,
        "public", "T", Origin.CAMERA, "A", DEVICE,
    )  # fmt: skip
