"""`make bench`: run every benchmark and write docs/benchmarks.md. Names as arguments run only those, and write nothing.

BENCH_SCALE=0.1 makes the million smaller, BENCH_MINUTES=1 the long run shorter: for trying out.
"""

import importlib
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))

from figures import HEADING, WRONG, Row, Table, line

from checkin.logs import keep_quiet

BENCHES = (
    "importing", "badges", "scan_commit", "search", "signatures", "first_window", "frame_to_paint", "after_pause", "desk_load",
    "charts", "dashboard", "report", "hub_claims", "hub_drain", "hub_spread", "reading_photos", "reading_grid", "reading_film",
    "negatives", "bursts", "pressure",
)  # fmt: skip
DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
INTRODUCTION = """# Benchmarks

`make bench` measures and writes this file: each figure beside a yardstick taken in the same run, because an absolute figure tells
little about another machine. The window is drawn offscreen. A percentile stands only where there are samples enough (20 for p95,
100 for p99). Of the sets of pictures, one is the tuning set, whose figures flatter; the reporting set was not used for tuning.
Under the rows stand the codes that each reader reads, by class: bold where ours read more than every single reader, or all.

"""


def main(wanted: list[str]) -> None:
    """Measure and report."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # users' machines keep what was compiled at the first start
    keep_quiet()
    table = HEADING
    print(HEADING, end="", flush=True)
    tables: list[Table] = []
    rows: list[Row] = []
    for name in wanted or BENCHES:
        found: list[Row | Table] = importlib.import_module(name).measure()
        tables += [one for one in found if isinstance(one, Table)]
        rows += (fresh := [one for one in found if isinstance(one, Row)])
        table += (lines := "".join(map(line, fresh)))
        print(lines, end="", flush=True)
    rest = f"\n{wrong_texts(rows)}\n" + "".join(f"\n## {one.title}\n\n{one.text}" for one in tables)
    print(rest)
    if not wanted:
        DOCUMENT.write_text(INTRODUCTION + circumstances() + "\n" + table + rest, encoding="utf-8")


def wrong_texts(rows: list[Row]) -> str:
    """A sentence on all that ours read wrongly."""
    counted = [int(row.samples[0]) for row in rows if row.unit == WRONG]
    return f"Texts that ours gave though they are not there, over all sets: {sum(counted)}." if counted else ""


def circumstances() -> str:
    """When and on what kind of machine."""
    import sqlcipher3
    from desks import LARGE

    memory = psutil.virtual_memory().total / 2**30
    small = "" if LARGE == 1_000_000 else f" **A try-out with {LARGE:,} instead of 1,000,000 registrations.**"
    versions = f"CPython {platform.python_version()}, SQLite {sqlcipher3.dbapi2.sqlite_version}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}. {platform.system()} on {platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GB memory; {versions}; load before the run {os.getloadavg()[0]:.1f}.{small}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
