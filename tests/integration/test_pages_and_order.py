"""What the hub tells, read to its end with real databases on both sides: pages that are just full, and in which order."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from checkin.desk.syncing import FromHub, Syncing
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.registration import Registration, Status
from checkin.domain.verdict import Direction, Outcome
from checkin.sync.client import SyncClient
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Changes, Device
from checkin.sync.link import Link
from checkin.sync.messages import MOST_ROWS, Answer, Feed, HaveSeq, Push, Request, Role
from checkin.sync.notices import Notice, Notices
from checkin.sync.wire import decode, encode
from data.hub.store import SqlHubLog, open_hub
from data.importers.event_file import parse_event
from data.notices import person_notice
from data.store import Store, open_store

PROFILE = (Path(__file__).parents[1] / "examples" / "event.toml").read_text(encoding="utf-8")
EVENT = parse_event(PROFILE)
NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
DEVICES = ("here", "there")
LINE = JournalLine(
    "", Kind.SCAN, NOW, EVENT.id, "entrance", Direction.ENTRY, Outcome.ADMITTED, None, "", "public", "T", Origin.CAMERA, "A", "2"
)
MOST_ASKED = 200
"""So many requests no desk needs that begins with the longest of these lists."""


class Way:
    """Fulfils Carrier: each request is answered at once, as bytes go there and back."""

    place = ("127.0.0.1", 1)

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.asked: list[Request] = []

    def ask(self, request: Request, patience_s: float) -> Answer:
        self.asked.append(request)
        assert len(self.asked) < MOST_ASKED, "it asks and asks"
        answer: Any
        if isinstance(request, Feed):
            answer = self._hub.feed("here", request)
        elif isinstance(request, Notices):
            answer = self._hub.notices("here", request)
        else:
            (answer,) = self._hub.answer([Asked("here", decode(encode(request)))])  # type: ignore[arg-type]
        return decode(encode(answer))  # type: ignore[return-value]

    def send(self, request: Request, patience_s: float, told: Any) -> Any:
        told(self.ask(request, patience_s))

    def close(self) -> None:
        pass


class Site:
    """A hub and a desk."""

    def __init__(self, log: SqlHubLog, store: Store) -> None:
        self.log, self.store = log, store
        self.hub = Hub(log, EVENT, lambda: NOW, lambda: "epoch-1")
        with log.writing(EVENT.id) as transaction:
            devices = {one: Device(one, bytes(32), one, "A", Role.DESK, 0) for one in DEVICES}
            transaction.write(Changes(devices=devices))
        store.store_event(PROFILE, EVENT)
        self.start()

    def start(self) -> None:
        """The desk's program begins, with what is on its disk."""
        store = self.store
        self.way, self.inbox, link = Way(self.hub), SimpleQueue[FromHub](), Link()
        self.client = SyncClient(EVENT.id, store.hub, link, lambda: "other")
        self.syncing = Syncing(self.way, store.hub, self.client, link, self.inbox.put, lambda: NOW)

    def tell(self, notices: Sequence[Notice]) -> None:
        """At most as many at once as Publishing tells."""
        for first in range(0, len(notices), 500):
            self.hub.tell(notices[first : first + 500])

    def passes(self, people: int) -> None:
        """So many scans of the other desk come to the hub."""
        head = Head("there's", 0, GENESIS)
        while head.seq < people:
            lines = []
            for place in range(head.seq, min(people, head.seq + 500)):
                lines.append(number(head, replace(LINE, scan_id=f"s-{place}", registration=f"R-{place}")))
                head = Head(head.journal, lines[-1].seq, lines[-1].hash)
            first, last = lines[0], lines[-1]
            push = Push(EVENT.id, first.journal, first.seq, first.prev, last.hash, 0, tuple(one.line for one in lines))
            assert self.hub.answer([Asked("there", push)]) == [HaveSeq("there's", last.seq)]

    def read(self) -> None:
        """The desk asks until nothing is left, as its thread does."""
        is_read = False
        while not is_read:
            self.syncing.go_on()
            while not self.inbox.empty():
                self.syncing.take(self.inbox.get())
            is_read = self.client.is_up_to_date


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with closing(open_hub(tmp_path / "hub.db", EVENT.id, "epoch-0")) as log, closing(open_store(tmp_path / "desk.db")) as store:
        yield Site(log, store)


