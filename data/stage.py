"""A throw-away desk: the event of a real one, and a few people who exist nowhere else."""

from collections.abc import Iterable
from pathlib import Path

from checkin.domain.event import Event
from checkin.domain.folding import fold
from checkin.domain.registration import Registration
from data.importers.event_file import parse_event
from data.store import Store, open_store

PERSON = """
    INSERT INTO registrations (id, name, company, email, category, status, "order", language, note, folded)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def make_stage(path: Path, event_toml: str, people: Iterable[Registration]) -> Event:
    """Make a desk's database at `path`, where there is none, for the event of this text; returns that event. The people may have
    badges that no import would take."""
    event = parse_event(event_toml)
    store = open_store(path)
    try:
        store.store_event(event_toml, event)
        with store.writing():
            for person in people:
                _add(store, person)
    finally:
        store.close()
    return event


def _add(store: Store, person: Registration) -> None:
    values = [
        person.id, person.name, person.company, person.email, person.category, person.status.value, person.order, person.language,
        person.note, fold(person.name),
    ]  # fmt: skip
    number = store.database.execute(PERSON, values).lastrowid
    badge = [person.badge.casefold(), person.badge, number]
    store.database.execute("INSERT INTO badges (folded, text, registration) VALUES (?, ?, ?)", badge)
