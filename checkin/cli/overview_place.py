"""Where a command's figures come from: a hub's log, a desk's database, or exported journals."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.clocks import utc_now
from checkin.cli.home import Home
from checkin.overview.neighbours import Seen
from checkin.overview.reading import Reader
from checkin.ports import Clock

if TYPE_CHECKING:
    from data.overview.people import People

journal_option = click.option(
    "--journal", "journals", multiple=True, type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
    help="An exported journal (.jsonl or .csv) instead; may be given again.",
)  # fmt: skip


@contextmanager
def reading(
    home: Home, database: str = "", journals: Sequence[Path] = (), clock: Clock = utc_now,
    neighbours: Callable[[], Seen | None] = lambda: None,
) -> Iterator[Reader]:  # fmt: skip
    """Reads these journals, or else a hub's log where the home has one or `database` is given, or else the desk's database, with
    what its hub has told of its `neighbours`."""
    from checkin.cli.hub_place import opened
    from data.overview.desk_reader import DeskReader
    from data.overview.file_reader import FileReader
    from data.overview.hub_people import HubPeople
    from data.overview.hub_reader import HubReader

    if journals:
        with people_at(home, database) as people:
            yield FileReader(journals, people)
    elif is_hub(home, database):
        with opened(home, database, clock) as place:
            everybody = HubPeople(home.database, place.log, place.event.id)
            with closing(HubReader(place.log, everybody, clock)) as reader:
                yield reader
    else:
        with closing(DeskReader(_people_of(home), clock, neighbours)) as reader:
            yield reader


@contextmanager
def people_at(home: Home, database: str = "") -> "Iterator[People]":
    """The home's event and registrations; in the home of a hub those that desks made, too. Trouble if there is no event."""
    from checkin.cli.hub_place import opened
    from data.overview.hub_people import HubPeople

    if not is_hub(home, database):
        with closing(_people_of(home)) as people:
            yield people
        return
    with opened(home, database) as place, closing(HubPeople(home.database, place.log, place.event.id)) as everybody:
        yield everybody


def _people_of(home: Home) -> "People":
    from data.overview.people import People

    with home.serving():
        pass
    return People(home.database)


def is_hub(home: Home, database: str) -> bool:
    """Whether this is the home of a hub."""
    return bool(database) or (home.path / "hub.db").exists()
