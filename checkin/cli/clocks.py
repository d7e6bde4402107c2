"""Which time it is for a command: the machine's, or that of a simulated event."""

from datetime import UTC, datetime
from pathlib import Path

import click

from checkin.ports import Clock

clock_option = click.option(
    "--clock", "clock_file", hidden=True, type=click.Path(path_type=Path), help="The clock of a simulation."
)


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def clock_of(file: Path | None) -> Clock:
    """The machine's clock, or that of a simulation."""
    if file is None:
        return utc_now
    from checkin.simulator.clock import SharedClock

    return SharedClock(file)
