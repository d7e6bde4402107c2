"""The pages at the side, in one and the same place: recent scans, search results, one person, choices of a camera and so on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk.comparison import ComparisonPage
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
    """One list at a time: the recent scans, unless somebody searches or chooses."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.recent = ListPage(self, closable=False)
        self.results = ResultsPage(self)
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
