"""What the pages of the import have in common: a sentence at their foot, and buttons beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.button import Button
from ui.widgets.lines import Line
from ui.widgets.look import MEDIUM, SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph

GO_KEYS = "Ctrl+Enter"


class Foot(QWidget):
    """Back, a sentence, and on: `back` and `on` when their buttons are pressed."""

    def __init__(self, parent: QWidget, *, back_icon: str = "", on_icon: str = "") -> None:
        super().__init__(parent)
        self.back = Button(self, back_icon)
        self.on = Button(self, on_icon)
        self.sentence = Paragraph(self)
        self._look: Look | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.back)
        self._row.addWidget(self.sentence, 1)
        self._row.addWidget(self.on)

    def dress(self, look: Look, back: str, on: str) -> None:
        """The names of its buttons; "" hides the one that goes on."""
        self._look = look
        self._row.setSpacing(look.theme.gap_px)
        self.back.say(look, back, back, "Esc")
        self.on.say(look, on, on, GO_KEYS)
        self.on.setVisible(bool(on))

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Say this between the buttons; `wrong` in the colour of refusals."""
        if self._look is not None:
            theme = self._look.theme
            colour = theme.colours.refused if wrong else theme.colours.muted
            self.sentence.show_line(Line(text, theme.font(16, SEMIBOLD if wrong else MEDIUM), colour))


class Page(QWidget):
    """A page of the import window. `backed` and `went_on` when its foot says so."""

    backed = Signal()
    went_on = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.foot = Foot(self)
        self.foot.back.clicked.connect(self.backed)
        self.foot.on.clicked.connect(self.went_on)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self.column.setSpacing(look.theme.gap_px)

    def start_here(self) -> None:
        """Take the keyboard."""
        self.foot.back.setFocus(Qt.FocusReason.OtherFocusReason)