def person(place: int, **changed: Any) -> Notice:
    return person_notice(replace(Registration(f"R-{place}", f"Person {place}", "public", f"BADGE{place:012}"), **changed))


def ids(store: Store) -> set[str]:
    return {row[0] for row in store.database.execute("SELECT id FROM registrations").fetchall()}


@pytest.mark.parametrize("many", [MOST_ROWS - 1, MOST_ROWS, MOST_ROWS + 1, 2 * MOST_ROWS])
def test_of_notices_that_fill_their_pages_none_is_skipped_and_the_end_is_found(site: Site, many: int) -> None:
    site.tell([person(place) for place in range(many)])
    site.read()
    assert ids(site.store) == {f"R-{place}" for place in range(many)}
    asked = [one.since for one in site.way.asked if isinstance(one, Notices)]
    assert asked == list(range(0, many, MOST_ROWS)), "nor asked for twice"
    site.tell([person(many)])
    site.read()
    assert f"R-{many}" in ids(site.store)


@pytest.mark.parametrize("many", [99, 100, 101, MOST_ROWS, 2 * MOST_ROWS])
def test_of_rows_that_fill_their_pages_none_is_skipped_and_the_end_is_found(site: Site, many: int) -> None:
    site.passes(many)
    site.read()
    copies = [one.row.line.scan_id for _, one in site.store.hub.copies()]
    assert copies == [f"s-{place}" for place in range(many)]
    feeds = [one.cursor.position for one in site.way.asked if isinstance(one, Feed)]
    assert feeds == sorted(set(feeds))
    assert len(feeds) <= many // 100 + 1


@pytest.mark.parametrize("limit", [1, 7, MOST_ROWS])
def test_the_hub_s_own_pages_end_where_the_next_begins(site: Site, limit: int) -> None:
    many = MOST_ROWS if limit > 1 else 20
    site.passes(many)
    site.tell([person(place) for place in range(many)])
    position, rows, seen = 0, list[str](), list[str]()
    while position < many:
        page = site.log.page(EVENT.id, position, limit)
        assert page.rows, "there is more"
        rows += [one.delivered.row.line.scan_id for one in page.rows]
        position = page.rows[-1].position
        told = site.hub.notices("here", Notices(EVENT.id, "epoch-0", len(seen), limit))
        seen += [one.id for one in told.rows]  # type: ignore[union-attr]
    assert rows == [f"s-{place}" for place in range(many)]
    assert seen == [f"R-{place}" for place in range(many)]


TWICE = {
    "in one portion": (10, 12),
    "in two portions of a page": (10, 150),
    "in two pages": (10, 1250),
    "at both ends": (5, 1299),
}


@pytest.mark.parametrize("how", TWICE)
def test_what_was_told_of_somebody_last_stands_whatever_page_or_portion_it_came_in(site: Site, how: str) -> None:
    told = [person(place) for place in range(1300)]
    first, last = TWICE[how]
    told[first] = person(5000, name="Before", status=Status.CONFIRMED)
    told[last] = person(5000, name="After", status=Status.CANCELED)
    site.tell(told)
    site.read()
    known = site.store.registrations.get("R-5000")
    assert known is not None
    assert (known.name, known.status) == ("After", Status.CANCELED)


@pytest.mark.parametrize("portions", [1, 4, 9])
def test_a_desk_that_breaks_down_between_two_portions_skips_nobody(site: Site, portions: int) -> None:
    site.tell([person(place) for place in range(MOST_ROWS)])
    taken = 0
    while taken < portions:
        site.syncing.go_on()
        message = site.inbox.get()
        site.syncing.take(message)
        taken += isinstance(message.asked, Notices)
    assert len(ids(site.store)) == portions * 100
    site.start()
    site.read()
    assert ids(site.store) == {f"R-{place}" for place in range(MOST_ROWS)}


def test_walk_ins_come_to_the_hub_in_the_order_in_which_they_were_registered(site: Site) -> None:
    made = []
    for place in range(250):
        with site.store.writing():
            one = Registration("", f"Walker {place}", "public", origin="walkin", made_at=NOW + timedelta(seconds=place))
            made.append(site.store.registrations.add(one).id)
    site.read()
    rows = site.log.notices(EVENT.id, 0, MOST_ROWS).rows
    assert [one.id for one in rows] == made
