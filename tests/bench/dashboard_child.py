"""A dashboard that is watched: `dashboard_child.py HOME UNTIL_LINES REPAINTS` runs `checkin dashboard` as typed.

Prints {"shown_at": monotonic s of the first painted numbers, "live_at": of the first that are not those of the last time,
"painted": [[scans that counted, monotonic s]], "redraw_ms": [processor time of the window's thread for each new picture, drawn at
1920x1080], "rss_mb": [after opening, in the end]}. It ends once so many scans have been painted, after it has drawn REPAINTS more
pictures that differ from each other."""

import json
import sys
import time
from dataclasses import replace
from typing import Any

import psutil
from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QApplication

from checkin.cli import main
from checkin.overview.picture import Picture
from ui.dashboard.telling import View


class Watched(QApplication):
    """The application, with an eye on what its window paints."""

    def __init__(self, until: int, repaints: int) -> None:
        super().__init__(sys.argv[:1])
        self.until, self.repaints = until, repaints
        self.shown_at = self.live_at = 0.0
        self.painted: list[tuple[int, float]] = []
        self.redraw_ms: list[float] = []
        self.rss_mb: list[float] = []
        self.window: Any = None
        self.spent = 0.0

    def weigh(self) -> None:
        """Note how much memory it holds."""
        self.rss_mb.append(psutil.Process().memory_info().rss / 1e6)

    def look(self, picture: Picture | None) -> None:
        """The window was painted and shows this."""
        if picture is None:
            return
        self.shown_at = self.shown_at or time.monotonic()
        if self.window.view is not View.LIVE:
            return
        count = picture.totals.entries + picture.totals.exits + picture.totals.refused
        if not self.painted or count != self.painted[-1][0]:
            self.painted.append((count, time.monotonic()))
        if not self.live_at:
            self.live_at = time.monotonic()
            self.weigh()
            print(json.dumps({"shown": count}), flush=True)
        if count >= self.until:
            self.until = sys.maxsize
            QTimer.singleShot(0, self.repaint)

    @Slot()
    def repaint(self) -> None:
        """Draw pictures that differ in all numbers."""
        for number in range(self.repaints):
            picture = self.window.picture
            totals = replace(picture.totals, inside=picture.totals.inside + number, entries=picture.totals.entries + number)
            arrivals = replace(picture.arrivals, today=[value + number % 7 for value in picture.arrivals.today])
            begun = time.thread_time()
            self.window.on_told(replace(picture, totals=totals, arrivals=arrivals))
            self.processEvents()
            self.redraw_ms.append((time.thread_time() - begun) * 1000)
        self.weigh()
        self.window.close()


def watch(app: Watched, home: str) -> None:
    """Run the command with this application looking on."""
    import ui.dashboard.app

    class Window(ui.dashboard.app.DashboardWindow):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            app.window = self
            self.resize(1920, 1080)

        def event(self, event: QEvent) -> bool:
            done = super().event(event)
            if event.type() == QEvent.Type.UpdateRequest:
                app.look(self.picture)
            return done

    ui.dashboard.app.DashboardWindow = Window  # type: ignore[misc]
    try:
        main(["--home", home, "dashboard"])
    except SystemExit as left:
        if left.code:
            raise


if __name__ == "__main__":
    watched = Watched(int(sys.argv[2]), int(sys.argv[3]))
    watch(watched, sys.argv[1])
    names = ("shown_at", "live_at", "painted", "redraw_ms", "rss_mb")
    print(json.dumps({name: getattr(watched, name) for name in names}))
