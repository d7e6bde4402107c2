"""The supervisor's window. It shows what the overview tells, and hands on what is asked; it counts nothing, waits for nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from checkin.desk.messages import Denied, Settle
from checkin.domain.alarms import Alarm
from checkin.domain.tally import Only
from checkin.i18n import Phrase, Words
from checkin.overview.picture import Chosen, Picture
from checkin.overview.settling import Settled
from checkin.overview.watch import Blind, Told
from checkin.settings import Settings
from ui.dashboard.actions import DashboardActions
from ui.dashboard.alarms_page import AlarmsPage
from ui.dashboard.conflicts_page import ConflictsPage
from ui.dashboard.desks_page import DesksPage
from ui.dashboard.header import DashboardHeader
from ui.dashboard.inside_page import InsidePage
from ui.dashboard.notice import Notice
from ui.dashboard.now_page import NowPage
from ui.dashboard.people_page import PeoplePage
from ui.dashboard.rail import Entry, Rail
from ui.desk.preferences import Preferences
from ui.desk.sizes import scale_for
from ui.sounds import Sound, Sounds, Speaker
from ui.theme import Theme
from ui.widgets.look import Look

PAGES = (
    Entry("now", "gauge"), Entry("people", "users"), Entry("inside", "history"), Entry("desks", "laptop"),
    Entry("conflicts", "split"), Entry("alarms", "bell"),
)  # fmt: skip


class Page(Protocol):
    """A widget that shows pictures."""

    def dress(self, look: Look) -> None: ...

    def show_picture(self, picture: Picture, look: Look) -> None: ...


class DashboardWindow(QWidget):
    """Pages beside a rail. `on_told` is fed by ui.bridge."""

    def __init__(
        self, words: Words, theme: Theme, settings: Settings, actions: DashboardActions, *, speaker: Speaker | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        super().__init__()
        self._actions = actions
        self._speaker = speaker if speaker is not None else Sounds(settings.muted)
        self.preferences = Preferences(self, Look(words, theme), settings, actions, self._speaker)
        self.picture: Picture | None = None
        self.chosen = Chosen(settings.checkpoint)
        self.header = DashboardHeader(self, now)
        self.rail = Rail(self, PAGES)
        self.notice = Notice(self)
        self.now_page = NowPage(self)
        self.people_page = PeoplePage(self)
        self.inside_page = InsidePage(self)
        self.desks_page = DesksPage(self)
        self.conflicts_page = ConflictsPage(self, self.preferences)
        self.alarms_page = AlarmsPage(self)
        self.pages: dict[str, Page] = {
            "now": self.now_page, "people": self.people_page, "inside": self.inside_page, "desks": self.desks_page,
            "conflicts": self.conflicts_page, "alarms": self.alarms_page,
        }  # fmt: skip
        self.stack = QStackedWidget(self)
        for page in self.pages.values():
            self.stack.addWidget(page)
        self._place()
        self._connect()
        self.alarms_page.show_settings(settings)
        self.setMinimumSize(900, 560)
        self.resize(1366, 768)
        self.show_page("now")
        self._dress()

    def _place(self) -> None:
        self._column = QVBoxLayout(self)
        self._body = QHBoxLayout()
        self._body.addWidget(self.rail)
        self._body.addWidget(self.stack, 1)
        self._column.addWidget(self.header)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.notice)

    def _connect(self) -> None:
        self.preferences.changed.connect(self._dress)
        self.rail.chosen.connect(self.show_page)
        for page in (self.now_page, self.inside_page, self.desks_page):
            page.moment_chosen.connect(self.look_back)
        self.people_page.part_chosen.connect(self.show_part)
        self.conflicts_page.settled.connect(self._settle)
        self.alarms_page.seen.connect(self._see)
        self.alarms_page.changed.connect(self._limit)
        self.inside_page.exported.connect(self._keep)
        set_ = self.preferences
        for button, act in (
            (self.header.sound, set_.switch_sound), (self.header.appearance, set_.switch_appearance),
            (self.header.language, set_.switch_language), (self.header.checkpoint, self.next_checkpoint),
        ):  # fmt: skip
            button.clicked.connect(act)
        shortcuts = {
            "F4": set_.switch_language, "F5": set_.switch_appearance, "F6": set_.switch_sound, "F7": self.next_checkpoint,
            "F11": self.switch_full_screen, "Ctrl+S": self._keep, "Esc": self._step_back,
        }  # fmt: skip
        for keys, act in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        for place, button in enumerate(self.rail.buttons.values(), 1):
            QShortcut(QKeySequence(f"Ctrl+{place}"), self).activated.connect(button.click)

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
        for page in self.pages.values():
            page.dress(look)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the window."""
        if self.preferences.grow(scale_for(self.width(), self.height())):
            self._dress()

    @Slot(object)
    def on_told(self, told: Told) -> None:
        """A new picture, or that there can be none."""
        if isinstance(told, Blind):
            self.say(told.what, stays=True)
            return
        if self.picture is None:
            self.notice.hide()
        self.picture = told
        if told.alarms.fresh:
            self._speaker.play(Sound.LOOK)
        self.refresh()

    def say(self, what: Phrase, *, stays: bool = False) -> None:
        """Say something at the foot of the window."""
        look = self.preferences.look
        self.notice.say(look, look.words(what), stays=stays, warns=True)

    def refresh(self) -> None:
        """Show the picture in the words of now."""
        if self.picture is None:
            return
        look = self.preferences.look
        self.header.show_picture(self.picture)
        self.rail.buttons["conflicts"].wait(self.picture.unsettled)
        self.rail.buttons["alarms"].wait(sum(one.is_loud for one in self.picture.alarms.open))
        self.pages[self.page].show_picture(self.picture, look)

    @property
    def page(self) -> str:
        """The page that is shown."""
        return next(key for key, page in self.pages.items() if page is self.stack.currentWidget())

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show this page."""
        self.stack.setCurrentWidget(self.pages[key])
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

    @Slot()
    def _keep(self) -> None:
        if self.picture is not None:
            self._actions.keep_minute(self.picture)

    @Slot(object)
    def on_settled(self, answer: Settled) -> None:
        """What became of a conflict that a supervisor wanted to settle."""
        if isinstance(answer.came_to, Denied):
            self.conflicts_page.deny(answer.came_to)
            return
        self.conflicts_page.close_form()
        if isinstance(answer.came_to, Phrase):
            self.say(answer.came_to)

    @Slot(object)
    def look_back(self, at: datetime | None) -> None:
        """Show the minute `at`, on the page for that; None: now again."""
        self.choose(replace(self.chosen, at=at))
        if at is not None and self.page != "inside":
            self.show_page("inside")

    @Slot()
    def _step_back(self) -> None:
        """Close a form, else look at what is now."""
        self.conflicts_page.close_form()
        if self.chosen.at is not None:
            self.look_back(None)

    @Slot(str, str)
    def show_part(self, part: str, name: str) -> None:
        """Show a part alone in the charts; once more, everything."""
        only: Only = (part, name)  # type: ignore[assignment]
        self.choose(replace(self.chosen, part=None if self.chosen.part == only else only))
        self.show_page("now")

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
