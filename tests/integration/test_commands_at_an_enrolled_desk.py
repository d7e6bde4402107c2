"""`checkin scan` and `checkin walkin --admit` in the home of an enrolled desk: the hub is asked as the desk would ask it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import test_desk_and_hub
from test_desk_and_hub import PROFILE, Site, badge

from checkin.cli import main
from checkin.cli.clocks import utc_now
from checkin.cli.enrol import enrolled
from checkin.cli.home import Home
from checkin.sync.invitation import Invitation
from data.importers.event_file import parse_event
from data.locking import the_only_desk
from data.store import open_store


def these_days() -> str:
    """The example event on the days around today, open all day long, everybody once."""
    days = ", ".join(f"{datetime.now(UTC).date() + timedelta(days=n)}" for n in (-1, 0, 1))
    text = re.sub(r"(?m)^(opens|closes|days) = .*\n", "", PROFILE)
    return text.replace("languages =", f"days = [{days}]\nlanguages =", 1)


Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(test_desk_and_hub, "PROFILE", these_days())
    monkeypatch.setattr(test_desk_and_hub, "event_clock", utc_now)
    one = Site(tmp_path)
    yield one
    one.close()


@pytest.fixture
def command(site: Site, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in one of the homes: (exit status, lines of standard output, standard error)."""

    def call(home: Home, *args: str) -> tuple[int, list[str], str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["--home", str(home.path), *args])
        out, error = capfd.readouterr()
        told = [line for line in out.splitlines() if not re.search(r"\[(info|warning) *\]", line)]  # the log stands there too
        return int(left.value.code or 0), told, error

    return call


def enrol(site: Site, name: str) -> tuple[Home, str]:
    """A home that was let in, in which no desk has run yet; and the device's id."""
    home, running = Home(site.folder / name), site.running
    token = running.token(f"T{name.upper()}".ljust(26, "X"))
    member = enrolled(home, Invitation(("127.0.0.1",), running.port, running.fingerprint, running.event.id, token), "", name)
    return home, member.device


def scan(command: Run, home: Home, *args: str) -> dict[str, Any]:
    _, (line,), _ = command(home, "scan", "--json", *args)
    found: dict[str, Any] = json.loads(line)
    return found


def hold(site: Site) -> None:
    held = these_days().replace('id = "entrance"\n', 'id = "entrance"\noffline = "hold"\n', 1)
    site.home.store_event(held, parse_event(held))
    site.running.hub.tell(list(site.home.board.settings()))


def test_a_badge_scanned_by_commands_at_two_desks_is_admitted_once(site: Site, command: Run) -> None:
    (one, _), (two, _) = enrol(site, "one"), enrol(site, "two")
    first = scan(command, one, badge(1))
    assert (first["verdict"], first["asked"]) == ("admitted", True)
    again = scan(command, two, badge(1))
    assert (again["verdict"], again["reason"], again["first"]["scan_id"]) == ("refused", "already_redeemed", first["scan_id"])
    store = open_store(one.database, read_only=True)
    assert store.hub.deliveries().have == store.journal.count() == 1, "the line was brought before the command ended"
    store.close()


def test_without_the_hub_the_command_decides_and_says_that_nobody_was_asked(site: Site, command: Run) -> None:
    home, _ = enrol(site, "one")
    assert scan(command, home, badge(1))["asked"], "and the people were fetched"
    site.hub_gone()
    told = scan(command, home, badge(2))
    assert (told["verdict"], told["asked"]) == ("admitted", False)
    assert command(home, "scan", badge(3))[1][0].endswith("(decided here: the hub could not be asked)")
    site.hub_back()
    assert scan(command, home, badge(4))["asked"]


def test_at_a_checkpoint_that_holds_the_command_admits_nobody_without_the_hub(site: Site, command: Run) -> None:
    home, _ = enrol(site, "one")
    hold(site)
    assert scan(command, home, badge(1))["verdict"] == "admitted"
    site.hub_gone()
    held = scan(command, home, badge(2))
    assert (held["verdict"], held["reason"], held["held"], held["asked"]) == ("refused", "error", True, False)
    site.hub_back()


def test_beside_a_running_desk_the_command_decides_alone_says_so_and_holds_where_that_is_wanted(site: Site, command: Run) -> None:
    home, _ = enrol(site, "one")
    assert scan(command, home, badge(1))["asked"]
    with the_only_desk(home.path):
        told = scan(command, home, badge(2))
        assert (told["verdict"], told["asked"]) == ("admitted", False)
        assert "a desk runs in this home" in command(home, "scan", badge(3))[1][0]
    hold(site)
    assert scan(command, home, badge(4))["asked"]
    with the_only_desk(home.path):
        assert scan(command, home, badge(5))["held"]


def test_a_walk_in_by_command_is_asked_for_like_one_at_the_desk(site: Site, command: Run) -> None:
    home, _ = enrol(site, "one")
    hold(site)
    walkin = ("walkin", "--category", "public", "--admit", "--json", "--name")
    status, (line,), _ = command(home, *walkin, "Nadia Berrada")
    assert (status, json.loads(line)["scan"]["asked"]) == (0, True)
    site.hub_gone()
    status, (line,), _ = command(home, *walkin, "Karim Tazi")
    assert (status, json.loads(line)["scan"]["held"]) == (1, True)
    site.hub_back()


def test_a_desk_that_was_cut_off_decides_by_no_command(site: Site, command: Run) -> None:
    home, device = enrol(site, "one")
    assert scan(command, home, badge(1))["asked"]
    site.running.hub.revoke(device)
    for _ in range(2):
        status, lines, error = command(home, "scan", badge(2))
        assert (status, lines) == (2, [])
        assert "cut this desk off" in error
