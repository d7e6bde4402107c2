"""The desk's window. It shows what the desk tells, and hands on what staff do; it decides nothing and waits for nothing."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from checkin.desk.messages import Failed, Judged, Published, Ready, Undone
from checkin.desk.search import Results
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.scanning.messages import CameraState, Sighting
from checkin.settings import Settings
from ui.desk.actions import DeskActions
from ui.desk.cards import Card, card_of, failed_card, opening_card, ready_card
from ui.desk.counters import Counters
from ui.desk.header import Header, next_language
from ui.desk.lists import SideLists
from ui.desk.preview import Picture, Preview
from ui.desk.recent import recent_rows
from ui.desk.search import SearchField, result_row
from ui.desk.sizes import scale_for, sizes_for
from ui.desk.state import DeskState
from ui.desk.verdict import VerdictPanel
from ui.desk.wedge import Wedge
from ui.language import apply_language
from ui.sounds import Sounds, Speaker
from ui.theme import Theme, apply_theme, colours_for
from ui.widgets.look import Look
from ui.widgets.rows import Row

FORGOTTEN_AFTER_MS = 30_000


class DeskWindow(QWidget):
    """One desk: verdicts, preview, counters, recent scans, search. Its `on_...` slots are fed by ui.bridge."""

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
        self._look = Look(words, theme)
        self._settings = settings
        self._actions = actions
        self._speaker = speaker if speaker is not None else Sounds(settings.muted)
        self.state = DeskState()
        self._choose: Callable[[str], None] | None = None
        self._place_parts(take_preview, now)
        self._ready_again = QTimer(self, singleShot=True, interval=round(settings.admitted_shown_s * 1000))
        self._ready_again.timeout.connect(self.clear_card)
        self._forget_search = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._forget_search.timeout.connect(self.close_lists)
        self._connect_parts()
        self._set_shortcuts()
        self.setMinimumSize(800, 460)
        self.resize(1366, 768)
        self._dress()
        self.field.setFocus()

    # --- building

    def _place_parts(self, take_preview: Callable[[], Picture | None], now: Callable[[], datetime]) -> None:
        self.header = Header(self, now)
        self.panel = VerdictPanel(self)
        self.side = QWidget(self)
        self.preview = Preview(self.side, take_preview)
        self.counters = Counters(self.side)
        self.lists = SideLists(self.side)
        self.field = SearchField(self.side)
        self._side_column = QVBoxLayout(self.side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        for part in (self.preview, self.counters, self.lists, self.field):
            self._side_column.addWidget(part)
        self._side_column.setStretchFactor(self.lists, 1)
        self._body = QHBoxLayout()
        self._body.addWidget(self.panel, 1)
        self._body.addWidget(self.side)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addLayout(self._body, 1)

    def _connect_parts(self) -> None:
        self.wedge = Wedge(self)
        self.wedge.scanned.connect(self.on_hand_scan)
        self.wedge.typed.connect(self.on_typed)
        self.field.textChanged.connect(self.on_question)
        self.field.returnPressed.connect(self.choose_result)
        self.field.moved.connect(self.lists.results.rows.move_by)
        self.lists.results.rows.chosen.connect(self.on_person_chosen)
        self.lists.choices.rows.chosen.connect(self.on_choice)
        self.lists.results.closed.connect(self.close_lists)
        self.lists.choices.closed.connect(self.close_lists)
        self.panel.undo.clicked.connect(self.undo)
        self.panel.done.clicked.connect(self.clear_card)
        self.preview.choose.clicked.connect(self.choose_camera)
        header = self.header
        header.checkpoint.clicked.connect(self.choose_checkpoint)
        header.entry.clicked.connect(self.scan_entries)
        header.exit.clicked.connect(self.scan_exits)
        header.sound.clicked.connect(self.switch_sound)
        header.appearance.clicked.connect(self.switch_appearance)
        header.language.clicked.connect(self.switch_language)

    def _set_shortcuts(self) -> None:
        shortcuts = {
            "Ctrl+Z": self.undo, "Esc": self.escape, "F2": self.switch_direction, "F3": self.choose_camera,
            "F4": self.switch_language, "F5": self.switch_appearance, "F6": self.switch_sound, "F11": self.switch_full_screen,
        }  # fmt: skip
        for keys, action in shortcuts.items():
            QShortcut(QKeySequence(keys), self, action)  # type: ignore[call-overload]

    # --- looks

    def _dress(self) -> None:
        """Say and size everything anew."""
        look, settings, theme = self._look, self._settings, self._look.theme
        sizes = sizes_for(self.width(), self.height(), theme)
        self.setWindowTitle(look.words("Check-in"))
        self.setPalette(theme.palette())
        self.setStyleSheet(theme.style_sheet())
        self._column.setContentsMargins(sizes.margin, sizes.margin, sizes.margin, sizes.margin)
        for layout in (self._column, self._body, self._side_column):
            layout.setSpacing(sizes.gap)
        self.header.dress(look, settings)
        self.panel.dress(look)
        self.preview.dress(look)
        self.preview.mirror(settings.mirrored_preview)
        self.lists.dress(look)
        self.field.dress(look)
        self._fit_side()
        self._refresh()

    def _fit_side(self) -> None:
        sizes = sizes_for(self.width(), self.height(), self._look.theme)
        self.side.setFixedWidth(sizes.side)
        self.counters.dress(self._look, sizes.side)
        free = self.height() - 2 * sizes.margin - 2 * self._look.theme.target_px - self.counters.height() - 4 * sizes.gap
        # the lists keep room for a heading and two rows, however low the window
        rows = 2 * self._look.theme.target_px + self._look.theme.px(50)
        self.preview.setFixedHeight(max(96, min(sizes.side * 9 // 16, free - rows)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the window."""
        scale = scale_for(self.width(), self.height())
        if scale != self._look.theme.scale:
            self._look = Look(self._look.words, self._look.theme.but(scale=scale))
            self._dress()
        else:
            self._fit_side()

    # --- what the desk tells

    @Slot(object)
    def on_published(self, message: Published) -> None:
        """A scan was decided and is on the disk, or the desk is ready, or something came to nothing."""
        self.state.take(message)
        if not isinstance(message, Ready):
            self.close_lists()
        self._refresh()
        card = self.panel.card
        if card is None or isinstance(message, Ready):
            return
        self._speaker.play(card.face.sound)
        self.preview.colour_outline(self._look.theme.paint(card.face.tone).fill if isinstance(message, Judged) else "#FFFFFF")
        if card.face.stays:
            self._ready_again.stop()
        else:
            self._ready_again.start()
        self.panel.announce()

    @Slot(object)
    def on_camera(self, state: CameraState) -> None:
        """The camera changed."""
        self.state.camera = state
        self.preview.show_state(state)
        self._show_card()

    @Slot(object)
    def on_sighting(self, sighting: Sighting) -> None:
        """Codes were found in a frame, or none."""
        self.preview.show_sighting(sighting)

    @Slot()
    def on_frame(self) -> None:
        """A preview picture waits."""
        self.preview.frame_arrived()

    @Slot(object)
    def on_results(self, results: Results) -> None:
        """A search was answered; what answers an older question is dropped."""
        event = self.state.event
        if results.text != self.field.text().strip() or event is None or not self.field.is_question:
            return
        words, page = self._look.words, self.lists.results
        rows = [result_row(one, self.state.last_passage(one.id), event, words) for one in results.registrations]
        none = words(results.what) if results.what is not None else words("Nobody found")
        page.entitle(words("Enter admits the chosen person") if self._enters else words("Enter lets the chosen person out"), none)
        page.show_rows(rows)
        page.rows.setCurrentRow(0)
        self.lists.setCurrentWidget(page)

    @Slot(object)
    def on_cameras(self, choices: Sequence[tuple[str, str]]) -> None:
        """The cameras of this machine, asked for by `choose_camera`."""
        if self._choose != self._take_camera:
            return
        words = self._look.words
        rows = [Row(source, name, icon="camera") for source, name in choices]
        self._offer(words("Choose the camera"), words("No camera was found. Plug one in, and press F3 again."), rows)

    @Slot(int)
    def on_waiting(self, lines: int) -> None:
        """How many lines of the journal wait for delivery."""
        self.state.waiting = lines
        self.header.show_state(self.state, self._settings)

    # --- what staff do

    @Slot(str)
    def on_hand_scan(self, text: str) -> None:
        """A hand scanner read a badge."""
        self._actions.scan_text(text, Origin.SCANNER)

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """Somebody types: that is a search, wherever the focus is."""
        self.field.setFocus()
        self.field.insert(text)

    @Slot()
    def on_question(self) -> None:
        """The search text changed."""
        self._forget_search.start()
        if self.field.is_question:
            self._actions.search(self.field.text().strip())
        elif self.lists.currentWidget() is self.lists.results:
            self.lists.setCurrentWidget(self.lists.recent)

    @Slot()
    def choose_result(self) -> None:
        """Enter: the chosen result is scanned."""
        if self.lists.currentWidget() is self.lists.results and (key := self.lists.results.rows.current_key()):
            self.on_person_chosen(key)

    @Slot(str)
    def on_person_chosen(self, registration: str) -> None:
        """A person was chosen from the results."""
        self.close_lists()
        self._actions.scan_person(registration)

    @Slot(str)
    def on_choice(self, key: str) -> None:
        """Something was chosen from the list of choices."""
        choose = self._choose
        self.close_lists()
        if choose is not None:
            choose(key)

    @Slot()
    def undo(self) -> None:
        """Take back the last admitted scan."""
        self._actions.undo(self._look.words("Taken back at the desk"))

    @Slot()
    def clear_card(self) -> None:
        """Back to Ready."""
        self._ready_again.stop()
        self.state.shown = None
        self._refresh()

    @Slot()
    def escape(self) -> None:
        """Close what is open, else clear the card."""
        if self.field.text() or self.lists.currentWidget() is not self.lists.recent:
            self.close_lists()
        else:
            self.clear_card()

    @Slot()
    def close_lists(self) -> None:
        """Show the recent scans again; the search is forgotten."""
        self._choose = None
        self._forget_search.stop()
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.lists.setCurrentWidget(self.lists.recent)
        self.lists.results.show_rows([])
        self.field.setFocus()

    @Slot()
    def scan_entries(self) -> None:
        """From now on people enter."""
        self._switch_to(Direction.ENTRY)

    @Slot()
    def scan_exits(self) -> None:
        """From now on people leave."""
        self._switch_to(Direction.EXIT)

    @Slot()
    def switch_direction(self) -> None:
        """Entry or exit, whichever it is not."""
        self._switch_to(Direction.EXIT if self._enters else Direction.ENTRY)

    def _switch_to(self, direction: Direction) -> None:
        # the buttons follow the desk, not the finger: what they show is what it does
        self.header.show_state(self.state, self._settings)
        if direction is not self.state.direction:
            self._actions.switch_direction(direction)

    @property
    def _enters(self) -> bool:
        return self.state.direction is Direction.ENTRY

    @Slot()
    def choose_camera(self) -> None:
        """Open the list of cameras, under the live picture; once more closes it."""
        if self._choose == self._take_camera:
            self.close_lists()
            return
        self._choose = self._take_camera
        self._offer(self._look.words("Choose the camera"), self._look.words("Looking for cameras…"), [])
        self._actions.list_cameras()

    def _take_camera(self, source: str) -> None:
        self._remember(camera=source)
        self._actions.switch_camera(source)

    @Slot()
    def choose_checkpoint(self) -> None:
        """Open the list of checkpoints."""
        event = self.state.event
        if event is None:
            return
        language = self._look.words.language
        rows = [Row(one.id, one.name(language) or one.id, icon="scan-line") for one in event.checkpoints.values()]
        self._choose = self._take_checkpoint
        self._offer(self._look.words("Choose the checkpoint"), "", rows, current=self.state.checkpoint)

    def _take_checkpoint(self, checkpoint: str) -> None:
        self._remember(checkpoint=checkpoint)
        self._actions.switch_checkpoint(checkpoint)

    def _offer(self, title: str, empty: str, rows: list[Row], current: str = "") -> None:
        page = self.lists.choices
        page.entitle(title, empty)
        page.show_rows(rows)
        keys = [row.key for row in rows]
        page.rows.setCurrentRow(keys.index(current) if current in keys else 0)
        self.lists.setCurrentWidget(page)
        page.rows.setFocus()

    # --- settings

    @Slot()
    def switch_sound(self) -> None:
        """On or off."""
        self._remember(muted=not self._settings.muted)
        self._speaker.mute(self._settings.muted)
        self._dress()

    @Slot()
    def switch_appearance(self) -> None:
        """Light or dark."""
        self._remember(appearance="light" if self._look.theme.colours.dark else "dark")
        self._wear(self._look.words, self._settings.appearance)

    @Slot()
    def switch_language(self) -> None:
        """The next language."""
        self._remember(language=next_language(self._look.words.language))
        words = Words(self._settings.language)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_language(app, words)
        self._wear(words, self._settings.appearance)

    @Slot()
    def switch_full_screen(self) -> None:
        """Full screen or not."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _wear(self, words: Words, appearance: str) -> None:
        theme = self._look.theme.but(colours=colours_for(appearance))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, theme)
        self._look = Look(words, theme)
        self._dress()

    def _remember(self, **changes: object) -> None:
        self._settings = self._settings.but(**changes)
        self._actions.settings_changed(self._settings)

    # --- showing

    def _refresh(self) -> None:
        """Show the state in the words of now."""
        state, look, settings = self.state, self._look, self._settings
        self.header.show_state(state, settings)
        self.counters.count(state.figures, state.today)
        hidden = settings.hide_people_when_idle and state.shown is None
        recent = self.lists.recent
        recent.entitle(look.words("Recent scans"), look.words("No scans yet"))
        recent.show_rows(recent_rows(state, look.words, look.theme, hidden=hidden))
        self.panel.undo.setEnabled(state.can_undo)
        self._show_card()

    def _show_card(self) -> None:
        self.panel.show_card(self._card())

    def _card(self) -> Card:
        state, words = self.state, self._look.words
        if isinstance(state.shown, Failed):
            return failed_card(state.shown, words)
        if state.event is None:
            return opening_card(words)
        if isinstance(state.shown, Judged | Undone):
            return card_of(state.shown, state.event, words)
        return ready_card(state.direction, words, camera=state.sees)

    def changeEvent(self, event: QEvent) -> None:
        """The machine changed between light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange and self._settings.appearance == "system":
            self._wear(self._look.words, "system")

    def closeEvent(self, event: QCloseEvent) -> None:
        """The loudspeaker is given back."""
        self._ready_again.stop()
        if isinstance(self._speaker, Sounds):
            self._speaker.stop()
        super().closeEvent(event)
