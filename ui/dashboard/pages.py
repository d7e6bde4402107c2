"""The pages of the dashboard, one at a time."""

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from checkin.overview.picture import Picture
from ui.charts.values import Chart
from ui.dashboard.alarms_page import AlarmsPage
from ui.dashboard.conflicts_page import ConflictsPage
from ui.dashboard.desks_page import DesksPage
from ui.dashboard.inside_page import InsidePage
from ui.dashboard.now_page import NowPage
from ui.dashboard.people_page import PeoplePage
from ui.dashboard.rail import Entry
from ui.desk.preferences import Preferences
from ui.widgets.look import Look

PAGES = (
    Entry("now", "gauge"), Entry("people", "users"), Entry("inside", "history"), Entry("desks", "laptop"),
    Entry("conflicts", "split"), Entry("alarms", "bell"),
)  # fmt: skip


class Page(Protocol):
    """A widget that shows pictures."""

    def dress(self, look: Look) -> None: ...

    def show_picture(self, picture: Picture, look: Look) -> None: ...


class Pages(QStackedWidget):
    """Only the page that is in sight is kept up to date. `moment_chosen` with a minute to look back at, None for now;
    `part_chosen` with whom the charts show; `led` to another page."""

    moment_chosen = Signal(object)
    part_chosen = Signal(object)
    led = Signal(str)

    def __init__(self, parent: QWidget, preferences: Preferences) -> None:
        super().__init__(parent)
        self.now = NowPage(self)
        self.people = PeoplePage(self)
        self.inside = InsidePage(self)
        self.desks = DesksPage(self)
        self.conflicts = ConflictsPage(self, preferences)
        self.alarms = AlarmsPage(self)
        self._all: dict[str, Page] = {
            "now": self.now, "people": self.people, "inside": self.inside, "desks": self.desks, "conflicts": self.conflicts,
            "alarms": self.alarms,
        }  # fmt: skip
        self._charts = {"arrivals": self.now.arrivals, "inside": self.inside.occupancy, "desks": self.desks.busy}
        for page in self._all.values():
            self.addWidget(page)
        for page in (self.now, self.inside, self.desks):
            page.moment_chosen.connect(self.moment_chosen)
        self.now.attention.led.connect(self.led)
        for page in (self.now, self.inside):
            page.part_chosen.connect(self.part_chosen)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        for page in self._all.values():
            page.dress(look)

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it on the page that is in sight."""
        self._all[self.current].show_picture(picture, look)

    @property
    def current(self) -> str:
        """The page that is in sight."""
        return next(key for key, page in self._all.items() if page is self.currentWidget())

    def show_page(self, key: str) -> None:
        """Show this one. The keys are its own from now on: Enter is what its hints say, and the arrows walk in it."""
        self.setCurrentWidget(self._all[key])
        first: dict[str, QWidget] = {
            "now": self.now.arrivals.currentWidget(), "people": self.people.table, "inside": self.inside.timeline,
            "desks": self.desks.tiles, "conflicts": self.conflicts.list.rows, "alarms": self.alarms.list.rows,
        }  # fmt: skip
        first[key].setFocus()

    def switch_tables(self) -> None:
        """Charts as tables, or as charts again."""
        wanted = not self.now.arrivals.shows_table
        for chart in self._charts.values():
            chart.show_table(wanted)

    def charts(self) -> dict[str, Chart]:
        """Those that are in sight, by a name for files."""
        return {name: one.chart for name, one in self._charts.items() if one.isVisible() and one.chart is not None}
