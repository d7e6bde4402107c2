"""A desk's clock is set, or its machine sleeps, while it talks with the hub: which lines are corrected by how much."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from checkin.domain.journal import GENESIS, JournalLine, Kind, Origin, microseconds
from checkin.domain.verdict import Direction, Outcome
from checkin.simulation.disk import Disk
from checkin.sync.client import SyncClient
from checkin.sync.clocks import ahead_at
from checkin.sync.link import Link
from checkin.sync.messages import Feed, HaveSeq, Hello, Push, Welcome
from checkin.sync.reporting import Reporting
from checkin.sync.reports import Condition, Report, Reported

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
LINE = JournalLine(
    "", Kind.SCAN, NOW, "e", "door", Direction.ENTRY, Outcome.ADMITTED, None, "R-1", "public", "T", Origin.CAMERA, "A", "1"
)
HOUR_US = 3_600_000_000


class Desk:
    """A desk with two clocks: `at`, which somebody may set, and the time that has passed since it began. The hub's is right."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.passed, self.ahead = timedelta(), ahead
        self.asleep = timedelta()
        self.disk, self.link, ids = Disk("j"), Link(), count()
        reporting = Reporting(Condition, lambda: (self.passed - self.asleep) // timedelta(microseconds=1))
        self.client = SyncClient("e", self.disk, self.link, lambda: f"new-{next(ids)}", reporting)

    @property
    def at(self) -> datetime:
        return NOW + self.passed + self.ahead

    @property
    def hub_us(self) -> int:
        return microseconds(NOW + self.passed)

    def write(self, lines: int) -> None:
        self.client.look_at_clock(self.at)
        for _ in range(lines):
            self.disk.conclude(replace(LINE, scan_id=f"s-{len(self.disk.rows)}"), "")

    def talk(self, way: timedelta = timedelta(milliseconds=20)) -> list[type]:
        """Ask until there is nothing but the feed; what was asked."""
        asked = []
        while len(asked) < 9:
            self.client.look_at_clock(self.at)
            request = self.client.request(self.at)
            asked.append(type(request))
            self.passed += way / 2
            hub_us = self.hub_us
            self.passed += way / 2
            match request:
                case Hello():
                    have = len(self.disk.rows) if len(asked) > 1 else 0
                    welcome = Welcome("j", have, self.disk.hash_at(have) or GENESIS, "e1", 0, True, 0, hub_us)
                    self.client.answered(request, welcome, self.at)
                case Report():
                    self.client.answered(request, Reported(hub_us), self.at)
                case Push():
                    self.pushed = request
                    self.client.answered(request, HaveSeq("j", request.first + len(request.lines) - 1), self.at)
                case Feed():
                    break
        return asked

    def corrections_s(self) -> list[int]:
        """How far the clock was ahead of the hub's, by what is noted, at each line and now."""
        return [round(ahead_at(self.disk.clocks(), seq) / 1e6) for seq in range(1, len(self.disk.rows) + 2)]


@pytest.mark.parametrize(("before", "after"), [(3, 0), (0, 3), (0, -3), (3, 5)])
def test_a_clock_that_is_set_while_connected_corrects_each_line_by_what_held_when_it_was_written(before: int, after: int) -> None:
    desk = Desk(timedelta(hours=before))
    desk.write(2)
    desk.talk()
    desk.ahead = timedelta(hours=after)
    desk.write(2)
    asked = desk.talk()
    assert asked.index(Report) < asked.index(Push), "compared before a line goes to the hub with a wrong correction"
    assert desk.corrections_s() == [before * 3600] * 2 + [after * 3600] * 3
    assert desk.pushed.ahead_us == pytest.approx(after * HOUR_US, abs=100_000)
    assert desk.link.contact.ahead_us == pytest.approx(after * HOUR_US, abs=100_000)


def test_a_clock_that_drifts_is_found_out_by_the_next_report() -> None:
    desk = Desk()
    desk.talk()
    desk.write(1)
    for _ in range(30):
        desk.passed += timedelta(seconds=6)
        desk.ahead += timedelta(seconds=1)
        desk.talk()
    assert abs(desk.corrections_s()[-1] - 30) <= 2


def test_a_clock_that_is_set_while_the_hub_is_away_is_known_line_by_line_once_it_is_back() -> None:
    desk = Desk()
    desk.write(1)
    desk.talk()
    desk.client.unanswered()
    for ahead in (2, 0, 5):
        desk.ahead = timedelta(hours=ahead)
        desk.write(2)
    desk.talk()
    assert desk.corrections_s() == [0, *[7200] * 2, *[0] * 2, *[18000] * 3]


def test_a_clock_that_was_set_before_the_hub_was_ever_heard_is_known_line_by_line_too() -> None:
    desk = Desk(timedelta(hours=2))
    desk.write(2)
    desk.ahead = timedelta(0)
    desk.write(2)
    desk.talk()
    assert desk.corrections_s() == [7200, 7200, 0, 0, 0]


def test_a_machine_that_slept_has_a_clock_as_right_as_before() -> None:
    desk = Desk()
    desk.write(2)
    desk.talk()
    desk.passed += timedelta(hours=1)
    desk.asleep = timedelta(hours=1)
    desk.write(2)
    desk.talk()
    assert desk.corrections_s() == [0] * 5


def test_an_answer_that_took_long_says_little_about_a_clock() -> None:
    desk = Desk()
    desk.talk()
    for ahead in (1.3, 2.6):
        desk.passed += timedelta(seconds=3)
        desk.ahead = timedelta(seconds=ahead)
        desk.client.look_at_clock(desk.at)
    assert Report in desk.talk(timedelta(seconds=9))
    assert desk.corrections_s() == [0]
    desk.passed += timedelta(seconds=6)
    assert Report in desk.talk()
    assert desk.corrections_s() == [3]
