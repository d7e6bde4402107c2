"""The hub's running figures, as JSON and as a stream, over HTTPS."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import httpx2
import jsonschema_rs
import pytest
from test_hub_server import EVENT, NOW, Desk, Running

from checkin.domain.journal import GENESIS, Head, JournalLine, Kind, Origin, number
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.hub import watching
from checkin.hub.openapi import described
from checkin.hub.totals import Totals
from checkin.sync.hublog import Changes, LogRow, TickPage
from checkin.sync.memory import MemoryHubLog
from checkin.sync.messages import Cursor, Delivered, HaveSeq, Hello, Push
from checkin.sync.reports import Condition, Report, Reported
from checkin.sync.signed import sign
from checkin.sync.working import chained
from checkin.trouble import Trouble

NOBODY = {"inside": 0, "attended": 0, "entries": 0, "exits": 0, "refused": 0}


class Hands:
    """The hub's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def running(tmp_path: Path, clock: Hands) -> Iterator[Running]:
    one = Running(tmp_path, clock=clock)
    yield one
    one.close()


def line(scan_id: str, person: str, at: datetime = NOW, **changed: Any) -> JournalLine:
    said = {"direction": Direction.ENTRY, "outcome": Outcome.ADMITTED, "reason": None, "category": "public", "kind": Kind.SCAN}
    said |= changed
    return JournalLine(
        scan_id, said["kind"], at, "e", "door", said["direction"], said["outcome"], said["reason"], person, said["category"], "T",
        Origin.CAMERA, "A", "1", changed.get("undoes", ""),
    )  # fmt: skip


def bring(desk: Desk, *lines: JournalLine, ahead_us: int = 0) -> None:
    """A journal of these lines."""
    head, rows = Head(f"j-{desk.device}", 0, GENESIS), []
    for one in lines:
        rows.append(number(head, one))
        head = Head(head.journal, rows[-1].seq, rows[-1].hash)
    assert desk.post(Push("e", head.journal, 1, GENESIS, head.hash, ahead_us, lines)) == HaveSeq(head.journal, len(lines))


def totals(desk: Desk, target: str = "/totals?event=e") -> dict[str, Any]:
    response = desk.running.client.get(target, headers=sign(desk.key, desk.device, "GET", target, b""))
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    said: dict[str, Any] = response.json()
    return said


