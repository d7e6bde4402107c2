"""What staff set themselves while the desk works: language, light or dark, sound. Each is remembered at once."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkin.domain.event import LANGUAGES
from checkin.i18n import Words
from checkin.settings import Settings
from ui.language import apply_language
from ui.sounds import Speaker
from ui.theme import Theme, apply_theme, colours_for
from ui.widgets.look import Look


class RemembersSettings(Protocol):
    """Keeps settings until the next start."""

    def settings_changed(self, settings: Settings) -> None:
        """These hold from now on."""


class Preferences(QObject):
    """Holds the settings, and the look that follows from them; `changed` when everything must be dressed anew."""

    changed = Signal()

    def __init__(self, parent: QObject, look: Look, settings: Settings, keeper: RemembersSettings, speaker: Speaker) -> None:
        super().__init__(parent)
        self.look = look
        self.settings = settings
        self._keeper = keeper
        self._speaker = speaker

    @property
    def theme(self) -> Theme:
        """Colours and sizes of now."""
        return self.look.theme

    def remember(self, **changes: object) -> None:
        """Change settings and let them be stored."""
        self.settings = self.settings.but(**changes)
        self._keeper.settings_changed(self.settings)

    def grow(self, scale: float) -> bool:
        """Take a new scale; whether it differs from the one before."""
        differs = scale != self.look.theme.scale
        if differs:
            self.look = Look(self.look.words, self.look.theme.but(scale=scale))
        return differs

    @Slot()
    def switch_sound(self) -> None:
        """On or off."""
        self.remember(muted=not self.settings.muted)
        self._speaker.mute(self.settings.muted)
        self.changed.emit()

    @Slot()
    def switch_appearance(self) -> None:
        """Light or dark."""
        self.remember(appearance="light" if self.look.theme.colours.dark else "dark")
        self._wear(self.look.words)

    @Slot()
    def switch_language(self) -> None:
        """The next language, round and round."""
        place = LANGUAGES.index(self.look.words.language)
        self.remember(language=LANGUAGES[(place + 1) % len(LANGUAGES)])
        words = Words(self.settings.language)
        apply_language(_application(), words)
        self._wear(words)

    def follow_system(self) -> None:
        """The machine changed between light and dark."""
        if self.settings.appearance == "system":
            self._wear(self.look.words)

    def _wear(self, words: Words) -> None:
        theme = self.look.theme.but(colours=colours_for(self.settings.appearance))
        apply_theme(_application(), theme)
        self.look = Look(words, theme)
        self.changed.emit()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
