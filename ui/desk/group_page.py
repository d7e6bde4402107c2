"""The people of one order in a list with ticks, and the button that admits those who are ticked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.desk.list_page import ListPage
from ui.widgets.button import WideButton
from ui.widgets.look import Look
from ui.widgets.rows import Rows


class TickRows(Rows):
    """Rows that a touch or Space ticks (`chosen`); Enter is `confirmed`."""

    confirmed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter goes on; held down, both happen once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and self.current_key():
                self.chosen.emit(self.current_key())
        else:
            super().keyPressEvent(event)


class GroupPage(ListPage):
    """A list with ticks, and what is done with those who are ticked."""

    rows: TickRows

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=True, rows=TickRows)
        self.action = WideButton(self, "user-check")
        self.column.addWidget(self.action)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.column.setSpacing(look.theme.px(8))
        self.count(0, look, leaving=False)

    def count(self, ticked: int, look: Look, *, leaving: bool) -> None:
        """So many are ticked."""
        words = look.words
        text = words("Let {count} out", count=str(ticked)) if leaving else words("Admit {count}", count=str(ticked))
        tip = words("Let out all who are ticked") if leaving else words("Admit all who are ticked")
        self.action.say(look, text, tip, "Enter")
        self.action.setEnabled(ticked > 0)
