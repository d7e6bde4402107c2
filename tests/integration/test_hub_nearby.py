"""Hubs in the network: real announcements over real multicast."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_desk_and_hub import PROFILE, Site, site  # noqa: F401
from test_hub_connection import hello
from test_hub_server import Running

from checkin.cli.enrol import enrolled
from checkin.cli.home import Home
from checkin.hub.announcing import Announcing
from checkin.sync.discovery import found_nearby
from checkin.sync.http import HubConnection, Unanswered
from checkin.sync.invitation import Invitation
from checkin.sync.link import Standing
from checkin.sync.membership import Membership
from checkin.sync.messages import Cause, Refused
from checkin.trouble import Trouble
from data.importers.event_file import parse_event
from data.store import open_store

GROUP = "224.0.0.251"
PINNED, ANOTHER = bytes(range(32)), bytes(range(1, 33))


def why_no_multicast() -> str:
    """What keeps this machine from hearing its own multicast, "" if nothing does."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            ear.bind(("", 0))
            membership = socket.inet_aton(GROUP) + socket.inet_aton("0.0.0.0")
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
            ear.settimeout(2)
            ear.sendto(b"anybody?", (GROUP, ear.getsockname()[1]))
            ear.recv(100)
    except OSError as error:
        return f"no multicast on this machine: {error}"
    return ""


REASON = why_no_multicast()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON or "it is there")


@pytest.fixture
def announced() -> Iterator[Announcing]:
    one = Announcing(("127.0.0.1", "laptop-7"), 8443, "scec-2018", PINNED)
    one.start()
    yield one
    if one._thread.is_alive():
        one.stop()


def test_a_hub_is_found_by_its_fingerprint_and_by_no_other(announced: Announcing) -> None:
    until = monotonic() + 20
    places: tuple[tuple[str, int], ...] = ()
    while not places and monotonic() < until:
        places = found_nearby(PINNED, 3)
    assert places == (("127.0.0.1", 8443),)
    assert found_nearby(ANOTHER, 1) == ()


def test_a_hub_that_stopped_is_found_no_more(announced: Announcing) -> None:
    until = monotonic() + 20
    while not found_nearby(PINNED, 3) and monotonic() < until:
        sleep(0.1)
    announced.stop()
    assert found_nearby(PINNED, 1) == ()


def answer_in_time(desk: HubConnection) -> object:
    until = monotonic() + 30
    while monotonic() < until:
        try:
            return desk.ask(hello(), 3)
        except Unanswered:
            sleep(0.2)
    return None


def test_a_desk_finds_its_hub_again_at_another_port_and_is_not_misled(tmp_path: Path) -> None:
    hub = Running(tmp_path)
    liar = Announcing(("127.0.0.1",), 1, "e", hub.fingerprint)
    liar.start()
    desk = HubConnection(("127.0.0.2",), 9, hub.fingerprint, "nobody", Ed25519PrivateKey.generate(), found_nearby)
    honest = Announcing(("127.0.0.1",), hub.port, "e", hub.fingerprint)
    honest.start()
    assert answer_in_time(desk) == Refused(Cause.UNKNOWN_DEVICE)
    assert desk.place == ("127.0.0.1", hub.port)
    honest.stop()
    liar.stop()
    desk.close()
    hub.close()


def test_a_device_is_let_in_by_a_hub_that_is_not_where_its_code_says(tmp_path: Path) -> None:
    hub = Running(tmp_path, parse_event(PROFILE), PROFILE)
    invitation = Invitation(("127.0.0.2",), 9, hub.fingerprint, hub.event.id, hub.token())
    honest = Announcing(("127.0.0.1",), hub.port, hub.event.id, hub.fingerprint)
    honest.start()
    member = let_in_in_time(Home(tmp_path / "one"), invitation)
    assert (member.hosts, member.port) == (("127.0.0.1", "127.0.0.2"), hub.port)
    honest.stop()
    hub.close()


def let_in_in_time(home: Home, invitation: Invitation) -> Membership:
    until = monotonic() + 30
    while True:
        try:
            return enrolled(home, invitation, "", "one")
        except Trouble:  # announcing takes a moment
            assert monotonic() < until


def test_where_a_hub_was_found_is_where_it_is_asked_first_after_a_restart(site: Site) -> None:  # noqa: F811
    desk = site.desk("one").strict()
    desk.stop()
    with closing(open_store(desk.home.database)) as store, store.writing():
        store.membership.move(("127.0.0.2",), 9)
    honest = Announcing(("127.0.0.1",), site.running.port, "e", site.running.fingerprint)
    honest.start()
    desk.state = None
    desk.start()
    desk.until(lambda state: state.standing is Standing.STRICT)
    desk.until(lambda state: state.waiting == 0)
    honest.stop()
    with closing(open_store(desk.home.database)) as store:
        member = store.membership.get()
    assert member is not None
    assert (member.hosts, member.port) == (("127.0.0.1", "127.0.0.2"), site.running.port)
