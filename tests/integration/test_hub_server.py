"""The hub over HTTPS: a real server with its own certificate, a real database, real requests."""

import gc
import hashlib
import json
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.expectation import Roll
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome
from checkin.hub.app import MOST_BYTES, Routes
from checkin.hub.certificate import certificate_in
from checkin.hub.phone.door import Door
from checkin.hub.server import listening, server_for
from checkin.ports import Clock
from checkin.sync.enrolment import Offer, token_digest
from checkin.sync.hub import Hub
from checkin.sync.hublog import Changes, Token
from checkin.sync.invitation import Invitation, read_invitation
from checkin.sync.messages import (
    Admit,
    Already,
    Answer,
    Cause,
    Claim,
    Cursor,
    Enrol,
    Enrolled,
    HaveSeq,
    Hello,
    Page,
    Push,
    Refused,
    Request,
    Role,
    Welcome,
)  # fmt: skip
from checkin.sync.reports import Report
from checkin.sync.signed import sign
from checkin.sync.wire import decode, encode
from checkin.trouble import Trouble
from data.hub.store import SqlHubLog, open_hub

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
DOOR = Checkpoint("door", Names(), entry=EntryPolicy.ONCE)
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),), Names(), checkpoints={"door": DOOR})
PATHS = {Enrol: "/enrol", Hello: "/hello", Claim: "/claim", Push: "/push", Report: "/report"}


