"""The hub's own log and figures: what is notable is there, and nobody's name, registration or badge."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx2
import pytest
import structlog
from sqlalchemy import event
from test_hub_server import Desk, Running

from checkin.domain.journal import GENESIS, Kind
from checkin.domain.verdict import Outcome, Reason
from checkin.logs import log_to
from checkin.sync.messages import Cursor, Fork, Hello, Refused
from checkin.sync.notices import Announce, Notice, NoticeKind
from checkin.sync.signed import sign
from checkin.sync.wire import encode
from checkin.trouble import Trouble

NAMES = ("Fatima-Zahra", "El Mansouri", "Hélène", "محمد", "fatima@example.org", "Clinique Atlas")
PEOPLE = tuple(f"REG-{n:04}" for n in range(60))
BADGE = "P9XW3VJ4KQ7M2TRD"
STAFF_S = "Laptop of Fatima-Zahra"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    before = logging.getLogger().handlers[:]
    log_to(tmp_path / "logs")
    yield tmp_path / "logs" / "checkin.log"
    for one in logging.getLogger().handlers[:]:
        if one not in before:
            one.close()
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


@pytest.fixture
def running(tmp_path: Path, log_file: Path) -> Iterator[Running]:
    one = Running(tmp_path)
    yield one
    one.close()


def noted(log_file: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in log_file.read_text(encoding="utf-8").splitlines()]


def of(log_file: Path, what: str) -> list[dict[str, Any]]:
    return [one for one in noted(log_file) if one["event"] == what]


def a_day(desk: Desk) -> None:
    """Admissions, refusals, remarks and walk-ins that name people in every member that can."""
    desk.hello()
    push = desk.push(*PEOPLE)
    lines = [
        replace(one, text=BADGE, desk=f"Desk of {NAMES[0]}", remark=f"{NAMES[1]} came late") for one in push.lines
    ]  # fmt: skip
    lines[7] = replace(lines[7], kind=Kind.REMARK, outcome=None, remark=f"{NAMES[2]} {NAMES[3]}")
    lines[8] = replace(lines[8], outcome=Outcome.REFUSED, reason=Reason.INVALID, registration="")
    for one in PEOPLE:
        desk.claim(f"claimed-{one}", one)
    desk.post(replace(push, lines=tuple(lines), hash=GENESIS))
    desk.post(push)
    content = json.dumps([PEOPLE[0], *NAMES, BADGE], ensure_ascii=False)
    body = encode(Announce("e", "epoch-0", (Notice(NoticeKind.REGISTRATION, PEOPLE[0], content),)))
    desk.running.client.post("/walkins", content=body, headers=sign(desk.key, desk.device, "POST", "/walkins", body))
    target = f"/totals?event={PEOPLE[0]}"
    desk.running.client.get(target, headers=sign(desk.key, desk.device, "GET", target, b""))
    desk.running.client.get(f"/{PEOPLE[0]}/{BADGE}")


def test_after_a_day_nobody_s_name_registration_or_badge_is_in_log_or_figures(
    running: Running, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(running, running.token())
    a_day(desk)
    failing = Trouble("The hub's database cannot be used: {error}", error=f"Key ({PEOPLE[1]}, {NAMES[0]}) exists")
    for error in (failing, ValueError(f"{PEOPLE[2]} {BADGE} {NAMES[1]}")):
        with monkeypatch.context() as patched:
            patched.setattr(running.log, "writing", _raising(error))
            body = encode(desk.push("R-1"))
            headers = sign(desk.key, desk.device, "POST", "/push", body)
            assert running.client.post("/push", content=body, headers=headers).status_code == 503
    desk.hello()
    figures = running.client.get("/metrics").text
    said = log_file.read_text(encoding="utf-8") + figures
    assert "checkin_log_position 60.0" in figures
    for word in (*NAMES, *PEOPLE, BADGE, STAFF_S):
        assert word not in said
    assert [one["kind"] for one in of(log_file, "mistake in the hub")] == ["ValueError"]


def _raising(error: Exception) -> Any:
    def writing(_event: str) -> Any:
        raise error

    return writing


def test_what_is_notable_is_noted_once_by_ids(running: Running, log_file: Path) -> None:
    desk, clone = Desk(running, running.token("A" * 26)), Desk(running, running.token("B" * 26))
    assert [one["device"] for one in of(log_file, "device enrolled")] == [desk.device, clone.device]
    push = desk.push("R-1", "R-2")
    desk.post(push)
    for _ in range(3):
        answer = desk.post(Hello("e", push.journal, "", 1, bytes(32), Cursor("epoch-0"), "", 0))
        assert isinstance(answer, Fork)
    assert [(one["device"], one["journal"], one["seq"]) for one in of(log_file, "fork found")] == [(desk.device, push.journal, 2)]
    running.hub.revoke(clone.device)
    for _ in range(3):
        assert isinstance(clone.post(Hello("e", "j", "", 0, GENESIS, Cursor(), "", 0)), Refused)
    assert [one["device"] for one in of(log_file, "a device that is cut off asked")] == [clone.device]


def test_recovery_is_noted_when_it_begins_and_when_it_ends(running: Running, log_file: Path) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    assert of(log_file, "recovery begun") == of(log_file, "recovery ended") == []
    running.hub.restored()
    for _ in range(2):
        desk.hello()
    assert [one["waiting"] for one in of(log_file, "recovery begun")] == [1]
    running.hub.end_recovery()
    for _ in range(2):
        desk.hello()
    assert len(of(log_file, "recovery ended")) == 1


def _full(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA max_page_count = 1").close()  # as many as there are now


def test_a_disk_that_is_full_is_noted_once_with_its_reason_and_told_until_it_is_good_again(
    running: Running, log_file: Path
) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    body = encode(desk.push(*(f"R-{n}" for n in range(400))))
    headers = sign(desk.key, desk.device, "POST", "/push", body)
    running.log.engine.dispose()
    event.listen(running.log.engine, "connect", _full)
    for _ in range(3):
        assert running.client.post("/push", content=body, headers=headers).status_code == 503
    assert [one["what"] for one in of(log_file, "the hub's database failed")] == [
        "The hub's database cannot be used: OperationalError SQLITE_FULL"
    ]
    health = running.client.get("/healthz")
    assert (health.status_code, health.json()["error"]) == (503, "the database cannot be written")
    event.remove(running.log.engine, "connect", _full)
    running.log.engine.dispose()
    for _ in range(3):
        assert running.client.post("/push", content=body, headers=headers).status_code == 200
    assert [len(of(log_file, what)) for what in ("the hub's database failed", "the hub's database is good again")] == [1, 1]
    assert running.client.get("/healthz").json() == {"status": "ok"}


def test_a_hub_that_is_started_and_stopped_notes_both(home: Path) -> None:
    arguments = ["hub", "--plain", "--host", "127.0.0.1", "--port", "0", "--backup-every", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "checkin.cli", "--home", str(home), *arguments], stdout=subprocess.PIPE, text=True
    ) as hub:
        assert hub.stdout is not None
        port = int(re.search(r"port (\d+)", hub.stdout.readline())[1])  # type: ignore[index]
        until, healthy = monotonic() + 30, False
        while not healthy and monotonic() < until:
            with suppress(httpx2.HTTPError):
                healthy = httpx2.get(f"http://127.0.0.1:{port}/healthz").is_success
        hub.terminate()
        hub.wait(60)
    assert healthy
    events = [one["event"] for one in noted(home / "logs" / "checkin.log")]
    assert events[0] == "hub started"
    if os.name != "nt":  # there it is ended, not asked to end
        assert events[-1] == "hub stopped"


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
def test_a_hub_that_is_told_to_end_ends_well(home: Path, word: signal.Signals) -> None:
    arguments = ["hub", "--plain", "--host", "127.0.0.1", "--port", "0", "--backup-every", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "checkin.cli", "--home", str(home), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as hub:  # fmt: skip
        assert hub.stdout is not None
        said = hub.stdout.readline()
        sleep(0.5)
        hub.send_signal(word)
        out, error = hub.communicate(timeout=60)
    assert (hub.returncode, out, error) == (0, "", ""), said
