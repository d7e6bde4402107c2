"""A judge at the example's entrance, and people whom a test puts into the list."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from checkin.desk.judge import Judge
from checkin.desk.post import Post
from checkin.domain.event import Checkpoint, Event
from data.importers.registrations_file import import_registrations
from data.store import Store

NOW = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
HEADING = "id,badge,name,category,status,company,order,note"


class TurningClock:
    """A second later each time it is asked."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def event_of(store: Store) -> Event:
    event = store.event()
    assert event is not None
    return event


def door(store: Store) -> Checkpoint:
    return event_of(store).checkpoints["entrance"]


def judge_of(store: Store, start: int = 1) -> Judge:
    ids = count(start)
    return Judge(store, event_of(store), Post("2", "A"), TurningClock(), lambda: f"scan-{next(ids)}")


def add_people(store: Store, folder: Path, *rows: str) -> None:
    """Import rows under HEADING."""
    path = folder / "more-people.csv"
    path.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")
    import_registrations(store, path)


def journal_texts(store: Store) -> list[tuple[str, str]]:
    return [(item.line.registration, item.line.outcome or "") for item in store.journal.lines()]
