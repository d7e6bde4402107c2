"""Fonts, direction and Qt's own words. All other words come from checkin.i18n."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from checkin.i18n import Words

FONTS = Path(__file__).parent / "resources" / "fonts"
# Western digits everywhere, as on badges; Qt's own numbers follow its locale.
LOCALES = {
    "fr": QLocale(QLocale.Language.French, QLocale.Country.Morocco),
    "ar": QLocale(QLocale.Language.Arabic, QLocale.Country.Morocco),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Load the product's fonts, once; returns the names of the files that could not be loaded, which is none of them."""
    files = sorted(FONTS.glob("*.[ot]tf"))
    return tuple(file.name for file in files if QFontDatabase.addApplicationFont(str(file)) < 0)


def direction(language: str) -> Qt.LayoutDirection:
    """Which way a language runs."""
    return Qt.LayoutDirection.RightToLeft if language == "ar" else Qt.LayoutDirection.LeftToRight


def apply_language(app: QApplication, words: Words) -> None:
    """Let the whole application speak and run in the language of `words`."""
    QLocale.setDefault(LOCALES[words.language])
    app.setLayoutDirection(direction(words.language))
    for old in app.findChildren(QTranslator, "qtbase"):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName("qtbase")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{words.language}", folder):
        app.installTranslator(translator)
