"""A real hub in a process of its own, with the demo event in its home: for what loads it and for what measures it."""

from datetime import UTC, date, datetime
from pathlib import Path
from socket import socket

from checkin.domain.event import Event
from checkin.hub.certificate import certificate_in
from checkin.simulator.children import HubChild
from data.demo.event import event_text
from data.importers.event_file import parse_event
from data.store import open_store


def free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def started_hub(home: Path, database: str = "") -> tuple[HubChild, Event, bytes]:
    """The hub, which listens, its event, and the fingerprint of its certificate."""
    text = event_text(date(2018, 4, 18))
    event = parse_event(text)
    store = open_store(home / "desk.db")
    store.store_event(text, event)
    store.close()
    _, _, fingerprint = certificate_in(home / "hub", datetime.now(UTC))
    hub = HubChild(home, free_port(), None, database)
    hub.start()
    return hub, event, fingerprint
