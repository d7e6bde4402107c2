"""What a dashboard counts: a hub's log, what the hub tells this device, or exported journals."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.cli.clocks import utc_now
from checkin.cli.desk import connecting
from checkin.cli.home import Home
from checkin.cli.overview_place import is_hub, reading
from checkin.desk.engine import Engine
from checkin.desk.machine import condition_of_machine
from checkin.desk.post import Post, chosen_checkpoint
from checkin.desk.syncing import Rhythm
from checkin.domain.journal import microseconds
from checkin.overview.neighbours import Neighbours, Seen
from checkin.ports import Clock
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.sync.membership import Membership
    from ui.dashboard.app import Beside, Sources


@contextmanager
def sources(home: Home, checkpoint: str, database: str, journals: tuple[Path, ...], clock: Clock) -> "Iterator[Sources]":
    """What is counted. Trouble where there is no event, or none with this checkpoint."""
    from ui.dashboard.app import Sources

    with home.serving() as (store, event):
        chosen_checkpoint(event, checkpoint)
        member = store.membership.get()
    if database:
        from data.hub.engine import check_address

        check_address(database)
    with feeding(home, None if journals or is_hub(home, database) else member, clock) as feed:
        yield Sources(partial(reading, home, database, journals, clock, feed.seen), feed.beside)


@dataclass(frozen=True, slots=True)
class Feeding:
    """What the hub says of its desks, and what has to run so that it is said."""

    seen: Callable[[], Seen | None]
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
