"""The desk's window. It shows what the desk tells, and hands on what staff do; it decides nothing and waits for nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.desk.messages import Published, Ready, Synced
from checkin.desk.search import Results
from checkin.domain.journal import Origin
from checkin.i18n import Words
from checkin.scanning.messages import CameraList, CameraState, Hint, Sighting
from checkin.settings import Settings
from ui.desk.actions import DeskActions
from ui.desk.activity import Activity
from ui.desk.answering import Answering
from ui.desk.cards import Card
from ui.desk.choosing import Choosing
from ui.desk.directions import Directions
from ui.desk.header import Header
from ui.desk.people import People
from ui.desk.preferences import Preferences
from ui.desk.preview import Picture
from ui.desk.recent import show_recent
from ui.desk.rehearsing import Rehearsing
from ui.desk.roles import Roles
from ui.desk.searching import Searching
from ui.desk.side import SideColumn
from ui.desk.sizes import scale_for, sizes_for
from ui.desk.state import DeskState
from ui.desk.verdict import VerdictPanel
from ui.desk.warming import Warming
from ui.desk.wedge import Wedge
from ui.sounds import Sounds, Speaker
from ui.theme import Theme
from ui.widgets.look import Look


class DeskWindow(QWidget):
    """One desk: verdicts, preview, counters, recent scans, search. Its `on_...` slots are fed by ui.bridge.

    `told` passes on each message to whoever asked for it, once `state` knows it.
    """

    told = Signal(object)

    def __init__(
        self,
        words: Words,
        theme: Theme,
        settings: Settings,
        actions: DeskActions,
        take_preview: Callable[[], Picture | None],
        *,
        speaker: Speaker | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self._actions = actions
        self._speaker = speaker if speaker is not None else Sounds(settings.muted)
        self.preferences = Preferences(self, Look(words, theme), settings, actions, self._speaker)
        self.state = DeskState()
        self._place_parts(take_preview, now)
        self.answering = Answering(self, self._speaker, settings.admitted_shown_s)
        self._connect_parts()
        self._set_shortcuts()
        self.setMinimumSize(800, 460)
        self.resize(1366, 768)
        self._dress()
        self.side.field.setFocus()

    # --- building

    def _place_parts(self, take_preview: Callable[[], Picture | None], now: Callable[[], datetime]) -> None:
        self.header = Header(self, now)
        self.panel = VerdictPanel(self)
        self.warming = Warming(self.panel, self.state)
        self.side = SideColumn(self, take_preview)
        self._body = QHBoxLayout()
        self._body.addWidget(self.panel, 1)
        self._body.addWidget(self.side)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addLayout(self._body, 1)

    def _connect_parts(self) -> None:
        self.preferences.changed.connect(self.close_lists)
        self.preferences.changed.connect(self._dress)
        self.wedge = Wedge(self)
        self.wedge.scanned.connect(self.on_hand_scan)
        self.wedge.typed.connect(self.on_typed)
        self.searching = Searching(
            self, self.side.field, self.side.lists, self.state, self.preferences, self._actions.search
        )  # fmt: skip
        self.searching.chosen.connect(self.on_person_chosen)
        self.choosing = Choosing(self, self.side.lists, self.state, self.preferences, self._actions)
        self.people = People(
            self, self.panel, self.side.lists, self.state, self.preferences, self._actions, self.searching
        )  # fmt: skip
        self.people.chosen.connect(self.on_person_chosen)
        self.told.connect(self.people.take)
        self.roles = Roles(self, self.header, self.panel, self.side.lists, self.state, self.preferences, self._actions)
        self.roles.answered.connect(self.answering.ready_again.start)
        self.told.connect(self.roles.take)
        self.rehearsing = Rehearsing(self, self._actions, self._speaker)
        for one in (self.choosing, self.people, self.roles):
            one.ended.connect(self.close_lists)
        # the search last: it shows the recent scans
        self.activities: tuple[Activity, ...] = (self.choosing, self.people, self.roles, self.rehearsing, self.searching)
        self.directions = Directions(self, self.header, self.state, self.preferences, self._actions)
        header = self.header
        for button, act in (
            (self.panel.done, self.clear_card), (self.side.preview.choose, self.choosing.choose_camera),
            (header.checkpoint, self.choosing.choose_checkpoint), (header.sound, self.preferences.switch_sound),
            (header.appearance, self.preferences.switch_appearance), (header.language, self.preferences.switch_language),
        ):  # fmt: skip
            button.clicked.connect(act)

    def _set_shortcuts(self) -> None:
        set_ = self.preferences
        shortcuts = {
            "Esc": self.escape, "F2": self.directions.switch, "F3": self.choosing.choose_camera,
            "F4": set_.switch_language, "F5": set_.switch_appearance, "F6": set_.switch_sound, "F11": self.switch_full_screen,
        }  # fmt: skip
        for keys, act in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- looks

    @Slot()
    def _dress(self) -> None:
        """Say and size everything anew."""
        look, theme = self.preferences.look, self.preferences.theme
        self.setWindowTitle(look.words("Check-in"))
        self.setStyleSheet(theme.style_sheet())
        self.header.dress(look, self.preferences.settings)
        self.panel.dress(look)
        self.side.dress(look)
        self.side.preview.mirror(self.preferences.settings.mirrored_preview)
        self._fit()
        self.refresh()
        self.warming.begin(look.words)

    def _fit(self) -> None:
        sizes = sizes_for(self.width(), self.height(), self.preferences.theme)
        self._column.setContentsMargins(sizes.margin, sizes.margin, sizes.margin, sizes.margin)
        self._column.setSpacing(sizes.gap)
        self._body.setSpacing(sizes.gap)
        height = self.height() - 2 * sizes.margin - self.preferences.theme.target_px - sizes.gap
        self.side.fit(self.preferences.look, sizes, height)
        self.rehearsing.dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the window."""
        if self.preferences.grow(scale_for(self.width(), self.height())):
            self._dress()
        else:
            self._fit()

    # --- what the desk tells

    @Slot(object)
    def on_published(self, message: Published) -> None:
        """A scan was decided and is on the disk, or the desk is ready, or something came to nothing."""
        was_arriving = self.state.is_arriving
        self.state.take(message)
        if isinstance(message, Synced):
            if self.state.is_arriving != was_arriving and self.state.shown is None:
                self.show_card()
            self.header.show_state(self.state, self.preferences.settings)
            self.side.counters.count(self.state.figures, self.state.today)
            return
        if isinstance(message, Ready):
            self.answering.ready_again.stop()
        if self.state.shown is not message:
            self.refresh()
            self.told.emit(message)
            return
        self.answering.answer(message)
        self.told.emit(message)

    @Slot(object)
    def on_camera(self, state: CameraState) -> None:
        """The camera changed."""
        self.state.camera = state
        self.side.preview.show_state(state)
        self.panel.show_card(self.state.card(self.preferences.look.words))

    @Slot(object)
    def on_sighting(self, sighting: Sighting) -> None:
        """Codes were found in a frame, or none."""
        self.side.preview.show_sighting(sighting)

    @Slot(object)
    def on_hint(self, hint: Hint | None) -> None:
        """A badge is held up that cannot be read, and why; None when that is over."""
        self.side.preview.show_hint(hint)

    @Slot()
    def on_frame(self) -> None:
        """A preview picture waits."""
        self.side.preview.frame_arrived()

    @Slot(object)
    def on_results(self, results: Results) -> None:
        """A search was answered."""
        if not self.people.show(results):
            self.searching.show(results)

    @Slot(object)
    def on_cameras(self, cameras: CameraList) -> None:
        """The cameras to choose from, asked for with F3."""
        self.choosing.offer_cameras(cameras)

    # --- what staff do

    @Slot(str)
    def on_hand_scan(self, text: str) -> None:
        """A hand scanner read a badge."""
        self._actions.scan_text(text, Origin.SCANNER)

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """Somebody types: into the form that is open; else that is a search, wherever the focus is."""
        if self.side.lists.type(text):
            return
        if any(one.is_going_on for one in self.activities if one is not self.searching):
            self.close_lists()
        self.searching.type(text)

    @Slot(str)
    def on_person_chosen(self, registration: str) -> None:
        """A person was chosen from the results."""
        self._actions.scan_person(registration)

    @Slot()
    def clear_card(self) -> None:
        """Back to Ready."""
        self.answering.ready_again.stop()
        self.state.clear()
        self.refresh()
        if self.state.shown is not None and self.panel.card is not None:
            self._speaker.play(self.panel.card.face.sound)

    @Slot()
    def escape(self) -> None:
        """One step back, or close what is open, else clear the card."""
        if self.searching.step_back():
            return
        if any(one.is_going_on for one in self.activities):
            self.close_lists()
        else:
            self.clear_card()

    @Slot()
    def close_lists(self) -> None:
        """Show the recent scans again; the search is forgotten."""
        for one in self.activities:
            one.end()

    @Slot()
    def switch_full_screen(self) -> None:
        """Full screen or not."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # --- showing

    def refresh(self) -> None:
        """Show the state in the words of now."""
        state, look, settings = self.state, self.preferences.look, self.preferences.settings
        self.header.show_state(state, settings)
        self.side.counters.count(state.figures, state.today)
        show_recent(self.side.lists.recent, state, look, hidden=settings.hide_people_when_idle and state.shown is None)
        self.show_card()

    def show_card(self) -> Card:
        """Show the card, and what can be done with it."""
        self.people.offer()
        self.roles.offer()
        self.rehearsing.refresh()
        card = self.state.card(self.preferences.look.words)
        self.panel.show_card(card)
        return card

    def changeEvent(self, event: QEvent) -> None:
        """The machine changed between light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange:
            self.preferences.follow_system()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The loudspeaker is given back."""
        self.answering.ready_again.stop()
        if isinstance(self._speaker, Sounds):
            self._speaker.stop()
        super().closeEvent(event)
