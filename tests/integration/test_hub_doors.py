"""Strangers cannot keep the hub from serving its desks: neither by silence, nor by numbers, nor by what they send."""

import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from test_hub_server import Desk, Running

from checkin.hub import app, doors
from checkin.hub.server import most_files
from checkin.logs import log_to
from checkin.sync.messages import HaveSeq, Welcome

PATIENCE_S = 15.0
HEAD = b"POST /%s HTTP/1.1\r\nhost: hub\r\ncontent-length: 3900000\r\n\r\n"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path)
    yield one
    one.close()


def connected(running: Running, *, secure: bool = True) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", running.port), PATIENCE_S)
    if not secure:
        return made
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(made)


def is_hung_up(one: socket.socket) -> bool:
    try:
        return one.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def is_open(one: socket.socket) -> bool:
    """At this moment."""
    one.setblocking(False)
    try:
        return one.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


SHORT_S = 2.0
"""The patience of these hubs: a busy machine has to shake hands within it."""

SILENT = {
    "before TLS": (False, b""), "after TLS": (True, b""), "in a head": (True, b"GET /healthz HTTP/1.1\r\nhost:"),
    "in a body": (True, HEAD % b"enrol" + b"{"),
}  # fmt: skip


@pytest.mark.parametrize("when", SILENT)
def test_whoever_falls_silent_is_hung_up(running: Running, when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HANDSHAKE_S", "HEAD_S", "BODY_S"):
        monkeypatch.setattr(doors, name, SHORT_S)
    secure, said = SILENT[when]
    with closing(connected(running, secure=secure)) as silent:
        silent.sendall(said)
        assert is_hung_up(silent)
    assert running.client.get("/healthz").status_code == 200


def test_a_second_request_that_stops_in_its_head_is_hung_up_and_a_quiet_desk_is_not(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "HEAD_S", SHORT_S)
    desk = Desk(running, running.token())
    sleep(SHORT_S + 0.5)
    assert isinstance(desk.hello(), Welcome), "kept alive between two requests"
    with closing(connected(running)) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n")
        assert one.recv(5000).startswith(b"HTTP/1.1 200")
        one.sendall(b"GET /heal")
        while one.recv(5000):
            pass


def test_a_crowd_that_proves_nothing_makes_room_and_a_desk_is_served(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "GRACE_S", 0.2)
    desk = Desk(running, running.token())
    desk.hello()
    crowd = [connected(running, secure=False) for _ in range(doors.MOST_OF_ONE + 40)]
    sleep(0.5)
    late = Desk(running, running.token("L" * 26))
    assert isinstance(late.hello(), Welcome)
    assert isinstance(desk.hello(), Welcome), "its connection has proven, and stays"
    until = monotonic() + PATIENCE_S
    while (still := sum(map(is_open, crowd))) > doors.MOST_OF_ONE and monotonic() < until:
        sleep(0.05)
    assert still <= doors.MOST_OF_ONE
    for one in crowd:
        one.close()


def test_whoever_has_proven_makes_room_for_nobody() -> None:
    doorway = doors.Doorway(2, 3)
    made = [door_of(doorway, address) for address in ("a", "a", "b", "c")]
    assert [doorway.enter(one) for one in made] == [True, True, True, False], "all are fresh"
    made[0].proven()
    assert doorway.enter(made[3])
    assert not doorway.enter(door_of(doorway, "a"))
    made[1].proven()
    assert doorway.enter(door_of(doorway, "a"))


def door_of(doorway: doors.Doorway, address: str) -> doors.Door:
    one = doors.Door(doorway, None, lambda _: None)  # type: ignore[arg-type, return-value]
    one.address = address
    return one


def answer_to(running: Running, sent: bytes) -> bytes:
    with closing(connected(running)) as one:
        one.sendall(sent)
        return one.recv(5000)


def test_a_stranger_s_body_is_not_read_and_one_for_enrolling_only_to_4_kb(running: Running) -> None:
    began = monotonic()
    assert answer_to(running, HEAD % b"push" + b"{").startswith(b"HTTP/1.1 403"), "nothing more was sent"
    assert answer_to(running, HEAD % b"enrol" + b"{" * 5000).startswith(b"HTTP/1.1 413")
    assert monotonic() - began < PATIENCE_S


def test_a_large_body_holds_up_no_other_request(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, threads, decode = Desk(running, running.token()), [], app.decode

    def noted(body: bytes) -> Any:
        threads.append((len(body) > app.LARGE_BYTES, threading.current_thread() is running._thread))
        return decode(body)

    monkeypatch.setattr(app, "decode", noted)
    desk.hello()
    assert isinstance(desk.post(desk.push(*(f"R-{n}" for n in range(400)))), HaveSeq)
    assert threads == [(False, True), (True, False)]


def test_what_a_library_repeats_does_not_fill_the_log(tmp_path: Path) -> None:
    before = logging.getLogger().handlers[:]
    log_to(tmp_path)
    try:
        for number in range(300):
            logging.getLogger("asyncio").error("socket.accept() out of system resource\nsocket: %d" % number)  # noqa: UP031, G002
            logging.getLogger("checkin.x").error('{"event": "ours"}')
    finally:
        for one in logging.getLogger().handlers:
            one.close()
        logging.getLogger().handlers[:] = before
    lines = [json.loads(line)["event"] for line in (tmp_path / "checkin.log").read_text(encoding="utf-8").splitlines()]
    assert lines.count("socket.accept() out of system resource") == 1
    assert lines.count("ours") == 300


def test_a_hub_may_open_as_many_files_as_the_system_allows() -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        assert most_files() > 256 or hard <= 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