def forget_cut_handshakes() -> None:
    """A handshake that was broken off in the moment in which the server ended is left open by asyncio."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class Running:
    """A hub that listens on this machine."""

    def __init__(
        self, folder: Path, event: Event = EVENT, profile: str = "the event's file", port: int = 0,
        clock: Clock = lambda: datetime.now(UTC), *, restored: bool = False, plain: bool = False,
        place: str = "", door: Callable[[SqlHubLog], Door] | None = None, roll: Roll | None = None,
    ) -> None:  # fmt: skip
        self.event = event
        self.log: SqlHubLog = open_hub(place or folder / "hub.db", event.id, "epoch-0")
        self.hub = Hub(self.log, event, clock, lambda: str(uuid4()), Offer(profile))
        if restored:
            self.hub.restored()
        certificate, key, self.fingerprint = certificate_in(folder, datetime.now(UTC))
        self.routes = Routes(self.hub, self.log, event, clock, lambda: roll, door=door and door(self.log))
        self.app = self.routes.starlette()
        self._server = server_for(self.app, "127.0.0.1", None if plain else (certificate, key), self.routes.leave)
        self._socket = listening("127.0.0.1", port)
        self.port = self._socket.getsockname()[1]
        trusted = ssl.create_default_context(cafile=str(certificate))
        trusted.check_hostname = False
        self.address = f"{'http' if plain else 'https'}://127.0.0.1:{self.port}"
        self.client = httpx2.Client(base_url=self.address, verify=trusted, timeout=30)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        until = monotonic() + 20
        while not self._server.started and monotonic() < until:
            sleep(0.01)

    def serve(self, event: Event, text: str) -> None:
        """As `checkin hub` does where the event was changed."""
        self.hub.serve(event, Offer(text))
        self.routes.serve(event)

    def close(self) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()
        self.log.close()
        forget_cut_handshakes()

    def token(self, text: str = "T" * 26) -> str:
        with self.log.writing(self.event.id) as transaction:
            kept = Token(token_digest(text), "A", Role.DESK, 1 << 61)
            transaction.write(Changes(tokens={kept.digest: kept}))
        return text


class Desk:
    """A device with a key."""

    def __init__(self, running: Running, token: str) -> None:
        self.running, self.key, self.device = running, Ed25519PrivateKey.generate(), ""
        enrolled = self.post(Enrol(token, self.key.public_key().public_bytes_raw(), "Laptop"))
        assert isinstance(enrolled, Enrolled)
        self.enrolled, self.device = enrolled, enrolled.device

    def post(self, request: Request, **changed: str) -> Answer:
        body, path = encode(request), PATHS[type(request)]
        headers = sign(self.key, self.device, "POST", path, body) | changed
        return decode(self.running.client.post(path, content=body, headers=headers).content)  # type: ignore[return-value]

    def feed(self, cursor: Cursor, wait: float = 0.0) -> Answer:
        target = f"/feed?event=e&epoch={cursor.epoch}&position={cursor.position}&chain={cursor.chain.hex()}&limit=100&wait={wait}"
        response = self.running.client.get(target, headers=sign(self.key, self.device, "GET", target, b""))
        return decode(response.content)  # type: ignore[return-value]

    def hello(self) -> Welcome:
        answer = self.post(Hello("e", f"j-{self.device}", "", 0, GENESIS, Cursor(), "", 0))
        assert isinstance(answer, Welcome)
        return answer

    def claim(self, scan_id: str, person: str, **changed: str) -> Answer:
        asked = Claim("e", f"j-{self.device}", "epoch-0", scan_id, "door", person, "public", "A", "1", 0, 0)
        return self.post(asked, **changed)

    def push(self, *people: str) -> Push:
        head, rows = Head(f"j-{self.device}", 0, GENESIS), []
        for person in people:
            line = JournalLine(
                f"{self.device}-{person}", Kind.SCAN, NOW, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, person, "public",
                "T", Origin.CAMERA, "A", "1",
            )  # fmt: skip
            rows.append(number(head, line))
            head = Head(head.journal, rows[-1].seq, rows[-1].hash)
        return Push("e", head.journal, 1, GENESIS, head.hash, 0, tuple(row.line for row in rows))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path)
    yield one
    one.close()


def test_a_device_is_let_in_once_by_its_token_and_learns_what_it_serves(running: Running) -> None:
    token = running.token()
    desk = Desk(running, token)
    assert (desk.enrolled.event, desk.enrolled.gate, desk.enrolled.profile) == ("e", "A", "the event's file")
    with pytest.raises(AssertionError):
        Desk(running, token)
    assert [one.name for one in running.log.roster("e").devices.values()] == ["Laptop"]


def test_lines_that_one_desk_brings_reach_another_that_waits_for_them(running: Running) -> None:
    first, second = Desk(running, running.token("A" * 26)), Desk(running, running.token("B" * 26))
    first.hello()
    cursor = Cursor(second.hello().epoch)
    got: list[tuple[Answer, float]] = []
    waiter = threading.Thread(target=lambda: got.append((second.feed(cursor, wait=20), monotonic())))
    waiter.start()
    sleep(0.3)
    began = monotonic()
    pushed = first.push("R-1", "R-2")
    assert first.post(pushed) == HaveSeq(pushed.journal, 2)
    waiter.join(25)
    page, at = got[0]
    assert isinstance(page, Page)
    assert [one.row.line.registration for one in page.rows] == ["R-1", "R-2"]
    assert at - began < 10  # a held feed is woken by the commit, and not by its own end


def test_a_hub_that_ends_answers_whom_it_made_wait_for_news(tmp_path: Path) -> None:
    running = Running(tmp_path)
    desk = Desk(running, running.token())
    cursor = Cursor(desk.hello().epoch)
    got: list[Answer] = []
    waiter = threading.Thread(target=lambda: got.append(desk.feed(cursor, wait=25)))
    waiter.start()
    sleep(0.3)
    client, running.client = running.client, httpx2.Client()  # the one that waits is not to be cut off by its own side
    running.close()
    waiter.join(10)
    client.close()
    assert [type(one) for one in got] == [Page], "not cut off with the connection, after the patience of the server"


def test_of_two_desks_that_claim_one_person_at_once_one_is_told_who_was_first(running: Running) -> None:
    desks = [Desk(running, running.token(letter * 26)) for letter in "AB"]
    for desk in desks:
        desk.hello()
    answers: list[Answer] = []
    start = threading.Barrier(2)

    def ask(desk: Desk) -> None:
        start.wait()
        answers.extend(desk.claim(f"{desk.device}-{n}", f"R-{n}") for n in range(20))

    threads = [threading.Thread(target=ask, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in answers) == ["Admit"] * 20 + ["Already"] * 20
    assert {one.gate for one in answers if isinstance(one, Already)} == {"A"}


def test_whoever_cannot_prove_to_be_a_device_learns_nothing(running: Running) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    stranger = Ed25519PrivateKey.generate()
    body = encode(Claim("e", "j", "epoch-0", "s", "door", "R-1", "public", "A", "1", 0, 0))
    wrong = [
        {}, {"checkin-device": desk.device}, {"checkin-device": desk.device, "checkin-signature": "zz"},
        sign(stranger, desk.device, "POST", "/claim", body), sign(desk.key, "nobody", "POST", "/claim", body),
        sign(desk.key, desk.device, "POST", "/push", body), sign(desk.key, desk.device, "GET", "/claim", body),
        sign(desk.key, desk.device, "POST", "/claim", body + b" "),
    ]  # fmt: skip
    answers = {(one.status_code, one.content) for one in (running.client.post("/claim", content=body, headers=h) for h in wrong)}
    assert answers == {(403, encode(Refused(Cause.UNKNOWN_DEVICE)))}
    assert running.client.get("/feed?event=e").content == encode(Refused(Cause.UNKNOWN_DEVICE))


def test_a_device_that_was_cut_off_is_told_so_and_one_of_another_event_too(running: Running) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    other = Hello("another", f"j-{desk.device}", "", 0, GENESIS, Cursor(), "", 0)
    assert desk.post(other) == Refused(Cause.OTHER_EVENT)
    assert isinstance(desk.claim("s1", "R-1"), Admit)
    running.hub.revoke(desk.device)
    assert desk.claim("s2", "R-2") == Refused(Cause.REVOKED)
    assert desk.feed(Cursor("epoch-0")) == Refused(Cause.REVOKED)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type":"claim","v":1}', b"\xff\xfe", b"0" * 3000])
def test_what_is_no_message_is_refused_and_changes_nothing(running: Running, body: bytes) -> None:
    desk = Desk(running, running.token())
    for path in ("/hello", "/claim", "/push", "/reseed"):
        response = running.client.post(path, content=body, headers=sign(desk.key, desk.device, "POST", path, body))
        assert (response.status_code, response.json()) == (400, {"error": "unreadable"})
    assert running.client.post("/enrol", content=body).status_code == 400
    assert running.log.page("e", 0, 1).state.position == 0


def test_too_large_a_request_is_cut_off_and_odd_feeds_are_refused(running: Running) -> None:
    desk = Desk(running, running.token())
    assert running.client.post("/enrol", content=b" " * (MOST_BYTES + 1)).status_code == 413
    for query in ("position=x", "position=-1", "limit=0", "chain=ab", "chain=zz", "wait=never", f"position={1 << 70}"):
        target = f"/feed?event=e&{query}"
        response = running.client.get(target, headers=sign(desk.key, desk.device, "GET", target, b""))
        assert response.status_code in (400, 403), query


def test_health_and_figures_tell_how_it_is_without_anybody_s_name(running: Running) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    desk.post(desk.push("R-1", "R-2", "R-3"))
    assert running.client.get("/healthz").json() == {"status": "ok"}
    figures = running.client.get("/metrics").text
    assert "checkin_log_position 3.0" in figures
    assert 'checkin_requests_total{route="/push",status="200"} 1.0' in figures
    assert "R-1" not in figures
    running.log.engine.dispose()


def test_the_certificate_stays_and_its_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    certificate, key, pinned = certificate_in(tmp_path, NOW)
    assert certificate_in(tmp_path, datetime.now(UTC))[2] == pinned
    assert key.stat().st_mode & 0o777 == 0o600
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text())
    assert hashlib.sha256(der).digest() == pinned


def test_without_tls_only_this_machine_is_served() -> None:
    with pytest.raises(Trouble, match="Without TLS"):
        server_for(None, "0.0.0.0", None)  # type: ignore[arg-type]
    with listening("127.0.0.1", 0) as taken:
        taken.listen()
        with pytest.raises(Trouble, match="cannot listen"):
            listening("127.0.0.1", taken.getsockname()[1])


VECTOR = "CIHUB1:192.168.1.20,laptop-7|8443|" + "ab" * 32 + "|scec-2018|ABCDEFGHJKLMNPQRSTUVWXYZ23"


def test_an_invitation_is_written_one_way_and_read_strictly() -> None:
    invitation = Invitation(("192.168.1.20", "laptop-7"), 8443, b"\xab" * 32, "scec-2018", "ABCDEFGHJKLMNPQRSTUVWXYZ23")
    assert invitation.text == VECTOR
    assert read_invitation(f" {VECTOR}\n") == invitation
    for bad in ("", "CIHUB1:", VECTOR[1:], VECTOR.replace("8443", "0"), VECTOR.replace("8443", "99999"), VECTOR + "|x",
                VECTOR.replace("ab" * 32, "ab"), VECTOR.replace("laptop-7", "a b"), VECTOR.lower()):  # fmt: skip
        with pytest.raises(Trouble, match="no invitation"):
            read_invitation(bad)


def test_the_commands_invite_list_and_cut_off(run: Callable[..., tuple[int, list[str], str]], home: Path) -> None:
    status, lines, _ = run("hub", "invite", "--gate", "A", "--host", "192.168.1.20", "--json")
    assert status == 0
    invitation = read_invitation(json.loads(lines[0])["invitation"])
    assert (invitation.hosts, invitation.port, invitation.event) == (("192.168.1.20",), 8443, "scec-2018")
    status, lines, _ = run("hub", "invite", "--host", "192.168.1.20")
    assert status == 0
    assert lines[-1].startswith("CIHUB1:192.168.1.20|8443|")
    assert len({len(line) for line in lines[:-1]}) == 1
    assert run("hub", "invite", "--gate", "Z")[0] == 2
    assert run("hub", "devices", "--json") == (0, [], "")
    assert run("hub", "revoke", "nobody")[0] == 2
    assert run("hub", "recovered")[0] == 0
