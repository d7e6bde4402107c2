"""Puts the import window together with the thread that does its work."""

import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from checkin.i18n import Words
from checkin.settings import Settings, write_settings
from checkin.trouble import Trouble
from data.importers.intake import Intake, Told
from data.store import open_store
from ui.importing.window import ImportWindow
from ui.language import apply_language, load_fonts
from ui.theme import Theme, apply_theme, colours_for

log = structlog.get_logger()


class Telling(QObject):
    """Brings what the intake tells into the thread of the window. Connect `told` to bound methods of QObjects only."""

    told = Signal(object)

    def tell(self, told: Told) -> None:
        """On the intake's thread."""
        self.told.emit(told)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """Remembers what is set in the window."""

    path: Path

    def settings_changed(self, settings: Settings) -> None:
        """Keep the settings; they hold all the same where they cannot be written."""
        try:
            write_settings(self.path, settings)
        except Trouble as trouble:
            log.warning("settings are not kept", why=str(trouble.what))


def run_import(database: Path, settings_file: Path, settings: Settings) -> int:
    """Open the import window, and run it until it is closed. The process's exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    words, theme = Words(settings.language), Theme(colours_for(settings.appearance))
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    telling = Telling()
    intake = Intake(lambda: open_store(database), telling.tell)
    window = ImportWindow(words, theme, settings, intake.submit, SettingsFile(settings_file))
    telling.told.connect(window.on_told)
    window.show()
    intake.start()
    status = app.exec()
    intake.stop()
    return status
