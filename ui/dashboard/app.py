"""Puts a dashboard together: its window, the thread that counts, what runs beside, and the bridge between them."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from checkin.desk.messages import Settle
from checkin.domain.alarms import Alarm
from checkin.domain.supervisor import Supervisor
from checkin.i18n import Words
from checkin.overview.alarming import Alarming, AlarmLog
from checkin.overview.picture import Chosen, Earlier, Picture
from checkin.overview.reading import Reader
from checkin.overview.reports.launching import Order, launch
from checkin.overview.settling import Settling
from checkin.overview.watch import Memory, Watch
from checkin.ports import Clock, Wait
from checkin.settings import Settings, keep_changes
from checkin.trouble import Trouble
from ui.bridge import Bridge
from ui.dashboard.window import DashboardWindow
from ui.language import apply_language, load_fonts
from ui.sounds import Sounds
from ui.theme import Theme, apply_theme, colours_for

AT_LATEST_MS = 2000
"""Then counting begins, though nobody has seen the window."""


class Beside(Protocol):
    """What runs on a thread of its own while the window is open."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, and return when that is done."""


@dataclass(frozen=True, slots=True)
class Sources:
    """`reading` opens what is counted; `beside` is started before, and stopped after."""

    reading: Callable[[], AbstractContextManager[Reader]]
    beside: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class DashboardPlan:
    """What a dashboard is to be. `sources` is entered for as long as it counts: after the window was seen, where there is
    something `earlier` to see in it. `settle` settles a conflict there (see checkin.overview.settling.Settling), `alarms` keeps
    what became of alarms, `memory` what was counted; `report` is a report of what is counted. `must_read`: where nothing can be
    read it ends with that as Trouble."""

    settings_file: Path
    settings: Settings
    sources: Callable[[], AbstractContextManager[Sources]]
    settle: Callable[[Settle], Supervisor | Wait]
    alarms: AlarmLog
    clock: Clock
    report: Order
    memory: Memory | None = None
    earlier: Picture | None = None
    must_read: bool = False
    full_screen: bool = False


class Dashboard:
    """The threads behind a dashboard's window, and what the window asks of them (see ui.dashboard.actions). What is asked before
    they were started waits."""

    def __init__(self, plan: DashboardPlan, bridge: Bridge) -> None:
        self._plan = plan
        self._bridge = bridge
        self._settings = plan.settings
        self._held = ExitStack()
        self._sources: Sources | None = None
        self._threads: list[Beside] = []
        alarming = Alarming(plan.settings.limits, plan.alarms)
        self._watch = Watch(self._reading, bridge.picture, alarming, Chosen(plan.settings.checkpoint), plan.memory)
        self._settling = Settling(plan.settle, bridge.settling)
        self.on_trouble: Callable[[Trouble], None] = lambda _: None
        self.failed: Exception | None = None

    def open(self) -> None:
        """Find what is to be counted, where that was not done yet. Trouble where it cannot be counted."""
        if self._sources is None:
            self._sources = self._held.enter_context(self._plan.sources())

    def start(self) -> None:
        """Begin to count; once."""
        if self._threads:
            return
        self.open()
        assert self._sources is not None
        self._threads = [*self._sources.beside, self._watch, self._settling]
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """Finish what was asked, and give everything back."""
        for one in reversed(self._threads):
            one.stop()
        self._held.close()

    def _reading(self) -> AbstractContextManager[Reader]:
        assert self._sources is not None
        return self._sources.reading()

    def choose(self, chosen: Chosen) -> None:
        """Look at this from now on."""
        self._watch.choose(chosen)

    def settle(self, asked: Settle) -> None:
        """A supervisor has looked into a conflict."""
        self._settling.ask(asked)

    def see(self, alarm: Alarm, by: str) -> None:
        """Somebody has seen an alarm."""
        self._watch.see(alarm, by)

    def make_report(self, folder: Path, day: date, language: str) -> None:
        """Write the report of a day, a new version where the figures have changed since the last one."""
        order = replace(self._plan.report, output=folder, day=day.isoformat(), languages=(language,), if_changed=True)
        launch(order, self._bridge.report)

    def settings_changed(self, settings: Settings) -> None:
        """Keep these until the next start."""
        before, self._settings = self._settings, settings
        if settings.limits != before.limits:
            self._watch.limit(settings.limits)
        try:
            keep_changes(self._plan.settings_file, before, settings)
        except Trouble as trouble:
            self.on_trouble(trouble)


def run_dashboard(plan: DashboardPlan) -> int:
    """Open the dashboard and run it until it is closed. The process's exit status. Trouble where there is nothing to count."""
    bridge = Bridge()
    dashboard = Dashboard(plan, bridge)
    try:
        if plan.earlier is None:
            dashboard.open()
        return _run(plan, dashboard, bridge)
    finally:
        dashboard.stop()


def _run(plan: DashboardPlan, dashboard: Dashboard, bridge: Bridge) -> int:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    words, theme = Words(plan.settings.language), Theme(colours_for(plan.settings.appearance))
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    speaker = Sounds(plan.settings.muted)
    window = DashboardWindow(words, theme, plan.settings, dashboard, kept_folder(), speaker=speaker, now=plan.clock)
    window.must_read = plan.must_read
    dashboard.on_trouble = lambda trouble: window.say(trouble.what)
    bridge.pictured.connect(window.on_told)
    bridge.settled.connect(window.on_settled)
    bridge.reported.connect(window.on_reported)
    if plan.earlier is not None:
        window.on_told(Earlier(plan.earlier))
    begin = partial(_begin, dashboard, window)
    window.painted.connect(begin)
    at_latest = QTimer(window, singleShot=True, interval=AT_LATEST_MS)
    at_latest.timeout.connect(begin)
    at_latest.start()
    if plan.full_screen:
        window.showFullScreen()
    else:
        window.show()
    status = app.exec()
    at_latest.stop()
    window.hide()
    window.deleteLater()  # here, in its own thread, not whenever Python looks for garbage in another
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    if dashboard.failed is not None:
        raise dashboard.failed
    if window.blind is not None:
        raise Trouble(window.blind)
    return status


def _begin(dashboard: Dashboard, window: DashboardWindow) -> None:
    try:
        dashboard.start()
    except Exception as error:  # told once the window is closed, as whatever goes wrong before there is one
        dashboard.failed = error
        window.close()


def kept_folder() -> Path:
    """Where what is kept of the dashboard goes: "Check-in" among this user's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Check-in"
