"""A hub that serves makes the report of a day when it is over: a real process, by the clock of a simulation."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest
from report_homes import Site, scan

from checkin.domain.journal import GENESIS
from checkin.hub.certificate import certificate_in
from checkin.overview.reports.launching import Order, launch, made
from checkin.overview.reports.naming import versions
from checkin.trouble import Trouble
from data.hub.late_lines import LateLines
from data.hub.store import open_hub


@contextmanager
def serving(site: Site, *more: str) -> Iterator[subprocess.Popen[str]]:
    certificate_in(site.home / "hub", datetime.now(UTC))  # the one by which its devices know it
    arguments = ["--home", str(site.home), "hub", "--plain", "--host", "127.0.0.1", "--port", "0", "--backup-every", "0"]
    command = [sys.executable, "-m", "checkin.cli", *arguments, "--clock", str(site.clock), "--new-certificate", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert "listens" in process.stdout.readline()
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def until(happened: Callable[[], object], seconds: float = 60.0) -> None:
    end = monotonic() + seconds
    while not happened():
        assert monotonic() < end
        sleep(0.05)


def test_the_hub_makes_the_report_when_the_day_is_over_and_a_new_version_when_a_desk_came_late(
    home: Path, tmp_path: Path
) -> None:
    site = Site(home, tmp_path / "clock")
    zone, folder = site.event.zone, home / "reports"

    def there(version: int) -> set[str]:
        return {one.suffix for one in versions(folder, "report-2018-04-18-fr").get(version, [])}

    site.now(datetime(2018, 4, 18, 19, 29, tzinfo=zone))
    with serving(site) as hub:
        sleep(0.3)
        assert not folder.exists()
        site.now(datetime(2018, 4, 18, 19, 30, tzinfo=zone))
        until(lambda: there(1) == {".pdf", ".xlsx"})
        maps = Path(f"/proc/{hub.pid}/maps")
        if maps.exists():
            assert "libQt6" not in maps.read_text(), "the hub draws nothing itself"
        site.bring("2", [scan(150, "R-0002", "2")])
        until(lambda: "report made" in log_of(home))
        quarter = datetime(2018, 4, 18, 19, 45, tzinfo=zone)
        minutes = count()  # it goes on: when the hub saw the late lines, only the hub knows

        def is_made_anew() -> bool:
            site.now(quarter + timedelta(minutes=next(minutes)))
            return "new version of a report made" in log_of(home)

        until(is_made_anew)
        assert there(1) == there(2) == {".pdf", ".xlsx"}
    log = log_of(home)
    assert [one for one in ("R-000", "Amina", "Salma") if one in log] == []


def log_of(home: Path) -> str:
    return "".join(one.read_text(encoding="utf-8") for one in (home / "logs").glob("*") if one.is_file())


def test_without_reports_there_are_none(home: Path, tmp_path: Path) -> None:
    site = Site(home, tmp_path / "clock")
    site.now(datetime(2018, 4, 19, 9, tzinfo=site.event.zone))
    with serving(site, "--no-reports"):
        sleep(1.2)
    assert not (home / "reports").exists()


def test_a_report_is_made_beside_what_goes_on_and_says_what_it_came_to(home: Path, tmp_path: Path) -> None:
    site, told = Site(home, tmp_path / "clock"), list[object]()
    order = Order(home, tmp_path / "out", "2018-04-18", ("en",), ("xlsx",), clock=site.clock)
    launch(order, told.append).join()
    assert told == [(tmp_path / "out" / "report-2018-04-18-en.xlsx",)]
    launch(replace(order, day="yesterday"), told.append).join()
    assert "yesterday is not a day" in str(told[1])
    with pytest.raises(Trouble, match="stopped"):
        made(order, lambda: True)


def test_what_comes_late_is_heard_once_and_another_log_is_not_read_from_its_beginning(home: Path, tmp_path: Path) -> None:
    site = Site(home, tmp_path / "clock")
    log = open_hub(home / "hub.db", site.event.id, "epoch")
    late = LateLines(log, site.event)
    assert (list(late()), late.seen) == ([], 12)
    site.bring("1", [scan(300), scan(301)])
    assert [one.at - scan(0).at for one in late()] == [timedelta(minutes=300), timedelta(minutes=301)]
    assert list(late()) == []
    late._chain = GENESIS[:-1] + b"\1"
    site.bring("1", [scan(302)])
    assert (list(late()), late.seen) == ([], 15)
    log.close()
