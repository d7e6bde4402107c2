"""Importing registrations: rows a second, and the most memory held."""

from pathlib import Path

from desks import LARGE, PLACE, checkin, csv_of, empty_home, python
from figures import Row

SIZES = sorted({min(100_000, LARGE), LARGE})
READ_ALONE = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file): pass
"""


def measure() -> list[Row]:
    """`checkin import` beside csv.reader alone and `sqlite-utils insert` of the same file, each a process of its own."""
    rows: list[Row] = []
    for count in SIZES:
        file = csv_of(count)
        home = empty_home(f"desk-{count}")
        ours = checkin(home, "import", str(file))
        (home / "ready").touch()
        read = python("-c", READ_ALONE, str(file))
        utils = python("-m", "sqlite_utils", "insert", str(fresh(PLACE / "utils.db")), "rows", str(file), "--csv", "--silent")
        what = f"import of {count:,} rows"
        rows += [
            Row(what, "rows/s", [count / ours.seconds], "csv.reader alone", [count / read.seconds]),
            Row(what, "rows/s", [count / ours.seconds], "sqlite-utils insert", [count / utils.seconds]),
            Row(f"{what}: peak memory", "MB", [ours.peak_mb], "sqlite-utils insert", [utils.peak_mb]),
        ]
    return rows


def fresh(path: Path) -> Path:
    """A file that is not there."""
    path.unlink(missing_ok=True)
    return path
