"""A desk's connection to a real hub: the pinned certificate and no other, and what becomes of a hub that does not answer."""

import datetime as dt
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from time import monotonic, sleep

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from structlog.testing import capture_logs
from test_hub_server import Running, forget_cut_handshakes

from checkin.cli.enrol import enrolled as let_in
from checkin.cli.home import Home
from checkin.domain.journal import GENESIS
from checkin.hub.certificate import certificate_in
from checkin.hub.server import listening, server_for
from checkin.sync.http import AnotherCertificate, HubConnection, Unanswered
from checkin.sync.invitation import Invitation
from checkin.sync.membership import Membership
from checkin.sync.messages import (
    Admit,
    Answer,
    Cause,
    Claim,
    Cursor,
    Enrol,
    Enrolled,
    Feed,
    Hello,
    Page,
    Refused,
    Request,
    Role,
    Welcome,
)  # fmt: skip
from checkin.sync.notices import Noticed, Notices
from checkin.trouble import Trouble
from data.store import open_store

Run = Callable[..., tuple[int, list[str], str]]

OPENED: list[HubConnection] = []


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path)
    yield one
    while OPENED:
        OPENED.pop().close()
    one.close()


def connection(running: Running, **changed: object) -> HubConnection:
    said = {"hosts": ("127.0.0.1",), "port": running.port, "fingerprint": running.fingerprint, "device": ""}
    OPENED.append(HubConnection(**(said | changed), key=Ed25519PrivateKey.generate()))  # type: ignore[arg-type]
    return OPENED[-1]


def enrolled(running: Running) -> HubConnection:
    one = connection(running)
    answer = one.ask(Enrol(running.token(), one._key.public_key().public_bytes_raw(), "Laptop"), 5)
    assert isinstance(answer, Enrolled)
    one._device = answer.device
    return one


def hello(journal: str = "j") -> Hello:
    return Hello("e", journal, "", 0, GENESIS, Cursor(), "", 0)


def test_a_desk_enrols_says_hello_claims_and_reads(running: Running) -> None:
    desk = enrolled(running)
    welcome = desk.ask(hello(), 5)
    assert isinstance(welcome, Welcome)
    assert isinstance(desk.ask(Claim("e", "j", "epoch-0", "s", "door", "R-1", "public", "A", "1", 0, 0), 0.8), Admit)
    assert isinstance(desk.ask(Feed("e", Cursor("epoch-0"), 100), 0.1), Page)


def test_what_is_asked_without_waiting_is_told_and_what_is_cancelled_is_not(running: Running) -> None:
    desk, told = enrolled(running), SimpleQueue[Answer | None]()
    desk.send(hello(), 5, told.put)
    assert isinstance(told.get(timeout=10), Welcome)
    held = desk.send(Feed("e", Cursor("epoch-0"), 100), 20, told.put)
    assert isinstance(desk.ask(Notices("e", "epoch-0", 0, 10), 5), Noticed), "asked while the feed is held"
    held.cancel()
    desk.send(hello(), 5, told.put)
    assert isinstance(told.get(timeout=10), Welcome), "the feed has told nothing"
    assert told.empty()


def test_another_certificate_gets_no_request(running: Running, tmp_path: Path) -> None:
    desk = connection(running, fingerprint=bytes(32))
    with pytest.raises(AnotherCertificate):
        desk.ask(hello(), 5)


def test_the_first_host_that_is_the_hub_is_found_and_kept(running: Running) -> None:
    desk = connection(running, hosts=("127.0.0.2", "127.0.0.1"), device="nobody")
    assert desk.ask(hello(), 5) == Refused(Cause.UNKNOWN_DEVICE)
    assert desk.place == ("127.0.0.1", running.port)


def test_a_certificate_out_of_date_is_still_the_hub(tmp_path: Path) -> None:
    past = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    certificate, key, _ = certificate_in(tmp_path, past)
    one = Running(tmp_path)
    assert (certificate, key) == (tmp_path / "hub.crt", tmp_path / "hub.key")
    desk = connection(one, device="nobody")
    assert desk.ask(hello(), 5) == Refused(Cause.UNKNOWN_DEVICE)
    OPENED.pop().close()
    one.close()


def test_a_hub_that_is_gone_or_silent_leaves_a_desk_unanswered_in_time(running: Running) -> None:
    nobody = connection(running, port=1)
    with pytest.raises(Unanswered):
        nobody.ask(hello(), 0.8)
    desk = enrolled(running)
    desk.ask(hello(), 5)
    running._server.should_exit = True
    running._thread.join(20)
    with pytest.raises(Unanswered):
        desk.ask(hello(), 0.8)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = monotonic()
        with pytest.raises(Unanswered):
            connection(running, port=silent.getsockname()[1]).ask(hello(), 0.8)
        OPENED.pop().close()
        assert monotonic() - began < 15


