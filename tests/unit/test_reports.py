"""How desks tell their hub how they are, and up to when it has everything."""

from dataclasses import replace
from datetime import timedelta

from test_hub_answers import NOW, Desk, Stage

from checkin.domain.journal import GENESIS, Head, microseconds
from checkin.overview.desks import desks_of
from checkin.overview.sources import sources_of, unheard
from checkin.sync.hublog import Device
from checkin.sync.messages import Cause, Fork, Refused, Role
from checkin.sync.reporting import Reporting
from checkin.sync.reports import Condition, Report, Reported

AT = microseconds(NOW)
DOOR = Condition("1.0", "Accueil", "B", "once", "entry")


def report(desk: Desk, seq: int | None = None, **changed: object) -> Report:
    rows = desk.rows()
    last = rows[-1 if seq is None else seq - 1] if rows else None
    said = Report("e", desk.journal, last.seq if last else 0, last.hash if last else GENESIS, AT - 1_000_000, 5, DOOR)
    return replace(said, **changed)  # type: ignore[arg-type]


def test_a_hub_that_has_every_line_is_complete_until_the_moment_that_the_desk_vouches_for() -> None:
    stage = Stage()
    desk = Desk(stage, "one")
    desk.entry("a")
    desk.push()
    assert desk.ask(report(desk)) == Reported(AT)
    kept = stage.log.roster("e").reports[desk.journal]
    assert (kept.device, kept.waiting, kept.complete_us, kept.at_us) == ("one", 0, AT - 1_000_000, AT)
    desk.entry("b")
    assert desk.ask(report(desk, until_us=AT)) == Reported(AT)
    kept = stage.log.roster("e").reports[desk.journal]
    assert (kept.waiting, kept.complete_us) == (1, AT - 1_000_000), "line b has not come"
    desk.push()
    desk.ask(report(desk, until_us=AT + 9_000_000))
    assert stage.log.roster("e").reports[desk.journal].complete_us == AT, "nobody knows the future"


def test_a_report_on_other_lines_than_the_hub_has_finds_the_fork() -> None:
    stage = Stage()
    desk = Desk(stage, "one")
    desk.entry("a")
    desk.push()
    assert desk.ask(report(desk, hash=bytes(32))) == Fork(desk.journal, 1)
    assert stage.log.roster("e").reports == {}


def test_a_report_on_another_device_s_journal_is_refused() -> None:
    stage = Stage()
    one, two = Desk(stage, "one"), Desk(stage, "two")
    one.hello()
    assert two.ask(replace(report(two), journal=one.journal)) == Refused(Cause.OTHER_DEVICE)


def test_the_hub_tells_of_desks_that_scan_and_of_those_that_never_said_anything() -> None:
    stage = Stage("one", "watcher", "spare")
    desk, watcher, spare = Desk(stage, "one"), Desk(stage, "watcher"), Desk(stage, "spare")
    desk.hello()
    watcher.hello()
    desk.ask(report(desk))
    watcher.ask(replace(report(watcher), condition=Condition()))
    roster = stage.log.roster("e")
    (source,) = sources_of(desks_of(roster, {}))
    assert (source.desk, source.gate, source.closed) == ("Accueil", "B", False)
    assert source.complete_until == NOW - timedelta(seconds=1)
    assert [one.device for one in unheard(desks_of(roster, {}))] == [spare.device]


def test_of_a_desk_that_said_hello_and_no_more_nobody_knows_how_much_is_missing() -> None:
    stage = Stage("one")
    desk = Desk(stage, "one")
    desk.hello()
    assert [one.complete_until for one in sources_of(desks_of(stage.log.roster("e"), {}))] == [None]
    stage.log.add_device(Device("boss", bytes(32), "boss", "", Role.SUPERVISOR, 0))
    boss = Desk(stage, "boss")
    boss.hello()
    assert len(sources_of(desks_of(stage.log.roster("e"), {}))) == 1, "a supervisor's own device scans nobody"
    stage.hub.revoke("one")
    assert sources_of(desks_of(stage.log.roster("e"), {})) == []


def test_a_desk_vouches_for_no_later_moment_than_it_knows() -> None:
    ticking = [1_000_000]
    reporting = Reporting(lambda: DOOR, lambda: ticking[0])
    assert not reporting.is_due(has_backlog=False), "before the hub's clock was heard"
    reporting.heard(AT)
    assert reporting.is_due(has_backlog=False)
    assert not reporting.is_due(has_backlog=True)
    ticking[0] += 250_000
    said = reporting.report("e", Head("j", 3, GENESIS), 7)
    assert (said.until_us, said.seq, said.ahead_us, said.condition.closing) == (AT + 250_000, 3, 7, False)
    assert not reporting.is_due(has_backlog=False)
    ticking[0] += 5_000_000
    assert reporting.is_due(has_backlog=False)
    assert not reporting.is_due(has_backlog=True), "lines go first"
    ticking[0] += 10_000_000
    assert reporting.is_due(has_backlog=True), "but not for ever"
    assert reporting.report("e", Head("j", 3, GENESIS), 7, closing=True).condition.closing
