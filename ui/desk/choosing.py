"""Choosing a camera or a checkpoint from a list in the window: nothing ever stands in the way of the next scan."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from ui.desk.actions import DeskActions
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.widgets.rows import Row


class Choosing(QObject):
    """Offers one list at a time; what is chosen is remembered and done. `ended` when the list is to go."""

    ended = Signal()

    def __init__(
        self, parent: QObject, lists: SideLists, state: DeskState, preferences: Preferences, actions: DeskActions
    ) -> None:
        super().__init__(parent)
        self._lists = lists
        self._state = state
        self._preferences = preferences
        self._actions = actions
        self._what = ""
        lists.choices.rows.chosen.connect(self._choose)
        lists.choices.closed.connect(self.ended)

    @property
    def is_going_on(self) -> bool:
        """Whether a list is open."""
        return self._what != ""

    def end(self) -> None:
        """Nothing is offered any more."""
        self._what = ""

    @Slot()
    def choose_camera(self) -> None:
        """Look for cameras and offer them, under the live picture; once more closes the list."""
        again = self._what == "camera"
        self.ended.emit()
        if again:
            return
        words = self._preferences.look.words
        self._what = "camera"
        self._offer(words("Choose the camera"), words("Looking for cameras…"), [])
        self._actions.list_cameras()

    def offer_cameras(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer the cameras that were found, (source, name), if they are still asked for."""
        if self._what != "camera":
            return
        words = self._preferences.look.words
        rows = [Row(source, name, icon="camera") for source, name in choices]
        none = words("No camera was found. Plug one in, and press F3 twice.")
        self._offer(words("Choose the camera"), none, rows, self._preferences.settings.camera)

    @Slot()
    def choose_checkpoint(self) -> None:
        """Offer the checkpoints of the event."""
        self.ended.emit()
        if self._state.event is None:
            return
        words = self._preferences.look.words
        self._what = "checkpoint"
        points = self._state.event.checkpoints.values()
        rows = [Row(one.id, one.name(words.language) or one.id, icon="scan-line") for one in points]
        self._offer(words("Choose the checkpoint"), "", rows, self._state.checkpoint)

    def _offer(self, title: str, empty: str, rows: list[Row], current: str = "") -> None:
        page, keys = self._lists.choices, [row.key for row in rows]
        page.entitle(title, empty)
        page.show_rows(rows)
        page.rows.setCurrentRow(keys.index(current) if current in keys else 0)
        self._lists.setCurrentWidget(page)
        page.rows.setFocus()

    @Slot(str)
    def _choose(self, key: str) -> None:
        what = self._what
        self.ended.emit()
        if what == "camera":
            self._preferences.remember(camera=key)
            self._actions.switch_camera(key)
        else:
            self._preferences.remember(checkpoint=key)
            self._actions.switch_checkpoint(key)
