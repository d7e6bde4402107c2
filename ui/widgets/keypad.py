"""Digits for a finger, in the order of a telephone whichever way the language runs."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.widgets.button import Button
from ui.widgets.look import Look

BACK = "back"
PLACES = {
    "1": (0, 0, 1), "2": (0, 1, 1), "3": (0, 2, 1), BACK: (0, 3, 1), "4": (1, 0, 1), "5": (1, 1, 1), "6": (1, 2, 1),
    "0": (1, 3, 2), "7": (2, 0, 1), "8": (2, 1, 1), "9": (2, 2, 1),
}  # fmt: skip
"""Row, column and rows taken of each key: three rows, because four do not fit a small laptop."""


class Keypad(QWidget):
    """`pressed` with a digit, `erased` for the one before. Its keys never take the keyboard away from the field."""

    pressed = Signal(str)
    erased = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.keys = {key: Button(self, "delete" if key == BACK else "") for key in PLACES}
        for key, (row, column, rows) in PLACES.items():
            button = self.keys[key]
            button.setProperty("digit", key)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            vertical = QSizePolicy.Policy.Expanding if rows > 1 else QSizePolicy.Policy.Fixed
            button.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
            button.clicked.connect(self._press)
            self._grid.addWidget(button, row, column, rows, 1)

    def dress(self, look: Look) -> None:
        """Words and sizes."""
        self._grid.setSpacing(max(8, look.theme.px(8)))
        for key, button in self.keys.items():
            button.say(look, "" if key == BACK else key, look.words("Delete the last digit") if key == BACK else key)

    @Slot()
    def _press(self) -> None:
        key = str(self.sender().property("digit"))
        if key == BACK:
            self.erased.emit()
        else:
            self.pressed.emit(key)
