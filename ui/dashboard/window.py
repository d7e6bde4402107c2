"""The supervisor's window. It shows what the overview tells, and hands on what is asked; it counts nothing, waits for nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.desk.messages import Denied, Settle
from checkin.domain.alarms import Alarm
from checkin.domain.tally import Only
from checkin.i18n import Phrase, Words, phrase
from checkin.overview.picture import Chosen, Earlier, Picture
from checkin.overview.settling import Settled
from checkin.overview.watch import Blind, Told
from checkin.settings import Settings
from ui.dashboard.actions import DashboardActions
from ui.dashboard.header import DashboardHeader
from ui.dashboard.keeping import kept, reported
from ui.dashboard.keys import connect_keys
from ui.dashboard.notice import Notice
from ui.dashboard.pages import PAGES, Pages
from ui.dashboard.rail import Entry, Rail
from ui.dashboard.telling import Telling, View
from ui.desk.preferences import Preferences
from ui.desk.sizes import scale_for
from ui.sounds import Sound, Sounds, Speaker
from ui.theme import Theme
from ui.widgets.look import Look

ACTS = (Entry("table", "table-2"), Entry("keep", "download"), Entry("report", "file-text"))


class DashboardWindow(QWidget):
    """Pages beside a rail. `on_told` and `on_settled` are fed by ui.bridge; what is kept is written to `folder`.
    `must_read`: it closes where nothing can be read, and `blind` says why. `painted` comes once, when it has been seen."""

    painted = Signal()

    def __init__(
        self, words: Words, theme: Theme, settings: Settings, actions: DashboardActions, folder: Path, *,
        speaker: Speaker | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        super().__init__()
        self._actions = actions
        self._folder, self._now = folder, now
        self._speaker = speaker if speaker is not None else Sounds(settings.muted)
        self.preferences = Preferences(self, Look(words, theme), settings, actions, self._speaker)
        self.picture: Picture | None = None
        self.must_read = False
        self.blind: Phrase | None = None
        self.view, self._is_painted = View.NONE, False
        self.chosen = Chosen(settings.checkpoint)
        self.header = DashboardHeader(self, now)
        self.rail = Rail(self, PAGES, ACTS)
        self.notice = Notice(self)
        self.pages = Pages(self, self.preferences)
        self._place()
        self._connect()
        self.pages.alarms.show_settings(settings)
        self.setMinimumSize(900, 560)
        self.resize(1366, 768)
        self.show_page("now")
        self._dress()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()

    def _place(self) -> None:
        self._column = QVBoxLayout(self)
        self._body = QHBoxLayout()
        self._body.addWidget(self.rail)
        self._body.addWidget(self.pages, 1)
        self._column.addWidget(self.header)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.notice)

    def _connect(self) -> None:
        self.preferences.changed.connect(self._dress)
        self.rail.chosen.connect(self.show_page)
        self.rail.acted.connect(self._act)
        self.pages.moment_chosen.connect(self.look_back)
        self.pages.part_chosen.connect(self.choose_part)
        self.pages.led.connect(self.show_page)
        self.pages.people.part_chosen.connect(self.show_part)
        self.pages.conflicts.settled.connect(self._settle)
        self.pages.alarms.seen.connect(self._see)
        self.pages.alarms.changed.connect(self._limit)
        set_ = self.preferences
        for button, act in (
            (self.header.sound, set_.switch_sound), (self.header.appearance, set_.switch_appearance),
            (self.header.language, set_.switch_language), (self.header.checkpoint, self.next_checkpoint),
        ):  # fmt: skip
            button.clicked.connect(act)
        connect_keys(self)

    @Slot()
    def _dress(self) -> None:
        """Say and size everything anew."""
        look, theme, words = self.preferences.look, self.preferences.theme, self.preferences.look.words
        self.setWindowTitle(words("Check-in: dashboard"))
        self.setStyleSheet(theme.style_sheet())
        margin = max(8, theme.px(14))
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(theme.gap_px)
        self._body.setSpacing(theme.gap_px)
        self.header.dress(look, self.preferences.settings)
        names = words("Now"), words("People"), words("Inside"), words("Desks"), words("Conflicts"), words("Alarms")
        self.rail.dress(look, dict(zip((one.key for one in PAGES), names, strict=True)))
        acts = self.rail.acts
        acts["table"].say(look, words("Table"), "Ctrl+T", words("Charts as tables, and back"))
        acts["report"].say(look, words("Report"), "Ctrl+R", words("Write the report of this day, as PDF and for a spreadsheet"))
        acts["keep"].say(look, words("Keep"), "Ctrl+S", words("Write what is shown to files"))
        self.pages.dress(look)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so, once."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the window."""
        if self.preferences.grow(scale_for(self.width(), self.height())):
            self._dress()

    @Slot(object)
    def on_told(self, told: Told) -> None:
        """A new picture, or that there can be none."""
        match told:
            case Blind(why):
                self._show_blind(why)
            case Earlier():
                self._show(told.seen_at(self._now()), View.EARLIER)
            case Picture():
                self._show(told, View.LIVE)

    def _show(self, picture: Picture, view: View) -> None:
        if self.view is View.BLIND:
            self.notice.hide()
        self.picture, self.view = picture, view
        if picture.alarms.fresh:
            self._speaker.play(Sound.LOOK)
        self.refresh()

    def _show_blind(self, why: Phrase) -> None:
        if self.must_read and self.view in (View.NONE, View.EARLIER):
            self.blind = why
            self.close()
            return
        self.view = View.BLIND
        self.say(why, stays=True)
        self.refresh()

    def say(self, what: Phrase, *, stays: bool = False, warns: bool = True) -> None:
        """Say something at the foot of the window."""
        look = self.preferences.look
        self.notice.say(look, look.words(what), stays=stays, warns=warns)

    def refresh(self) -> None:
        """Show the picture in the words of now."""
        if self.picture is None:
            return
        look = self.preferences.look
        self.header.show_picture(self.picture, self.view)
        self.rail.buttons["conflicts"].wait(self.picture.unsettled)
        self.rail.buttons["alarms"].wait(sum(one.is_loud for one in self.picture.alarms.open))
        self.pages.show_picture(self.picture, look)

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show this page."""
        self.pages.show_page(key)
        self.rail.show_page(key)
        self.refresh()

    @Slot()
    def next_checkpoint(self) -> None:
        """The event's next checkpoint, round and round."""
        if self.picture is None:
            return
        names = list(self.picture.event.checkpoints)
        place = names.index(self.picture.checkpoint.id)
        self.choose(Chosen(names[(place + 1) % len(names)]))

    @Slot(object)
    def _settle(self, asked: Settle) -> None:
        self._actions.settle(asked)

    @Slot(object)
    def _see(self, alarm: Alarm) -> None:
        self._actions.see(alarm, "")

    @Slot(str, int)
    def _limit(self, setting: str, number: int) -> None:
        self.preferences.remember(**{setting: number})

    @Slot(str)
    def _act(self, key: str) -> None:
        {"table": self.switch_tables, "keep": self.keep, "report": self.make_report}[key]()

    @Slot()
    def switch_tables(self) -> None:
        """Charts as tables, or as charts again."""
        self.pages.switch_tables()
        self.refresh()

    @Slot()
    def keep(self) -> None:
        """Write the charts that are in sight, and the figures of the minute, to files."""
        if self.picture is None:
            return
        what, warns = kept(self.picture, self.pages.charts(), self.preferences.look, self._folder)
        self.say(what, warns=warns)

    @Slot()
    def make_report(self) -> None:
        """Write the report of the day that is shown."""
        if self.picture is not None:
            day = self.picture.day
            self._actions.make_report(self._folder, day, self.preferences.settings.language)
            told = Telling(self.preferences.look.words, self.picture).teller.day(day)
            self.say(phrase("The report of {day} is being made…", day=told), stays=True, warns=False)

    @Slot(object)
    def on_reported(self, came_to: tuple[Path, ...] | Phrase) -> None:
        """What became of a report."""
        what, warns = reported(came_to, self._folder)
        self.say(what, warns=warns)

    @Slot()
    def open_who(self) -> None:
        """Choose whom the charts show."""
        if self.pages.current not in ("now", "inside"):
            self.show_page("now")
        (self.pages.inside if self.pages.current == "inside" else self.pages.now).who.open()

    @Slot(object)
    def on_settled(self, answer: Settled) -> None:
        """What became of a conflict that a supervisor wanted to settle."""
        if isinstance(answer.came_to, Denied):
            self.pages.conflicts.deny(answer.came_to)
            return
        self.pages.conflicts.close_form()
        if isinstance(answer.came_to, Phrase):
            self.say(answer.came_to)

    @Slot(object)
    def look_back(self, at: datetime | None) -> None:
        """Show the minute `at`, on the page for that; None: now again."""
        self.choose(replace(self.chosen, at=at))
        if at is not None and self.pages.current != "inside":
            self.show_page("inside")

    @Slot()
    def step_back(self) -> None:
        """Close a form, else look at what is now."""
        self.pages.conflicts.close_form()
        if self.chosen.at is not None:
            self.look_back(None)

    @Slot(str, str)
    def show_part(self, part: str, name: str) -> None:
        """Show a part alone in the charts; once more, everything."""
        only: Only = (part, name)  # type: ignore[assignment]
        self.choose_part(None if self.chosen.part == only else only)
        self.show_page("now")

    @Slot(object)
    def choose_part(self, only: Only) -> None:
        """Show this part alone in the charts, or everybody."""
        self.choose(replace(self.chosen, part=only))

    def choose(self, chosen: Chosen) -> None:
        """Look at this from now on."""
        self.chosen = chosen
        self._actions.choose(chosen)

    @Slot()
    def switch_full_screen(self) -> None:
        """Full screen or not."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def changeEvent(self, event: QEvent) -> None:
        """The machine changed between light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange:
            self.preferences.follow_system()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The loudspeaker is given back."""
        if isinstance(self._speaker, Sounds):
            self._speaker.stop()
        super().closeEvent(event)
