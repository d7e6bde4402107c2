"""The row above the badges: badge or sheet, the one before or the next, how near, language and appearance."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.badges.shown import Shown, View
from ui.desk.header import LANGUAGE_NAMES
from ui.widgets.button import Button
from ui.widgets.look import Look


class Controls(QWidget):
    """Buttons, connected by the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.badge = Button(self, checkable=True)
        self.sheet = Button(self, checkable=True)
        self.back = Button(self, "chevron-left")
        self.on = Button(self, "chevron-right")
        self.farther = Button(self, "zoom-out")
        self.nearer = Button(self, "zoom-in")
        self.whole = Button(self)
        self.language = Button(self)
        self.appearance = Button(self, "moon")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._row = row
        for widget in (self.badge, self.sheet, self.back, self.on):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.farther, self.nearer, self.whole, self.language, self.appearance):
            row.addWidget(widget)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        words = look.words
        self._row.setSpacing(look.theme.gap_px)
        self.setFixedHeight(look.theme.target_px)
        self.badge.say(look, words("Badge"), words("Show one badge, both sides of it"))
        self.sheet.say(look, words("Sheet"), words("Show whole pages, as they are printed"))
        self.back.change_icon("chevron-right" if words.right_to_left else "chevron-left")
        self.on.change_icon("chevron-left" if words.right_to_left else "chevron-right")
        self.back.say(look, "", words("The one before"), "PgUp")
        self.on.say(look, "", words("The next one"), "PgDn")
        self.farther.say(look, "", words("Farther"), "Ctrl+-")
        self.nearer.say(look, "", words("Nearer"), "Ctrl++")
        self.language.say(look, LANGUAGE_NAMES[words.language], words("Next language"), "F4", hinted=False)
        dark = look.theme.colours.dark
        self.appearance.say(look, "", words("Light colours") if dark else words("Dark colours"), "F5")
        self.appearance.change_icon("sun" if dark else "moon")

    def show_place(self, look: Look, shown: Shown, percent: int) -> None:
        """How badges are shown, and how near."""
        self.badge.setChecked(shown.view is View.BADGE)
        self.sheet.setChecked(shown.view is View.SHEET)
        self.back.setEnabled(shown.at > 0)
        self.on.setEnabled(shown.at < shown.pages - 1)
        self.whole.say(look, f"{percent} %", look.words("Show all of it"), "Ctrl+0", hinted=False)
