"""The charts of the dashboard on a report's pages, as shapes that stay sharp."""

from collections.abc import Iterator
from dataclasses import replace

from checkin.i18n import Words
from checkin.overview.picture import Picture
from ui.charts.drawing import paint, usual_height
from ui.charts.values import Chart, HeatMap, Series
from ui.dashboard.charting import Charting
from ui.dashboard.telling import Telling
from ui.rehearsal.page import UNITS, Paper
from ui.reports.flow import LEFT_MM, WIDTH_MM, Flow
from ui.theme import Theme
from ui.widgets.look import Look

WIDTH_PX, HEIGHT_PX = 980, 272
FACTOR = WIDTH_MM * UNITS / WIDTH_PX
"""Drawing units in a pixel of the theme."""

MOST_ROWS = 24
"""Of a heat map with more desks, the others stand in one below it."""

GAP_MM = 4.0


def plates(flow: Flow, pictures: tuple[Picture, ...], words: Words, look: Look | None = None) -> None:
    """The charts of each day; those of one day stay together where they can."""
    dressed = look or Look(words, Theme())
    for number, picture in enumerate(pictures):
        if number and flow.left < 150:
            flow.turn()
        for chart in charts(picture, words):
            _put(flow, chart, dressed)


def charts(picture: Picture, words: Words) -> Iterator[Chart]:
    """Arrivals, who was inside, and how busy the desks were. What is today on the screen has its date on paper."""
    charting = Charting(Telling(words, picture))
    arrivals, occupancy, busy = charting.arrivals(), charting.occupancy(), charting.busy()
    day = charting.telling.teller.day(picture.day)
    yield replace(arrivals, today=Series(day, arrivals.today.values))
    yield occupancy
    for at in range(0, len(busy.rows), MOST_ROWS):
        yield replace(busy, title=f"{busy.title}, {day}", rows=busy.rows[at : at + MOST_ROWS])


def _put(flow: Flow, chart: Chart, look: Look) -> None:
    px = usual_height(chart, look) if isinstance(chart, HeatMap) else HEIGHT_PX
    tall = px * FACTOR / UNITS
    flow.need(tall)
    top = flow.y
    flow.draw(lambda paper: _paint(paper, chart, look, top, tall))
    flow.y += tall + GAP_MM


def _paint(paper: Paper, chart: Chart, look: Look, top: float, tall: float) -> None:
    paint(paper.painter, paper.rect(LEFT_MM, top, WIDTH_MM, tall), chart, look, factor=FACTOR)
