"""The pages at the side, in one and the same place: recent scans, search results, one person, choices, forms."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk.comparison import ComparisonPage
from ui.desk.forms import FormPage
from ui.desk.list_page import ListPage
from ui.desk.page import Page
from ui.desk.person import PersonPage
from ui.widgets.button import WideButton
from ui.widgets.look import Look


class ResultsPage(ListPage):
    """What a search found; where it found nobody, a button that registers somebody."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=True)
        self.walk_in = WideButton(self, "user-plus")
        self.walk_in.hide()
        self._column.addWidget(self.walk_in)


class SideLists(QStackedWidget):
    """One page at a time: the recent scans, unless somebody searches, chooses or fills in a form. `grown` when a form needs more
    or less room."""

    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.recent = ListPage(self, closable=False)
        self.results = ResultsPage(self)
        self.choices = ListPage(self, closable=True)
        self.person = PersonPage(self)
        self.comparison = ComparisonPage(self)
        self.recent.rows.keeps_current = False
        # it would only count the past; keys, wheel and finger still scroll
        self.recent.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages: list[Page] = []
        for page in (self.recent, self.results, self.choices, self.person, self.comparison):
            self.add(page)

    def add(self, page: Page) -> None:
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
