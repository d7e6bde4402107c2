"""From the start of the process to the painted window, as `checkin desk` is typed."""

import time
from pathlib import Path

from desks import LARGE, SMALL, child, demo_home, full_home, python
from figures import Row, percentile

RUNS = 10
EMPTY_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
window = QWidget()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""


def measure() -> list[Row]:
    """Ten starts of each, by turns."""
    film = str(demo_home() / "film.mp4")
    homes = {count: full_home(count) for count in (SMALL, LARGE)}
    shown: dict[int, list[float]] = {count: [] for count in homes}
    bare: list[float] = []
    empty: list[float] = []
    for _ in range(RUNS):
        for count, home in homes.items():
            shown[count].append(start(home, film))
        bare.append(python("-c", "pass").seconds)
        empty.append(python("-c", EMPTY_WINDOW).seconds)
    rows = [
        Row(f"first window with {count:,} registrations", "s", times, "an empty PySide6 window", empty, "under 1 s",
            percentile(times, 95) < 1)
        for count, times in shown.items()
    ]  # fmt: skip
    return [*rows, Row("an empty PySide6 window", "s", empty, "python -c pass", bare)]


def start(home: Path, film: str) -> float:
    """Seconds from the start of the process to the painted window."""
    begun = time.monotonic()
    return float(child("desk_child.py", str(home), film, "0")["shown_at"]) - begun
