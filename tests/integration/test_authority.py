"""What a supervisor may do at a desk and staff may not: PIN, lock, override, on real databases and the desk's own thread."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import TypeVar
from uuid import uuid4

import pytest

from checkin.desk.engine import Engine
from checkin.desk.judge import Post
from checkin.desk.messages import (
    Denied,
    Failed,
    Judged,
    Lock,
    Override,
    Published,
    Ready,
    Request,
    RoleChanged,
    Scan,
    SwitchDirection,
    Unlock,
)
from checkin.domain.journal import JournalLine, Origin
from checkin.domain.supervisor import Supervisor
from checkin.domain.verdict import Direction, Outcome, Reason
from data.store import Store, open_store

NOW = datetime(2026, 4, 18, 9, 0, tzinfo=UTC)
AT_THE_EVENT = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
AMINA, WEI, UNPAID = "7K3MQ2ZXW4HTB9NC", "ZT5H8NCW2QJ6XKV3", "C8V2WKQ5ZNX4JMT7"
PIN, WRONG = "4711", "4712"
Answer = TypeVar("Answer")


class Desk:
    """A desk's thread, asked one thing after the other, under a clock that a test turns."""

    def __init__(self, path: Path, minutes: int = 5) -> None:
        self.now = AT_THE_EVENT
        self.told: Queue[Published] = Queue()
        self._engine = Engine(
            lambda: open_store(path), Post("2", "A", supervisor_minutes=minutes), "entrance", self.told.put,
            lambda: self.now, lambda: str(uuid4()),
        )  # fmt: skip
        self._engine.start()
        self.ready = self._next()
        assert isinstance(self._next(), Failed)  # the clock is years behind this program

    def ask(self, request: Request, kind: type[Answer]) -> Answer:
        """The answer, which must be of this kind."""
        self._engine.submit(request)
        answer = self._next()
        assert isinstance(answer, kind), answer
        return answer

    def refused(self, text: str = UNPAID) -> str:
        """The id of a refused scan."""
        judged = self.ask(Scan(text, Origin.CAMERA), Judged)
        assert not judged.verdict.admitted
        return judged.line.scan_id

    def sentence(self, request: Request) -> str:
        """Why the request came to nothing."""
        return str(self.ask(request, Failed).what)

    def stop(self) -> None:
        self._engine.stop()

    def _next(self) -> Published:
        return self.told.get(timeout=20)


@pytest.fixture
def salma(store: Store) -> Supervisor:
    return store.supervisors.add("Salma B.", PIN, AT_THE_EVENT)


@pytest.fixture
def open_desk(store: Store, salma: Supervisor) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def opened() -> Desk:
        desks.append(Desk(store.path))
        return desks[-1]

    yield opened
    for one in desks:
        one.stop()


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    return open_desk()


def lines(store: Store) -> list[JournalLine]:
    return [item.line for item in store.journal.lines()]


def test_a_desk_says_who_may_unlock_it_and_who_has(desk: Desk, salma: Supervisor) -> None:
    assert isinstance(desk.ready, Ready)
    assert (desk.ready.supervisors, desk.ready.unlocked_by) == ((salma,), None)
    assert desk.ask(Unlock(salma.id, PIN), RoleChanged).unlocked_by == salma
    assert desk.ask(SwitchDirection(Direction.EXIT), Ready).unlocked_by == salma
    assert desk.ask(Lock(), RoleChanged).unlocked_by is None
    assert desk.ask(SwitchDirection(Direction.ENTRY), Ready).unlocked_by is None


@pytest.mark.parametrize("pin", [WRONG, "", "47110", "4711 ", "x" * 100_000])
def test_a_wrong_pin_unlocks_nothing(desk: Desk, salma: Supervisor, pin: str) -> None:
    assert desk.ask(Unlock(salma.id, pin), Denied).wait_s == 0
    assert desk.ask(SwitchDirection(Direction.EXIT), Ready).unlocked_by is None
    assert pin == "" or pin not in repr(Unlock(salma.id, pin))


def test_a_supervisor_admits_with_a_pin_a_name_and_a_reason_and_the_journal_has_them(
    desk: Desk, store: Store, salma: Supervisor
) -> None:
    refused = desk.refused()
    judged = desk.ask(Override(refused, "paid: receipt 12", salma.id, PIN), Judged)
    assert judged.verdict.admitted
    assert judged.verdict.reason is None
    assert (judged.figures.inside, judged.figures.entries, judged.figures.refused) == (1, 1, 1)
    assert judged.registration is not None
    kept = lines(store)[-1]
    assert kept == judged.line
    assert (kept.outcome, kept.reason, kept.undoes) == (Outcome.ADMITTED, Reason.UNPAID, refused)
    assert kept.remark == "override Salma B.: paid: receipt 12"
    assert kept.override == ("Salma B.", "paid: receipt 12")
    assert desk.ask(SwitchDirection(Direction.EXIT), Ready).unlocked_by is None


def test_an_unlocked_desk_asks_for_no_second_pin_and_a_locked_one_does(desk: Desk, salma: Supervisor) -> None:
    refused = desk.refused()
    assert "locked" in desk.sentence(Override(refused, "paid"))
    desk.ask(Unlock(salma.id, PIN), RoleChanged)
    assert desk.ask(Override(refused, "paid"), Judged).line.override == ("Salma B.", "paid")


def test_a_desk_that_starts_again_shows_an_override_as_admitted(
    desk: Desk, open_desk: Callable[[], Desk], salma: Supervisor
) -> None:
    desk.ask(Override(desk.refused(), "paid", salma.id, PIN), Judged)
    desk.stop()
    ready = open_desk().ready
    assert isinstance(ready, Ready)
    assert [(one.verdict.admitted, one.verdict.reason) for one in ready.recent] == [(True, None), (False, Reason.UNPAID)]
    assert ready.figures.inside == 1
