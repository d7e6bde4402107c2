"""What a supervisor may do at a desk and staff may not: PIN, lock, override, on real databases and the desk's own thread."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import TypeVar
from uuid import uuid4

import pytest

from checkin.badges.signing import SigningKey, public_key, sign
from checkin.desk import authority
from checkin.desk.engine import Engine
from checkin.desk.inbox import Inbox
from checkin.desk.messages import (
    ConfirmIdentity,
    Denied,
    Failed,
    Judged,
    Lock,
    Override,
    Published,
    Ready,
    Remarked,
    Request,
    RoleChanged,
    Scan,
    SwitchDirection,
    Undo,
    Undone,
    Unlock,
)
from checkin.desk.post import Post
from checkin.domain.badge import SignedBadge
from checkin.domain.journal import JournalLine, Kind, Origin
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import Tally
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.ports import VerifyingKey
from data.store import Store, open_store

NOW = datetime(2026, 4, 18, 9, 0, tzinfo=UTC)
AT_THE_EVENT = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
AMINA, YOUSSEF, UNPAID = "7K3MQ2ZXW4HTB9NC", "P9XW3VJ4KQ7M2TRD", "C8V2WKQ5ZNX4JMT7"
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


def test_a_reason_that_says_nothing_is_refused_before_a_pin_is_looked_at(desk: Desk, store: Store, salma: Supervisor) -> None:
    refused = desk.refused()
    for reason in ("", "  \n", "...", "\u200b"):
        assert "reason is needed" in desk.sentence(Override(refused, reason, salma.id, WRONG))
        assert "reason is needed" in desk.sentence(Undo(reason))
    assert "too long" in desk.sentence(Override(refused, "x" * 201, salma.id, WRONG))
    assert len(lines(store)) == 1
    assert desk.ask(Override(refused, "لا بأس", salma.id, WRONG), Denied).wait_s == 0


def test_nobody_is_let_in_whom_nobody_knows(desk: Desk, store: Store, salma: Supervisor) -> None:
    for text in ("QQQQQQQQQQQQQQQQ", "https://example.org/", "CI:FORGED"):
        assert "nobody knows" in desk.sentence(Override(desk.refused(text), "let in", salma.id, PIN))
    assert "no scan" in desk.sentence(Override("no-such-scan", "let in", salma.id, PIN))
    admitted = desk.ask(Scan(AMINA, Origin.CAMERA), Judged).line.scan_id
    assert "nothing to override" in desk.sentence(Override(admitted, "let in", salma.id, PIN))
    undo = desk.ask(Undo("by mistake", admitted), Undone).line.scan_id
    assert "no scan" in desk.sentence(Override(undo, "let in", salma.id, PIN))
    assert [line.kind for line in lines(store)] == [Kind.SCAN] * 4 + [Kind.UNDO]


def test_a_refusal_is_overridden_once_until_that_is_taken_back(desk: Desk, salma: Supervisor) -> None:
    first, second = desk.refused(), desk.refused()
    override = desk.ask(Override(first, "paid", salma.id, PIN), Judged)
    assert "overridden before" in desk.sentence(Override(first, "paid", salma.id, PIN))
    assert "meanwhile" in desk.sentence(Override(second, "paid", salma.id, PIN))
    undone = desk.ask(Undo("receipt was false", override.line.scan_id), Undone)
    assert (undone.figures.inside, undone.figures.entries, undone.figures.refused) == (0, 0, 2)
    assert desk.ask(Override(second, "paid after all", salma.id, PIN), Judged).figures.entries == 1


def test_whoever_was_inside_when_refused_may_be_let_in_once_more(desk: Desk, salma: Supervisor) -> None:
    desk.ask(Scan(AMINA, Origin.CAMERA), Judged)
    judged = desk.ask(Override(desk.refused(AMINA), "left by the other door", salma.id, PIN), Judged)
    assert judged.line.reason is Reason.ALREADY_REDEEMED
    assert (judged.figures.inside, judged.figures.attended, judged.figures.entries) == (1, 1, 2)


def test_a_refused_exit_is_overridden_as_an_exit(desk: Desk, salma: Supervisor) -> None:
    desk.ask(SwitchDirection(Direction.EXIT), Ready)
    first, second = desk.refused(), desk.refused()
    desk.ask(SwitchDirection(Direction.ENTRY), Ready)
    judged = desk.ask(Override(first, "came by the other door", salma.id, PIN), Judged)
    assert (judged.line.direction, judged.figures.exits, judged.figures.inside) == (Direction.EXIT, 1, 0)
    assert "left meanwhile" in desk.sentence(Override(second, "again", salma.id, PIN))


def test_a_person_who_has_left_since_may_be_let_in_by_an_older_refusal(desk: Desk, salma: Supervisor) -> None:
    first, second = desk.refused(), desk.refused()
    desk.ask(Override(first, "paid", salma.id, PIN), Judged)
    desk.ask(SwitchDirection(Direction.EXIT), Ready)
    desk.now += timedelta(minutes=1)
    assert desk.ask(Scan(UNPAID, Origin.CAMERA), Judged).verdict.admitted
    desk.now += timedelta(minutes=1)
    assert desk.ask(Override(second, "back again", salma.id, PIN), Judged).figures.inside == 1


def test_a_stranger_with_a_signed_badge_is_admitted_on_a_supervisors_word(desk: Desk, store: Store, salma: Supervisor) -> None:
    key = SigningKey(0x7F3A, bytes(range(32)))
    with store.writing():
        store.keys.add(VerifyingKey(key.id, public_key(key), AT_THE_EVENT))
    text = sign(SignedBadge("R-9001", "public", valid_until=AT_THE_EVENT - timedelta(days=1)), "scec-2018", key)
    judged = desk.ask(Override(desk.refused(text), "badge of yesterday", salma.id, PIN), Judged)
    assert judged.line.remark == "from_badge 7f3a override Salma B.: badge of yesterday"
    assert judged.line.override == ("Salma B.", "badge of yesterday")
    assert judged.verdict.from_badge
    assert judged.registration is not None
    assert judged.registration.id == "R-9001"


def test_a_name_and_a_reason_with_colons_and_line_breaks_stay_apart(store: Store, desk: Desk) -> None:
    odd = store.supervisors.add("Kiosk: B \\ u{3a}", PIN, AT_THE_EVENT)
    judged = desk.ask(Override(desk.refused(), "a: b\nc \\ d", odd.id, PIN), Judged)
    assert judged.line.remark == "override Kiosk\\u{3a} B \\u{5c} u{3a}: a: b\\u{a}c \\u{5c} d"
    assert judged.line.override == ("Kiosk: B \\ u{3a}", "a: b\nc \\ d")


@pytest.mark.parametrize("with_pin", [True, False])
def test_an_unlocked_desk_locks_itself_when_no_supervisor_acts_and_says_so(desk: Desk, salma: Supervisor, with_pin: bool) -> None:
    refused = desk.refused()
    desk.ask(Unlock(salma.id, PIN), RoleChanged)
    desk.now += timedelta(minutes=4)
    desk.ask(Override(refused, "paid", *((salma.id, PIN) if with_pin else ())), Judged)
    desk.now += timedelta(minutes=4, seconds=59)
    assert desk.ask(Scan(AMINA, Origin.CAMERA), Judged).verdict.admitted
    assert desk.ask(SwitchDirection(Direction.EXIT), Ready).unlocked_by == salma
    desk.now += timedelta(seconds=1)
    told = desk.ask(SwitchDirection(Direction.ENTRY), RoleChanged)
    assert told.unlocked_by is None
    assert isinstance(answer := desk.told.get(timeout=20), Ready)
    assert answer.unlocked_by is None


def test_a_desk_at_which_nothing_happens_locks_itself_too(desk: Desk, salma: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "LOOK_AGAIN_S", 0.05)
    desk.now += timedelta(minutes=1)
    desk.ask(Unlock(salma.id, PIN), RoleChanged)
    desk.now -= timedelta(seconds=1)  # set back behind the unlocking: how long it was open is not known
    assert desk.told.get(timeout=20) == RoleChanged(None)


def test_whose_rights_were_taken_away_can_do_nothing_more(desk: Desk, store: Store, salma: Supervisor) -> None:
    refused = desk.refused()
    desk.ask(Unlock(salma.id, PIN), RoleChanged)
    store.supervisors.remove(salma.id)
    assert "locked" in desk.sentence(Override(refused, "paid"))
    assert desk.told.get(timeout=20) == RoleChanged(None)
    assert desk.ask(Unlock(salma.id, PIN), Denied).wait_s == 0


def test_staff_take_back_the_last_scan_and_those_of_a_quarter_of_an_hour(desk: Desk, salma: Supervisor) -> None:
    old = desk.ask(Scan(AMINA, Origin.CAMERA), Judged).line.scan_id
    desk.now += timedelta(minutes=15, microseconds=1)
    last = desk.ask(Scan(YOUSSEF, Origin.CAMERA), Judged).line.scan_id
    assert "only a supervisor" in desk.sentence(Undo("by mistake", old))
    desk.now += timedelta(hours=1)
    assert desk.ask(Undo("by mistake"), Undone).line.undoes == last
    assert "only a supervisor" in desk.sentence(Undo("and the one before"))
    desk.ask(Unlock(salma.id, PIN), RoleChanged)
    assert desk.ask(Undo("and the one before"), Undone).line.undoes == old


def test_an_identity_card_is_seen_once_and_no_figure_moves(desk: Desk, store: Store, open_desk: Callable[[], Desk]) -> None:
    judged = desk.ask(Scan(AMINA, Origin.CAMERA), Judged)
    scan = judged.line.scan_id
    line = desk.ask(ConfirmIdentity(scan), Remarked).line
    assert (line.kind, line.undoes, line.outcome, line.remark) == (Kind.REMARK, scan, None, "identity seen")
    assert "seen before" in desk.sentence(ConfirmIdentity(scan))
    assert desk.ask(SwitchDirection(Direction.ENTRY), Ready).figures == judged.figures
    assert "admitted nobody" in desk.sentence(ConfirmIdentity(desk.refused()))
    assert "no scan" in desk.sentence(ConfirmIdentity("no-such-scan"))
    desk.ask(Undo("by mistake", scan), Undone)
    assert "taken back" in desk.sentence(ConfirmIdentity(scan))
    other = desk.ask(Scan(YOUSSEF, Origin.CAMERA), Judged).line.scan_id
    desk.ask(ConfirmIdentity(other), Remarked)
    desk.stop()
    assert "seen before" in open_desk().sentence(ConfirmIdentity(other))
    assert list(store.journal.breaks()) == []


def test_the_figures_of_a_desk_are_a_recount_of_its_journal(desk: Desk, store: Store, salma: Supervisor) -> None:
    override = desk.ask(Override(desk.refused(), "paid", salma.id, PIN), Judged)
    desk.ask(ConfirmIdentity(override.line.scan_id), Remarked)
    event = store.event()
    assert event is not None
    recount = Tally(event.zone)
    recount.extend(lines(store))
    assert recount.figures("entrance") == desk.ask(SwitchDirection(Direction.EXIT), Ready).figures == override.figures


def test_an_empty_inbox_is_given_up_after_the_time_one_asks_for() -> None:
    inbox = Inbox()
    assert inbox.take_within(0.001) is None
    inbox.put(Lock())
    assert inbox.take_within(None) == Lock()
