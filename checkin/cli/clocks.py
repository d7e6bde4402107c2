"""Which time it is for a command: the machine's, or that of a simulated event."""

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def clock_of(file: Path | None) -> Iterator[Clock]:
    """The machine's clock, or that of a simulation, which is given back at the end."""
    if file is None:
        yield utc_now
        return
    from checkin.simulator.clock import SharedClock

    with SharedClock(file) as clock:
        yield clock
