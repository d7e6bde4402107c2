"""make faults: everything that must be survived, in full counts, as a table."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "integration")]

from failover import failed_over  # noqa: E402
from kills import killed_often  # noqa: E402
from power import cut_often, recorded  # noqa: E402

from checkin.logs import keep_quiet  # noqa: E402

CUTS, KILLS, FAILOVERS = 10_000, 100, 10


def power(what: str, synchronous: str, cuts: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        acts = recorded(what, Path(folder), 200, synchronous)
        found = cut_often(what, acts, cuts, Path(folder) / "cut", 2)
    return (
        f"{found.cuts:,} cuts, {found.acknowledged:,} acknowledged rows looked for, {found.lost:,} lost, {found.corrupt} corrupt"
    )


def killed(database: str = "") -> str:
    with tempfile.TemporaryDirectory() as folder:
        return str(killed_often(Path(folder), KILLS, database, seed=3, least_s=0.7))


def failing_over() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return str(failed_over(Path(folder), FAILOVERS))


PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "desk": ("power cuts at a desk, synchronous=FULL", lambda: power("desk", "FULL", CUTS)),
    "hub": ("power cuts at a hub (SQLite)", lambda: power("hub", "FULL", CUTS)),
    "normal": ("the same at a desk with synchronous=NORMAL, which must lose rows", lambda: power("desk", "NORMAL", 1000)),
    "kills": (f"hub killed {KILLS} times under load", killed),
    "failover": (f"PostgreSQL primary killed {FAILOVERS} times, standby promoted", failing_over),
}

if __name__ == "__main__":
    keep_quiet()
    for name in sys.argv[1:] or PARTS:
        said, part = PARTS[name]
        print(f"{said}: {part()}", flush=True)
