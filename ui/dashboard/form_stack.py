"""Panels in one and the same place: what is looked at, and the forms that ask about it."""

from PySide6.QtWidgets import QStackedWidget

from ui.desk.forms import FormPage
from ui.widgets.look import Look


class FormStack(QStackedWidget):
    """One panel at a time."""

    def add_form(self) -> FormPage:
        """A form of its own, shown with `setCurrentWidget`."""
        page = FormPage(self)
        self.addWidget(page)
        return page

    def dress(self, look: Look) -> None:
        """Words, colours and sizes of the forms."""
        for at in range(self.count()):
            page = self.widget(at)
            if isinstance(page, FormPage):
                page.dress(look)
