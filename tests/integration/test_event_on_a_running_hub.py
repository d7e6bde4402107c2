"""`checkin event init` in the home of a hub that runs: the hub serves the new event, too."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import msgspec
from hub_process import started_hub

from checkin.cli.enrol import enrolled
from checkin.cli.home import Home
from checkin.simulator.children import command
from checkin.sync.http import HubConnection
from checkin.sync.invitation import Invitation, read_invitation
from checkin.sync.membership import KEY_FILE
from data.membership import device_key
from data.store import open_store


def test_a_checkpoint_that_is_added_is_counted_and_offered_to_whoever_enrols(tmp_path: Path) -> None:
    hub, event, fingerprint = started_hub(tmp_path / "hub")
    try:
        desk = Home(tmp_path / "desk")
        member = enrolled(desk, invitation(hub.home, hub.port), "127.0.0.1", "one")
        assert member.fingerprint == fingerprint
        way = HubConnection(member.hosts, member.port, fingerprint, member.device, device_key(desk.path / KEY_FILE))
        try:
            assert "garden" not in checkpoints(way, event.id)
            store = open_store(hub.home / "desk.db")
            file = tmp_path / "event.toml"
            garden = '\n[[checkpoint]]\nid = "garden"\nname = { en = "Garden" }\nentry = "unlimited"\n'
            file.write_text(store.event_text() + garden, encoding="utf-8")
            store.close()
            command(hub.home, "event", "init", str(file))
            until = monotonic() + 20
            while "garden" not in checkpoints(way, event.id) and monotonic() < until:
                sleep(0.1)
            assert "garden" in checkpoints(way, event.id)
        finally:
            way.close()
        enrolled(Home(tmp_path / "later"), invitation(hub.home, hub.port), "127.0.0.1", "two")
        later = open_store(tmp_path / "later" / "desk.db")
        assert later.event_text() == file.read_text(encoding="utf-8")
        later.close()
    finally:
        hub.kill()


def test_a_running_hub_tells_how_many_of_those_who_are_registered_have_not_come(tmp_path: Path) -> None:
    hub, event, fingerprint = started_hub(tmp_path / "hub")
    try:
        desk = Home(tmp_path / "desk")
        member = enrolled(desk, invitation(hub.home, hub.port), "127.0.0.1", "one")
        way = HubConnection(member.hosts, member.port, fingerprint, member.device, device_key(desk.path / KEY_FILE))
        try:
            command(hub.home, "walkin", "--name", "Zineb Alami", "--category", "public")
            assert waited(lambda: absent(way, event.id) == 1)
        finally:
            way.close()
    finally:
        hub.kill()


def waited(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    until = monotonic() + seconds
    while not (held := holds()) and monotonic() < until:
        sleep(0.1)
    return held


def absent(way: HubConnection, event: str) -> int | None:
    told: int | None = msgspec.json.decode(way.fetch(f"/totals?event={event}", 10))["checkpoints"]["entrance"]["no_shows"]
    return told


def invitation(home: Path, port: int) -> Invitation:
    said = command(home, "hub", "invite", "--json", "--port", str(port))
    return read_invitation(msgspec.json.decode(said)["invitation"])


def checkpoints(way: HubConnection, event: str) -> set[str]:
    return set(msgspec.json.decode(way.fetch(f"/totals?event={event}", 10))["checkpoints"])
