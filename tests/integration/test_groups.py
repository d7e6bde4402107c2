"""People of one order: each a scan like any other, all of them on the disk at once."""

from dataclasses import replace
from itertools import count
from pathlib import Path
from queue import Queue
from uuid import uuid4

import pytest
from desk_people import TurningClock, add_people, door, event_of, journal_texts, judge_of

from checkin.desk.asking import Asking
from checkin.desk.engine import Engine
from checkin.desk.judge import Judge
from checkin.desk.messages import GroupJudged, Published, ScanGroup
from checkin.desk.post import Post
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction, Reason
from checkin.sync.link import Link
from checkin.sync.messages import Claim
from checkin.trouble import Trouble
from data.store import Store, open_store

PEOPLE = ("R-0003", "R-0004")  # of order ORD-3; one is not valid before tomorrow


@pytest.fixture
def delegation(store: Store, tmp_path: Path) -> tuple[str, ...]:
    """Ten people of the order CITY: the last one canceled, the one before not paid."""
    status = ["confirmed"] * 8 + ["unpaid", "canceled"]
    add_people(store, tmp_path, *(f"D-{n},,Delegate {n},public,{one},Ville,CITY," for n, one in enumerate(status)))
    return tuple(f"D-{n}" for n in range(10))


def test_a_verdict_says_how_many_others_are_of_the_order(store: Store, delegation: tuple[str, ...]) -> None:
    judge = judge_of(store)
    counts = {
        one: judge.scan_person(one, door(store), Direction.ENTRY).companions for one in (*PEOPLE, "R-0001", *delegation[-3:])
    }
    assert counts == {"R-0003": 1, "R-0004": 1, "R-0001": 0, "D-7": 8, "D-8": 8, "D-9": 9}
    assert {one.line.registration: one.companions for one in judge_of(store).answers.recent("entrance", 10)} == counts
    assert judge.scan("QQQQQQQQQQQQQQQQ", Origin.CAMERA, door(store), Direction.ENTRY).companions == 0


def test_counting_companions_reads_an_index_and_stops_at_999(store: Store, tmp_path: Path) -> None:
    add_people(store, tmp_path, *(f"D-{n},,Delegate {n},public,confirmed,,SHOP," for n in range(1200)))
    person = store.registrations.get("D-5")
    assert person is not None
    asked: list[str] = []
    store.database.conn.set_trace_callback(asked.append)
    assert store.registrations.companions(person) == 999
    store.database.conn.set_trace_callback(None)
    (plan,) = [row[3] for row in store.database.execute("EXPLAIN QUERY PLAN " + asked[0]) if "registrations" in row[3]]
    assert "COVERING INDEX registrations_of_an_order" in plan


def test_the_people_of_an_order_are_listed_without_those_who_canceled(store: Store, delegation: tuple[str, ...]) -> None:
    assert [one.id for one in store.registrations.with_order("CITY")] == list(delegation[:9])
    assert store.registrations.with_order("") == store.registrations.with_order("CIT") == []


def test_each_of_a_group_is_a_scan_in_the_order_asked_for_and_once(store: Store, delegation: tuple[str, ...]) -> None:
    asked = ("D-3", "D-8", "D-1", "D-3", "nobody", "D-2", "D-1")
    group = judge_of(store).scan_group(asked, door(store), Direction.ENTRY)
    verdicts = [(one.line.registration, one.verdict.reason) for one in group.scans]
    assert verdicts == [("D-3", None), ("D-8", Reason.UNPAID), ("D-1", None), ("", Reason.INVALID), ("D-2", None)]
    assert [one.figures.inside for one in group.scans] == [1, 1, 2, 2, 3]
    assert [one.figures.refused for one in group.scans] == [0, 1, 1, 2, 2]
    assert {one.line.origin for one in group.scans} == {Origin.SEARCH}
    assert [item.line for item in store.journal.lines()] == [one.line for one in group.scans]
    assert judge_of(store).ledger.tally.figures("entrance") == group.scans[-1].figures


