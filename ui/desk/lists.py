"""The lists at the side: recent scans, search results, choices and forms, in one and the same place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk.forms import FormPage
from ui.desk.list_page import ListPage
from ui.widgets.look import Look


class SideLists(QStackedWidget):
    """One page at a time: the recent scans, unless somebody searches, chooses or fills in a form. `grown` when a form needs more
    or less room."""

    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.recent = ListPage(self, closable=False)
        self.results = ListPage(self, closable=True)
        self.choices = ListPage(self, closable=True)
        # it would only count the past; keys, wheel and finger still scroll
        self.recent.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages: list[ListPage] = []
        for page in (self.recent, self.results, self.choices):
            self.add(page)

    def add(self, page: ListPage) -> None:
        """One more page."""
        self.pages.append(page)
        self.addWidget(page)

    def add_form(self) -> FormPage:
        """A form of an activity's own: it is shown with `setCurrentWidget`."""
        page = FormPage(self)
        page.grown.connect(self.grown)
        self.add(page)
        return page

    def type(self, text: str) -> bool:
        """Somebody types: whether it is for the page that is open."""
        return any(page.type(text) for page in self.pages if page is self.currentWidget())

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        for page in self.pages:
            page.dress(look)
