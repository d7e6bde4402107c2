"""Real desks and a real hub over HTTPS: strict while it answers, on their own while it does not, one truth afterwards."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic, sleep

import pytest
from test_hub_server import Running, forget_cut_handshakes

from checkin.cli.desk import connecting
from checkin.cli.enrol import enrolled
from checkin.cli.home import Home
from checkin.desk.engine import Engine
from checkin.desk.messages import (
    GroupJudged,
    Judged,
    Published,
    Ready,
    Remarked,
    Request,
    Scan,
    ScanGroup,
    Settle,
    Synced,
    WalkIn,
)
from checkin.desk.post import Post
from checkin.domain.journal import Origin
from checkin.domain.verdict import Outcome, Reason
from checkin.rehearsal.findings import State
from checkin.rehearsal.hub import hub_facts, judged_hub
from checkin.sync.bulletin import Bulletin
from checkin.sync.invitation import Invitation
from checkin.sync.link import CLAIM_PATIENCE, Standing
from checkin.sync.messages import Cause
from checkin.trouble import Trouble
from data.importers.event_file import parse_event
from data.importers.registrations_file import import_registrations
from data.publishing import Publishing
from data.store import open_store

EXAMPLES = Path(__file__).parents[1] / "examples"
PROFILE = (EXAMPLES / "event.toml").read_text(encoding="utf-8")
AMINA, YOUSSEF = "7K3MQ2ZXW4HTB9NC", "7K3MQ2ZXW4HTB9ND"
AT_THE_EVENT = datetime(2018, 4, 18, 9, tzinfo=UTC)
PEOPLE = "id,badge,name,category,status\n" + "".join(f"R-{n},BADGE{n:012},Person {n},public,confirmed\n" for n in range(50))
OFFSET = AT_THE_EVENT - datetime.now(UTC)


def event_clock() -> datetime:
    return datetime.now(UTC) + OFFSET


class Desk:
    """An enrolled desk with its thread, and what it publishes."""

    def __init__(self, running: Running, folder: Path, name: str, ahead: timedelta = timedelta()) -> None:
        self.home = Home(folder / name)
        token = running.token(f"T{name.upper()}".ljust(26, "X"))
        invitation = Invitation(("127.0.0.1",), running.port, running.fingerprint, running.event.id, token)
        self.member = enrolled(self.home, invitation, "", name)
        self.name, self.ahead = name, ahead
        self.published: SimpleQueue[Published] = SimpleQueue()
        self.state: Synced | None = None
        self.start()

    def start(self) -> None:
        ids = count()
        prefix = f"{self.name}-{monotonic()}"
        self.engine = Engine(
            lambda: open_store(self.home.database), Post(self.name, "A"), "entrance", self.published.put,
            lambda: event_clock() + self.ahead, lambda: f"{prefix}-{next(ids)}", connecting(self.home),
        )  # fmt: skip
        self.engine.start()

    def next_of(self, kind: type, suits: Callable[[Published], bool] = lambda _: True, seconds: float = 40.0) -> Published:
        until = monotonic() + seconds
        while True:
            try:
                message = self.published.get(timeout=max(0.01, until - monotonic()))
            except Empty:
                raise AssertionError(f"{self.name}: no such {kind.__name__}; last {self.state}") from None
            if isinstance(message, Synced):
                self.state = message
            if isinstance(message, kind) and suits(message):
                return message

    def until(self, suits: Callable[[Synced], bool]) -> Synced:
        if self.state is not None and suits(self.state):
            return self.state
        message = self.next_of(Synced, suits)  # type: ignore[arg-type]
        assert isinstance(message, Synced)
        return message

    def strict(self) -> "Desk":
        self.until(lambda state: state.standing is Standing.STRICT and state.waiting == 0)
        return self

    def do(self, request: Request, kind: type = Judged) -> Published:
        self.engine.submit(request)
        return self.next_of(kind)

    def scan(self, badge: str) -> Judged:
        judged = self.do(Scan(badge, Origin.CAMERA))
        assert isinstance(judged, Judged)
        return judged

    def stop(self) -> None:
        self.engine.stop()


@pytest.fixture
def site(tmp_path: Path) -> Iterator["Site"]:
    one = Site(tmp_path)
    yield one
    one.close()


class Site:
    """A hub with fifty people in its home, and the desks around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = open_store(folder / "hub" / "desk.db")
        self.home.store_event(PROFILE, parse_event(PROFILE))
        self.add(PEOPLE)
        self.running = Running(folder, parse_event(PROFILE), PROFILE, clock=event_clock)
        self.publish()
        self.desks: list[Desk] = []

    def add(self, people: str) -> None:
        path = self.folder / "people.csv"
        path.write_text(people, encoding="utf-8")
        import_registrations(self.home, path)

    def desk(self, name: str, ahead: timedelta = timedelta()) -> Desk:
        self.desks.append(Desk(self.running, self.folder, name, ahead))
        return self.desks[-1]

    def publish(self) -> None:
        bulletin = Bulletin(self.running.hub, self.running.log)
        self.publishing = Publishing(lambda: open_store(self.folder / "hub" / "desk.db"), bulletin, self.running.serve)
        self.publishing.start()

    def hub_gone(self) -> None:
        self.publishing.stop()
        self.running.close()

    def hub_back(self, *, restored: bool = False) -> None:
        self.running = Running(self.folder, parse_event(PROFILE), PROFILE, self.running.port, event_clock, restored=restored)
        self.publish()

    def close(self) -> None:
        for desk in self.desks:
            desk.stop()
        self.publishing.stop()
        self.running.close()
        self.home.close()
        forget_cut_handshakes()  # those of hubs that were taken away in between, too


