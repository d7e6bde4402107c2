"""Importing registrations: rows a second, the most memory held, and how long the import window's event loop is held up."""

from pathlib import Path

from desks import LARGE, PLACE, checkin, child, csv_of, empty_home, python, xlsx_of
from figures import Row

SIZES = sorted({min(100_000, LARGE), LARGE})
READ_ALONE = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file): pass
"""
READ_WORKBOOK_ALONE = """
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
for row in book.worksheets[0].iter_rows(values_only=True): pass
"""
WINDOW_ROWS = min(100_000, LARGE)


def measure() -> list[Row]:
    """Tables, workbooks, and the window."""
    return [*tables(), *workbooks(), window()]


def tables() -> list[Row]:
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


def workbooks() -> list[Row]:
    """`checkin import` of a workbook beside openpyxl, which only reads it."""
    rows: list[Row] = []
    for count in SIZES:
        file = xlsx_of(count)
        ours = checkin(empty_home("workbook"), "import", str(file))
        read = python("-c", READ_WORKBOOK_ALONE, str(file))
        what, yardstick = f"import of a workbook of {count:,} rows", "openpyxl read-only, reading alone"
        rows += [
            Row(what, "rows/s", [count / ours.seconds], yardstick, [count / read.seconds]),
            Row(f"{what}: peak memory", "MB", [ours.peak_mb], yardstick, [read.peak_mb]),
        ]
    return rows


def window() -> Row:
    """The longest pauses of the window's event loop while its thread imports, beside those of a window at rest."""
    found = child("import_window_child.py", str(empty_home("window")), str(csv_of(WINDOW_ROWS)))
    what = f"import window, {WINDOW_ROWS:,} rows: the longest pause of its event loop while it imports"
    longest = [found[step][-1] for step in ("looked", "tried", "imported")]
    return Row(what, "ms", [max(longest)], "at rest", [found["idle"][-1]], "100 ms at most", max(longest) <= 100)


def fresh(path: Path) -> Path:
    """A file that is not there."""
    path.unlink(missing_ok=True)
    return path
