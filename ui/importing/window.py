"""The import window: a file is chosen, its columns are matched, what would change is shown, and then it is imported."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.i18n import Words
from checkin.sentences import grouped
from checkin.settings import Settings
from data.importers.intake import Failed, Finished, Looked, Progress, Step, Task, Told
from data.importers.registrations_file import Imported
from ui.desk.header import LANGUAGE_NAMES
from ui.desk.preferences import Preferences, RemembersSettings
from ui.desk.sizes import scale_for
from ui.importing.choosing import ChoosePage
from ui.importing.matching import MatchPage
from ui.importing.outcome import OutcomePage
from ui.importing.page import Page
from ui.importing.working import DonePage, WorkPage
from ui.sounds import Silence
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.lines import Line, Lines
from ui.widgets.look import BOLD, MEDIUM, Look
from ui.widgets.text import isolated

MISTAKES_TOLD = 3


class ImportWindow(QWidget):
    """Shows what the intake tells, and submits what an organiser decides. It waits for nothing."""

    def __init__(
        self, words: Words, theme: Theme, settings: Settings, submit: Callable[[Task], None], keeper: RemembersSettings
    ) -> None:
        super().__init__()
        self._submit = submit
        self._task: Task | None = None
        self._event: Event | None = None
        self._total = 0
        self._done: Imported | None = None
        self.preferences = Preferences(self, Look(words, theme), settings, keeper, Silence())
        self._place_parts()
        self._connect_parts()
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 460)
        self.resize(1366, 768)
        self._dress()
        self._show(self.choosing)

    # --- building

    def _place_parts(self) -> None:
        self.titles = Lines(self, shrinks=True)
        self.appearance, self.language = Button(self, "moon"), Button(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.titles, 1)
        self._head.addWidget(self.appearance)
        self._head.addWidget(self.language)
        self.choosing, self.matching, self.outcome = ChoosePage(self), MatchPage(self), OutcomePage(self)
        self.working, self.done = WorkPage(self), DonePage(self)
        self.pages = QStackedWidget(self)
        self._all: tuple[Page, ...] = (self.choosing, self.matching, self.outcome, self.working, self.done)
        for page in self._all:
            self.pages.addWidget(page)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.pages, 1)

    def _connect_parts(self) -> None:
        set_ = self.preferences
        set_.changed.connect(self._dress)
        for signal, act in (
            (self.appearance.clicked, set_.switch_appearance), (self.language.clicked, set_.switch_language),
            (self.choosing.zone.choose.clicked, self.ask_for_file), (self.matching.went_on, self.try_out),
            (self.outcome.went_on, self.import_it), (self.outcome.toggled, self.try_out), (self.done.went_on, self.close),
        ):  # fmt: skip
            signal.connect(act)
        for page in self._all:
            page.backed.connect(self.go_back)
        for keys, act in {
            "F4": set_.switch_language, "F5": set_.switch_appearance, "Ctrl+O": self.ask_for_file, "Esc": self.go_back,
            "Ctrl+Return": self.go_on, "Ctrl+Enter": self.go_on,
        }.items():  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- looks

    @Slot()
    def _dress(self) -> None:
        look = self.preferences.look
        theme, words = look.theme, look.words
        self.setStyleSheet(theme.style_sheet())
        self.setWindowTitle(words("Import registrations"))
        margin = max(8, theme.px(14))
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(theme.gap_px)
        self._head.setSpacing(theme.gap_px)
        dark = theme.colours.dark
        self.appearance.say(look, "", words("Light colours") if dark else words("Dark colours"), "F5")
        self.appearance.change_icon("sun" if dark else "moon")
        self.language.say(look, LANGUAGE_NAMES[words.language], words("Next language"), "F4")
        for page in self._all:
            page.dress(look)
        self._show_titles()
        self._show_done()

    def _show_titles(self) -> None:
        theme, words = self.preferences.look.theme, self.preferences.look.words
        name = self._event.name(words.language) if self._event else ""
        file = safe_text(self._task.path.name) if self._task else ""
        self.titles.show_lines(
            Line(words("Import registrations"), theme.font(24, BOLD), theme.colours.text),
            Line(" · ".join(isolated(part) for part in (name, file) if part), theme.font(16, MEDIUM), theme.colours.muted),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything grows with the window."""
        super().resizeEvent(event)
        if self.preferences.grow(scale_for(self.width(), self.height())):
            self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """The machine changed between light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange:
            self.preferences.follow_system()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._all[self.pages.currentIndex()]

    def _show(self, page: Page) -> None:
        self.pages.setCurrentWidget(page)
        page.start_here()

    # --- what an organiser does

    @property
    def is_working(self) -> bool:
        """Whether a file is being read or imported."""
        return self.page is self.working

    @Slot()
    def ask_for_file(self) -> None:
        """Choose a file; the window goes on meanwhile."""
        if self.is_working:
            return
        words = self.preferences.look.words
        dialog = QFileDialog(self, words("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        tables, everything = words("Tables"), words("All files")
        dialog.setNameFilters([f"{tables} (*.csv *.xlsx *.xlsm *.txt *.tsv)", f"{everything} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, name: str) -> None:
        """Look at this file."""
        self.outcome.cancel_missing.setChecked(False)
        self.choosing.zone.complain("")
        self._start(Task(Step.LOOK, Path(name)))

    @Slot()
    def try_out(self) -> None:
        """Say what would change."""
        if self._task is not None and self.matching.is_complete:
            self._total = 0
            self._start(self._next(Step.TRY))

    @Slot()
    def import_it(self) -> None:
        """Import what was tried out."""
        if self._task is not None and self.outcome.can_import:
            self._start(self._next(Step.IMPORT))

    @Slot()
    def go_on(self) -> None:
        """What the button at the foot does."""
        if self.page.foot.on.isEnabled():
            self.page.went_on.emit()

    @Slot()
    def go_back(self) -> None:
        """One page back; out of work that is going on, which then changes nothing."""
        if self.is_working and self._task is not None:
            self._task.canceled.set()
        elif self.page is self.matching and self.matching.is_asking:
            self.matching.start_here()
        else:
            self._show(self.matching if self.page is self.outcome else self.choosing)

    def _next(self, step: Step) -> Task:
        assert self._task is not None
        return Task(step, self._task.path, self.matching.said, self.outcome.cancel_missing.isChecked())

    def _start(self, task: Task) -> None:
        self._task = task
        self._show_titles()
        self._show_progress(0)
        self._show(self.working)
        self._submit(task)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere in the window, unless one is being read."""
        if event.mimeData().hasUrls() and not self.is_working:
            event.acceptProposedAction()
            self.choosing.zone.hover(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It was taken away again."""
        self.choosing.zone.hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self.choosing.zone.hover(False)
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if len(files) == 1:
            event.acceptProposedAction()
            self.take_file(files[0])
        else:
            self._show(self.choosing)
            self.choosing.zone.complain(self.preferences.look.words("Drop one file of this computer at a time."))

    # --- what the intake tells

    @Slot(object)
    def on_told(self, told: Told) -> None:
        """Show it, unless something else was asked for since."""
        if told.task is not self._task:
            return
        match told:
            case Progress(_, rows):
                self._show_progress(max(rows, self.working.meter.rows))
            case Looked(_, columns, event):
                self._event = event
                self.matching.show_file(columns)
                self._show_titles()
                self._show(self.matching)
            case Finished(Task(step=Step.TRY), imported):
                self._total = imported.rows
                self.outcome.show_outcome(imported)
                self._show(self.outcome)
            case Finished(_, imported):
                self._done = imported
                self._show_done()
                self._show(self.done)
            case Failed():
                self._complain(told)

    def _complain(self, failed: Failed) -> None:
        words = self.preferences.look.words
        told = [(safe_text(one.column), words(one.what)) for one in failed.mistakes[:MISTAKES_TOLD]]
        text = " · ".join([words(failed.what), *(": ".join(filter(None, one)) for one in told)])
        match failed.task.step:
            case Step.LOOK:
                self.choosing.zone.complain(text)
                self._show(self.choosing)
            case Step.TRY:
                self.matching.complain(text)
                self._show(self.matching)
            case Step.IMPORT:
                self.outcome.complain(text)
                self._show(self.outcome)

    def _show_progress(self, rows: int) -> None:
        words = self.preferences.look.words
        importing = self._task is not None and self._task.step is Step.IMPORT
        title = words("Importing") if importing else words("Reading the file")
        if self._total and rows >= self._total:
            title = words("Writing")
        self.working.meter.show_rows(title, rows, self._total if importing else 0)

    def _show_done(self) -> None:
        if self._done is None:
            return
        look, done = self.preferences.look, self._done
        numbers = {name: grouped(getattr(done, name)) for name in ("rows", "added", "changed", "canceled", "unchanged")}
        told = look.words("{rows} rows: {added} added, {changed} changed, {canceled} canceled, {unchanged} unchanged.", **numbers)
        self.done.result.show_result(look, look.words("Imported"), told)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is going on stops, and then has changed nothing."""
        if self._task is not None:
            self._task.canceled.set()
        super().closeEvent(event)
