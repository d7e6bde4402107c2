"""A page of the side column that is a list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.button import Button
from ui.widgets.lines import Line
from ui.widgets.look import SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.rows import Row, Rows
from ui.widgets.surface import Surface


class ListPage(Surface):
    """A heading, a list, and a sentence where the list is empty. `closed` when its cross is pressed, if it has one."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, closable: bool) -> None:
        super().__init__(parent)
        self.heading = Paragraph(self)
        self.rows = Rows(self)
        self.cross = Button(self, "x") if closable else None
        self._title = ""
        self._empty = ""
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        if self.cross is not None:
            self._head.addWidget(self.cross)
            self.cross.clicked.connect(self.closed)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.rows, 1)

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
        self.rows.dress(look)
        if self.cross is not None:
            self.cross.say(look, "", look.words("Close"), "Esc")
        self.heading.setMinimumHeight(max(22, theme.px(28)))
        self._write_heading()

    def type(self, text: str) -> bool:
        """Somebody types while this is open: whether it is for this page."""
        return False

    @property
    def head_px(self) -> int:
        """The height of everything but the rows."""
        margins = self._column.contentsMargins()
        return margins.top() + margins.bottom() + self._column.spacing() + self.heading.height()

    def entitle(self, title: str, empty: str = "") -> None:
        """Its heading; `empty` is said instead while there is nothing in the list."""
        self._title, self._empty = title, empty
        self.rows.setAccessibleName(title)
        self._write_heading()

    def show_rows(self, rows: list[Row]) -> None:
        """Fill the list."""
        self.rows.show_rows(rows)
        self._write_heading()

    def _write_heading(self) -> None:
        if self._look is None:
            return
        theme = self._look.theme
        text = self._title if self.rows.count() or not self._empty else self._empty
        self.heading.show_line(Line(text, theme.font(15, SEMIBOLD), theme.colours.muted))
