"""The dashboard as it is typed: what was seen last is seen at once, and not called live; then what there is now."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from dashboard_samples import picture_of, reading, small_event
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from checkin.i18n import Words
from checkin.overview.watch import counted
from checkin.sentences import grouped
from data.overview.memory_file import MemoryFile
from ui.dashboard.telling import View
from ui.dashboard.window import DashboardWindow

THEN = 987_654

At = Callable[..., tuple[int, list[str], str]]


class Looker:
    """Looks at the window again and again, notes what it says whenever that changes, and closes it once `enough` says so."""

    def __init__(self, enough: Callable[[DashboardWindow], bool]) -> None:
        self.seen: list[tuple[View, str, str]] = []
        self.fits: list[bool] = []
        self._enough = enough
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, DashboardWindow) and window.isVisible():
                view, tile = window.view, window.pages.now.tiles["inside"].told
                now = view, window.header.footing.accessibleName(), tile.number
                if not self.seen or self.seen[-1] != now:
                    self.seen.append(now)
                    tiles = window.pages.now.tiles.values()
                    self.fits.append({one.height() for one in tiles} == {max(one.heightForWidth(one.width()) for one in tiles)})
                if self._enough(window):
                    self._timer.stop()
                    window.close()


def is_live(window: DashboardWindow) -> bool:
    return window.view is View.LIVE


@pytest.fixture
def hub_home(tmp_path: Path) -> Path:
    """What was seen last there were other numbers than there are."""
    home = small_event(tmp_path / "hub")
    truth = picture_of(home)
    with reading(home) as reader:
        counting = counted(reader, reader.event())
        MemoryFile(home).keep(reader.mark(), counting, [replace(truth, totals=replace(truth.totals, inside=THEN))])
    return home


def test_what_was_seen_last_comes_first_and_is_not_called_live(hub_home: Path, at: At, qapp: QApplication) -> None:
    looker = Looker(is_live)
    status, _, error = at(hub_home, "dashboard")
    assert (status, error) == (0, "")
    (first, said, number), *_, (last, said_last, number_last) = looker.seen
    assert (first, number) == (View.EARLIER, grouped(THEN))
    assert Words("fr")("Catching up…") in said
    assert "jeu. 19 avr." in said, "as of another day than today"
    assert (last, number_last) == (View.LIVE, grouped(picture_of(hub_home).totals.inside))
    assert Words("fr")("Catching up…") not in said_last
    assert all(looker.fits), "the large numbers were given their size before the window had its own"


def test_what_is_counted_is_kept_for_the_next_time(hub_home: Path, at: At, qapp: QApplication) -> None:
    looker = Looker(is_live)
    at(hub_home, "dashboard")
    looker = Looker(lambda window: window.view is View.EARLIER)
    assert at(hub_home, "dashboard")[0] == 0
    assert looker.seen[0][2] == grouped(picture_of(hub_home).totals.inside)


def test_a_dashboard_that_cannot_count_says_so_though_there_is_something_to_see(
    hub_home: Path, at: At, qapp: QApplication
) -> None:
    """Nothing is to be counted: the home has no event any more. The window closes by itself."""
    (hub_home / "desk.db").unlink()
    looker = Looker(lambda _: False)
    status, _, error = at(hub_home, "dashboard")
    assert status == 2
    assert "There is no event in" in error
    assert {view for view, _, _ in looker.seen} <= {View.EARLIER}


def test_a_mistake_before_it_counts_closes_it_and_is_told_without_a_trace(
    hub_home: Path, at: At, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checkin.cli.dashboard._sources", wrong)
    status, _, error = at(hub_home, "dashboard")
    assert status == 2
    assert "Check-in made a mistake (ZeroDivisionError)" in error
    assert "Traceback" not in error


def test_without_anything_to_see_it_says_so_before_there_is_a_window(tmp_path: Path, at: At, qapp: QApplication) -> None:
    looker = Looker(lambda _: False)
    assert at(tmp_path, "dashboard")[0] == 2
    assert looker.seen == []