def test_the_figures_are_those_of_the_lines_by_the_hub_s_own_time_and_of_today_apart(running: Running, clock: Hands) -> None:
    desk, ahead = Desk(running, running.token()), timedelta(hours=20)
    desk.hello()
    yesterday = NOW - timedelta(days=1) + ahead  # the desk's clock is twenty hours ahead
    lines = [
        line("s1", "R-1", yesterday), line("s2", "R-2", NOW + ahead, category="press"), line("s3", "R-3", NOW + ahead),
        line("s4", "R-2", NOW + ahead, outcome=Outcome.REFUSED, reason=Reason.ALREADY_REDEEMED, category="press"),
        line("s5", "R-3", NOW + ahead + timedelta(minutes=1), direction=Direction.EXIT),
        line("s6", "", NOW + ahead, outcome=Outcome.REFUSED, reason=Reason.INVALID, category=""),
        line("s7", "R-4", NOW + ahead), line("u1", "R-4", NOW + ahead, kind=Kind.UNDO, outcome=None, undoes="s7"),
    ]  # fmt: skip
    bring(desk, *lines, ahead_us=ahead // timedelta(microseconds=1))
    clock.at = NOW + timedelta(hours=1, microseconds=7)
    said = totals(desk)
    assert (said["event"], said["position"], said["epoch"], said["waiting_journals"]) == ("e", 8, "epoch-0", 0)
    assert said["at"] == said["as_of"] == "2018-04-18T10:00:00.000007+00:00"
    door = said["checkpoints"].pop("door")
    assert said["checkpoints"] == {}
    assert door.pop("today") == {"inside": 1, "attended": 2, "entries": 2, "exits": 1, "refused": 2}
    parts = {name: {one: part[one] for one in NOBODY} for name, part in door["by_category"].items()}
    assert parts == {
        "press": NOBODY | {"inside": 1, "attended": 1, "entries": 1, "refused": 1},
        "public": NOBODY | {"inside": 1, "attended": 2, "entries": 2, "exits": 1},
    }  # fmt: skip
    assert {one: door[one] for one in NOBODY} == {"inside": 2, "attended": 3, "entries": 3, "exits": 1, "refused": 2}
    assert door["refused_today"] == {"already_redeemed": 1, "invalid": 1}
    assert [door["by_day"][day]["entries"] for day in ("2018-04-17", "2018-04-18")] == [1, 2]
    arrivals = door["arrivals"]
    slot = int(NOW.timestamp() - arrivals["begins_s"]) // 300
    assert (sum(arrivals["today"]), arrivals["today"][slot], sum(arrivals["yesterday"])) == (2, 2, 1)


def test_each_desk_is_there_with_its_lines_its_clock_and_when_it_was_heard(running: Running, clock: Hands) -> None:
    first, silent, gone = (Desk(running, running.token(letter * 26)) for letter in "ABC")
    clock.at = NOW + timedelta(minutes=1)
    desk_us = int((clock.at + timedelta(seconds=42)).timestamp() * 1e6)
    first.post(Hello("e", f"j-{first.device}", "", 0, GENESIS, Cursor(), "", desk_us))
    clock.at = NOW + timedelta(minutes=2)
    bring(first, line("s1", "R-1"), line("s2", "R-2"))
    running.hub.revoke(gone.device)
    at = clock.at.isoformat(timespec="microseconds")
    said = totals(first)
    desks = {one["device"]: one for one in said["desks"]}
    assert desks.keys() == {first.device, silent.device}
    shown = {name: desks[first.device][name] for name in ("name", "gate", "journals", "lines", "last_heard_at", "clock_ahead_s")}
    assert shown == {"name": "Laptop", "gate": "A", "journals": 1, "lines": 2, "last_heard_at": at, "clock_ahead_s": 42.0}
    assert (desks[silent.device]["last_heard_at"], said["unheard"]) == (None, ["Laptop"])
    assert (said["missing"], said["silent"]) == (None, ["Laptop"]), "it brought lines, and has not reported"


def test_a_report_makes_the_total_whole_until_then_and_its_age_a_range(running: Running, clock: Hands) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    bring(desk, line("s1", "R-1"))
    last = running.log.roster("e").journals[f"j-{desk.device}"].hash
    us = int(NOW.timestamp() * 1e6)
    condition = Condition("1.0", "Accueil", "B", "door", "entry", "live", 55, False, 900)
    assert desk.post(Report("e", f"j-{desk.device}", 1, last, us, 7, condition)) == Reported(us)
    said = totals(desk)
    assert (said["missing"], said["silent"], said["as_of"]) == (0, [], NOW.isoformat(timespec="microseconds"))
    shown = said["desks"][0]
    assert (shown["waiting"], shown["condition"]["battery_percent"], shown["condition"]["desk"]) == (0, 55, "Accueil")
    clock.at = NOW + timedelta(minutes=6)
    said = totals(desk)
    assert (said["missing"], said["silent"]) == (30 + 180, ["Accueil"])


def test_lines_of_a_journal_that_was_begun_anew_are_one_desk_s_lines_once(running: Running) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    bring(desk, line("s1", "R-1"), line("s2", "R-2"))
    desk.post(Hello("e", "anew", f"j-{desk.device}", 0, GENESIS, Cursor(), "", 0))
    rows = [number(Head("anew", 0, GENESIS), line("s1", "R-1"))]
    rows.append(number(Head("anew", 1, rows[0].hash), line("s2", "R-2")))
    push = Push("e", "anew", 1, GENESIS, rows[1].hash, 0, (rows[0].line, rows[1].line))
    assert desk.post(push) == HaveSeq("anew", 2)
    said = totals(desk)
    assert (said["desks"][0]["lines"], said["checkpoints"]["door"]["entries"]) == (2, 2)


def test_what_is_said_is_what_the_description_says(running: Running) -> None:
    desk = Desk(running, running.token())
    bring(desk, line("s1", "R-1"))
    schema = {"$ref": "#/components/schemas/HubTotals", "components": described()["components"]}
    jsonschema_rs.validate(schema, totals(desk))


def test_the_example_of_the_document_is_what_the_description_says() -> None:
    document = (Path(__file__).parents[2] / "docs" / "hub.md").read_text(encoding="utf-8")
    example = re.search(r"### The figures.+?```json\n(.+?)\n```", document, re.DOTALL)
    assert example
    schema = {"$ref": "#/components/schemas/HubTotals", "components": described()["components"]}
    jsonschema_rs.validate(schema, json.loads(example[1]))


def test_a_hub_that_is_behind_says_for_how_many_journals_it_waits(running: Running) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    bring(desk, line("s1", "R-1"))
    before = totals(desk)
    running.hub.restored()
    after = totals(desk)
    assert after["epoch"] != before["epoch"]
    assert (after["waiting_journals"], after["position"]) == (1, 1)
    assert after["checkpoints"] == before["checkpoints"]


class Watched(MemoryHubLog):
    """Notes from where its pages are read."""

    read_from: list[int]

    def ticks(self, event: str, position: int, limit: int) -> TickPage:
        self.read_from.append(position)
        return super().ticks(event, position, limit)


def filled(log: MemoryHubLog, *lines: JournalLine) -> MemoryHubLog:
    """These lines behind those that are in the log."""
    state = log.page("e", 0, 1).state
    position, chain, rows = state.position, state.chain, []
    head = Head("j", 0, GENESIS)
    for one in lines:
        row = number(head, one)
        position, chain = position + 1, chained(chain, row.hash)
        rows.append(LogRow(position, chain, Delivered(row, 0, 0)))
    with log.writing("e") as transaction:
        transaction.write(Changes(rows=rows, state=replace(state, position=position, chain=chain)))
    return log


def test_only_what_is_new_is_read_and_a_log_that_was_put_back_is_read_from_its_beginning() -> None:
    log = Watched("e", "epoch-0")
    log.read_from = []
    filled(log, *(line(f"s{n}", f"R-{n}") for n in range(3)))
    backup = log.backup()
    figures = Totals(log, EVENT, lambda: NOW)
    assert figures.now({}).checkpoints["door"].entries == 3
    filled(log, line("s9", "R-9"))
    log.read_from.clear()
    assert figures.now({}).checkpoints["door"].entries == 4
    assert log.read_from == [3]
    figures._log = filled(backup, line("other", "R-8", category="press"))  # it has as many rows, but not the same
    after = figures.now({})
    assert after == Totals(backup, EVENT, lambda: NOW).now({})
    assert (after.position, after.checkpoints["door"].entries) == (4, 4)
    assert "press" in after.checkpoints["door"].by_category
    filled(backup, line("one more", "R-7"))
    assert figures.now({}).position == 5
    figures._log = log  # this one is shorter
    assert figures.now({}) == Totals(log, EVENT, lambda: NOW).now({})


class Stream:
    """Reads a stream on a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self.events: list[dict[str, Any]] = []
        self.comments = 0
        self.headers: dict[str, str] = {}
        self.ended = False
        self._desk = desk
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        target = "/totals/stream?event=e"
        headers = sign(self._desk.key, self._desk.device, "GET", target, b"")
        try:
            with self._desk.running.client.stream("GET", target, headers=headers) as response:
                self.headers = dict(response.headers)
                for one in response.iter_lines():
                    if one.startswith("data: "):
                        self.events.append(json.loads(one[6:]))
                    self.comments += one.startswith(":")
        except httpx2.HTTPError:
            return
        self.ended = True

    def wait_for(self, entries: int) -> bool:
        """Whether an event with so many entries came."""
        until = monotonic() + 20
        while monotonic() < until:
            if any(one["checkpoints"]["door"]["entries"] == entries for one in list(self.events)):
                return True
            sleep(0.02)
        return False

    def end(self, running: Running) -> None:
        running.hub.revoke(self._desk.device)
        self._thread.join(20)


def test_a_stream_tells_at_once_and_then_what_changed_four_times_a_second_at_most(running: Running, clock: Hands) -> None:
    watcher, desk = Desk(running, running.token("A" * 26)), Desk(running, running.token("B" * 26))
    began, stream = monotonic(), Stream(watcher)
    assert stream.wait_for(0)
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["cache-control"] == "no-store"
    lines: list[JournalLine] = []
    for n in range(40):
        lines.append(line(f"s{n}", f"R-{n}"))
        clock.at += timedelta(seconds=1)
        bring(desk, *lines)
    assert stream.wait_for(40)
    assert len(stream.events) <= 1 + 4 * (monotonic() - began)
    count = len(stream.events)
    clock.at += timedelta(minutes=1)  # time alone is no news
    sleep(1)
    assert len(stream.events) == count
    assert all(one["position"] <= other["position"] for one, other in pairwise(stream.events))
    stream.end(running)
    assert stream.ended  # a device that was cut off hears no more


def test_a_stream_in_which_nothing_happens_is_kept_open_by_comments(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "COMMENT_EVERY_S", 0.5)
    watcher = Desk(running, running.token())
    stream = Stream(watcher)
    until = monotonic() + 20
    while stream.comments < 2 and monotonic() < until:
        sleep(0.05)
    assert stream.comments >= 2
    assert len(stream.events) == 1
    stream.end(running)


def test_a_stream_outlives_a_database_that_fails_for_a_while(running: Running, tmp_path: Path) -> None:
    watcher, desk = Desk(running, running.token("A" * 26)), Desk(running, running.token("B" * 26))
    stream = Stream(watcher)
    assert stream.wait_for(0)
    roster = running.log.roster

    def failing(event: str) -> Any:
        raise Trouble("The hub's database cannot be used: {error}", error="gone")

    running.log.roster = failing  # type: ignore[method-assign]
    target = "/totals?event=e"
    busy = running.client.get(target, headers=sign(desk.key, desk.device, "GET", target, b""))
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "1")
    sleep(0.6)
    running.log.roster = roster  # type: ignore[method-assign]
    bring(desk, line("s1", "R-1"))
    assert stream.wait_for(1)
    stream.end(running)
