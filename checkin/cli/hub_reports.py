"""The reports that a running hub makes by itself when a day is over."""

from pathlib import Path

from checkin.cli.home import Home
from checkin.cli.hub_place import Place
from checkin.overview.reports.day_ends import Daily, DayReports
from checkin.overview.reports.launching import Order, made
from checkin.ports import Clock


def day_reports(home: Home, place: Place, database: str, clock: Clock, clock_file: Path | None) -> DayReports:
    """In the language of the home's settings, into its folder "reports"; each made by a process of its own."""
    from data.hub.late_lines import LateLines

    order = Order(home.path, reports_of(home), database=database, clock=clock_file)
    return DayReports(place.event, Daily(order, (home.settings.language,)), clock, made, LateLines(place.log, place.event))


def reports_of(home: Home) -> Path:
    """Where the hub's own reports are."""
    return home.path / "reports"
