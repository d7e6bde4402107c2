"""`checkin dashboard`: the window in which supervisors see attendance live."""

import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.clocks import clock_of, clock_option, utc_now
from checkin.cli.conflicts import settled
from checkin.cli.desk import connecting, no_display
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option
from checkin.cli.overview_place import is_hub, journal_option, reading
from checkin.desk.engine import Engine, chosen_checkpoint
from checkin.desk.machine import condition_of_machine
from checkin.desk.post import Post
from checkin.desk.syncing import Rhythm
from checkin.domain.journal import microseconds
from checkin.logs import log_to
from checkin.overview.neighbours import Neighbours, Seen
from checkin.overview.reports.launching import Order
from checkin.ports import Clock
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checkin.sync.membership import Membership
    from ui.dashboard.app import Beside


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
    clock = clock_of(clock_file)
    settings = home.settings.but(**({"checkpoint": checkpoint} if checkpoint is not None else {}))
    with home.serving() as (store, event):
        chosen_checkpoint(event, settings.checkpoint)
        member = store.membership.get()
    from data.overview.alarm_log import StoredAlarms
    from data.overview.memory_file import MemoryFile
    from ui.dashboard.app import DashboardPlan, run_dashboard

    if database:
        from data.hub.engine import check_address

        check_address(database)
    with feeding(home, None if journals or is_hub(home, database) else member, clock) as feed:
        plan = DashboardPlan(
            home.settings_file, settings, partial(reading, home, database, journals, clock, feed.seen),
            lambda asked: settled(home, asked, database, clock), StoredAlarms(home.path / "alarms.jsonl"), clock,
            Order(home.path, home.path, database=database, journals=journals, clock=clock_file),
            MemoryFile(home.path / "overview.memory"), feed.beside, bool(journals), full_screen,
        )  # fmt: skip
        raise SystemExit(run_dashboard(plan))


@dataclass(frozen=True, slots=True)
class Feeding:
    """What the hub says of its desks, and what has to run so that it is said."""

    seen: "Callable[[], Seen | None]"
    beside: "Sequence[Beside]"


@contextmanager
def feeding(home: Home, member: "Membership | None", clock: Clock) -> Iterator[Feeding]:
    """Inside, a device that is enrolled hears from its hub: through the desk that runs in this home, or by itself."""
    if member is None or member.revoked_us is not None:
        yield Feeding(lambda: None, ())
        return
    with ExitStack() as held:
        connection = held.enter_context(closing(connecting(home)(member)))
        neighbours = Neighbours(partial(connection.fetch, f"/totals?event={member.event}"), home.path / "neighbours.json")
        yield Feeding(neighbours.latest, [neighbours, *standing_in(home, held, clock)])


def standing_in(home: Home, held: ExitStack, clock: Clock) -> "Sequence[Beside]":
    """A desk that scans nobody, for as long as this lasts; nothing where a desk runs in this home."""
    from data.locking import the_only_desk
    from data.store import open_store

    try:
        held.enter_context(the_only_desk(home.path))
    except Trouble:
        return ()
    rhythm = Rhythm() if clock is utc_now else Rhythm(lambda: microseconds(clock()))
    engine = Engine(
        lambda: open_store(home.database), Post(home.settings.desk, home.settings.gate, scans=False), home.settings.checkpoint,
        lambda _: None, clock, lambda: str(uuid.uuid4()), connecting(home), lambda: condition_of_machine(home.path, ""), rhythm,
    )  # fmt: skip
    return (engine,)
