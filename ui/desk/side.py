"""The column beside the panel: the camera's picture, the counters, one list, and the search field at its foot."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk.counters import Counters
from ui.desk.forms import FormPage
from ui.desk.lists import SideLists
from ui.desk.page import Page
from ui.desk.preview import Picture, Preview
from ui.desk.search import SearchField
from ui.desk.sizes import Sizes
from ui.widgets.look import Look

LEAST_ROWS = 2
LEAST_PREVIEW_PX = 96
ROWS_IN_SIGHT = (6, 3)
"""How many rows a page gets, the picture's size permitting."""


class SideColumn(QWidget):
    """Whoever searches or chooses needs rows more than numbers: the counters make room for that while; a form takes more."""

    def __init__(self, parent: QWidget, take_preview: Callable[[], Picture | None]) -> None:
        super().__init__(parent)
        self.preview = Preview(self, take_preview)
        self.counters = Counters(self)
        self.lists = SideLists(self)
        self.field = SearchField(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.preview, self.counters, self.lists, self.field):
            self._column.addWidget(part)
        self._column.setStretchFactor(self.lists, 1)
        self._usual_preview = LEAST_PREVIEW_PX
        self._lent = False
        self._height = 0
        self.lists.currentChanged.connect(self._make_room)
        self.lists.grown.connect(self._make_room)

    def lend_preview(self) -> Preview:
        """The picture, for a page that takes the window's place, until `take_preview_back`."""
        self._lent = True
        self._column.removeWidget(self.preview)
        return self.preview

    def take_preview_back(self) -> None:
        """The picture stands at the top of the column again."""
        self._lent = False
        self._column.insertWidget(0, self.preview)
        self._make_room()

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self.preview.dress(look)
        self.lists.dress(look)
        self.field.dress(look)

    def fit(self, look: Look, sizes: Sizes, height: int) -> None:
        """Take `sizes.side` by `height` pixels: the list shows whole rows, and the picture takes up what is left."""
        self.setFixedWidth(sizes.side)
        self._column.setSpacing(sizes.gap)
        self.counters.dress(look, sizes.side)
        free = height - look.theme.target_px - self.counters.height() - 3 * sizes.gap
        wanted = sizes.side * 9 // 16
        rows = max(LEAST_ROWS, round((free - wanted - self.lists.recent.head_px) / look.theme.target_px))
        rest = free - rows * look.theme.target_px - self.lists.recent.head_px
        self._usual_preview, self._height = max(LEAST_PREVIEW_PX, min(wanted * 6 // 5, rest)), height
        self._make_room()

    @Slot()
    def _make_room(self) -> None:
        """A form has its own fields. The picture gets what a page leaves, or a page with fewer rows; else it goes."""
        page = self.lists.currentWidget()
        is_form = isinstance(page, FormPage)
        self.counters.setVisible(page is self.lists.recent)
        self.field.setVisible(not is_form)
        room, below = self._usual_preview, 0 if is_form else self.field.height() + self._column.spacing()
        for rows in ROWS_IN_SIGHT if isinstance(page, Page) else ():
            wanted = page.wanted_px(self.width(), rows)
            room = min(self._usual_preview, self._height - self._column.spacing() - below - wanted)
            if room >= LEAST_PREVIEW_PX:
                break
        if self._lent:
            return
        self.preview.setVisible(room >= LEAST_PREVIEW_PX or not is_form)
        self.preview.setFixedHeight(max(LEAST_PREVIEW_PX, room))
