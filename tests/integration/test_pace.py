"""The time of a simulated event: it jumps, or passes so many times faster than life."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from checkin.cli import main
from checkin.domain.verdict import Direction
from checkin.simulator.clock import SharedClock
from checkin.simulator.desk_process import rhythm_of
from checkin.simulator.pace import NIGHT, Pace
from checkin.simulator.place import Place, place_in

MORNING = datetime.fromisoformat("2018-04-18T09:00:00+00:00")


def test_without_a_speed_the_clock_jumps_to_each_visitor(tmp_path: Path) -> None:
    with SharedClock(tmp_path / "clock") as clock:
        pace = Pace(clock, 0)
        for minutes in (0, 50, 51):
            pace.reach(MORNING + timedelta(minutes=minutes))
            assert clock() == MORNING + timedelta(minutes=minutes)


def test_with_a_speed_time_passes_and_everybody_sees_it_pass(tmp_path: Path) -> None:
    with SharedClock(tmp_path / "clock") as clock:
        pace = Pace(clock, 600)
        pace.reach(MORNING)
        seen: list[datetime] = []
        passing = Thread(target=pace.reach, args=(MORNING + timedelta(minutes=2),))
        began = monotonic()
        passing.start()
        while passing.is_alive():
            seen.append(clock())
        passing.join()
        assert monotonic() - began > 0.15, "two minutes at 600 times are 0.2 s"
        assert clock() == MORNING + timedelta(minutes=2)
        assert seen == sorted(seen)
        assert any(MORNING < one < MORNING + timedelta(minutes=2) for one in seen)


def test_nobody_waits_for_the_morning(tmp_path: Path) -> None:
    with SharedClock(tmp_path / "clock") as clock:
        pace = Pace(clock, 1)
        pace.reach(MORNING)
        pace.reach(MORNING + NIGHT)
        assert clock() == MORNING + NIGHT


def test_a_desk_talks_with_its_hub_as_often_by_its_own_time(tmp_path: Path) -> None:
    with SharedClock(tmp_path / "clock") as clock:
        clock.set(MORNING)
        usual, fast = rhythm_of(0, clock), rhythm_of(60, clock)
        before = fast.ticking()
        clock.set(MORNING + timedelta(seconds=1))
        assert fast.ticking() - before == 1_000_000
        assert usual.ticking() != fast.ticking()
        assert fast.feed_s < usual.feed_s
        assert timedelta() < fast.report_every / 60 < usual.report_every


def test_a_place_comes_through_a_command_line() -> None:
    place = Place("/a folder/é", "4+1", "B", "/clock", -40.0, Direction.EXIT, 60.0)
    assert place_in(place.argument()) == place


def test_a_folder_that_is_there_is_not_played_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["simulate", "--visitors", "10", "--desks", "2", "--keep", str(tmp_path)])
    assert left.value.code == 2
    assert "is there already" in capsys.readouterr().err
