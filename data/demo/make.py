"""Making the demo in a desk's home: event, registrations, film and its truth. What stands already is left as it is."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.i18n import Phrase, phrase
from checkin.trouble import Trouble
from data.demo.event import DEMO_EVENT, event_text
from data.demo.people import people
from data.importers.event_file import parse_event
from data.importers.headings import COLUMNS
from data.importers.registrations_file import import_registrations
from data.store import Store, open_store

if TYPE_CHECKING:
    from checkin.scanning.opencv import Image

SEED = 2018
COUNT = 20_000
Progress = Callable[[Phrase, float], None]
BEGUN, IMPORTED, FILMED = 0.0, 0.12, 0.95


@dataclass(frozen=True, slots=True)
class Made:
    """What was made now: registrations imported (0: they were there), a film or not; and where an older demo was kept."""

    event: Event
    players: tuple[Registration, ...]
    registrations: int
    film: bool
    kept: Path | None


@dataclass(frozen=True, slots=True)
class DemoHome:
    """Where the demo's things lie in a desk's folder."""

    path: Path

    @property
    def database(self) -> Path:
        """The desk's database."""
        return self.path / "desk.db"

    @property
    def film(self) -> Path:
        """The film."""
        return self.path / "film.mp4"

    @property
    def truth(self) -> Path:
        """What the film shows when, and what the entrance must answer."""
        return self.path / "film.json"

    @property
    def badges(self) -> Path:
        """Pictures of the badges in the film."""
        return self.path / "badges"

    @property
    def sheet(self) -> Path:
        """The same badges to print and cut."""
        return self.badges / "sheet.pdf"

    def has_film(self) -> bool:
        """Whether the film is there, complete."""
        return self.film.is_file() and self.truth.is_file()


def demo_stands(home: Path, today: date) -> bool:
    """Whether there is nothing left to make: a demo that is not over, with its film and badges. Trouble if the desk serves
    another event."""
    place = DemoHome(home)
    if not (place.database.is_file() and place.has_film() and place.sheet.is_file()):
        return False
    with closing(open_store(place.database)) as store:
        event = _demo_event(store)
        return event is not None and event.days[-1] >= today and store.registrations.count() > 0


def make_demo(
    home: Path, progress: Progress, face: "Callable[[Registration, Event], Image]", today: date, *, reset: bool = False
) -> Made:
    """Make what is missing of the demo in `home`. `face` gives a badge's pixels; `progress` hears what is being made and the
    share that is done. A demo that is over is kept beside the new one; with `reset` it is removed, and all is made anew.

    Trouble if the desk serves another event: that is left alone.
    """
    place = DemoHome(home)
    kept = _make_room(place, today, reset)
    with closing(open_store(place.database)) as store:
        event = store.event()
        if event is None:
            progress(phrase("Making the event and its registrations"), BEGUN)
            text = event_text(today)
            event = parse_event(text)
            store.store_event(text, event)
        imported = 0 if store.registrations.count() else _import_people(store, place.path, event.days)
    filmed = not place.has_film()
    players = _make_film(place, event, face, progress) if filmed else _players(event)
    return Made(event, tuple(players.values()), imported, filmed, kept)


def _demo_event(store: Store) -> Event | None:
    """The demo event that is stored, None if there is no event."""
    event = store.event()
    if event is not None and event.id != DEMO_EVENT:
        raise Trouble(
            'The desk in {path} serves another event, "{event}", which is left as it is. '
            "Make the demo in a folder of its own: checkin --home DIR demo",
            path=str(store.path.parent), event=event.id,
        )  # fmt: skip
    return event


def _make_room(place: DemoHome, today: date, reset: bool) -> Path | None:
    """Remove the demo that is there, or put it aside when it is over; returns where it is then."""
    if not place.database.exists():
        if reset:
            _remove(_own_files(place))
        return None
    with closing(open_store(place.database)) as store:
        event = _demo_event(store)
    if reset:
        _not_in_use(place)
        _remove([place.database, *_own_files(place)])
        return None
    if event is None or event.days[-1] >= today:
        return None
    _not_in_use(place)
    kept = _free_name(place.path, f"desk-{event.days[-1].isoformat()}")
    with _explained(place.database):
        place.database.rename(kept)
    return kept


def _not_in_use(place: DemoHome) -> None:
    # SQLite removes the write-ahead log when the last program closes the database.
    if place.database.with_name("desk.db-wal").exists():
        raise Trouble("Another program is using the demo in {path}. Close the desk first.", path=str(place.path))


def _own_files(place: DemoHome) -> Iterator[Path]:
    yield from (place.film, place.truth, place.sheet)
    yield from place.badges.glob("badge-*.png")


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        with _explained(file):
            file.unlink(missing_ok=True)


def _free_name(folder: Path, stem: str) -> Path:
    names = (folder / f"{stem}{f'-{n}' if n else ''}.db" for n in range(1_000))
    return next(path for path in names if not path.exists())


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(
            "{path} cannot be changed ({error}). Close what is using it, or check your rights and the disk.",
            path=str(path), error=error.strerror,
        ) from error  # fmt: skip


def _import_people(store: Store, folder: Path, days: tuple[date, ...]) -> int:
    """Import the people as an organiser would: from a CSV file."""
    with _explained(folder), tempfile.TemporaryDirectory(prefix="demo-", dir=folder) as room:
        path = Path(room) / "registrations.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            rows.writerows(_row(person) for person in people(SEED, COUNT, days))
        return import_registrations(store, path).added


def _row(person: Registration) -> list[str]:
    values = (getattr(person, column) for column in COLUMNS)
    return ["" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values]


def _players(event: Event) -> dict[str, Registration]:
    from data.demo.cast import cast

    return cast(people(SEED, COUNT, event.days), event.days[0])


def _make_film(
    place: DemoHome, event: Event, face: "Callable[[Registration, Event], Image]", progress: Progress
) -> dict[str, Registration]:
    from data.demo.film import Film, truth, write_film, write_truth
    from data.demo.studio import furnish

    told = phrase("Making the film for the camera")
    progress(told, IMPORTED)
    players = _players(event)
    props = furnish(players, event, face)
    with _explained(place.film):
        place.film.unlink(missing_ok=True)
        write_truth(place.truth, truth(players, props))
        write_film(place.film, Film(props, SEED), lambda share: progress(told, IMPORTED + share * (FILMED - IMPORTED)))
    return players
