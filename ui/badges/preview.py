"""The window that shows badges before they are printed, and prints them or saves them as a PDF."""

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QSize, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from checkin.domain.event import LANGUAGES, Event
from checkin.i18n import Phrase, Words, phrase
from checkin.settings import Settings, write_settings
from checkin.trouble import Trouble
from data.badge_templates import template_names
from data.store import Store, open_store
from ui.badges.canvas import Canvas
from ui.badges.controls import Controls
from ui.badges.job import Job, Work
from ui.badges.panel import Panel
from ui.badges.printing import print_badges, printers
from ui.badges.render import render_pdf
from ui.badges.shown import Shown, View, own_file
from ui.language import apply_language, load_fonts
from ui.theme import Theme, apply_theme, colours_for
from ui.widgets.look import Look

SETTLES_MS = 150
NARROWEST_PANEL, WIDEST_PANEL, PANEL_SHARE = 330, 440, 0.29


@dataclass(frozen=True, slots=True)
class PreviewPlan:
    """What is to be looked at: a template by name or file, and the registrations with these ids, or all."""

    database: Path
    settings_file: Path
    settings: Settings
    event: Event
    template: str
    ids: tuple[str, ...] | None = None


class PreviewWindow(QWidget):
    """Badges and sheets. `ask_path` gives the file for a PDF, "" for none."""

    def __init__(
        self, plan: PreviewPlan, store: Store, words: Words, theme: Theme, ask_path: Callable[[QWidget], str] | None = None
    ) -> None:  # fmt: skip
        super().__init__()
        self._plan = plan
        self._settings = plan.settings
        self._ask_path = ask_path or _ask_path
        self.look = Look(words, theme)
        self.shown = Shown(store, plan.event, plan.template, plan.ids)
        self.job: Job | None = None
        self._success: Phrase | None = None
        self._of = 0
        self.canvas = Canvas(self, self.shown)
        self.controls = Controls(self)
        self.panel = Panel(self, [*template_names(), *([] if plan.template in template_names() else [plan.template])])
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._lay_out()
        self._connect()
        self._watch_file()
        self._dress()
        self.setMinimumSize(QSize(960, 560))

    def _lay_out(self) -> None:
        left, whole = QVBoxLayout(), QHBoxLayout(self)
        left.addWidget(self.controls)
        left.addWidget(self.canvas, 1)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel)

    def _connect(self) -> None:
        controls, panel = self.controls, self.panel
        for button, act in (
            (controls.badge, self.show_badge), (controls.sheet, self.show_sheet), (controls.back, self.go_back),
            (controls.on, self.go_on), (controls.nearer, self.canvas.zoom_in), (controls.farther, self.canvas.zoom_out),
            (controls.whole, self.canvas.fit), (controls.language, self.switch_language),
            (controls.appearance, self.switch_appearance), (panel.printer, self.choose_printer), (panel.print, self.print),
            (panel.save, self.save), (panel.cancel, self.cancel),
        ):  # fmt: skip
            button.clicked.connect(act)
        for keys, act in {
            "PgUp": self.go_back, "PgDown": self.go_on, "Ctrl++": self.canvas.zoom_in, "Ctrl+=": self.canvas.zoom_in,
            "Ctrl+-": self.canvas.zoom_out, "Ctrl+0": self.canvas.fit, "F4": self.switch_language, "F5": self.switch_appearance,
            "Ctrl+P": self.print, "Ctrl+S": self.save, "Esc": self.cancel,
        }.items():  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)
        panel.templates.chosen.connect(self.choose_template)
        panel.printers.chosen.connect(self.use_printer)
        self.canvas.zoomed.connect(self._show_place)
        self._watcher.fileChanged.connect(self._settling.start)
        self._settling.timeout.connect(self._file_changed)

    def _dress(self) -> None:
        theme, words = self.look.theme, self.look.words
        self.setStyleSheet(theme.style_sheet())
        self.setWindowTitle(f"{words('Badges')} · {self._plan.event.name(words.language)}")
        self.controls.dress(self.look)
        self.canvas.dress(self.look)
        self._refresh()

    def _refresh(self) -> None:
        """Something else is shown."""
        self.canvas.refresh()
        self.panel.show_state(self.look, self.shown, self._plan.event, self._settings.printer, busy=self.job is not None)

    @Slot()
    def _show_place(self) -> None:
        self.controls.show_place(self.look, self.shown, self.canvas.percent)

    @Slot()
    def show_badge(self) -> None:
        """One badge, both sides of it."""
        self.shown.look_at(View.BADGE)
        self._refresh()

    @Slot()
    def show_sheet(self) -> None:
        """A whole page."""
        self.shown.look_at(View.SHEET)
        self._refresh()

    @Slot()
    def go_back(self) -> None:
        """The badge or page before."""
        self.shown.go_to(self.shown.at - 1)
        self._refresh()

    @Slot()
    def go_on(self) -> None:
        """The next badge or page."""
        self.shown.go_to(self.shown.at + 1)
        self._refresh()

    @Slot(str)
    def choose_template(self, template: str) -> None:
        """Draw from another template."""
        self.shown.use(template)
        self._watch_file()
        self._refresh()

    @Slot()
    def choose_printer(self) -> None:
        """Show the system's printers, or the templates again."""
        self.panel.show_printers(self.look, [] if self.panel.shows_printers else printers(), not self.panel.shows_printers)

    @Slot(str)
    def use_printer(self, printer: str) -> None:
        """Print on this one from now on."""
        self._settings = self._settings.but(printer=printer)
        try:
            write_settings(self._plan.settings_file, self._settings)
        except Trouble as trouble:
            self.panel.say(self.look, trouble.what, wrong=True)
        self.panel.show_printers(self.look, [], False)
        self._refresh()

    @Slot()
    def switch_language(self) -> None:
        """The next language, round and round."""
        words = Words(LANGUAGES[(LANGUAGES.index(self.look.words.language) + 1) % len(LANGUAGES)])
        apply_language(_application(), words)
        self.look = Look(words, self.look.theme)
        self._dress()

    @Slot()
    def switch_appearance(self) -> None:
        """Light or dark."""
        theme = self.look.theme.but(colours=colours_for("light" if self.look.theme.colours.dark else "dark"))
        apply_theme(_application(), theme)
        self.look = Look(self.look.words, theme)
        self._dress()

    @Slot()
    def print(self) -> None:
        """Print the badge that is shown; where pages are shown, all of them."""
        if self.shown.faces is None or self.job is not None:
            return
        faces, printer = self.shown.faces, self._settings.printer
        one = self.shown.people()[:1] if self.shown.view is View.BADGE else None

        def work(watch: Callable[[int], bool]) -> int:
            with closing(open_store(self._plan.database, read_only=True)) as store:
                people = iter(one) if one is not None else self.shown.everybody(store)
                return print_badges(people, faces.anew(), printer, watch)

        self._start(work, phrase("Printed on {place}.", place=printer), len(one) if one is not None else self.shown.badges)

    @Slot()
    def save(self) -> None:
        """Save all badges as a PDF."""
        if self.shown.faces is None or self.job is not None or not (path := self._ask_path(self)):
            return
        template = self.shown.faces.template

        def work(watch: Callable[[int], bool]) -> int:
            with closing(open_store(self._plan.database, read_only=True)) as store:
                return render_pdf(self.shown.everybody(store), self._plan.event, Path(path), template, watch=watch)

        self._start(work, phrase("Saved in {place}.", place=path), self.shown.badges)

    @Slot()
    def cancel(self) -> None:
        """Stop printing or saving; else show the templates again."""
        if self.job is not None:
            self.job.cancel()
        elif self.panel.shows_printers:
            self.choose_printer()

    def _start(self, work: Work, success: Phrase, of: int) -> None:
        self.job, self._success, self._of = Job(self, work), success, of
        self.job.progressed.connect(self._progressed)
        self.job.done.connect(self._done)
        self.job.failed.connect(self._failed)
        self._refresh()
        self._progressed(0)
        self.job.start()

    @Slot(int)
    def _progressed(self, count: int) -> None:
        self.panel.show_progress(self.look, count, self._of)

    @Slot(int)
    def _done(self, count: int) -> None:
        self._end()
        if self._success is not None:
            self.panel.say(self.look, self._success)

    @Slot(object)
    def _failed(self, what: Phrase) -> None:
        self._end()
        self.panel.say(self.look, what, wrong=True)

    def _end(self) -> None:
        if self.job is not None:
            self.job.join()
            self.job.deleteLater()
        self.job = None
        self._refresh()

    def _watch_file(self) -> None:
        if watched := self._watcher.files():
            self._watcher.removePaths(watched)
        if (path := own_file(self.shown.template)) is not None:
            self._watcher.addPath(str(path))

    @Slot()
    def _file_changed(self) -> None:
        self.choose_template(self.shown.template)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The badges take most of the room."""
        super().resizeEvent(event)
        self.panel.setFixedWidth(max(NARROWEST_PANEL, min(WIDEST_PANEL, round(self.width() * PANEL_SHARE))))

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being drawn ends first; a file that was there stays."""
        if self.job is not None:
            self.job.cancel()
            self.job.join()
        super().closeEvent(event)


def run_preview(plan: PreviewPlan) -> int:
    """Open the window and run it until it is closed. The process's exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    words, theme = Words(plan.settings.language), Theme(colours_for(plan.settings.appearance))
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    with closing(open_store(plan.database, read_only=True)) as store:
        window = PreviewWindow(plan, store, words, theme)
        window.resize(1366, 768)
        window.show()
        return app.exec()


def _ask_path(parent: QWidget) -> str:
    return QFileDialog.getSaveFileName(parent, "", "badges.pdf", "PDF (*.pdf)")[0]


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
