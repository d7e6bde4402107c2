"""A desk that is watched: `desk_child.py HOME CAMERA SECONDS` runs `checkin desk` as typed, its film looped.

Prints {"shown_at": monotonic s of the first painted window, "latencies_ms": [frame taken -> verdict painted],
"cpu_percent": of one core, "rss_mb": the most}. With SECONDS 0 it ends when the window is painted. A verdict is painted when an
update of the window has ended in which the verdict panel was painted while the window showed that verdict.
"""

import json
import sys
import time
from typing import Any

import psutil
from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from checkin.cli import desk as desk_command
from checkin.cli import main
from checkin.desk.messages import Judged
from checkin.scanning import camera

WARM_UP_S = 5.0


class Watched(QApplication):
    """The application, with an eye on what its window paints."""

    def __init__(self, seconds: float) -> None:
        super().__init__(sys.argv[:1])
        self.seconds = seconds
        self.shown_at = 0.0
        self.latencies_ms: list[float] = []
        self.rss_mb = 0.0
        self._waiting: list[Judged] = []
        self._panel_painted = False
        self._begun = (0.0, 0.0)
        self._process = psutil.Process()
        self._pulse = QTimer(self, interval=1000)
        self._pulse.timeout.connect(self.weigh)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something is about to happen to the verdict panel."""
        self._panel_painted = self._panel_painted or event.type() == QEvent.Type.Paint
        return False

    def painted(self, now: float, shown: object) -> None:
        """The window was painted, what had to be of it; it shows the card of `shown`."""
        if self._panel_painted and any(message is shown for message in self._waiting):
            self.latencies_ms += [(now - message.seen_at) * 1000 for message in self._waiting if message.seen_at is not None]
            self._waiting.clear()
        self._panel_painted = False
        if not self.shown_at:
            self.shown_at = now
            self._pulse.start()
            QTimer.singleShot(int(self.seconds * 1000), self.end)
            QTimer.singleShot(int(min(WARM_UP_S, self.seconds / 2) * 1000), self.warm)

    @Slot(object)
    def on_published(self, message: object) -> None:
        """A verdict comes to the window, whose own slot runs after this one."""
        if isinstance(message, Judged) and message.seen_at is not None:
            self._waiting.append(message)

    @Slot()
    def weigh(self) -> None:
        """Note how much memory it holds."""
        self.rss_mb = max(self.rss_mb, self._process.memory_info().rss / 1e6)

    @Slot()
    def warm(self) -> None:
        """From now on, what it costs counts."""
        self._begun = (time.process_time(), time.monotonic())

    @Slot()
    def end(self) -> None:
        """Enough."""
        self.weigh()
        spent, passed = time.process_time() - self._begun[0], time.monotonic() - self._begun[1]
        self.cpu_percent = 100 * spent / passed
        self.quit()

    def report(self) -> dict[str, Any]:
        """What was found."""
        found = {"shown_at": self.shown_at, "latencies_ms": self.latencies_ms}
        return {**found, "cpu_percent": self.cpu_percent, "rss_mb": self.rss_mb}


class Looped(camera.Camera):
    """A camera whose film begins again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "loop": True})


def watch(app: Watched, home: str, source: str) -> None:
    """Run the command with this application looking on."""
    import ui.app

    class Desk(ui.app.Desk):
        def __init__(self, plan: Any, bridge: Any) -> None:
            bridge.published.connect(app.on_published)
            super().__init__(plan, bridge)

    class Window(ui.app.DeskWindow):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.panel.installEventFilter(app)

        def event(self, event: QEvent) -> bool:
            done = super().event(event)
            if event.type() == QEvent.Type.UpdateRequest:
                app.painted(time.monotonic(), self.state.shown)
            return done

    ui.app.Desk, ui.app.DeskWindow = Desk, Window
    camera.Camera = Looped
    desk_command.no_display = lambda: False
    try:
        main(["--home", home, "desk", "--camera", source])
    except SystemExit as left:
        if left.code:
            raise


if __name__ == "__main__":
    watched = Watched(float(sys.argv[3]))
    watch(watched, sys.argv[1], sys.argv[2])
    print(json.dumps(watched.report()))
