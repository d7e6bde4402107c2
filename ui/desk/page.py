"""A page of the side column: a heading, a cross that closes it, and what stands below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.button import Button
from ui.widgets.lines import Line
from ui.widgets.look import SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.surface import Surface


class Page(Surface):
    """`closed` when its cross is pressed, if it has one. What it holds is added to `_column`."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, closable: bool) -> None:
        super().__init__(parent)
        self.heading = Paragraph(self)
        self.cross = Button(self, "x") if closable else None
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        if self.cross is not None:
            self._head.addWidget(self.cross)
            self.cross.clicked.connect(self.closed)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        theme = look.theme
        pad = theme.px(8)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme.px(2))
        leading, trailing = theme.px(8), theme.px(8) if self.cross is None else 0
        left, right = (trailing, leading) if look.words.right_to_left else (leading, trailing)
        self._head.setContentsMargins(left, 0, right, 0)
        self._head.setSpacing(theme.px(10))
        if self.cross is not None:
            self.cross.say(look, "", look.words("Close"), "Esc")
        self.heading.setMinimumHeight(max(22, theme.px(28)))

    def wanted_px(self, width: int, rows: int) -> int:
        """How tall it would like to be, `width` pixels wide, with so many rows in sight; 0: it takes what there is."""
        return 0

    def type(self, text: str) -> bool:
        """Somebody types while this is open: whether it is for this page."""
        return False

    def write_heading(self, text: str, *, large: bool = False) -> None:
        """Its heading, quiet above a list; `large` where it is a person's name."""
        if self._look is not None:
            theme = self._look.theme
            colour = theme.colours.text if large else theme.colours.muted
            self.heading.show_line(Line(text, theme.font(20 if large else 15, SEMIBOLD), colour))
