"""A desk's side, led by hand: when it asks, what it asks next, and what it makes of answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from checkin.domain.event import Checkpoint, EntryPolicy, Names
from checkin.domain.journal import INTERRUPTED, JournalLine, Kind, Origin, breaks, override_remark
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.simulation.disk import Disk
from checkin.sync.client import SyncClient
from checkin.sync.clocks import ahead_at
from checkin.sync.link import Link, Standing, concluded, settle_interrupted
from checkin.sync.messages import (
    Admit,
    Already,
    Answer,
    Cause,
    Cursor,
    Delivered,
    Feed,
    Fork,
    Gap,
    HaveSeq,
    Hello,
    Page,
    Push,
    Refused,
    Request,
    Reseed,
    Reseeded,
    Reset,
    Unverified,
    Welcome,
)  # fmt: skip
from checkin.sync.working import chained

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
HUB_US = 1524042000 * 1_000_000
DOOR = Checkpoint("door", Names())
LINE = JournalLine(
    "", Kind.SCAN, NOW, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "T", Origin.CAMERA, "A", "1"
)


class Desk:
    """A client over a disk, and the request that it asked last."""

    def __init__(self) -> None:
        self.disk, self.link, ids = Disk("j"), Link(), count(1)
        self.client = SyncClient("e", self.disk, self.link, lambda: f"new-{next(ids)}")
        self.asked: Request | None = None

    def write(self, *scan_ids: str) -> None:
        for scan_id in scan_ids:
            self.disk.conclude(replace(LINE, scan_id=scan_id, registration=f"R-{scan_id}"), "")

    def asks(self) -> Request:
        self.asked = self.client.request(NOW)
        return self.asked

    def hears(self, answer: Answer, after_s: float = 0.0) -> None:
        asked = self.asks()
        self.client.answered(asked, answer, NOW + timedelta(seconds=after_s))

    def welcome(self, have: int = 0, epoch: str = "e1", waiting: int = 0, holds: bool = True) -> None:
        line_hash = self.disk.hash_at(have) or bytes(32)
        self.hears(Welcome(self.disk.journal, have, line_hash, epoch, 9, holds, waiting, HUB_US))

    def page(self, *scan_ids: str, more: int = 0, waiting: int = 0, epoch: str = "e1") -> Page:
        other = Disk("other")
        for scan_id in scan_ids:
            other.conclude(replace(LINE, scan_id=scan_id, registration=f"R-{scan_id}"), "")
        cursor = self.disk.cursor()
        chain = cursor.chain
        for row in other.rows:
            chain = chained(chain, row.hash)
        position = cursor.position + len(scan_ids)
        rows = tuple(Delivered(row, 0, 0) for row in other.rows)
        return Page(rows, Cursor(epoch, position, chain), position + more, waiting)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def claim_of(desk: Desk) -> object:
    return desk.link.claim(replace(LINE, scan_id="s"), "j", DOOR)


def test_a_desk_begins_alone_and_a_hello_makes_it_strict(desk: Desk) -> None:
    assert desk.link.standing is Standing.ALONE
    assert claim_of(desk) is None
    assert isinstance(desk.asks(), Hello)
    assert desk.client.backlog is None
    assert not desk.client.is_up_to_date
    desk.welcome()
    assert desk.link.standing is Standing.STRICT
    assert claim_of(desk) is not None


def test_the_clock_is_compared_at_the_middle_of_the_way(desk: Desk) -> None:
    desk.hears(Welcome("j", 0, bytes(32), "e1", 0, True, 0, HUB_US), after_s=2)
    assert desk.link.contact.ahead_us == 1_000_000


def test_after_the_first_claim_without_an_answer_the_desk_asks_no_more_until_a_probe_is_answered(desk: Desk) -> None:
    desk.welcome()
    claim = desk.link.claim(replace(LINE, scan_id="s"), "j", DOOR)
    assert claim is not None
    assert desk.link.vetted(claim, None) == Unverified("s", "e1")
    assert claim_of(desk) is None
    assert isinstance(desk.asks(), Hello)
    desk.welcome()
    assert claim_of(desk) is not None


@pytest.mark.parametrize("answer", [Refused(Cause.REVOKED), Admit("other", "e1"), Reset("e1"), Unverified("s", "e1")])
def test_an_answer_that_decides_nothing_leaves_the_desk_alone(desk: Desk, answer: Answer) -> None:
    desk.welcome()
    claim = desk.link.claim(replace(LINE, scan_id="s"), "j", DOOR)
    assert claim is not None
    assert desk.link.vetted(claim, answer) == Unverified("s", "e1")
    assert desk.link.standing is Standing.ALONE


def test_an_admission_counts_only_while_the_hub_is_the_one_that_was_asked(desk: Desk) -> None:
    desk.welcome()
    claim = desk.link.claim(replace(LINE, scan_id="s"), "j", DOOR)
    assert claim is not None
    assert desk.link.vetted(claim, Admit("s", "e1")) == Admit("s", "e1")
    assert desk.link.vetted(claim, Admit("s", "e0")) == Unverified("s", "e1")
    desk.link.welcomed("e2", 1, 0)
    assert desk.link.vetted(claim, Admit("s", "e1")) == Unverified("s", "e1")


def test_only_entries_that_are_limited_are_claimed(desk: Desk) -> None:
    desk.welcome()
    refused = replace(LINE, outcome=Outcome.REFUSED, reason=Reason.FULL)
    override = replace(LINE, undoes="r", reason=Reason.FULL, remark=override_remark(refused, "Salma", "ok"))
    for line in (replace(LINE, direction=Direction.EXIT), refused, override, replace(LINE, registration="")):
        assert desk.link.claim(line, "j", DOOR) is None
    unlimited = replace(DOOR, entry=EntryPolicy.UNLIMITED)
    assert desk.link.claim(LINE, "j", unlimited) is None
    assert desk.link.claim(LINE, "j", replace(unlimited, max_entries=3)) is not None


def test_what_the_hub_says_concludes_the_line() -> None:
    already = Already("s", "e1", Reason.ALREADY_REDEEMED, "f", 0, "A", "2", False)
    assert concluded(LINE, Admit("s", "e1")) == LINE
    assert concluded(LINE, already) == replace(LINE, outcome=Outcome.REFUSED, reason=Reason.ALREADY_REDEEMED)
    assert concluded(LINE, Unverified("s", "e1")) == LINE
    held = concluded(LINE, Unverified("s", "e1"), holds=True)
    assert (held.outcome, held.reason) == (Outcome.REFUSED, Reason.ERROR)
    assert concluded(LINE, Admit("s", "e1"), holds=True) == LINE


def test_a_scan_that_was_intended_and_not_shown_is_settled_when_the_desk_starts_again(desk: Desk) -> None:
    desk.disk.intend(replace(LINE, scan_id="s"))
    (line,) = settle_interrupted(desk.disk, lambda: "fresh", NOW)
    assert (line.scan_id, line.undoes, line.remark, line.outcome) == ("fresh", "s", INTERRUPTED, Outcome.REFUSED)
    assert settle_interrupted(desk.disk, lambda: "fresh", NOW) == []


def test_what_is_resent_is_what_the_hub_says_it_has_not(desk: Desk) -> None:
    desk.write("a", "b", "c")
    desk.welcome(have=1)
    push = desk.asks()
    assert isinstance(push, Push)
    assert (push.first, [line.scan_id for line in push.lines]) == (2, ["b", "c"])
    desk.hears(HaveSeq("j", 3))
    assert desk.client.backlog == 0
    desk.client.unanswered()
    desk.welcome(have=0)  # the hub has forgotten
    push = desk.asks()
    assert isinstance(push, Push)
    assert push.first == 1
    assert push.prev == bytes(32)
    desk.hears(Gap("j", 2, desk.disk.hash_at(2) or b""))
    assert desk.client.backlog == 1


@pytest.mark.parametrize(
    "answer",
    [
        Fork("j", 2), HaveSeq("j", 3), Gap("j", 1, bytes(32)),
        Welcome("j", 1, bytes(32), "e1", 0, True, 0, 0), Welcome("j", 3, bytes(32), "e1", 0, True, 0, 0),
    ],
    ids=["hub says so", "has more", "gap with another line", "welcome with another line", "welcome with more"],
)  # fmt: skip
def test_a_fork_begins_a_new_journal_with_every_line_and_scan_id(desk: Desk, answer: Answer) -> None:
    desk.write("a", "b")
    if not isinstance(answer, Welcome):
        desk.welcome()
    desk.hears(answer)
    hello = desk.asks()
    assert isinstance(hello, Hello)
    assert (hello.journal, hello.former, hello.seq, desk.client.forks) == ("new-1", "j", 2, 1)
    assert [row.line.scan_id for row in desk.disk.rows] == ["a", "b"]
    assert list(breaks(desk.disk.rows)) == []
    assert claim_of(desk) is None


def test_the_log_is_read_to_its_end_and_then_in_peace(desk: Desk) -> None:
    desk.welcome()
    desk.hears(desk.page("x", more=1))
    assert not desk.client.is_up_to_date
    desk.hears(desk.page("y"))
    assert desk.client.is_up_to_date
    assert desk.disk.all_lines().keys() == {"x", "y"}
    assert isinstance(desk.asks(), Feed)
    desk.write("a")
    assert isinstance(desk.asks(), Push)


@pytest.mark.parametrize("spoil", ["chain", "position", "epoch"])
def test_a_page_that_does_not_continue_the_cursor_is_not_taken(desk: Desk, spoil: str) -> None:
    desk.welcome()
    page = desk.page("x")
    cursors = {
        "chain": replace(page.cursor, chain=bytes(32)), "position": replace(page.cursor, position=7),
        "epoch": replace(page.cursor, epoch="e2"),
    }  # fmt: skip
    desk.hears(replace(page, cursor=cursors[spoil]))
    assert desk.disk.all_lines() == {}
    assert isinstance(desk.asks(), Hello)


def test_after_a_reset_everything_is_read_again_and_what_the_hub_forgot_given_back(desk: Desk) -> None:
    desk.welcome()
    desk.hears(desk.page("x", "y"))
    desk.hears(Reset("e2"))
    assert isinstance(desk.asks(), Hello)
    desk.welcome(epoch="e2", waiting=2, holds=False)
    assert desk.link.standing is Standing.UNVERIFIED
    assert desk.disk.cursor() == Cursor()
    desk.hears(desk.page("x", waiting=2, epoch="e2"))
    reseed = desk.asks()
    assert isinstance(reseed, Reseed)
    assert ([one.row.line.scan_id for one in reseed.rows], reseed.epoch) == (["y"], "e2")
    desk.client.unanswered()
    hello = desk.asks()
    assert isinstance(hello, Hello)
    assert hello.given == ""
    desk.welcome(epoch="e2", waiting=2)
    desk.hears(Reseeded(1))
    desk.hears(desk.page("y", waiting=2, epoch="e2"))
    hello = desk.asks()
    assert isinstance(hello, Hello)
    assert hello.given == "e2"
    desk.welcome(epoch="e2", waiting=1)
    assert isinstance(desk.asks(), Feed)  # told once
    assert claim_of(desk) is None
    desk.hears(desk.page(epoch="e2"))
    assert desk.link.standing is Standing.STRICT


def test_a_refusal_is_known_and_ends_with_it(desk: Desk) -> None:
    desk.hears(Refused(Cause.REVOKED))
    assert desk.client.refused is Cause.REVOKED
    assert desk.link.standing is Standing.ALONE
    desk.welcome()
    assert desk.client.refused is None


def test_a_page_that_comes_while_the_desk_is_alone_does_not_make_it_strict(desk: Desk) -> None:
    desk.welcome()
    desk.asks()
    asked = desk.asked
    assert asked is not None
    desk.link.lost()
    desk.client.answered(asked, desk.page("x"), NOW)
    assert desk.link.standing is Standing.ALONE
    assert desk.disk.all_lines().keys() == {"x"}


def test_lines_are_pushed_with_the_clock_that_wrote_them() -> None:
    clocks = [(0, 5), (4, 3_600_000_000)]
    assert [ahead_at(clocks, seq) for seq in (1, 3, 4, 9)] == [5, 5, 3_600_000_000, 3_600_000_000]
    assert ahead_at([], 1) == 0
