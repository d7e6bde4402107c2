"""The pages at the side, in one and the same place: recent scans, search results, one person, choices of a camera and so on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk.comparison import ComparisonPage
from ui.desk.group_page import GroupPage
from ui.desk.list_page import ListPage
from ui.desk.page import Page
from ui.desk.person import PersonPage
from ui.widgets.look import Look


class SideLists(QStackedWidget):
    """One list at a time: the recent scans, unless somebody searches or chooses."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.recent = ListPage(self, closable=False)
        self.results = ListPage(self, closable=True)
        self.choices = ListPage(self, closable=True)
        self.person = PersonPage(self)
        self.comparison = ComparisonPage(self)
        self.group = GroupPage(self)
        # it would only count the past; keys, wheel and finger still scroll
        self.recent.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages: tuple[Page, ...] = (self.recent, self.results, self.choices, self.person, self.comparison, self.group)
        for page in self.pages:
            self.addWidget(page)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        for page in self.pages:
            page.dress(look)