def test_room_is_counted_as_it_fills(store: Store, delegation: tuple[str, ...]) -> None:
    small = replace(door(store), capacity=3)
    judge = judge_of(store)
    judge.scan_person("R-0001", small, Direction.ENTRY)
    group = judge.scan_group(delegation[:5], small, Direction.ENTRY)
    assert [one.verdict.reason for one in group.scans] == [None, None, Reason.FULL, Reason.FULL, Reason.FULL]


def test_a_group_is_written_in_one_transaction(store: Store, delegation: tuple[str, ...]) -> None:
    asked: list[str] = []
    judge = judge_of(store)
    store.database.conn.set_trace_callback(asked.append)
    judge.scan_group(delegation, door(store), Direction.ENTRY)
    store.database.conn.set_trace_callback(None)
    assert [one for one in asked if one in ("BEGIN IMMEDIATE", "COMMIT")] == ["BEGIN IMMEDIATE", "COMMIT"]


def test_a_group_that_fails_in_its_midst_leaves_nothing_and_counts_nobody(
    store: Store, delegation: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = judge_of(store)
    judge.scan_person("R-0001", door(store), Direction.ENTRY)
    append, written = store.journal.append, []

    def full(line):  # type: ignore[no-untyped-def]
        if len(written) == 3:
            raise Trouble("The disk is full.")
        written.append(append(line))
        return written[-1]

    with monkeypatch.context() as patched:
        patched.setattr(store.journal, "append", full)
        with pytest.raises(Trouble, match="full"):
            judge.scan_group(delegation, door(store), Direction.ENTRY)
    assert journal_texts(store) == [("R-0001", "admitted")]
    assert (judge.ledger.lines, judge.ledger.tally.figures("entrance").inside) == (1, 1)
    assert [one.line.registration for one in judge.answers.recent("entrance", 9)] == ["R-0001"]
    again = judge.scan_group(delegation, door(store), Direction.ENTRY)
    assert [one.verdict.admitted for one in again.scans] == [True] * 8 + [False] * 2


def test_nobody_ticked_is_nobody_scanned(store: Store) -> None:
    assert judge_of(store).scan_group((), door(store), Direction.ENTRY) == GroupJudged(())
    assert journal_texts(store) == []


def test_a_delegation_leaves_as_it_came(store: Store, delegation: tuple[str, ...]) -> None:
    judge = judge_of(store)
    judge.scan_group(delegation[:8], door(store), Direction.ENTRY)
    left = judge.scan_group(delegation[:8], door(store), Direction.EXIT)
    assert left.scans[-1].figures.inside == 0
    assert left.scans[-1].figures.attended == 8


def test_the_desk_answers_a_group_once(store: Store, delegation: tuple[str, ...]) -> None:
    published: Queue[Published] = Queue()
    engine = Engine(
        lambda: open_store(store.path), Post("2", "A"), "entrance", published.put, TurningClock(), lambda: str(uuid4())
    )  # fmt: skip
    engine.start()
    engine.submit(ScanGroup(delegation))
    engine.stop()
    (answer,) = [one for one in list(published.queue) if isinstance(one, GroupJudged)]
    assert len(answer.scans) == 10
    assert event_of(store).id == answer.scans[0].line.event


def test_a_group_waits_once_for_a_hub_that_does_not_answer(store: Store, delegation: tuple[str, ...]) -> None:
    link, asked = Link(), list[Claim]()
    link.welcomed("epoch", 0, 0)
    ids = count()
    asking = Asking(store, link, asked.append, is_member=True)
    judge = Judge(store, event_of(store), Post("2", "A"), TurningClock(), lambda: f"s-{next(ids)}", asking)
    group = judge.scan_group(delegation[:8], door(store), Direction.ENTRY)
    assert [one.verdict.admitted for one in group.scans] == [True] * 8
    assert len(asked) == 1, "each further one would cost staff 0.8 s more"
