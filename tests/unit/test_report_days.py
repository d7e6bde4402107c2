"""Reports of days that are over: when a day ends, what is made, what is made again, and what is tried again."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.event import Checkpoint, Event, Names
from checkin.domain.tick import Tick
from checkin.overview.reports.day_ends import Daily, DayReports, ends_at
from checkin.overview.reports.launching import Order, arguments
from checkin.overview.reports.naming import stem, versions
from checkin.trouble import Trouble

ZONE = ZoneInfo("Africa/Casablanca")
DAYS = (date(2018, 4, 18), date(2018, 4, 19))


def event(*doors: Checkpoint) -> Event:
    return Event("e", ZONE, DAYS, Names(), checkpoints={one.id: one for one in doors})


DOOR = Checkpoint("door", Names(), opens=time(8), closes=time(19))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 4, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("doors", "ends"),
    [
        ((DOOR,), at(18, 19, 30)),
        ((DOOR, Checkpoint("hall", Names(), opens=time(9), closes=time(21, 15))), at(18, 21, 45)),
        ((DOOR, Checkpoint("garden", Names())), at(19, 0)),
        ((DOOR, Checkpoint("garden", Names(), days=frozenset({DAYS[1]}))), at(18, 19, 30)),
        ((DOOR, Checkpoint("party", Names(), opens=time(20), closes=time(2))), at(19, 0)),
        ((Checkpoint("late", Names(), opens=time(9), closes=time(23, 50)),), at(19, 0)),
    ],
)  # fmt: skip
def test_a_day_ends_half_an_hour_after_its_last_closing_and_at_midnight_at_the_latest(
    doors: tuple[Checkpoint, ...], ends: datetime
) -> None:
    assert ends_at(event(*doors), DAYS[0]) == ends


def tick(moment: datetime, kind: str = "scan") -> Tick:
    return Tick(f"s{moment}", kind, int(moment.timestamp() * 1e6), "door", "entry", "admitted", None, "R", "c", "A", "1", "", "")


class Stage:
    """A clock, lines that come, and somebody who makes reports."""

    def __init__(self, folder: Path) -> None:
        self.now, self.lines, self.seen = at(18, 12), list[Tick](), 1
        self.fails = False
        self.made: list[str] = []
        self.folder = folder
        order = Order(folder, folder / "reports")
        self.reports = DayReports(event(DOOR), Daily(order, ("fr", "ar")), lambda: self.now, self.make, self, again_s=0.0)

    def __call__(self) -> Iterable[Tick]:
        lines, self.lines = self.lines, []
        return lines

    def make(self, order: Order, is_stopped: Callable[[], bool]) -> list[Path]:
        assert order.if_changed
        assert not is_stopped()
        if self.fails:
            raise Trouble("No room.")
        self.made.append(order.day)
        return []

    def look(self, now: datetime) -> list[str]:
        self.now, self.made = now, []
        self.reports.look()
        return self.made


def test_a_day_s_report_is_made_once_when_it_is_over(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.look(at(18, 19, 29)) == []
    assert stage.look(at(18, 19, 30)) == ["2018-04-18"]
    assert stage.look(at(18, 19, 31)) == stage.look(at(19, 12)) == []
    assert stage.look(at(20, 9)) == ["2018-04-19"]


def test_a_hub_that_begins_later_looks_through_all_days_that_are_over(tmp_path: Path) -> None:
    assert Stage(tmp_path).look(at(25, 9)) == ["2018-04-18", "2018-04-19"]


def test_a_hub_without_a_line_makes_none(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.seen = 0
    assert stage.look(at(25, 9)) == []
    stage.seen = 1
    assert stage.look(at(25, 9)) == ["2018-04-18", "2018-04-19"]


def test_late_lines_of_a_day_are_waited_for_until_no_more_come(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.look(at(18, 20))
    stage.lines = [tick(at(18, 11)), tick(at(19, 9))]
    assert stage.look(at(19, 9)) == []
    assert stage.look(at(19, 9, 9)) == []
    stage.lines = [tick(at(18, 11, 1))]
    assert stage.look(at(19, 9, 9)) == stage.look(at(19, 9, 18)) == []
    assert stage.look(at(19, 9, 19)) == ["2018-04-18"]
    assert stage.look(at(19, 9, 40)) == []


def test_what_was_taken_back_or_settled_later_is_looked_for_when_the_next_day_ends(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.look(at(18, 20))
    stage.lines = [tick(at(19, 9), "undo")]
    assert stage.look(at(19, 12)) == []
    assert sorted(stage.look(at(19, 19, 30))) == ["2018-04-18", "2018-04-19"]
    assert stage.look(at(19, 20)) == []


def test_what_fails_is_tried_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.fails = True
    with pytest.raises(Trouble):
        stage.look(at(18, 20))
    stage.fails = False
    assert stage.look(at(18, 20)) == ["2018-04-18"]


def test_versions_of_a_report_are_told_apart_and_no_other_file_is_one(tmp_path: Path) -> None:
    name = stem(DAYS[0], "fr", ("a/b",))
    assert name == "report-2018-04-18-a_b-fr"
    for one in (f"{name}.pdf", f"{name}-2.pdf", f"{name}-2.xlsx", f"{name}-x.pdf", f"{name}.txt", "report-2018-04-18-fr.pdf"):
        (tmp_path / one).touch()
    found = versions(tmp_path, name)
    assert {number: [file.name for file in files] for number, files in found.items()} == {
        1: [f"{name}.pdf"], 2: [f"{name}-2.pdf", f"{name}-2.xlsx"],
    }  # fmt: skip


def test_an_order_is_typed_as_the_command_takes_it() -> None:
    order = Order(Path("h"), Path("o"), "all", ("fr", "ar"), ("pdf",), ("door",), people=True, overwrite=True,
                  database="postgresql://x", journals=(Path("j"),), clock=Path("c"))  # fmt: skip
    from checkin.cli.report import command

    context = command.make_context("report", arguments(order)[3:], resilient_parsing=True)
    said = context.params
    assert (said["day"], said["languages"], said["formats"], said["checkpoints"]) == ("all", ("fr", "ar"), ("pdf",), ("door",))
    assert (said["people"], said["force"], said["if_changed"], said["database"]) == (True, True, False, "postgresql://x")
