"""A page that takes the place of parts of the window for a while, with the camera's picture on it."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.desk.preview import Preview
from ui.desk.side import SideColumn

UNLIMITED = 16_777_215  # Qt's own QWIDGETSIZE_MAX, which PySide6 does not export


class Takeover:
    """Between `begin` and `end` the `page` stands in the window's column instead of `parts`. The picture is in `slot`."""

    def __init__(self, window: QWidget, page: QWidget, slot: QVBoxLayout, parts: tuple[QWidget, ...], side: SideColumn) -> None:
        self._window = window
        self._page = page
        self._slot = slot
        self._parts = parts
        self._side = side
        self._stretches: list[int] = []
        self.is_on = False
        page.hide()

    def _column(self) -> QVBoxLayout:
        column = self._window.layout()
        assert isinstance(column, QVBoxLayout)
        return column

    def begin(self) -> None:
        """Take the place."""
        if self.is_on:
            return
        self.is_on = True
        preview: Preview = self._side.lend_preview()
        preview.setMinimumHeight(90)
        preview.setMaximumHeight(UNLIMITED)
        preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._slot.addWidget(preview)
        for part in self._parts:
            part.hide()
        column = self._column()
        self._stretches = [column.stretch(place) for place in range(column.count())]
        for place in range(column.count()):
            column.setStretch(place, 0)
        column.addWidget(self._page, 1)
        self._page.show()
        preview.show()

    def end(self) -> None:
        """Give it back."""
        if not self.is_on:
            return
        self.is_on = False
        self._page.hide()
        column = self._column()
        column.removeWidget(self._page)
        for place, stretch in enumerate(self._stretches):
            column.setStretch(place, stretch)
        self._slot.removeWidget(self._side.preview)
        self._side.preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in self._parts:
            part.show()
        self._side.take_preview_back()