def test_what_answers_without_being_a_hub_is_no_answer(tmp_path: Path) -> None:
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    certificate, key, pinned = certificate_in(tmp_path, dt.datetime.now(dt.UTC))
    app = Starlette(routes=[Route("/hello", lambda _: PlainTextResponse("welcome to the hotel"), methods=["POST"])])
    server, made = server_for(app, "127.0.0.1", (certificate, key)), listening("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
    thread.start()
    until = monotonic() + 20
    while not server.started and monotonic() < until:
        sleep(0.01)
    desk = HubConnection(("127.0.0.1",), made.getsockname()[1], pinned, "d", Ed25519PrivateKey.generate())
    with pytest.raises(Unanswered, match="cannot be read"):
        desk.ask(hello(), 5)
    desk.close()
    server.should_exit = True
    thread.join(20)
    made.close()
    forget_cut_handshakes()


@pytest.mark.parametrize("host", ["a..b", "x" * 64, "a\0b", "fe80::1%3", "999.1.1.1", ""])
def test_a_mistyped_host_keeps_nobody_from_the_one_that_follows(running: Running, host: str) -> None:
    desk, told = connection(running, hosts=(host, "127.0.0.1"), device="nobody"), SimpleQueue[Answer | None]()
    desk.send(hello(), 5, told.put)
    assert told.get(timeout=10) == Refused(Cause.UNKNOWN_DEVICE)
    alone = connection(running, hosts=(host,), device="nobody")
    alone.send(hello(), 5, told.put)
    assert told.get(timeout=10) is None


def test_whoever_asked_is_told_whatever_goes_wrong_and_the_log_is_too(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, told = connection(running, device="nobody"), SimpleQueue[Answer | None]()
    monkeypatch.setattr(desk, "_bring", None)
    with capture_logs() as logged:
        desk.send(hello(), 5, told.put)
        assert told.get(timeout=10) is None
    assert [one["event"] for one in logged] == ["mistake on the way to the hub"]


def test_why_a_hub_is_not_reached_is_logged_once_without_its_name(running: Running) -> None:
    with capture_logs() as logged:
        desk = connection(running, hosts=("laptop-of-salma.invalid",), port=1)
        for _ in range(3):
            with pytest.raises(Unanswered):
                desk.ask(hello(), 5)
    assert [one["event"] for one in logged] == ["the hub is not reached"]
    assert "salma" not in str(logged)


@pytest.mark.parametrize(
    "address", ["a..b", "a b", "192.168.1.20:0", "192.168.1.20:99999", "999.1.1.1", "http://hub", "[::1", ":1", "h:²"]
)
def test_a_mistyped_address_is_refused_at_enrolment(running: Running, run: Run, home: Path, address: str) -> None:
    invitation = Invitation(("127.0.0.1",), running.port, running.fingerprint, "scec-2018", "T" * 26).text
    assert "is no address" in run("enrol", "--address", address, invitation)[2]
    with closing(open_store(home / "desk.db")) as store, store.writing():
        store.membership.put(Membership("d", "scec-2018", "", Role.DESK, ("127.0.0.1",), 8443, bytes(32), "", 0))
    status, _, error = run("enrol", "--address", address)
    assert (status, "is no address" in error) == (2, True)


def test_a_code_of_another_hub_is_told_from_silence(running: Running, run: Run) -> None:
    code = Invitation(("127.0.0.1",), running.port, bytes(32), "scec-2018", "T" * 26).text
    assert "is not the hub that made this code" in run("enrol", code)[2]
    silent = Invitation(("127.0.0.1",), 1, bytes(32), "scec-2018", "T" * 26).text
    assert "does not answer" in run("enrol", silent)[2]


def test_an_enrolment_that_failed_leaves_nothing_unless_the_hub_may_have_let_the_device_in(
    running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Home(tmp_path / "new")

    def try_it(token: str, port: int) -> None:
        with pytest.raises(Trouble):
            let_in(new, Invitation(("127.0.0.1",), port, running.fingerprint, "e", token), "", "one")

    try_it("W" * 26, running.port)
    try_it(running.token(), 1)
    assert list(new.path.iterdir()) == []
    monkeypatch.setattr(HubConnection, "ask", lost_answer)
    try_it(running.token(), running.port)
    assert [one.name for one in new.path.iterdir()] == ["device.key"], "the code is good for this key alone"


def lost_answer(self: HubConnection, asked: Request, patience_s: float) -> Answer:
    self._begun(self._ask(asked, patience_s)).result()
    raise Unanswered("lost")


def test_a_hub_s_own_home_is_not_enrolled_at_itself(run: Run, home: Path) -> None:
    code = run("hub", "invite", "--host", "127.0.0.1")[1][-1]
    before = sorted(one.name for one in home.iterdir())
    status, _, error = run("enrol", code)
    assert (status, "the hub's own folder" in error) == (2, True)
    assert sorted(one.name for one in home.iterdir()) == before


LOOKING = (("devices",), ("revoke", "d"), ("recovered",), ("restored",), ("export", "rows.csv"), ("backup",))


@pytest.mark.parametrize("command", LOOKING)
def test_whoever_only_looks_at_a_hub_makes_none(run: Run, home: Path, command: tuple[str, ...]) -> None:
    before = sorted(one.name for one in home.iterdir())
    status, lines, error = run("hub", *command)
    assert (status, lines, "There is no hub" in error) == (2, [], True)
    assert sorted(one.name for one in home.iterdir()) == before
    assert "hub" not in json.loads(run("status", "--json")[1][0])
