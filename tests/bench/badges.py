"""Badges as a PDF: badges a second and the most memory held, beside QPdfWriter drawing nothing but the same QR symbols."""

from pathlib import Path

from desks import PLACE, SCALE, python
from figures import Row

COUNT = max(500, round(20_000 * min(1.0, SCALE)))
MOST_SECONDS = 60.0
AS_WE_DO = """
import sys, time
from pathlib import Path
from data.badge_templates import shipped
from data.demo.event import event_text, today
from data.demo.people import people
from data.importers.event_file import parse_event
from ui.badges.render import drawing, render_pdf
application = drawing()
event, crowd = parse_event(event_text(today())), people(7, int(sys.argv[3]))
begun = time.perf_counter()
render_pdf(crowd, event, Path(sys.argv[1]), shipped(sys.argv[2]))
print(time.perf_counter() - begun)
"""
CODES_ALONE = """
import sys, time
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from checkin.badges.layout import Box, Code
from data.demo.people import people
from ui.badges.face import draw_code
from ui.badges.lettering import UNITS
application = QGuiApplication(["yardstick", "-platform", "offscreen"])
crowd = people(7, int(sys.argv[2]))
begun = time.perf_counter()
writer = QPdfWriter(sys.argv[1])
writer.setResolution(1200)
writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
painter = QPainter(writer)
painter.scale(1200 / 25.4 / UNITS, 1200 / 25.4 / UNITS)
for number, one in enumerate(crowd):
    if number and number % 10 == 0:
        writer.newPage()
    draw_code(painter, Code(Box(70 + 86 * (number % 2), 20 + 54 * (number % 10 // 2), 31, 31)), one)
painter.end()
print(time.perf_counter() - begun)
"""


def measure() -> list[Row]:
    """The card (ten a page), the A6 badge (two pages each) and the smallest label, each a process of its own."""
    PLACE.mkdir(parents=True, exist_ok=True)
    file, rows = str(PLACE / "badges.pdf"), []
    yardstick = python("-c", CODES_ALONE, file, str(COUNT))
    pace = COUNT / float(yardstick.output)
    for template in ("card", "a6", "avery-l4784"):
        ran = python("-c", AS_WE_DO, file, template, str(COUNT))
        seconds = float(ran.output)
        what, aim = f"{COUNT:,} badges as PDF, {template}", f"20,000 in under {MOST_SECONDS:.0f} s"
        rows += [
            Row(what, "badges/s", [COUNT / seconds], "QPdfWriter, QR only", [pace], aim, seconds < MOST_SECONDS * COUNT / 20_000),
            Row(f"{what}: peak memory", "MB", [ran.peak_mb], "QPdfWriter, QR only", [yardstick.peak_mb]),
        ]
    fewer = python("-c", AS_WE_DO, file, "card", str(COUNT // 10))
    whole = rows[1].samples[0]
    rows.append(Row(
        f"peak memory of {COUNT:,} cards", "MB", [whole], f"of {COUNT // 10:,}", [fewer.peak_mb], "flat: at most 1.25 times",
        whole <= 1.25 * fewer.peak_mb,
    ))  # fmt: skip
    Path(file).unlink()
    return rows
