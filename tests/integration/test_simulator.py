"""A whole event in small, with every fault, holds; and the witness complains of whatever is not as it must be."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from hub_databases import program, server

from checkin.cli import checkin
from checkin.cli.simulate import record, told
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.simulator.children import HubChild
from checkin.simulator.crowd import visits
from checkin.simulator.faults import FAULTS, MOST_DESKS_MORE
from checkin.simulator.oracle import Check, Witness
from checkin.simulator.play import Report, play
from checkin.simulator.site import Plan
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import Delivered, Role
from checkin.trouble import Trouble
from data.demo.event import event_text
from data.hub.store import open_hub
from data.importers.event_file import parse_event

EVENT = parse_event(event_text(date(2018, 4, 18)))
AT = datetime(2018, 4, 18, 9, tzinfo=UTC)


@pytest.mark.timeout(300)
def test_an_event_with_every_fault_holds() -> None:
    report = play(Plan(260, 3, 1, 5, frozenset(FAULTS)))
    assert [one for one in report.checks if one.faults] == []
    assert report.settled
    assert report.shown > 150
    assert sum(report.befell.values()) >= 14


def test_the_command_says_what_was_checked() -> None:
    done = CliRunner().invoke(checkin, ["simulate", "--visitors", "30", "--desks", "2", "--faults", "none", "--json"])
    said = json.loads(done.output)
    assert done.exit_code == 0
    assert said["holds"]
    assert {"every scan that was shown is at the hub", "nothing is there twice"} <= {one["name"] for one in said["checks"]}
    refused = CliRunner().invoke(checkin, ["simulate", "--faults", "flood"])
    assert isinstance(refused.exception, Trouble)


def test_the_same_seed_is_the_same_crowd() -> None:
    badges = [f"B{n}" for n in range(3000)]
    first, again, other = (visits(seed, badges, EVENT.days, EVENT.zone, 5) for seed in (1, 1, 2))
    assert first == again != other
    assert {one.what for one in first} == {"scan", "undo", "walk in"}
    assert any(one.also is not None for one in first)


def entry(scan: str, person: str = "R-1", minutes: int = 0, desk: str = "1") -> JournalLine:
    return JournalLine(
        scan, Kind.SCAN, AT + timedelta(minutes=minutes), EVENT.id, "entrance", Direction.ENTRY, Outcome.ADMITTED, None, person,
        "public", "T", Origin.CAMERA, "A", desk,
    )  # fmt: skip


def at_hub(*lines: JournalLine) -> list[Delivered]:
    head, rows = Head("j", 0, GENESIS), []
    for one in lines:
        rows.append(Delivered(number(head, one), 0, 0))
        head = Head("j", rows[-1].row.seq, rows[-1].row.hash)
    return rows


def complaints(witness: Witness, rows: list[Delivered]) -> set[str]:
    checks: list[Check] = list(witness.judge(EVENT, rows, []))
    return {one.name for one in checks if one.faults}


def seen(*lines: JournalLine, granted: tuple[str, ...] = ()) -> Witness:
    witness = Witness()
    for one in lines:
        witness.hear(one.desk, {"judged": one.scan_id})
    for scan in granted:
        witness.hear("", {"granted": scan})
    return witness


def test_the_witness_has_nothing_against_what_is_right() -> None:
    lines = (entry("a"), entry("b", "R-2"), entry("c", minutes=3, desk="2"))
    assert complaints(seen(*lines, granted=("a", "b")), at_hub(*lines)) == set(), "a conflict of desks that were alone"


def test_the_witness_complains_of_rows_that_are_missing_doubled_or_strange() -> None:
    a, b = entry("a"), entry("b", "R-2")
    assert complaints(seen(a, b), at_hub(a)) == {"every scan that was shown is at the hub"}
    assert "nothing is there twice" in complaints(seen(a), at_hub(a, a))
    assert complaints(seen(a), at_hub(a, b)) == {"nothing is there that no desk wrote"}


def test_the_witness_complains_of_two_online_admissions() -> None:
    a, c = entry("a"), entry("c", minutes=3, desk="2")
    name = "no two online admissions of one person"
    assert name in complaints(seen(a, c, granted=("a", "c")), at_hub(a, c))
    out = replace(entry("x", minutes=1), direction=Direction.EXIT)
    assert name not in complaints(seen(a, out, c, granted=("a", "c")), at_hub(a, out, c))


def test_what_was_destroyed_on_every_disk_is_not_missed() -> None:
    a, b = entry("a"), entry("b", "R-2", desk="2")
    witness = seen(a, b)
    witness.lost("2", {"a"})
    assert complaints(witness, at_hub(a)) == set()


@pytest.mark.parametrize("broken", ["tally", "conflicts"])
def test_the_witness_counts_for_itself(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    a, c = entry("a"), entry("c", minutes=3, desk="2")
    if broken == "tally":
        from checkin.domain.tally import Tally

        monkeypatch.setattr(Tally, "_change", lambda *_: None)
        assert "the hub counts right" in complaints(seen(a, c), at_hub(a, c))
    else:
        from checkin.domain.conflicts import Conflicts

        monkeypatch.setattr(Conflicts, "found", lambda _: [])
        assert "every conflict is reported" in complaints(seen(a, c), at_hub(a, c))


def test_what_did_nothing_is_not_counted_no_hub_is_started_twice_and_clocks_are_set_meanwhile() -> None:
    report = play(Plan(50, 2, 1, 3, frozenset({"kill-hub", "clone-desk", "clock-set"}), strikes=12))
    assert report.holds, report
    assert report.befell["kill-hub"] > 0, report.befell
    assert 0 < report.befell["clone-desk"] <= MOST_DESKS_MORE
    assert report.befell["clock-set"] > 0
    assert sum(report.befell.values()) < 12, "a hub that is down is not killed, and no more machines are cloned than there are"


def test_a_hub_that_does_not_start_says_why_and_leaves_nothing_running(tmp_path: Path) -> None:
    hub = HubChild(tmp_path, 1, None, "")
    with pytest.raises(Trouble, match="no event"):
        hub.start()
    assert not hub.is_running


@pytest.mark.skipif(program("initdb") is None, reason="PostgreSQL is not installed here")
def test_a_database_that_is_not_empty_is_refused_at_the_start() -> None:
    with server() as place:
        with psycopg.connect(f"{place}postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE used")
        with closing(open_hub(f"{place}used", EVENT.id, "epoch")) as log, log.writing(EVENT.id) as transaction:
            transaction.write(Changes(devices={"d": Device("d", bytes(32), "d", "A", Role.DESK, 1)}))
        with pytest.raises(Trouble, match="not empty"):
            play(Plan(30, 2, 1, 1, frozenset(), f"{place}used"))


def test_what_was_checked_is_told_in_the_language_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(Plan(1, 1, 1, 1, frozenset()), 1, checks=list(Witness().judge(EVENT, [], [])))
    monkeypatch.setenv("CHECKIN_LANGUAGE", "fr")
    told_in_french = "\n".join(told(report))
    assert "rien n’y figure deux fois" in told_in_french
    assert not any(one.name in told_in_french for one in report.checks)
    assert record(report)["checks"][1]["name"] == "nothing is there twice"  # type: ignore[index]
