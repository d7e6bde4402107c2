"""Reports of a three-day event of some 200,000 scans: how long they take and the most memory they hold, beside the bare totals of
the same lines."""

from datetime import timedelta
from pathlib import Path
from shutil import rmtree

from desks import PLACE, SCALE, checkin
from figures import Row
from three_days import FIRST, ThreeDays

from checkin.simulator.clock import SharedClock

PEOPLE = max(1_000, round(55_000 * min(1.0, SCALE)))
MOST_S, MOST_MB = 60.0, 600.0


def measure() -> list[Row]:
    """Each a process of its own: a day and the whole event, as PDF and XLSX, and the slips of all desks."""
    home, clock = PLACE / "reports", PLACE / "reports-clock"
    rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    days = ThreeDays(PEOPLE).play()
    days.store(home)
    with SharedClock(clock) as shared:
        shared.set(days.until + timedelta(seconds=1))
    lines = sum(map(len, days.lines.values()))
    beside = checkin(home, "totals", "--json")
    rows = []
    for what, arguments in wanted(home, clock).items():
        ran = checkin(home, *arguments)
        name = f"{what}, {lines:,} scans"
        rows += [
            Row(name, "s", [ran.seconds], "checkin totals", [beside.seconds], f"under {MOST_S:.0f}", ran.seconds < MOST_S),
            Row(f"{name}: peak memory", "MB", [ran.peak_mb], "checkin totals", [beside.peak_mb], f"under {MOST_MB:.0f}",
                ran.peak_mb < MOST_MB),
        ]  # fmt: skip
    return rows


def wanted(home: Path, clock: Path) -> dict[str, tuple[str, ...]]:
    """What is typed for each."""
    more = ("--output", str(home / "out"), "--force", "--json", "--clock", str(clock))
    day = (FIRST + timedelta(days=1)).isoformat()
    return {
        "report of a day": ("report", "--day", day, *more),
        "report of the event": ("report", "--day", "all", *more),
        "shift slips of all desks": ("slip", "--day", day, *more),
    }
