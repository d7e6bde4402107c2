"""Charts of the dashboard: what a redraw costs with new numbers, and what it costs to look around in one that stands still.

Processor time of the thread, offscreen, at 1300x340; each beside the bare fill of the same bars, cells or columns of the area.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "gui"))

from chart_samples import arrivals, heat_map, occupancy
from figures import Row
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from checkin.i18n import Words
from ui.charts.area import OccupancyPlan
from ui.charts.bars import ArrivalsPlan
from ui.charts.export import picture, svg
from ui.charts.heat import HeatPlan
from ui.charts.values import Chart, Spot
from ui.charts.view import ChartView
from ui.language import load_fonts
from ui.theme import DARK, Theme
from ui.widgets.look import Look

WIDTH, HEIGHT, ROUNDS = 1300, 340, 200
LOOK = Look(Words("fr"), Theme(DARK))
MOST_MS = 4.0


def measure() -> list[Row]:
    """Each chart redrawn from new numbers, then read by a pointer that moves over it."""
    application = QApplication.instance() or QApplication(["bench"])
    load_fonts()
    rows: list[Row] = []
    charts: tuple[tuple[str, Chart], ...] = (
        ("arrivals, 144 bars and 2 lines", arrivals("fr", now=None)),
        ("occupancy, 156 slots", occupancy("fr")),
        ("occupancy, three days of 864 slots", occupancy("fr", days=3)),
        ("heat map, 12 desks", heat_map("fr")),
        ("heat map, 60 desks", heat_map("fr", desks=60)),
    )
    for name, chart in charts:
        rows += of_chart(name, chart, aimed=chart is charts[0][1])
    chart = charts[0][1]
    files = [cpu_ms(act, chart, LOOK) for act in (picture, svg) for _ in range(10)]
    rows.append(Row("chart as PNG at twice its size", "ms CPU", files[:10], "as SVG", files[10:]))
    del application
    return rows


def of_chart(name: str, chart: Chart, *, aimed: bool) -> list[Row]:
    """A redraw with layout, and a move of the pointer, beside the bare fill of the same shapes."""
    target, view = QPixmap(WIDTH, HEIGHT), ChartView()
    view.dress(LOOK)
    view.resize(WIDTH, HEIGHT)
    others = [replace(chart, subtitle=chart.subtitle + mark) for mark in ("", " ")]
    view.show_chart(chart)
    shapes = shapes_of(view)

    def redraw() -> None:
        others.reverse()
        view.show_chart(others[0])
        view.render(target)

    def look_around() -> None:
        view._pointed = Spot((view._pointed.slot + 1) % chart.slots.count if view._pointed else 0)
        view.render(target)

    drawn, bare = by_turns(redraw, lambda: fill(target, shapes))
    whole = view.grab()
    moved, put = by_turns(look_around, lambda: blit(target, whole))
    met = median(drawn) <= MOST_MS if aimed else None
    return [
        Row(f"{name}: redrawn with new numbers", "ms CPU", drawn, f"bare fill of its {len(shapes)} shapes", bare,
            f"median {MOST_MS:.0f} ms at most" if aimed else "–", met),
        Row(f"{name}: the pointer moves", "ms CPU", moved, "the picture alone", put),
    ]  # fmt: skip


def cpu_ms(act: Callable[..., object], *arguments: object) -> float:
    """What it took of the processor, in ms: a redraw is judged by what it leaves to others."""
    begun = thread_time()
    act(*arguments)
    return (thread_time() - begun) * 1000


def by_turns(one: Callable[[], None], other: Callable[[], None]) -> tuple[list[float], list[float]]:
    """How long both took, each after the other."""
    pairs = [(cpu_ms(one), cpu_ms(other)) for _ in range(ROUNDS)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def shapes_of(view: ChartView) -> list[QRectF]:
    """The rectangles that the chart is made of."""
    plan = view.plan
    if isinstance(plan, ArrivalsPlan):
        return [bar for bar in plan.bars if bar.height() > 0]
    if isinstance(plan, HeatPlan):
        return [plan.cell(row, slot) for row, slot, _ in plan.chart.cells()]
    assert isinstance(plan, OccupancyPlan)
    spans = [(slot, value, plan.times.span(slot)) for slot, value in enumerate(plan.chart.counts) if value is not None]
    tops = [(plan.values.y(value), left, right) for _, value, (left, right) in spans]
    return [QRectF(left, top, right - left, plan.plot.bottom() - top) for top, left, right in tops]


def fill(target: QPixmap, shapes: list[QRectF]) -> None:
    """The rectangles alone, smooth."""
    with QPainter(target) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#4793E2"))
        for shape in shapes:
            painter.drawRoundedRect(shape, 2, 2)


def blit(target: QPixmap, picture_of_it: QPixmap) -> None:
    """The finished picture, put there."""
    with QPainter(target) as painter:
        painter.drawPixmap(0, 0, picture_of_it)
