"""What every widget is dressed in: words and theme, changed together while the window is open."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from checkin.i18n import Words
from ui.theme import Theme

REGULAR, MEDIUM, SEMIBOLD, BOLD, HEAVY = (
    QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold, QFont.Weight.ExtraBold,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Words and theme."""

    words: Words
    theme: Theme
