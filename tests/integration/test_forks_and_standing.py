"""What a supervisor sees of desks: since when they were not heard, who is cut off, and a journal that two machines write."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hub_databases import program, server
from structlog.testing import capture_logs
from test_desk_and_hub import Desk, Site, badge, knows, site  # noqa: F401

from checkin.desk.hubward import FORKED
from checkin.desk.messages import Failed
from checkin.sync.hublog import Changes, Device, KnownJournal
from checkin.sync.link import Standing
from checkin.sync.messages import Role
from checkin.sync.reports import Condition, KeptReport
from data.hub.store import SqlHubLog, open_hub

Run = Callable[..., tuple[int, list[str], str]]
HEARD_US = 1_524_036_671_000_000
EVENT = "scec-2018"


def fill(log: SqlHubLog) -> None:
    """A desk that was cloned, whose former journal is retired; and one that was cut off and never heard."""
    devices = [Device("d-1", bytes(32), "Laptop", "A", Role.DESK, 1), Device("d-2", bytes(32), "Thief", "A", Role.DESK, 2, 3)]
    journals = [KnownJournal("j-1", "d-1", "", 8, bytes(32), retired=True), KnownJournal("j-2", "d-1", "j-1", 10, bytes(32))]
    report = KeptReport("j-2", "d-1", HEARD_US, 0, HEARD_US, 0, Condition())
    with log.writing(EVENT) as transaction:
        transaction.write(Changes(
            devices={one.id: one for one in devices}, journals={one.id: one for one in journals}, reports={"j-2": report}
        ))  # fmt: skip


def check(run: Run, *where: str) -> None:
    status = json.loads(run("status", "--json", *where)[1][0])
    one, thief = status["hub"]["desks"]
    assert (one["lines"], one["forks"], one["revoked"], one["heard_at"]) == (10, 1, False, "2018-04-18T08:31:11+01:00")
    assert (thief["lines"], thief["forks"], thief["revoked"], thief["heard_at"]) == (0, 0, True, None)
    listed = [json.loads(line) for line in run("hub", "devices", "--json", *where)[1]]
    assert [(each["lines"], each["forks"], each["heard_at"]) for each in listed] == [
        (10, 1, "2018-04-18T08:31:11+01:00"), (0, 0, None)
    ]  # fmt: skip
    told = "\n".join(run("status", *where)[1])
    assert "last heard 2018-04-18T08:31:11+01:00" in told
    assert "journal written on two machines: 1 times" in told
    assert "cut off" in told
    assert "enrolled at no hub" not in told
    assert "journal written on two machines: 1 times" in "\n".join(run("hub", "devices", *where)[1])


def test_status_and_devices_tell_since_when_who_is_cut_off_and_forks(run: Run, home: Path) -> None:
    with closing(open_hub(home / "hub.db", EVENT, "epoch-0")) as log:
        fill(log)
    check(run)


@pytest.fixture
def postgres() -> Iterator[str]:
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed here")
    with server() as place:
        with psycopg.connect(f"{place}postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE status")
        yield f"{place}status"


def test_status_knows_of_a_hub_on_postgresql(run: Run, postgres: str) -> None:
    with closing(open_hub(postgres, EVENT, "epoch-0")) as log:
        fill(log)
    check(run, "--database", postgres)


def cloned(site: Site) -> Desk:  # noqa: F811
    """Two machines with one journal, of which the other has scanned since."""
    one = site.desk("one").strict()
    knows(one, 50)
    one.stop()
    shutil.copytree(one.home.path, site.folder / "copy")
    one.start()
    one.strict()
    one.scan(badge(1))
    one.until(lambda state: state.figures.entries == 1 and state.waiting == 0)
    one.stop()
    shutil.rmtree(one.home.path)
    shutil.copytree(site.folder / "copy", one.home.path)
    return one


def test_a_fork_is_told_at_the_desk_in_its_log_and_in_the_figures(site: Site) -> None:  # noqa: F811
    one = cloned(site)
    one.state = None
    with capture_logs() as logged:
        one.start()
        one.scan(badge(2))
        one.next_of(Failed, lambda message: isinstance(message, Failed) and message.what == FORKED)
        one.until(lambda state: state.standing is Standing.STRICT and state.waiting == 0)
    events = [each["event"] for each in logged]
    assert events.count("the journal had forked; a new one goes on") == 1
    assert [each["standing"] for each in logged if each["event"] == "standing to the hub"][-1] == "strict"
    assert "clock compared with the hub's" in events
    figures = site.running.client.get("/metrics").text
    assert f'checkin_device_forks{{device="{one.member.device}"}} 1.0' in figures
    assert f'checkin_device_heard_at{{device="{one.member.device}"}} 1.' in figures
    assert "checkin_conflicts 0.0" in figures
    assert "checkin_recovery_waiting 0.0" in figures


def test_two_admissions_of_one_person_are_a_conflict_in_the_figures(site: Site) -> None:  # noqa: F811
    one, two = site.desk("one").strict(), site.desk("two").strict()
    for desk in (one, two):
        knows(desk, 50)
    site.hub_gone()
    for desk in (one, two):
        desk.scan(badge(1))
    site.hub_back()
    for desk in (one, two):
        desk.strict()
    one.until(lambda state: len(state.disputes) == 1)
    assert "checkin_conflicts 1.0" in site.running.client.get("/metrics").text
