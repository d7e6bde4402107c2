"""A page of the side column that is a list."""

from PySide6.QtWidgets import QWidget

from ui.desk.page import Page
from ui.widgets.look import Look
from ui.widgets.rows import Row, Rows


class ListPage(Page):
    """A heading, a list, and a sentence where the list is empty; at its foot what is added to `_column`."""

    def __init__(self, parent: QWidget, *, closable: bool) -> None:
        super().__init__(parent, closable=closable)
        self.rows = Rows(self)
        self._title = ""
        self._empty = ""
        self._column.addWidget(self.rows, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.rows.dress(look)
        self._write_heading()

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
        self.write_heading(self._title if self.rows.count() or not self._empty else self._empty)
