"""Whoever cannot prove to be a device of this event: refused alike at every route, and nothing learnt or written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_hub_server import EVENT, Desk, Running

from checkin.domain.journal import GENESIS
from checkin.hub.openapi import KINDS
from checkin.sync.enrolment import token_digest
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Token
from checkin.sync.messages import Cause, Claim, Cursor, Enrol, Enrolled, Hello, Page, Refused, Reseed, Role
from checkin.sync.notices import Announce, Notice, NoticeKind
from checkin.sync.reports import Condition, Report
from checkin.sync.signed import DEVICE, SIGNATURE, sign
from checkin.sync.wire import encode
from data.hub.store import open_hub

OPEN = {"/enrol", "/healthz", "/metrics", "/openapi.json"}
"""These ask for no device; enrolling asks for a token."""

STRANGER = (403, encode(Refused(Cause.UNKNOWN_DEVICE)))
Answered = tuple[int, bytes, frozenset[tuple[str, str]]]


class Ask(NamedTuple):
    method: str
    target: str
    body: bytes


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path)
    yield one
    one.close()


def asks(desk: Desk, event: str = "e") -> dict[str, Ask]:
    """What a device may ask of each route that wants a signature."""
    journal = f"j-{desk.device}"
    notice = Notice(NoticeKind.REGISTRATION, "R-9", "[]")
    messages = {
        "/hello": Hello(event, journal, "", 0, GENESIS, Cursor(), "", 0),
        "/claim": Claim(event, journal, "epoch-0", "s", "door", "R-1", "public", "A", "1", 0, 0),
        "/push": replace(desk.push("R-1"), event=event), "/reseed": Reseed(event, "epoch-0", ()),
        "/walkins": Announce(event, "epoch-0", (notice,)), "/report": Report(event, journal, 0, GENESIS, 0, 0, Condition()),
    }  # fmt: skip
    posts = {path: Ask("POST", path, encode(message)) for path, message in messages.items()}
    queries = {
        "/feed": f"epoch=epoch-0&event={event}", "/registrations": f"epoch=epoch-0&event={event}", "/totals": f"event={event}",
        "/totals/stream": f"event={event}",
    }  # fmt: skip
    return posts | {path: Ask("GET", f"{path}?{query}", b"") for path, query in queries.items()}


def answered(running: Running, ask: Ask, headers: dict[str, str]) -> Answered:
    with running.client.stream(ask.method, ask.target, content=ask.body, headers=headers) as response:
        content = next(response.iter_raw(), b"")  # of a stream its beginning
    kept = frozenset((name, value) for name, value in response.headers.items() if name != "date")
    return response.status_code, content, kept


def everything(running: Running) -> tuple[object, ...]:
    roster = running.log.roster("e")
    kept = dict(roster.devices), dict(roster.journals), dict(roster.reports)
    return running.log.page("e", 0, 1000).state, *kept, running.log.notices("e", 0, 1000)


def of_another_event(folder: Path) -> tuple[str, Ed25519PrivateKey]:
    """A device that another event's hub has let in; both events are in one database."""
    log, key = open_hub(folder / "hub.db", "another", "epoch-9"), Ed25519PrivateKey.generate()
    hub = Hub(log, replace(EVENT, id="another"), lambda: datetime.now(UTC), lambda: str(uuid4()))
    with log.writing("another") as transaction:
        transaction.write(Changes(tokens={token_digest("x"): Token(token_digest("x"), "", Role.SUPERVISOR, 1 << 61)}))
    enrolled = hub.answer([Asked("", Enrol("x", key.public_key().public_bytes_raw(), "other"))])[0]
    assert isinstance(enrolled, Enrolled)
    log.close()
    return enrolled.device, key


