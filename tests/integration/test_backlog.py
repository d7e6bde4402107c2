"""A desk that has much to bring: it waits for no news of the hub until that is done, and no scan waits for it."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count
from queue import SimpleQueue
from time import monotonic, sleep

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_desk_and_hub import AT_THE_EVENT, Desk, Site, badge, event_clock, knows, site

from checkin.desk.engine import Engine
from checkin.desk.messages import Scan
from checkin.desk.post import Post
from checkin.desk.syncing import Rhythm
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.sync.http import HubConnection
from checkin.sync.link import Standing
from checkin.sync.membership import KEY_FILE, Membership
from checkin.sync.messages import Answer, Claim, Feed, Push, Request
from data.membership import device_key
from data.store import open_store

__all__ = ["site"]

LINES, LONGEST_WAIT_S = 10_000, 25.0


@dataclass
class Wire:
    """Every request of a desk in the order in which it went out; with it, unless it was waited for, what can give it up."""

    sent: list[tuple[Request, Future[None] | None]] = field(default_factory=list)

    @property
    def requests(self) -> list[Request]:
        return [request for request, _ in self.sent]

    def pushes(self) -> int:
        return sum(isinstance(one, Push) for one in self.requests)


class WatchedConnection(HubConnection):
    """The desk's own way to its hub, and what goes over it."""

    def __init__(self, wire: Wire, member: Membership, key: Ed25519PrivateKey) -> None:
        super().__init__(member.hosts, member.port, member.fingerprint, member.device, key)
        self.wire = wire

    def ask(self, request: Request, patience_s: float) -> Answer:
        self.wire.sent.append((request, None))
        return super().ask(request, patience_s)

    def send(self, request: Request, patience_s: float, told: Callable[[Answer | None], None]) -> Future[None]:
        on_its_way = super().send(request, patience_s, told)
        self.wire.sent.append((request, on_its_way))
        return on_its_way


class WatchedDesk(Desk):
    """A desk whose requests are seen, and whose feeds the hub holds as long as it ever does."""

    def start(self) -> None:
        self.published, self.state = SimpleQueue(), None  # what was said before it was stopped is not true any more
        self.wire, ids, prefix = Wire(), count(), f"{self.name}-{monotonic()}"
        self.engine = Engine(
            lambda: open_store(self.home.database), Post(self.name, "A"), "entrance", self.published.put, event_clock,
            lambda: f"{prefix}-{next(ids)}", self._connect, rhythm=Rhythm(feed_s=LONGEST_WAIT_S),
        )  # fmt: skip
        self.engine.start()

    def _connect(self, member: Membership) -> HubConnection:
        key = device_key(self.home.path / KEY_FILE)
        return WatchedConnection(self.wire, member, key)

    def write(self, event: str, lines: int) -> None:
        """Scans of a day on which the desk was alone."""
        with closing(open_store(self.home.database)) as store, store.writing():
            for place in range(lines):
                store.journal.append(replace(LINE, event=event, scan_id=f"alone-{place}", registration=f"X-{place}"))


LINE = JournalLine(
    "",
    Kind.SCAN,
    AT_THE_EVENT,
    "",
    "entrance",
    Direction.ENTRY,
    Outcome.REFUSED,
    Reason.UNPAID,
    "",
    "public",
    "T",
    Origin.COMMAND,
    "A",
    "1",
)


@pytest.fixture
def desk(site: Site) -> WatchedDesk:
    one = WatchedDesk(site.running, site.folder, "one")
    site.desks.append(one)
    one.strict()
    knows(one, 50)
    return one


def test_a_backlog_is_brought_before_the_desk_waits_for_any_news_and_scans_go_on_meanwhile(
    site: Site, desk: WatchedDesk
) -> None:  # fmt: skip
    desk.stop()
    desk.write(site.running.event.id, LINES)
    desk.start()
    desk.until(lambda state: state.standing is Standing.STRICT)
    answered_after = []
    for number in range(5):
        before = desk.wire.pushes()
        assert desk.scan(badge(number)).verdict.admitted
        answered_after.append(desk.wire.pushes() - before)
    desk.until(lambda state: state.waiting == 0)
    pushes = [place for place, one in enumerate(desk.wire.requests) if isinstance(one, Push) and one.first <= LINES]
    bringing = desk.wire.requests[: pushes[-1]]
    assert not any(isinstance(one, Feed) for one in bringing)
    claims = [place for place, one in enumerate(desk.wire.requests) if isinstance(one, Claim)]
    assert pushes[0] < claims[0] < pushes[-1], "the hub was asked about scans while lines were brought"
    assert max(answered_after) <= 2, "a scan waits for one answer at most, not for the backlog"
    assert len(site.running.log.page(site.running.event.id, LINES, 1000).rows) == 5


def test_a_feed_that_the_hub_holds_is_given_up_for_the_line_of_a_scan(site: Site, desk: WatchedDesk) -> None:
    until = monotonic() + 15
    while not isinstance(desk.wire.requests[-1], Feed) and monotonic() < until:
        sleep(0.01)
    feed, on_its_way = desk.wire.sent[-1]
    assert isinstance(feed, Feed)
    assert on_its_way is not None
    desk.engine.submit(Scan(badge(1), Origin.CAMERA))
    desk.until(lambda state: state.waiting == 0 and state.figures.entries == 1)
    assert on_its_way.cancelled()
    assert len(site.running.log.page(site.running.event.id, 0, 10).rows) == 1
