"""`checkin dashboard`: the window in which supervisors see attendance live."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.clocks import clock_of, clock_option
from checkin.cli.desk import no_display
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option
from checkin.cli.overview_place import journal_option
from checkin.logs import log_to
from checkin.overview.reports.launching import Order
from checkin.ports import Clock
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from checkin.desk.messages import Settle
    from checkin.domain.supervisor import Supervisor
    from checkin.ports import Wait
    from ui.dashboard.app import Sources


@click.command("dashboard")
@click.option("--checkpoint", metavar="ID", help="The checkpoint that is shown first; the event's first one otherwise.")
@click.option("--full-screen", is_flag=True, help="For a screen on the wall.")
@journal_option
@database_option
@clock_option
@pass_home
def command(
    home: Home, checkpoint: str | None, journals: tuple[Path, ...], database: str, clock_file: Path | None, *, full_screen: bool
) -> None:
    """Open the supervisor's window: in a hub's home on everything that the hub has, in a desk's home on what the hub has told
    this device, or on exported journals. It can be open beside a hub or a desk that runs; where no desk runs on an enrolled
    device, it keeps in touch with the hub itself.

    Keys of the window: Ctrl+1 to Ctrl+6 the pages, F4 language, F5 light or dark, F6 sound, F7 checkpoint, F8 whom the charts
    show, F11 full screen, Ctrl+T charts as tables, Ctrl+S keep what is shown in files, Ctrl+R report of the day, Esc back to now.

    \b
    Example:
      checkin dashboard
      checkin dashboard --journal desk-1.jsonl --journal desk-2.jsonl
    """
    log_to(home.path / "logs")
    if no_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise Trouble('The dashboard needs a screen, and there is none here. "checkin totals" tells the same figures.')
    settings = home.settings.but(**({"checkpoint": checkpoint} if checkpoint is not None else {}))
    # what takes long to load is loaded once the window has been seen: see dashboard_sources
    from data.overview.alarm_log import StoredAlarms
    from data.overview.memory_file import MemoryFile
    from ui.dashboard.app import DashboardPlan, run_dashboard

    memory = MemoryFile(home.path, database, journals)
    with clock_of(clock_file) as clock:
        plan = DashboardPlan(
            home.settings_file, settings, lambda: _sources(home, settings.checkpoint, database, journals, clock),
            lambda asked: _settled(home, asked, database, clock), StoredAlarms(home.path / "alarms.jsonl"), clock,
            Order(home.path, home.path, database=database, journals=journals, clock=clock_file),
            memory, memory.picture(settings.checkpoint), bool(journals), full_screen,
        )  # fmt: skip
        raise SystemExit(run_dashboard(plan))


def _sources(
    home: Home, checkpoint: str, database: str, journals: tuple[Path, ...], clock: Clock
) -> "AbstractContextManager[Sources]":
    from checkin.cli.dashboard_sources import sources

    return sources(home, checkpoint, database, journals, clock)


def _settled(home: Home, asked: "Settle", database: str, clock: Clock) -> "Supervisor | Wait":
    from checkin.cli.conflicts import settled

    return settled(home, asked, database, clock)
