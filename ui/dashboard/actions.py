"""What the dashboard's window asks of whoever runs it."""

from datetime import date
from pathlib import Path
from typing import Protocol

from checkin.desk.messages import Settle
from checkin.domain.alarms import Alarm
from checkin.overview.picture import Chosen
from checkin.settings import Settings


class DashboardActions(Protocol):
    """None of these waits."""

    def choose(self, chosen: Chosen) -> None:
        """Look at this from now on."""

    def settle(self, asked: Settle) -> None:
        """A supervisor has looked into a conflict."""

    def see(self, alarm: Alarm, by: str) -> None:
        """Somebody has seen an alarm."""

    def make_report(self, folder: Path, day: date, language: str) -> None:
        """Write the report of a day to a folder."""

    def settings_changed(self, settings: Settings) -> None:
        """Keep these until the next start."""
