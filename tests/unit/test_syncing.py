"""The desk thread's side of the way to the hub, led by hand: what it gives up, how much it writes at once, who goes first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from checkin.desk.inbox import Inbox
from checkin.desk.messages import Scan, Undo, WalkIn
from checkin.desk.syncing import FromHub, Syncing
from checkin.domain.journal import GENESIS, JournalLine, Kind, Origin
from checkin.domain.verdict import Direction, Outcome
from checkin.simulation.disk import Disk
from checkin.sync.client import SyncClient
from checkin.sync.link import Link, Standing
from checkin.sync.messages import MOST_ROWS, Answer, Cursor, Feed, HaveSeq, Hello, Push, Request, Reset, Welcome
from checkin.sync.notices import Announce, Announced, Notice, Noticed, NoticeKind, Notices

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
LINE = JournalLine(
    "", Kind.SCAN, NOW, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "T", Origin.CAMERA, "A", "1"
)


@dataclass
class Sent:
    request: Request
    is_canceled: bool = False

    def cancel(self) -> None:
        self.is_canceled = True


@dataclass
class Carrier:
    """Keeps what is sent; answers nothing by itself."""

    sent: list[Sent] = field(default_factory=list)

    def ask(self, request: Request, patience_s: float) -> Answer:
        raise OSError

    def send(self, request: Request, patience_s: float, told: Callable[[Answer | None], None]) -> Sent:
        self.sent.append(Sent(request))
        return self.sent[-1]

    def close(self) -> None:
        pass


class WatchedDisk(Disk):
    """A disk that notes how many notices and rows are written at once."""

    def __init__(self) -> None:
        super().__init__("j")
        self.written: list[int] = []

    def notice(self, rows: Sequence[Notice], epoch: str, position: int, head: int) -> None:
        self.written.append(len(rows))
        super().notice(rows, epoch, position, head)


class Desk:
    """What asks, over a disk in memory, and the inbox that answers go through."""

    def __init__(self) -> None:
        self.disk, self.link, self.carrier, self.inbox, ids = WatchedDisk(), Link(), Carrier(), Inbox(), count()
        client = SyncClient("e", self.disk, self.link, lambda: f"new-{next(ids)}")
        disk: Any = self.disk
        self.syncing = Syncing(self.carrier, disk, client, self.link, self.inbox.put_answer, lambda: NOW)
        self.syncing.go_on()

    @property
    def asked(self) -> Request:
        return self.carrier.sent[-1].request

    def hears(self, answer: Answer) -> None:
        self.syncing.take(FromHub(self.asked, answer))
        self.syncing.go_on()

    def write(self, lines: int) -> None:
        for number in range(lines):
            self.disk.conclude(replace(LINE, scan_id=f"s-{len(self.disk.rows)}-{number}"), "")

    def greeted(self, notices: int = 0, have: int = 0) -> "Desk":
        assert isinstance(self.asked, Hello)
        self.hears(Welcome("j", have, self.disk.hash_at(have) or GENESIS, "e1", 0, True, 0, 0, notices))
        return self

    def feeding(self) -> "Desk":
        self.greeted()
        assert isinstance(self.asked, Feed)
        return self


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_feed_that_waits_for_news_is_given_up_for_lines_of_this_desk(desk: Desk) -> None:
    feed = desk.feeding().carrier.sent[-1]
    desk.syncing.go_on()
    assert not feed.is_canceled
    desk.write(1)
    desk.syncing.go_on()
    assert feed.is_canceled
    assert isinstance(desk.asked, Push)


def test_a_feed_that_waits_for_news_is_given_up_for_somebody_who_was_registered_here(desk: Desk) -> None:
    feed = desk.feeding().carrier.sent[-1]
    desk.disk.register("W-1")
    desk.syncing.go_on()
    assert feed.is_canceled
    assert isinstance(desk.asked, Announce)


def test_while_a_feed_waits_the_desk_looks_for_what_another_program_wrote(desk: Desk) -> None:
    assert desk.syncing.look_again_s is None, "a hello is answered at once"
    desk.feeding()
    assert desk.syncing.look_again_s is not None
    assert desk.syncing.look_again_s <= 1.0


def test_many_notices_come_in_one_answer_and_are_written_a_few_at_a_time_behind_what_staff_want(desk: Desk) -> None:
    desk.greeted(notices=950)
    asked = desk.asked
    assert isinstance(asked, Notices)
    assert asked.limit >= 500
    rows = tuple(Notice(NoticeKind.REGISTRATION, f"R-{number}", "x") for number in range(950))
    desk.inbox.put_answer(FromHub(asked, Noticed("e1", rows, 950, 950)))
    order = []
    while not isinstance(desk.asked, Feed):
        taken = desk.inbox.take_within(0)
        order.append(type(taken))
        if isinstance(taken, FromHub):
            desk.syncing.take(taken)
            if len(order) == 3:
                desk.inbox.put(Undo("x"))
        desk.syncing.go_on()
    assert max(desk.disk.written) <= 100
    assert sum(desk.disk.written) == 950
    assert desk.disk.noticed("e1") == 950
    assert order[3] is Undo


def test_a_desk_that_loses_its_hub_between_two_portions_begins_with_a_hello_and_goes_on_where_it_was(desk: Desk) -> None:
    desk.greeted(notices=300)
    rows = tuple(Notice(NoticeKind.REGISTRATION, f"R-{number}", "x") for number in range(300))
    desk.hears(Noticed("e1", rows, 300, 300))
    desk.link.lost()
    while (taken := desk.inbox.take_within(0)) is not None:
        assert isinstance(taken, FromHub)
        desk.syncing.take(taken)
    assert desk.link.standing is Standing.ALONE
    assert desk.disk.noticed("e1") == 300


def test_what_staff_want_goes_before_what_the_hub_has_answered() -> None:
    inbox = Inbox()
    scan, answer = Scan("A", Origin.CAMERA), FromHub(Hello("e", "j", "", 0, GENESIS, Cursor(), "", 0), Reset("e1"))
    inbox.put_answer(answer)
    inbox.put(scan)
    assert [inbox.take_within(0), inbox.take_within(0)] == [scan, answer]


def test_the_inbox_keeps_the_order_of_what_staff_did_and_of_what_the_hub_answered() -> None:
    inbox = Inbox()
    asked = Hello("e", "j", "", 0, GENESIS, Cursor(), "", 0)
    answers = [FromHub(asked, Noticed("e1", (), place, 3)) for place in range(3)]
    wishes: list[WalkIn | Scan | Undo] = [WalkIn("Nadia", "", "public"), Scan("A", Origin.CAMERA), Undo("x")]
    for answer, wish in zip(answers, wishes, strict=True):
        inbox.put_answer(answer)
        inbox.put(wish)
    assert [inbox.take_within(0) for _ in range(6)] == [*wishes, *answers]
    for wish in wishes:
        inbox.put(wish)
    assert [inbox.take() for _ in wishes] == wishes


def test_no_request_asks_for_or_brings_more_than_the_hub_takes(desk: Desk) -> None:
    desk.write(2 * MOST_ROWS + 500)
    for number in range(MOST_ROWS + 200):
        desk.disk.register(f"W-{number}")
    desk.greeted(notices=5000)
    while not isinstance(desk.asked, Notices):
        match desk.asked:
            case Push(first=first, lines=lines):
                assert len(lines) <= MOST_ROWS
                desk.hears(HaveSeq("j", first + len(lines) - 1))
            case Announce(rows=rows):
                assert len(rows) <= MOST_ROWS
                desk.hears(Announced(len(rows)))
    assert desk.asked.limit <= MOST_ROWS
    desk.hears(Noticed("e1", (), 5000, 5000))
    assert isinstance(desk.asked, Feed)
    assert desk.asked.limit <= MOST_ROWS
