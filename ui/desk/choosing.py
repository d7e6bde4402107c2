"""Choosing a camera or a checkpoint from a list in the window: nothing ever stands in the way of the next scan."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QListWidgetItem

from checkin.scanning.messages import CameraList
from ui.desk.actions import DeskActions
from ui.desk.lists import SideLists
from ui.desk.preferences import Preferences
from ui.desk.state import DeskState
from ui.widgets.rows import Row

LOOK_AGAIN_MS = 1000
"""How soon a camera that is plugged in while the list is open is shown in it."""

SETTLED_MS = 120
"""Whoever runs down the list does not want each camera opened that is passed."""


class Choosing(QObject):
    """Offers one list at a time; what is chosen is remembered and done. `ended` when the list is to go.

    Cameras are tried while walking through their list: the preview shows what the camera under the cursor sees, and badges held
    before it count. One that is not chosen is left again, unless it has read a badge.
    """

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
        self._kept = ""  # the camera that was there when the list was opened; "" until cameras were found
        self._tried = ""
        self._cameras: CameraList | None = None
        self._look_again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._list_again)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._try)
        rows = lists.choices.rows
        rows.chosen.connect(self._choose)
        rows.currentItemChanged.connect(self._walk)
        rows.itemEntered.connect(self._hover)
        lists.choices.closed.connect(self.ended)

    @property
    def is_going_on(self) -> bool:
        """Whether a list is open."""
        return self._what != ""

    @property
    def _is_trying(self) -> bool:
        return self._tried != self._kept

    def end(self) -> None:
        """Nothing is offered any more."""
        trying = self._is_trying
        self._what, self._kept, self._tried, self._cameras = "", "", "", None
        self._look_again.stop()
        self._settled.stop()
        if trying:
            self._actions.leave_camera()

    # --- cameras

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
        self._look_again.start()
        self._actions.list_cameras()

    def offer_cameras(self, cameras: CameraList) -> None:
        """Offer the cameras that were found, if they are still asked for; again while the list is open, as they come and go."""
        if self._what != "camera" or cameras == self._cameras:
            return
        self._cameras = cameras
        if not self._kept:
            self._kept = self._tried = cameras.current
        words = self._preferences.look.words
        in_use = words("in use")
        rows = [Row(source, name, end=in_use if source == self._kept else "", icon="camera") for source, name in cameras.choices]
        title = words("Enter keeps the camera that is shown, Esc goes back")
        none = words("No camera was found. Plug one in: it appears here.")
        self._offer(title, none, rows, self._lists.choices.rows.current_key() or cameras.current)

    def keep_tried(self) -> None:
        """The camera that is tried has read a badge: it is the right one."""
        if self._is_trying:
            self._keep(self._tried)

    def _keep(self, source: str) -> None:
        self._kept = self._tried = source
        self._preferences.remember(camera=source)
        self._actions.switch_camera(source)

    @Slot()
    def _list_again(self) -> None:
        self._actions.list_cameras()

    @Slot(QListWidgetItem)
    def _hover(self, item: QListWidgetItem) -> None:
        if self._what == "camera":
            self._lists.choices.rows.setCurrentItem(item)

    @Slot()
    def _walk(self) -> None:
        if self._what == "camera":
            self._settled.start()

    @Slot()
    def _try(self) -> None:
        source = self._lists.choices.rows.current_key()
        if self._kept and source not in ("", self._tried):
            self._tried = source
            self._actions.try_camera(source)

    # --- checkpoints

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
        if self._what == "camera":
            self._keep(key)
            self.ended.emit()
            return
        self.ended.emit()
        self._preferences.remember(checkpoint=key)
        self._actions.switch_checkpoint(key)
