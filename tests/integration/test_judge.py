"""The desk's decisions on a real database: written before they are answered, undone without being erased."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from checkin.desk.judge import Judge
from checkin.desk.post import Post
from checkin.domain.event import Checkpoint
from checkin.domain.journal import Kind, Origin
from checkin.domain.verdict import Direction, Reason
from checkin.trouble import Trouble
from data.store import Store, open_store

NOW = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
AMINA, WEI, UNPAID = "7K3MQ2ZXW4HTB9NC", "ZT5H8NCW2QJ6XKV3", "C8V2WKQ5ZNX4JMT7"


class TestClock:
    """A clock that a test turns."""

    __test__ = False

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


def judge_of(store: Store, clock: TestClock, numbers: Iterator[int] | None = None) -> Judge:
    event = store.event()
    assert event is not None
    ids = numbers or count(1)
    return Judge(store, event, Post("2", "A", 60), clock, lambda: f"scan-{next(ids)}")


def door(store: Store) -> Checkpoint:
    event = store.event()
    assert event is not None
    return event.checkpoints["entrance"]


def test_a_verdict_is_on_the_disk_before_it_is_answered(store: Store, clock: TestClock) -> None:
    judged = judge_of(store, clock).scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    other = open_store(store.path, read_only=True)
    try:
        assert [item.line for item in other.journal.lines()] == [judged.line]
    finally:
        other.close()
    assert judged.verdict.admitted
    assert judged.registration is not None
    assert judged.registration.name == "Amina El Fassi"
    assert (judged.figures.inside, judged.today.entries) == (1, 1)


def test_a_repeat_moments_later_is_answered_quietly_and_later_aloud(store: Store, clock: TestClock) -> None:
    judge = judge_of(store, clock)
    first = judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    clock.now += timedelta(seconds=20)
    again = judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    clock.now += timedelta(minutes=5)
    later = judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    assert again.verdict.reason is later.verdict.reason is Reason.ALREADY_REDEEMED
    assert again.verdict.first == first.line.passage()
    assert (again.quiet, later.quiet) == (True, False)
    assert later.figures.refused == 2
    assert later.figures.entries == 1


def test_every_attempt_is_written_unknown_and_unreadable_texts_too(store: Store, clock: TestClock) -> None:
    judge = judge_of(store, clock)
    texts = ["QQQQQQQQQQQQQQQQ", "https://example.org/\u202egnp.exe", "x" * 5000, "a\x00b"]
    judged = [judge.scan(text, Origin.CAMERA, door(store), Direction.ENTRY) for text in texts]
    assert [item.verdict.reason for item in judged] == [Reason.INVALID, *[Reason.NOT_A_BADGE] * 3]
    kept = [item.line.text for item in store.journal.lines()]
    assert kept[0] == texts[0]
    assert kept[1] == "https://example.org/\\u{202e}gnp.exe"
    assert len(kept[2].encode()) == 512
    assert kept[3] == "a\\u{0}b"


def test_an_undo_is_a_new_line_and_the_totals_follow(store: Store, clock: TestClock) -> None:
    judge = judge_of(store, clock)
    judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    judge.scan(WEI, Origin.CAMERA, door(store), Direction.ENTRY, at=NOW + timedelta(days=1))
    undone = judge.amending.undo("", "wrong person", "entrance")
    assert undone.line.kind is Kind.UNDO
    assert undone.line.undoes == "scan-2"
    assert undone.line.remark == "wrong person"
    assert undone.figures.inside == 1
    assert [item.line.kind for item in store.journal.lines()] == [Kind.SCAN, Kind.SCAN, Kind.UNDO]
    assert judge.amending.undo("scan-1", "also", "entrance").figures.inside == 0
    assert judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY).verdict.admitted


@pytest.mark.parametrize("which", ["", "no-such-scan", "scan-1"])
def test_what_cannot_be_taken_back_leaves_the_journal_as_it_was(store: Store, clock: TestClock, which: str) -> None:
    judge = judge_of(store, clock)
    judge.scan(UNPAID, Origin.CAMERA, door(store), Direction.ENTRY)
    with pytest.raises(Trouble):
        judge.amending.undo(which, "by mistake", "entrance")
    assert len(list(store.journal.lines())) == 1


def test_a_scan_is_taken_back_only_once(store: Store, clock: TestClock) -> None:
    judge = judge_of(store, clock)
    judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    judge.amending.undo("scan-1", "one", "entrance")
    with pytest.raises(Trouble, match="before"):
        judge.amending.undo("scan-1", "two", "entrance")


def test_scans_of_another_program_on_the_same_journal_count(store: Store, clock: TestClock) -> None:
    numbers = count(1)
    desk, command = judge_of(store, clock, numbers), judge_of(store, clock, numbers)
    desk.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    repeated = command.scan(AMINA, Origin.COMMAND, door(store), Direction.ENTRY)
    assert repeated.verdict.reason is Reason.ALREADY_REDEEMED
    assert desk.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY).figures.refused == 2


def test_a_person_chosen_by_name_is_a_scan_that_says_so(store: Store, clock: TestClock) -> None:
    judged = judge_of(store, clock).scan_person("R-0002", door(store), Direction.ENTRY)
    assert judged.verdict.admitted
    assert judged.line.origin is Origin.SEARCH
    assert judged.line.text == "P9XW3VJ4KQ7M2TRD"


def test_a_desk_that_starts_again_remembers_who_is_inside(store: Store, clock: TestClock) -> None:
    judge_of(store, clock).scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    later = judge_of(store, clock, count(100))
    assert [item.line.scan_id for item in later.answers.recent("entrance", 10)] == ["scan-1"]
    assert later.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY).verdict.reason is Reason.ALREADY_REDEEMED


@pytest.mark.parametrize(
    ("local", "day"), [("2018-04-18T23:30", date(2018, 4, 18)), ("2018-04-19T00:30", date(2018, 4, 19))]
)  # fmt: skip
def test_the_day_is_that_of_the_events_time_zone(store: Store, clock: TestClock, local: str, day: date) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Africa/Casablanca")).astimezone(UTC)
    judge = judge_of(store, clock)
    judge.scan(AMINA, Origin.CAMERA, door(store), Direction.EXIT, at=at)
    assert list(judge.ledger.tally.by_day("entrance")) == [day]


def test_the_last_scan_is_that_of_the_checkpoint_which_the_desk_serves(store: Store, clock: TestClock) -> None:
    judge = judge_of(store, clock)
    judge.scan(AMINA, Origin.CAMERA, door(store), Direction.ENTRY)
    with pytest.raises(Trouble, match="no admitted scan"):
        judge.amending.undo("", "by mistake", "speakers-lounge")
    assert judge.amending.undo("", "by mistake", "entrance").line.undoes == "scan-1"


def test_a_hub_s_invitation_that_is_shown_to_a_desk_leaves_no_token_behind(store: Store, clock: TestClock) -> None:
    shown = "CIHUB1:10.0.0.1|8443|" + "ab" * 32 + "|e|SECRETTOKENSECRET"
    judged = judge_of(store, clock).scan(shown, Origin.CAMERA, door(store), Direction.ENTRY)
    assert judged.verdict.reason is Reason.NOT_A_BADGE
    assert judged.line.text == "CIHUB1:"
