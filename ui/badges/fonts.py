"""The fonts of a badge: those that come with the application, whatever the machine has."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FONTS = Path(__file__).parent.parent / "resources" / "fonts"


@cache
def families() -> list[str]:
    """Font families for Latin, Arabic and Chinese names, in the order in which a letter is looked for in them."""
    files = sorted(path for path in FONTS.iterdir() if path.suffix in (".ttf", ".otf"))
    found = [QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))) for path in files]
    return list(dict.fromkeys(family for names in found for family in names))
