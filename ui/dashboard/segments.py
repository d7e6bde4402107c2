"""One of a few: buttons beside each other, of which one is down."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.button import Button
from ui.widgets.look import Look


class Segments(QWidget):
    """`chosen` with the key of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, keys: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.buttons = {key: Button(self, checkable=True) for key in keys}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for key, button in self.buttons.items():
            button.setAutoExclusive(True)
            button.setProperty("segment", key)
            button.clicked.connect(self._choose)
            self._row.addWidget(button)
        self.buttons[keys[0]].setChecked(True)

    def dress(self, look: Look, names: dict[str, str]) -> None:
        """Words and sizes."""
        self._row.setSpacing(max(8, look.theme.px(8)))
        for key, button in self.buttons.items():
            button.say(look, names[key], names[key])

    @property
    def current(self) -> str:
        """The one that is down."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Press one."""
        self.buttons[key].click()

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(str(self.sender().property("segment")))