def wrong(desk: Desk, ask: Ask, other: tuple[str, Ed25519PrivateKey]) -> dict[str, dict[str, str]]:
    """Headers of those who cannot prove it, by what is wrong."""
    right = sign(desk.key, desk.device, *ask)
    path, _, query = ask.target.partition("?")
    elsewhere = f"/healthz?{query}" if query else "/healthz"
    return {
        "none": {}, "device alone": {DEVICE: desk.device}, "signature alone": {SIGNATURE: right[SIGNATURE]},
        "no hexadecimal": right | {SIGNATURE: "zz" * 64}, "too short": right | {SIGNATURE: right[SIGNATURE][:-2]},
        "too long": right | {SIGNATURE: right[SIGNATURE] + "00"}, "empty": {DEVICE: "", SIGNATURE: ""},
        "bytes beyond ASCII": right | {DEVICE: "\u00e9\u00ff"}, "very long": right | {DEVICE: "d" * 5000},
        "another's key": sign(Ed25519PrivateKey.generate(), desk.device, *ask),
        "an unknown device": sign(desk.key, str(uuid4()), *ask),
        "of another event": sign(other[1], other[0], *ask), "of another event as ours": sign(other[1], desk.device, *ask),
        "ours as another event's": sign(desk.key, other[0], *ask),
        "replayed to another path": sign(desk.key, desk.device, ask.method, elsewhere, ask.body),
        "replayed with another body": sign(desk.key, desk.device, ask.method, ask.target, ask.body + b" "),
        "replayed with another query": sign(desk.key, desk.device, ask.method, f"{path}?{query}&limit=7", ask.body),
        "replayed by another method": sign(desk.key, desk.device, "PUT", ask.target, ask.body),
    }  # fmt: skip


def sent(headers: dict[str, str]) -> httpx2.Headers:
    return httpx2.Headers([(name.encode(), value.encode("latin-1")) for name, value in headers.items()])


def test_every_route_is_tried_here(running: Running) -> None:
    desk = Desk(running, running.token())
    assert {one.path for one in running.app.routes} == set(asks(desk)) | OPEN
    assert set(KINDS) <= set(asks(desk)) | OPEN


def test_strangers_get_one_answer_at_every_route_whatever_is_wrong(running: Running, tmp_path: Path) -> None:
    desk, other = Desk(running, running.token()), of_another_event(tmp_path)
    before = everything(running)
    seen: dict[Answered, str] = {}
    for path, ask in asks(desk).items():
        for what, headers in wrong(desk, ask, other).items():
            seen.setdefault(answered(running, ask, sent(headers)), f"{path}, {what}")  # type: ignore[arg-type]
            malformed = Ask(ask.method, ask.target, b"{" if ask.body else b"")
            seen.setdefault(answered(running, malformed, sent(headers)), f"{path}, {what}, malformed")  # type: ignore[arg-type]
    assert len(seen) == 1, seen
    assert [one[:2] for one in seen] == [STRANGER]
    assert everything(running) == before
    for ask in asks(desk).values():  # and who signs rightly is let in
        assert answered(running, ask, sign(desk.key, desk.device, *ask))[:2] != STRANGER


def test_a_device_that_was_cut_off_learns_so_by_its_own_signature_alone(running: Running, tmp_path: Path) -> None:
    desk, other = Desk(running, running.token()), of_another_event(tmp_path)
    desk.hello()
    running.hub.revoke(desk.device)
    before = everything(running)
    for path, ask in asks(desk).items():
        status, content, _ = answered(running, ask, sign(desk.key, desk.device, *ask))
        assert (status, content) == (403, encode(Refused(Cause.REVOKED))), path
        for what, headers in wrong(desk, ask, other).items():
            assert answered(running, ask, sent(headers))[:2] == STRANGER, (path, what)  # type: ignore[arg-type]
    assert everything(running) == before


def test_a_device_that_asks_about_another_event_is_refused_and_is_still_served_its_own(running: Running) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    before = everything(running)
    for path, ask in asks(desk, event="another").items():
        assert answered(running, ask, sign(desk.key, desk.device, *ask))[:2] == (403, encode(Refused(Cause.OTHER_EVENT))), path
        assert isinstance(desk.feed(Cursor("epoch-0")), Page)  # what was said of the other event is not said of this one
    assert everything(running) == before


def test_tokens_that_do_not_let_in_are_refused_alike(running: Running) -> None:
    used = running.token()
    desk = Desk(running, used)
    cut = Desk(running, running.token("C" * 26))
    running.hub.revoke(cut.device)
    with running.log.writing("e") as transaction:
        late = token_digest("late")
        transaction.write(Changes(tokens={late: Token(late, "A", Role.DESK, 1)}))
    before = everything(running)
    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    bodies = [encode(Enrol(token, public, "n")) for token in ("", "unknown", "late", used, "C" * 26)]
    bodies.append(encode(Enrol("C" * 26, cut.key.public_key().public_bytes_raw(), "n")))
    ways = [sign(desk.key, desk.device, "POST", "/enrol", body) for body in bodies] + [{}] * len(bodies)
    seen = {answered(running, Ask("POST", "/enrol", body), way) for body, way in zip(bodies * 2, ways, strict=True)}
    assert [one[:2] for one in seen] == [(403, encode(Refused(Cause.BAD_TOKEN)))]
    assert everything(running) == before
