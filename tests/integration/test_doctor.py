"""`checkin doctor` on this machine, and on machines that lack something."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checkin.cli import checkin
from checkin.cli.examination import CHECKS, Finding, State, examine
from checkin.cli.home import Home
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome
from checkin.i18n import phrase
from checkin.rehearsal.findings import Check
from data.importers.event_file import parse_event
from data.store import open_store

EVENT = """
[event]
id = "fair"
timezone = "Africa/Casablanca"
days = [2026-01-10]
[event.name]
en = "Fair"
[[category]]
id = "public"
name = { en = "Public" }
[[checkpoint]]
id = "entrance"
name = { en = "Entrance" }
"""


@pytest.fixture(autouse=True)
def without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def found(home: Path, check: str) -> Finding:
    return next(examine(item, Home(home)) for item in CHECKS if item.name == check)


def doctor(home: Path) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(checkin, ["--home", str(home), "doctor", "--json"])
    records = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, {record["check"]: record for record in records}


def a_desk_with_a_scan(home: Path, at: datetime) -> None:
    store = open_store(home / "desk.db")
    store.store_event(EVENT, parse_event(EVENT))
    line = JournalLine(
        "s-1", Kind.SCAN, at, "fair", "entrance", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "7K3MQ2ZXW4HTB9NC",
        Origin.COMMAND, "", "1",
    )  # fmt: skip
    with store.writing():
        store.journal.append(line)
    store.close()


def test_every_check_answers_with_a_state_and_a_sentence(tmp_path: Path) -> None:
    status, answers = doctor(tmp_path)
    assert list(answers) == ["camera", "decoders", "zbar", "fonts", "sound", "disk", "clock", "settings", "database", "display"]
    assert all(set(answer) == {"check", "state", "message"} and answer["message"] for answer in answers.values())
    assert status == (1 if "fault" in {answer["state"] for answer in answers.values()} else 0)


def test_this_machine_reads_codes_writes_safely_and_knows_the_time(tmp_path: Path) -> None:
    _, answers = doctor(tmp_path)
    assert {name: answers[name]["state"] for name in ("decoders", "zbar", "fonts", "disk", "clock", "database")} == dict.fromkeys(
        ("decoders", "zbar", "fonts", "disk", "clock", "database"), "ok"
    )


def test_looking_changes_nothing(tmp_path: Path) -> None:
    doctor(tmp_path / "desk")
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_a_screen_is_warned_of_and_can_still_run(tmp_path: Path) -> None:
    status, answers = doctor(tmp_path)
    assert answers["display"]["state"] == "warning"
    assert status == 0


def test_a_qt_that_cannot_start_is_a_fault_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    status, answers = doctor(tmp_path)
    assert answers["display"]["state"] == "fault"
    assert "apt-get install" in answers["display"]["message"]
    assert status == 1


def test_a_journal_in_order_is_counted(tmp_path: Path) -> None:
    a_desk_with_a_scan(tmp_path, datetime.now(UTC) - timedelta(hours=1))
    finding = found(tmp_path, "database")
    assert finding.state is State.OK
    assert finding.message.values["lines"] == 1


def test_a_changed_journal_is_a_fault(tmp_path: Path) -> None:
    a_desk_with_a_scan(tmp_path, datetime.now(UTC))
    store = open_store(tmp_path / "desk.db")
    for trigger in store.database.table("journal").triggers:
        store.database.execute(f"DROP TRIGGER [{trigger.name}]")
    store.database.execute("UPDATE journal SET registration = 'R-2'")
    store.close()
    finding = found(tmp_path, "database")
    assert finding.state is State.FAULT
    assert finding.message.values["seq"] == 1


def test_a_journal_whose_guards_are_gone_is_a_fault(tmp_path: Path) -> None:
    a_desk_with_a_scan(tmp_path, datetime.now(UTC))
    store = open_store(tmp_path / "desk.db")
    store.database.execute("DROP TRIGGER journal_lines_never_change")
    store.close()
    assert found(tmp_path, "database").state is State.FAULT


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"not a database, and long enough to be looked at " * 50)
    assert found(tmp_path, "database").state is State.FAULT


def test_a_clock_before_the_last_scan_is_a_fault(tmp_path: Path) -> None:
    a_desk_with_a_scan(tmp_path, datetime.now(UTC) + timedelta(days=1))
    assert found(tmp_path, "clock").state is State.FAULT


def test_the_time_is_told_in_the_time_zone_of_the_event(tmp_path: Path) -> None:
    a_desk_with_a_scan(tmp_path, datetime.now(UTC) - timedelta(hours=1))
    finding = found(tmp_path, "clock")
    assert finding.state is State.OK
    assert "Africa/Casablanca" in str(finding.message)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is where nobody writes, not even root")
def test_a_folder_where_nothing_can_be_written_is_a_fault() -> None:
    assert found(Path("/proc/desk"), "disk").state is State.FAULT


def test_a_check_that_breaks_off_is_a_fault_and_says_so(tmp_path: Path) -> None:
    def breaks_off(home: Home) -> Finding:
        raise ZeroDivisionError(str(home.path))

    finding = examine(Check("odd", phrase("Odd"), breaks_off), Home(tmp_path))
    assert finding.state is State.FAULT
    assert "ZeroDivisionError" in str(finding.message)


def test_people_get_sentences_and_a_conclusion(tmp_path: Path) -> None:
    result = CliRunner().invoke(checkin, ["--home", str(tmp_path), "doctor"])
    assert "zxing-cpp reads QR codes." in result.stdout
    assert "This machine can run a desk." in result.stdout


def test_settings_that_no_desk_would_open_with_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("bogus = ", encoding="utf-8")
    assert found(tmp_path, "settings").state is State.FAULT
