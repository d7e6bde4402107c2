"""The hub, killed again and again while desks bring rows and claim admissions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from time import sleep

from hub_process import started_hub
from load import Worker, account, let_in

from checkin.simulator.children import HubChild
from data.demo.event import event_text
from data.importers.event_file import parse_event

WORKERS = 8


@contextmanager
def loaded_hub(folder: Path, database: str = "", workers: int = WORKERS) -> Iterator[tuple[HubChild, list[Worker], object]]:
    """A real hub with a home of its own, and devices that load it. At the end they have brought everything."""
    home = folder / "hub-home"
    hub, event, fingerprint = started_hub(home, database)
    place = database or home / "hub.db"
    desks = [Worker(f"w{number}", hub.port, fingerprint, event.id, 500) for number in range(workers)]
    let_in(place, event.id, desks)
    try:
        yield hub, desks, place
    finally:
        for desk in desks:
            desk.end()
        for desk in desks:
            desk.join()
        hub.kill()


def killed_often(folder: Path, kills: int, database: str = "", seed: int = 1, least_s: float = 0.4) -> dict[str, int]:
    """So many kills -9 at random moments; the account afterwards."""
    rng = Random(seed)
    with loaded_hub(folder, database) as (hub, desks, place):
        sleep(1)
        for _ in range(kills):
            sleep(rng.uniform(least_s, 2 * least_s))
            hub.kill()
            hub.start()
    event = parse_event(event_text(date(2018, 4, 18)))
    return account(place, event.id, desks)
