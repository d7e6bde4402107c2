"""Imports a file in the window, and prints how long the window's event loop was ever held up, in ms."""

import json
import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from checkin.i18n import Words
from checkin.settings import Settings
from data.importers.intake import Intake
from data.store import open_store
from ui.importing.app import SettingsFile, Telling
from ui.importing.window import ImportWindow
from ui.language import apply_language, load_fonts
from ui.theme import Theme, apply_theme

IDLE_S, GIVE_UP_S = 2.0, 300.0


class Pulse(QObject):
    """Beats as often as the event loop lets it, and keeps the pauses between its beats."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses_ms: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now = perf_counter()
        self.pauses_ms.append((now - self._last) * 1000)
        self._last = now

    def taken(self) -> list[float]:
        """The pauses since this was last asked, longest last."""
        taken, self.pauses_ms = sorted(self.pauses_ms), []
        return taken


def main(home: Path, file: str) -> None:
    app = QApplication([])
    words, theme = Words("fr"), Theme()
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    telling = Telling()
    intake = Intake(lambda: open_store(home / "desk.db"), telling.tell)
    window = ImportWindow(words, theme, Settings(), intake.submit, SettingsFile(home / "settings.toml"))
    telling.told.connect(window.on_told)
    window.show()
    intake.start()

    def run(done: object, seconds: float = GIVE_UP_S) -> None:
        until = perf_counter() + seconds
        while perf_counter() < until and window.page is not done:
            app.processEvents()

    run(window.choosing, 0.5)
    pulse = Pulse()
    run(None, IDLE_S)
    idle = pulse.taken()
    window.take_file(file)
    run(window.matching)
    looked = pulse.taken()
    window.try_out()
    run(window.outcome)
    tried = pulse.taken()
    begun = perf_counter()
    window.import_it()
    run(window.done)
    seconds = perf_counter() - begun
    imported = pulse.taken()
    intake.stop()
    if window.page is not window.done:
        raise SystemExit("the import did not end")
    print(json.dumps({"idle": idle, "looked": looked, "tried": tried, "imported": imported, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