def badge(number: int) -> str:
    return f"BADGE{number:012}"


def knows(desk: Desk, people: int) -> None:
    store = open_store(desk.home.database, read_only=True)
    until = monotonic() + 40
    while store.registrations.count() < people and monotonic() < until:
        sleep(0.02)
    count_of = store.registrations.count()
    store.close()
    assert count_of >= people


def test_registrations_come_from_the_hub_and_the_second_desk_refuses_whom_the_first_admitted(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    first = one.scan(badge(1))
    assert first.verdict.admitted
    second = two.scan(badge(1))
    assert second.verdict.reason is Reason.ALREADY_REDEEMED
    assert second.verdict.first is not None
    assert (second.verdict.first.scan_id, second.verdict.first.desk) == (first.line.scan_id, "one")
    assert two.until(lambda state: state.figures.inside == 1 and state.figures.refused == 1).figures.entries == 1
    one.until(lambda state: state.figures.refused == 1)


def test_until_the_whole_list_is_there_an_unknown_badge_is_no_plain_no(site: Site) -> None:
    one = site.desk("one")
    arriving = one.until(lambda state: state.arriving is not None)
    assert arriving.arriving is not None
    site.publishing.stop()
    one.until(lambda state: state.arriving is None)
    knows(one, 50)
    later = one.scan("NOBODYSBADGE2345")
    assert (later.verdict.reason, later.verdict.arriving) == (Reason.INVALID, False)


def test_one_badge_at_two_desks_in_one_instant_is_admitted_once(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    for number in range(20):
        for desk in (one, two):
            desk.engine.submit(Scan(badge(number), Origin.CAMERA))
    verdicts = [[desk.next_of(Judged) for _ in range(20)] for desk in (one, two)]
    for at_one, at_two in zip(*verdicts, strict=True):
        assert isinstance(at_one, Judged)
        assert isinstance(at_two, Judged)
        assert sorted((at_one.verdict.outcome, at_two.verdict.outcome)) == [Outcome.ADMITTED, Outcome.REFUSED]


def test_without_the_hub_desks_go_on_alone_and_the_conflict_is_found_shown_and_settled(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    site.hub_gone()
    began = monotonic()
    assert one.scan(badge(1)).verdict.admitted
    assert two.scan(badge(1)).verdict.admitted
    for number in range(2, 22):
        assert one.scan(badge(number)).verdict.admitted
    assert monotonic() - began < 22 * CLAIM_PATIENCE.total_seconds(), "staff wait for one time-out, not for each"
    assert one.until(lambda state: state.standing is Standing.ALONE).waiting
    site.hub_back()
    conflict = one.until(lambda state: bool(state.disputes)).disputes[0].conflict
    assert {conflict.first.desk, conflict.surplus.desk} == {"one", "two"}
    assert two.until(lambda state: bool(state.disputes)).disputes[0].conflict == conflict
    supervisor = site.home.supervisors.add("Salma", "4711", AT_THE_EVENT)
    two.next_of(Ready, lambda said: isinstance(said, Ready) and bool(said.supervisors))
    two.do(Settle(conflict.surplus.scan_id, "same person", supervisor.id, "4711"), Remarked)
    one.until(lambda state: not state.disputes)
    two.until(lambda state: not state.disputes)


def test_walk_ins_and_new_and_canceled_registrations_are_everywhere_within_seconds(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(two, 50)
    walked = one.do(WalkIn("Nadia Berrada", "", "public"))
    assert isinstance(walked, Judged)
    assert walked.registration is not None
    knows(two, 51)
    assert two.scan(walked.registration.badge).verdict.reason is Reason.ALREADY_REDEEMED
    site.add(PEOPLE.replace("Person 7,public,confirmed", "Person 7,public,canceled") + "R-99,BADGE99,New,public,confirmed\n")
    knows(two, 52)
    assert two.scan("BADGE99").verdict.admitted
    assert two.scan(badge(7)).verdict.reason is Reason.CANCELED


def test_a_clock_that_is_hours_ahead_is_measured_and_corrected(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two", timedelta(hours=3)).strict()
    assert abs(two.until(lambda state: state.ahead_s > 60).ahead_s - 3 * 3600) < 30
    knows(one, 50)
    knows(two, 50)
    ahead = two.scan(badge(3))
    assert abs(ahead.line.at - event_clock()) < timedelta(minutes=1), "as the hub's clock has it"
    first = one.scan(badge(3)).verdict.first
    assert first is not None
    assert abs(first.at - ahead.line.at) < timedelta(seconds=2)


def test_a_clock_that_is_set_right_while_connected_ends_the_warning_and_lines_keep_their_corrections(site: Site) -> None:
    one = site.desk("one", timedelta(hours=3)).strict()
    one.until(lambda state: state.ahead_s > 60)
    knows(one, 50)
    before = one.scan(badge(3))
    one.ahead = timedelta()
    after = one.next_of(Synced, lambda state: isinstance(state, Synced) and abs(state.ahead_s) < 2, 5.0)
    assert isinstance(after, Synced)
    late = one.scan(badge(4))
    one.state = None
    one.until(lambda state: state.waiting == 0 and state.figures.inside == 2)
    rows = [one.delivered for one in site.running.log.page(site.running.event.id, 0, 10).rows]
    assert [round(row.ahead_us / 3.6e9) for row in rows] == [3, 0]
    for judged, row in zip((before, late), rows, strict=True):
        assert abs(row.corrected.at - event_clock()) < timedelta(minutes=1)
        assert abs(judged.line.at - row.corrected.at) < timedelta(seconds=1)


def test_a_desk_that_was_cut_off_wipes_what_it_knows_of_people_and_keeps_its_scans(site: Site) -> None:
    one = site.desk("one").strict()
    knows(one, 50)
    one.scan(badge(1))
    site.running.hub.revoke(one.member.device)
    one.until(lambda state: state.refused is Cause.REVOKED)
    one.stop()
    site.desks.clear()
    store = open_store(one.home.database)
    assert (store.registrations.count(), store.registrations.search("Person"), store.journal.count()) == (0, [], 1)
    store.close()
    assert b"Person 1" not in one.home.database.read_bytes()
    old = Invitation(("127.0.0.1",), site.running.port, site.running.fingerprint, site.running.event.id, "TONE".ljust(26, "X"))
    with pytest.raises(Trouble, match="code any more"):
        enrolled(one.home, old, "", "x")


def test_a_checkpoint_that_holds_admits_nobody_without_the_hub_unless_a_supervisor_does(site: Site) -> None:
    held = PROFILE.replace('id = "entrance"\n', 'id = "entrance"\noffline = "hold"\n', 1)
    assert held != PROFILE
    one = site.desk("one").strict()
    knows(one, 50)
    site.home.store_event(held, parse_event(held))
    one.next_of(Ready, lambda said: isinstance(said, Ready) and said.event == parse_event(held))
    assert one.scan(badge(1)).verdict.admitted, "the hub answers"
    site.hub_gone()
    refused = one.scan(badge(2))
    assert (refused.verdict.reason, refused.verdict.held) == (Reason.ERROR, True)
    assert refused.line.may_be_overridden
    site.hub_back()


def test_a_group_is_asked_for_one_by_one_and_written_together(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    two.scan(badge(3))
    group = one.do(ScanGroup(("R-2", "R-3", "R-4")), GroupJudged)
    assert isinstance(group, GroupJudged)
    assert [scan.verdict.admitted for scan in group.scans] == [True, False, True]


def test_the_rehearsal_asks_the_hub_for_its_time(site: Site) -> None:
    one = site.desk("one").strict()
    place = one.home
    seen = hub_facts(place, event_clock)
    assert seen.ahead_s is not None
    assert abs(seen.ahead_s) < 1
    assert judged_hub(seen).state is State.OK
    late = hub_facts(place, lambda: event_clock() + timedelta(minutes=5))
    assert judged_hub(late).state is State.FAULT
    site.hub_gone()
    assert judged_hub(hub_facts(place, event_clock)).state is State.WARNING
    site.hub_back()


def test_a_desk_that_starts_again_goes_on_where_it_was(site: Site) -> None:
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    one.scan(badge(1))
    two.until(lambda state: state.figures.inside == 1)
    two.stop()
    site.hub_gone()
    two.start()
    assert two.scan(badge(1)).verdict.reason is Reason.ALREADY_REDEEMED, "known from the copy"
    site.hub_back()
    two.until(lambda state: state.standing is Standing.STRICT and state.waiting == 0)
