"""The hub, asked by hand: each of its invariants as one fact."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.event import Checkpoint, EntryPolicy, Event, Names
from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, moment, number
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.sync.enrolment import Offer, token_digest
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import Device, Token
from checkin.sync.link import interrupted
from checkin.sync.memory import MemoryHubLog
from checkin.sync.messages import (
    Admit,
    Already,
    Answer,
    Cause,
    Claim,
    Cursor,
    Delivered,
    Enrol,
    Enrolled,
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
    Role,
    Unverified,
    Welcome,
)  # fmt: skip
from checkin.trouble import Trouble

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
DOORS = {
    policy.value: Checkpoint(policy.value, Names(), entry=policy)
    for policy in (EntryPolicy.ONCE, EntryPolicy.AFTER_EXIT, EntryPolicy.ONCE_PER_DAY)
}
EVENT = Event("e", ZoneInfo("Africa/Casablanca"), (date(2018, 4, 18),), Names(), checkpoints=DOORS)
US = 1_000_000


class Desk:
    """Writes a journal, and asks the hub of `Stage` as one device."""

    def __init__(self, stage: "Stage", name: str, device: str = "") -> None:
        self.stage, self.name, self.device = stage, name, device or name
        self.journal, self.former, self.lines = f"j-{name}", "", []
        self.cursor = Cursor()

    def entry(self, scan_id: str, person: str = "R-1", door: str = "once", direction: Direction = Direction.ENTRY) -> JournalLine:
        line = JournalLine(
            scan_id, Kind.SCAN, self.stage.now, "e", door, direction, Outcome.ADMITTED, None, person, "public", "T",
            Origin.CAMERA, "A", self.name,
        )  # fmt: skip
        self.lines.append(line)
        return line

    def rows(self) -> list:
        head, rows = Head(self.journal, 0, GENESIS), []
        for line in self.lines:
            rows.append(number(head, line))
            head = Head(self.journal, rows[-1].seq, rows[-1].hash)
        return rows

    def ask(self, request: Request) -> Answer:
        return self.stage.hub.answer([Asked(self.device, request)])[0]

    def hello(self, given: str = "") -> Answer:
        rows = self.rows()
        end = rows[-1].hash if rows else GENESIS
        return self.ask(Hello("e", self.journal, self.former, len(rows), end, self.cursor, given, 0))

    def claim(self, scan_id: str, person: str = "R-1", door: str = "once", epoch: str = "") -> Answer:
        return self.ask(self.claimed(scan_id, person, door, epoch))

    def claimed(self, scan_id: str, person: str = "R-1", door: str = "once", epoch: str = "") -> Claim:
        epoch = epoch or self.stage.epoch
        return Claim("e", self.journal, epoch, scan_id, door, person, "public", "A", self.name, 0, 0)

    def pushed(self, first: int = 1, last: int | None = None, ahead_us: int = 0) -> Push:
        rows = self.rows()[first - 1 : last]
        return Push("e", self.journal, first, rows[0].prev, rows[-1].hash, ahead_us, tuple(one.line for one in rows))

    def push(self, first: int = 1, last: int | None = None, ahead_us: int = 0) -> Answer:
        return self.ask(self.pushed(first, last, ahead_us))

    def read(self, limit: int = 100) -> Page | Reset | Refused:
        page = self.stage.hub.feed(self.device, Feed("e", self.cursor, limit))
        if isinstance(page, Page):
            self.cursor = page.cursor
        return page


class Stage:
    """A hub over a log in memory, and its time."""

    def __init__(self, *devices: str) -> None:
        self.now, self._ids = NOW, count(1)
        self.log = MemoryHubLog("e", "epoch-0")
        for name in devices or ("one", "two"):
            self.log.add_device(Device(name, GENESIS, name, "", Role.DESK, 0))
        self.put_in_place(self.log)

    def put_in_place(self, log: MemoryHubLog) -> None:
        self.log = log
        self.hub = Hub(log, EVENT, lambda: self.now, lambda: f"id-{next(self._ids)}", Offer("[event]"))

    @property
    def epoch(self) -> str:
        return self.log.page("e", 0, 1).state.epoch

    def scan_ids(self) -> list[str]:
        return [one.delivered.row.line.scan_id for one in self.log.page("e", 0, 1000).rows]

    def later(self, **after: float) -> None:
        self.now += timedelta(**after)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def one(stage: Stage) -> Desk:
    desk = Desk(stage, "one")
    assert isinstance(desk.hello(), Welcome)
    return desk


@pytest.fixture
def two(stage: Stage) -> Desk:
    desk = Desk(stage, "two")
    assert isinstance(desk.hello(), Welcome)
    return desk


def test_what_is_acknowledged_is_in_the_log(stage: Stage, one: Desk) -> None:
    one.entry("a"), one.entry("b", "R-2")
    assert one.push() == HaveSeq("j-one", 2)
    assert stage.log.backup().page("e", 0, 9).rows == stage.log.page("e", 0, 9).rows
    assert stage.scan_ids() == ["a", "b"]


def test_nothing_is_acknowledged_or_kept_when_the_commit_fails(stage: Stage, one: Desk) -> None:
    def fails() -> None:
        raise Trouble("The disk is full.")

    one.entry("a")
    stage.log.before_commit = fails  # type: ignore[method-assign]
    with pytest.raises(Trouble):
        one.push()
    assert stage.scan_ids() == []


def test_the_hub_says_what_it_has_and_a_gap_sends_the_desk_back_there(stage: Stage, one: Desk) -> None:
    for scan_id in "abc":
        one.entry(scan_id, f"R-{scan_id}")
    assert one.push(1, 1) == HaveSeq("j-one", 1)
    assert one.push(3) == Gap("j-one", 1, one.rows()[0].hash)
    welcome = one.hello()
    assert isinstance(welcome, Welcome)
    assert (welcome.have, welcome.hash) == (1, one.rows()[0].hash)


def test_lines_that_come_again_change_nothing_and_get_the_same_answer(stage: Stage, one: Desk) -> None:
    one.entry("a"), one.entry("b", "R-2")
    assert [one.push(), one.push(), one.push(1, 1), one.push(2)] == [HaveSeq("j-one", 2)] * 4
    one.entry("c", "R-3")
    assert stage.hub.answer([Asked("one", one.pushed(2)), Asked("one", one.pushed())]) == [HaveSeq("j-one", 3)] * 2
    assert stage.scan_ids() == ["a", "b", "c"]


def test_a_claim_that_comes_again_gets_the_same_answer_whatever_happened_since(stage: Stage, one: Desk, two: Desk) -> None:
    assert one.claim("a") == Admit("a", "epoch-0")
    refused = two.claim("b")
    one.entry("a")
    one.push()
    stage.later(hours=5)
    assert one.claim("a") == Admit("a", "epoch-0")
    assert two.claim("b") == refused


def test_two_desks_that_claim_one_badge_in_one_instant_get_one_admission(stage: Stage, one: Desk, two: Desk) -> None:
    answers = stage.hub.answer([Asked("two", two.claimed("b")), Asked("one", one.claimed("a"))])
    us = 1524042000 * US
    first = Already("a", "epoch-0", Reason.ALREADY_REDEEMED, "b", us, "A", "two", True)
    assert answers == [Admit("b", "epoch-0"), first]
    two.entry("b")
    two.push()
    again = one.claim("c")
    assert isinstance(again, Already)
    assert (again.first, again.open) == ("b", False)


def test_an_exit_frees_by_scan_time_where_the_checkpoint_says_so(stage: Stage, one: Desk, two: Desk) -> None:
    one.entry("early", door="after_exit", direction=Direction.EXIT)
    stage.later(minutes=1)
    two.entry("a", door="after_exit")
    assert isinstance(two.claim("a", door="after_exit"), Admit)
    two.push()
    one.push()
    stage.later(minutes=1)
    assert isinstance(one.claim("b", door="after_exit"), Already)  # that exit was before the entry
    one.entry("late", door="after_exit", direction=Direction.EXIT)
    one.push(2)
    stage.later(minutes=1)
    assert isinstance(one.claim("c", door="after_exit"), Admit)


def test_a_clock_that_is_hours_off_does_not_change_what_came_first(stage: Stage, one: Desk, two: Desk) -> None:
    ahead = 3 * 3600 * US
    line = two.entry("a", door="after_exit")
    two.lines[-1] = replace(line, at=line.at + timedelta(hours=3))
    two.push(ahead_us=ahead)
    stage.later(minutes=1)
    one.entry("x", door="after_exit", direction=Direction.EXIT)
    one.push()
    stage.later(minutes=1)
    assert isinstance(one.claim("b", door="after_exit"), Admit)


def test_another_day_frees_where_the_checkpoint_counts_by_day(stage: Stage, one: Desk, two: Desk) -> None:
    assert isinstance(one.claim("a", door="once_per_day"), Admit)
    stage.later(hours=10)
    assert isinstance(two.claim("b", door="once_per_day"), Already)
    stage.later(hours=14)
    assert isinstance(two.claim("c", door="once_per_day"), Admit)


def test_what_was_taken_back_frees_the_person(stage: Stage, one: Desk, two: Desk) -> None:
    line = one.entry("a")
    one.claim("a")
    one.lines.append(replace(line, scan_id="u", kind=Kind.UNDO, outcome=None, undoes="a", remark="by mistake"))
    one.push()
    assert isinstance(two.claim("b"), Admit)


@pytest.mark.parametrize("arrives", ["claim first", "line first"])
def test_a_scan_that_was_interrupted_frees_the_person_even_when_its_claim_comes_late(
    stage: Stage, one: Desk, two: Desk, arrives: str
) -> None:
    draft = one.entry("a")
    one.lines[-1] = interrupted(draft, "i", stage.now)
    if arrives == "claim first":
        assert isinstance(one.claim("a"), Admit)
        assert isinstance(two.claim("b"), Already)
    one.push()
    if arrives == "line first":
        assert isinstance(one.claim("a"), Unverified)
    assert isinstance(two.claim("c"), Admit)


def test_a_claim_that_comes_after_its_line_leaves_nothing_open(stage: Stage, one: Desk) -> None:
    one.entry("a")
    one.push()
    assert isinstance(one.claim("a"), Unverified)
    assert stage.log.open_claims() == []


@pytest.mark.parametrize("more", [0, 1])
def test_a_clone_is_seen_as_a_fork_and_its_lines_come_under_a_new_journal_once(stage: Stage, one: Desk, more: int) -> None:
    one.entry("a")
    one.push()
    clone = Desk(stage, "one")
    clone.lines = list(one.lines)
    one.entry("b", "R-2")
    for extra in range(1 + more):
        clone.entry(f"c{extra}", f"R-{3 + extra}")
    one.push(2)
    assert clone.push(2) == Fork("j-one", 2)
    assert (clone.hello() == Fork("j-one", 2)) is not bool(more)
    clone.journal, clone.former = "j-clone", "j-one"
    assert isinstance(clone.hello(), Welcome)
    assert clone.push() == HaveSeq("j-clone", 2 + more)
    assert stage.scan_ids() == ["a", "b", *(f"c{extra}" for extra in range(1 + more))]
    assert stage.log.roster("e").journals["j-clone"].former == "j-one"


def test_a_hole_in_what_was_pushed_twice_is_seen_too(stage: Stage, one: Desk) -> None:
    for scan_id in "abc":
        one.entry(scan_id, f"R-{scan_id}")
    one.push()
    other = Desk(stage, "one")
    other.lines = [one.lines[0], replace(one.lines[1], registration="R-9")]
    assert other.push() == Fork("j-one", 3)
    other.lines += [replace(one.lines[2], scan_id="d"), replace(one.lines[2], scan_id="e")]
    assert other.push() == Fork("j-one", 3)


def test_a_desk_restored_from_backup_hears_that_the_hub_has_more(stage: Stage, one: Desk) -> None:
    one.entry("a"), one.entry("b", "R-2")
    one.push()
    one.lines.pop()
    welcome = one.hello()
    assert isinstance(welcome, Welcome)
    assert welcome.have == 2


def restored(stage: Stage, one: Desk, two: Desk) -> None:
    """`one` brought a, then a backup was made, then both brought b and c, and read them; then the backup was put in place."""
    one.entry("a")
    one.push()
    backup = stage.log.backup()
    one.entry("b", "R-2"), two.entry("c", "R-3")
    one.push(2), two.push()
    one.read(), two.read()
    stage.put_in_place(backup)


def test_a_cursor_of_a_log_that_was_lost_is_reset(stage: Stage, one: Desk, two: Desk) -> None:
    restored(stage, one, two)
    stage.hub.restored()
    two.entry("d", "R-4"), two.entry("f", "R-5")
    two.hello()
    two.push()
    assert one.read() == Reset("id-1")  # its position is there, with another row
    assert isinstance(two.read(), Reset)


def test_a_hub_that_was_restored_by_hand_finds_out_from_the_first_desk_that_knows_more(
    stage: Stage, one: Desk, two: Desk
) -> None:
    restored(stage, one, two)
    welcome = one.hello()
    assert isinstance(welcome, Welcome)
    assert (welcome.cursor_holds, welcome.epoch, welcome.waiting) == (False, "id-1", 2)
    again = one.hello()
    assert isinstance(again, Welcome)
    assert again.epoch == "id-1"  # the same cursor again begins no other epoch


def test_a_restored_hub_admits_nobody_until_every_desk_has_given_back_what_it_knows(stage: Stage, one: Desk, two: Desk) -> None:
    restored(stage, one, two)
    stage.hub.restored()
    epoch = stage.epoch
    one.hello(), two.hello()
    assert isinstance(one.claim("x", "R-9"), Unverified)
    one.hello(given=epoch)
    assert isinstance(one.claim("y", "R-9"), Unverified)
    two.hello(given="epoch-0")
    assert isinstance(one.claim("z", "R-9"), Unverified)
    two.hello(given=epoch)
    assert one.claim("w", "R-9") == Admit("w", epoch)
    assert isinstance(one.claim("v", "R-9", epoch="epoch-0"), Unverified)


def test_a_supervisor_may_end_the_waiting_and_a_revoked_desk_is_not_waited_for(stage: Stage, one: Desk, two: Desk) -> None:
    stage.hub.restored()
    stage.hub.revoke("two")
    assert stage.log.page("e", 0, 1).state.waiting == {"j-one"}
    assert two.hello() == Refused(Cause.REVOKED)
    stage.hub.restored()
    assert stage.log.page("e", 0, 1).state.waiting == {"j-one"}
    stage.hub.end_recovery()
    one.hello()
    assert isinstance(one.claim("x"), Admit)
    with pytest.raises(Trouble, match="no device nobody"):
        stage.hub.revoke("nobody")


def test_a_restored_hub_waits_for_desks_of_which_it_has_no_journal_yet(stage: Stage, one: Desk) -> None:
    stage.hub.restored()
    assert stage.log.page("e", 0, 1).state.waiting == {"j-one", "two"}
    Desk(stage, "two").hello()
    assert stage.log.page("e", 0, 1).state.waiting == {"j-one", "j-two"}


def test_a_restored_hub_waits_for_the_journal_that_replaced_another(stage: Stage, one: Desk) -> None:
    stage.hub.end_recovery()
    stage.hub.restored()
    one.former, one.journal = "j-one", "j-new"
    one.hello()
    assert stage.log.page("e", 0, 1).state.waiting == {"j-new", "two"}
    assert stage.log.roster("e").journals["j-one"].retired
    one.former, one.journal = "", "j-one"
    one.hello()
    assert not stage.log.roster("e").journals["j-one"].retired


def test_rows_that_were_forgotten_are_given_back_once_and_claimed_lines_find_their_place(
    stage: Stage, one: Desk, two: Desk
) -> None:
    restored(stage, one, two)
    old = one.rows()[1]
    back = Delivered(old, 7, -8)
    assert two.ask(Reseed("e", "epoch-0", (back,))) == Refused(Cause.OTHER_EPOCH)
    stage.hub.restored()
    two.hello()
    assert two.ask(Reseed("e", stage.epoch, (back, back))) == Reseeded(1)
    assert two.ask(Reseed("e", stage.epoch, (back,))) == Reseeded(0)
    assert stage.scan_ids() == ["a", "b"]
    page = two.stage.hub.feed("two", Feed("e", Cursor(), 9))
    assert isinstance(page, Page)
    assert page.rows[-1] == back  # with the time at which it first came
    assert one.push() == HaveSeq("j-one", 2)
    assert stage.scan_ids() == ["a", "b"]
    other = replace(back, row=number(Head("j-one", 1, old.prev), replace(old.line, registration="R-7")))
    assert two.ask(Reseed("e", stage.epoch, (other,))) == Refused(Cause.CLASH)


def test_the_log_is_ordered_by_position_whatever_the_clocks_say(stage: Stage, one: Desk, two: Desk) -> None:
    line = one.entry("a")
    one.lines[-1] = replace(line, at=moment(0))
    two.entry("b", "R-2")
    two.push(), one.push()
    assert stage.scan_ids() == ["b", "a"]
    pages = [one.read(1), one.read(1), one.read(1)]
    assert [[row.row.line.scan_id for row in page.rows] for page in pages] == [["b"], ["a"], []]  # type: ignore[union-attr]
    assert one.cursor.position == 2


def test_one_scan_id_never_stands_for_two_lines(stage: Stage, one: Desk, two: Desk) -> None:
    one.entry("a")
    two.entry("a", "R-2")
    one.push()
    assert two.push() == Refused(Cause.CLASH)
    two.lines = [replace(two.lines[0], scan_id="x"), replace(two.lines[0], scan_id="x", registration="R-3")]
    assert two.push() == Refused(Cause.CLASH)
    assert stage.scan_ids() == ["a"]


def test_one_bad_request_in_a_group_spoils_no_other(stage: Stage, one: Desk, two: Desk) -> None:
    one.entry("a")
    two.entry("b", "R-2")
    bad = replace(two.pushed(), hash=GENESIS)
    answers = stage.hub.answer([Asked("two", bad), Asked("one", one.pushed()), Asked("one", Feed("e", Cursor(), 1))])
    assert answers == [Refused(Cause.MALFORMED), HaveSeq("j-one", 1), Refused(Cause.MALFORMED)]
    assert two.ask(replace(two.pushed(), lines=())) == Refused(Cause.MALFORMED)
    assert two.ask(replace(two.pushed(), first=0)) == Refused(Cause.MALFORMED)


def test_who_is_not_enrolled_or_of_another_event_or_not_who_he_says_learns_nothing(stage: Stage, one: Desk, two: Desk) -> None:
    stranger = Desk(stage, "nobody")
    one.entry("a")
    stranger.lines = list(one.lines)
    stranger.journal = one.journal
    for request in (stranger.pushed(), stranger.claimed("x"), Reseed("e", "epoch-0", ())):
        assert stranger.ask(request) == Refused(Cause.UNKNOWN_DEVICE)
    assert stranger.hello() == stranger.read() == Refused(Cause.UNKNOWN_DEVICE)
    assert stage.hub.feed("one", Feed("other", Cursor(), 1)) == Refused(Cause.OTHER_EVENT)
    assert one.ask(replace(one.pushed(), event="other")) == Refused(Cause.OTHER_EVENT)
    assert stage.hub.feed("one", Feed("e", Cursor(), 0)) == Refused(Cause.MALFORMED)
    assert stage.hub.feed("one", Feed("e", Cursor("", -1), 1)) == Refused(Cause.MALFORMED)
    two.journal = one.journal
    assert two.hello() == two.claim("x") == Refused(Cause.OTHER_DEVICE)
    two.lines = list(one.lines)
    assert two.push() == Refused(Cause.OTHER_DEVICE)
    one.lines[0] = replace(one.lines[0], event="other")
    assert one.push() == Refused(Cause.OTHER_EVENT)
    stage.hub.restored()
    assert one.ask(Reseed("e", stage.epoch, (Delivered(one.rows()[0], 0, 0),))) == Refused(Cause.OTHER_EVENT)
    assert stage.scan_ids() == []


def test_a_claim_before_any_hello_is_not_decided(stage: Stage) -> None:
    assert isinstance(Desk(stage, "one").claim("a"), Unverified)


def test_a_token_lets_one_device_in_and_the_same_device_may_ask_again(stage: Stage) -> None:
    stage.log.add_token(Token(token_digest("secret"), "A", Role.SUPERVISOR, 1524042001 * US))
    mine, other = Enrol("secret", GENESIS, "Desk 3"), Enrol("secret", bytes([1]) * 32, "Desk 4")
    answers = stage.hub.answer([Asked("", mine), Asked("", mine), Asked("", other), Asked("", replace(mine, token="guess"))])
    assert answers[0] == answers[1] == Enrolled(answers[0].device, "e", "A", Role.SUPERVISOR, "[event]")  # type: ignore[union-attr]
    assert answers[2:] == [Refused(Cause.BAD_TOKEN)] * 2
    assert stage.hub.answer([Asked("", mine)]) == answers[:1]
    stage.hub.revoke(answers[0].device)  # type: ignore[union-attr]
    assert stage.hub.answer([Asked("", mine)]) == [Refused(Cause.BAD_TOKEN)]


def test_a_token_ends_at_its_time(stage: Stage) -> None:
    stage.log.add_token(Token(token_digest("secret"), "", Role.DESK, 1524041999 * US))
    assert stage.hub.answer([Asked("", Enrol("secret", GENESIS, "Desk 3"))]) == [Refused(Cause.BAD_TOKEN)]
