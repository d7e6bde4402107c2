"""The pages at the side, in one and the same place: recent scans, search results, one person, choices of a camera and so on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk.comparison import ComparisonPage
from ui.desk.page import Page
from ui.desk.person import PersonPage
from ui.widgets.look import Look
from ui.widgets.rows import Row, Rows


class ListPage(Page):
    """A heading, a list, and a sentence where the list is empty; at its foot what is added to `column`."""

    def __init__(self, parent: QWidget, *, closable: bool, rows: type[Rows] = Rows) -> None:
        super().__init__(parent, closable=closable)
        self.rows = rows(self)
        self._title = ""
        self._empty = ""
        self.column.addWidget(self.rows, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.rows.dress(look)
        self._write_heading()

    @property
    def head_px(self) -> int:
        """The height of everything but the rows."""
        margins = self.column.contentsMargins()
        return margins.top() + margins.bottom() + self.column.spacing() + self.heading.height()

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


class SideLists(QStackedWidget):
    """One list at a time: the recent scans, unless somebody searches or chooses."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.recent = ListPage(self, closable=False)
        self.results = ListPage(self, closable=True)
        self.choices = ListPage(self, closable=True)
        self.person = PersonPage(self)
        self.comparison = ComparisonPage(self)
        # it would only count the past; keys, wheel and finger still scroll
        self.recent.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages: tuple[Page, ...] = (self.recent, self.results, self.choices, self.person, self.comparison)
        for page in self.pages:
            self.addWidget(page)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        for page in self.pages:
            page.dress(look)
