"""The desk thread: one thing after the other, answers after the commit, nothing lost when it stops or its disk fails."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from queue import Queue
from uuid import uuid4

import pytest

from checkin.desk.engine import Engine
from checkin.desk.inbox import Inbox
from checkin.desk.messages import (
    Failed,
    Judged,
    Published,
    Ready,
    Scan,
    ScanPerson,
    Stop,
    SwitchCheckpoint,
    SwitchDirection,
    Undo,
    Undone,
)
from checkin.desk.post import Post
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction, Reason
from checkin.ports import DeskStore
from checkin.trouble import Trouble
from data.store import Store, open_store

NOW = datetime(2026, 4, 18, 9, 0, tzinfo=UTC)
AT_THE_EVENT = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
AMINA = "7K3MQ2ZXW4HTB9NC"


def engine_on(
    open_it: Callable[[], DeskStore], checkpoint: str = "entrance", now: datetime = NOW
) -> tuple[Engine, "Queue[Published]"]:
    published: Queue[Published] = Queue()
    engine = Engine(open_it, Post("2", "A"), checkpoint, published.put, lambda: now, lambda: str(uuid4()))
    engine.start()
    return engine, published


def everything(published: "Queue[Published]") -> list[Published]:
    return [published.get_nowait() for _ in range(published.qsize())]


def test_requests_are_done_in_the_order_in_which_staff_made_them() -> None:
    inbox = Inbox()
    for request in (SwitchDirection(Direction.EXIT), Undo("x"), Scan("A", Origin.CAMERA), ScanPerson("R-1")):
        inbox.put(request)
    inbox.put(Stop())
    inbox.put(Scan("too late", Origin.CAMERA))
    taken = [inbox.take() for _ in range(5)]
    assert [type(request) for request in taken] == [SwitchDirection, Undo, Scan, ScanPerson, Stop]


def test_what_was_in_the_inbox_is_decided_before_the_desk_stops(store: Store) -> None:
    engine, published = engine_on(lambda: open_store(store.path))
    for number in range(50):
        engine.submit(Scan(f"UNKNOWNBADGE{number:04}", Origin.CAMERA, seen_at=float(number)))
    engine.stop()
    answers = everything(published)
    assert isinstance(answers[0], Ready)
    assert [a.seen_at for a in answers[1:] if isinstance(a, Judged)] == [float(number) for number in range(50)]
    assert len(list(store.journal.lines())) == 50


def test_an_answer_is_published_when_its_line_can_be_read_by_others(store: Store) -> None:
    seen: list[int] = []
    ids = count(1)

    def look(message: Published) -> None:
        if isinstance(message, Failed):  # the clock is years behind this program
            return
        other = open_store(store.path, read_only=True)
        seen.append(len(list(other.journal.lines())))
        other.close()

    engine = Engine(lambda: open_store(store.path), Post(), "", look, lambda: AT_THE_EVENT, lambda: f"scan-{next(ids)}")
    engine.start()
    engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.submit(Undo("by mistake"))
    engine.stop()
    assert seen == [0, 1, 2]


def test_exits_and_checkpoints_are_switched(store: Store) -> None:
    engine, published = engine_on(lambda: open_store(store.path))
    engine.submit(SwitchDirection(Direction.EXIT))
    engine.submit(SwitchCheckpoint("speakers-lounge"))
    engine.submit(SwitchCheckpoint("no-such-place"))
    engine.stop()
    ready = [a for a in everything(published) if isinstance(a, Ready)]
    assert [(a.checkpoint, a.direction) for a in ready] == [
        ("entrance", Direction.ENTRY), ("entrance", Direction.EXIT), ("speakers-lounge", Direction.EXIT),
    ]  # fmt: skip


def test_an_undo_is_answered_with_the_figures_after_it(store: Store) -> None:
    engine, published = engine_on(lambda: open_store(store.path), now=AT_THE_EVENT)
    engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.stop()
    engine, published = engine_on(lambda: open_store(store.path), now=AT_THE_EVENT)
    engine.submit(Undo("by mistake"))
    engine.submit(Undo("nothing is left"))
    engine.stop()
    _, _, undone, failed = everything(published)
    assert isinstance(undone, Undone)
    assert undone.figures.inside == 0
    assert isinstance(failed, Failed)


def test_a_desk_whose_database_cannot_be_opened_says_so_at_every_scan(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"this is not a database, it is a letter to a friend" * 100)
    engine, published = engine_on(lambda: open_store(tmp_path / "desk.db"))
    engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.stop()
    answers = everything(published)
    assert [type(a) for a in answers] == [Failed, Failed]
    assert "desk.db" in str(answers[0].what)  # type: ignore[union-attr]


def test_a_full_disk_refuses_one_scan_and_the_next_is_decided_when_there_is_room(store: Store) -> None:
    opened: list[Store] = []

    def open_small() -> Store:
        opened.append(open_store(store.path))
        opened[0].database.execute("PRAGMA max_page_count = 1")
        return opened[0]

    engine, published = engine_on(open_small)
    for number in range(100):
        engine.submit(Scan(f"UNKNOWNBADGE{number:04}" + "é" * 200, Origin.CAMERA))
    engine.stop()
    answers = everything(published)[1:]
    failed, judged = [a for a in answers if isinstance(a, Failed)], [a for a in answers if isinstance(a, Judged)]
    assert failed
    assert len(judged) == len(list(store.journal.lines()))
    engine, published = engine_on(lambda: open_store(store.path))
    engine.submit(Scan("ONEMOREBADGE2345", Origin.CAMERA))
    engine.stop()
    answer = everything(published)[-1]
    assert isinstance(answer, Judged)
    assert answer.verdict.reason is Reason.INVALID


def test_our_own_mistake_is_said_and_does_not_end_the_desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from checkin.desk.judge import Judge

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Judge, "scan_person", broken)
    engine, published = engine_on(lambda: open_store(store.path))
    engine.submit(ScanPerson("R-0001"))
    engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.stop()
    answers = {type(a) for a in everything(published)}
    assert answers == {Ready, Failed, Judged}


@pytest.mark.parametrize("now", [datetime(2001, 1, 1, tzinfo=UTC), datetime(2026, 4, 18, 8, 0, tzinfo=UTC)])
def test_a_wrong_clock_is_said_when_the_desk_opens_and_scanning_goes_on(store: Store, now: datetime) -> None:
    engine, _ = engine_on(lambda: open_store(store.path), now=datetime(2026, 4, 18, 9, 0, tzinfo=UTC))
    engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.stop()
    engine, published = engine_on(lambda: open_store(store.path), now=now)
    engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.stop()
    ready, warned, judged = everything(published)
    assert isinstance(ready, Ready)
    assert isinstance(warned, Failed)
    assert "clock" in str(warned.what)
    assert isinstance(judged, Judged)


@pytest.mark.parametrize("fault", [Trouble("The disk is full."), RuntimeError("our own mistake")])
def test_a_database_that_comes_back_is_used_again_without_a_restart(store: Store, fault: Exception) -> None:
    faults = [fault, fault]

    def open_it() -> Store:
        if faults:
            raise faults.pop()
        return open_store(store.path)

    engine, published = engine_on(open_it)
    for _ in range(3):
        engine.submit(Scan(AMINA, Origin.CAMERA))
    engine.stop()
    assert [type(a) for a in everything(published)] == [Failed, Failed, Ready, Judged, Judged]
