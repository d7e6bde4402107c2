"""Choosing a camera or a checkpoint from a list in the window: nothing ever stands in the way of the next scan."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from checkin.domain.event import Event
from checkin.i18n import Words
from ui.desk.lists import SideLists
from ui.widgets.rows import Row


class Choosing(QObject):
    """Offers one list at a time. `camera_chosen` with its source, `checkpoint_chosen` with its id."""

    camera_chosen = Signal(str)
    checkpoint_chosen = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject, lists: SideLists) -> None:
        super().__init__(parent)
        self._lists = lists
        self._what = ""
        lists.choices.rows.chosen.connect(self._choose)
        lists.choices.closed.connect(self.ended)

    @property
    def of_camera(self) -> bool:
        """Whether the cameras are offered."""
        return self._what == "camera"

    @property
    def is_going_on(self) -> bool:
        """Whether a list is open."""
        return self._what != ""

    def end(self) -> None:
        """Nothing is offered any more."""
        self._what = ""

    def await_cameras(self, words: Words) -> None:
        """Say that cameras are looked for."""
        self._what = "camera"
        self._offer(words("Choose the camera"), words("Looking for cameras…"), [])

    def offer_cameras(self, choices: Sequence[tuple[str, str]], current: str, words: Words) -> None:
        """Offer the cameras that were found, if they are still asked for."""
        if self.of_camera:
            rows = [Row(source, name, icon="camera") for source, name in choices]
            self._offer(words("Choose the camera"), words("No camera was found. Plug one in, and press F3 twice."), rows, current)

    def offer_checkpoints(self, event: Event, current: str, words: Words) -> None:
        """Offer the checkpoints of the event."""
        self._what = "checkpoint"
        rows = [Row(one.id, one.name(words.language) or one.id, icon="scan-line") for one in event.checkpoints.values()]
        self._offer(words("Choose the checkpoint"), "", rows, current)

    def _offer(self, title: str, empty: str, rows: list[Row], current: str = "") -> None:
        page, keys = self._lists.choices, [row.key for row in rows]
        page.entitle(title, empty)
        page.show_rows(rows)
        page.rows.setCurrentRow(keys.index(current) if current in keys else 0)
        self._lists.setCurrentWidget(page)
        page.rows.setFocus()

    @Slot(str)
    def _choose(self, key: str) -> None:
        chosen = self.camera_chosen if self.of_camera else self.checkpoint_chosen
        self.ended.emit()
        chosen.emit(key)
