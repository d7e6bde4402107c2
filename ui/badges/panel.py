"""The panel beside the badges: template and printer to choose, and what becomes of the badges."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.domain.event import Event
from checkin.i18n import Phrase, phrase
from checkin.sentences import grouped
from checkin.trouble import Trouble
from data.badge_templates import find_template
from ui.badges.shown import Shown, View
from ui.widgets.button import Button
from ui.widgets.lines import Line, Lines
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.rows import Row, Rows
from ui.widgets.surface import Surface
from ui.widgets.text import isolated

BAR_PX = 8


class Bar(QWidget):
    """How far something is, from 0 to 1."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = 0.0
        self._look: Look | None = None
        self.setFixedHeight(BAR_PX)

    def show_part(self, look: Look, part: float) -> None:
        """Fill so much of it."""
        self._look, self.part = look, part
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, filled from where lines begin."""
        if self._look is None:
            return
        c, painter = self._look.theme.colours, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.border))
        painter.drawRoundedRect(QRectF(self.rect()), BAR_PX / 2, BAR_PX / 2)
        done = self.width() * self.part
        painter.setBrush(QColor(c.accent))
        left = self.width() - done if self.isRightToLeft() else 0.0
        painter.drawRoundedRect(QRectF(left, 0, done, self.height()), BAR_PX / 2, BAR_PX / 2)


class Panel(Surface):
    """Lists and buttons, connected by the window. `templates` are names, and files of somebody's own."""

    def __init__(self, parent: QWidget, templates: list[str]) -> None:
        super().__init__(parent)
        self._names = templates
        self.shows_printers = False
        self.titles = Lines(self, shrinks=True)
        self.templates = Rows(self)
        self.printers = Rows(self)
        self.printer = Button(self, "printer")
        self.said = Paragraph(self)
        self.bar = Bar(self)
        self.print = Button(self, "printer")
        self.save = Button(self, "download")
        self.cancel = Button(self, "x")
        self._column = QVBoxLayout(self)
        for widget, stretch in (
            (self.titles, 0), (self.templates, 1), (self.printers, 1), (self.said, 0), (self.bar, 0), (self.printer, 0),
            (self.print, 0), (self.save, 0), (self.cancel, 0),
        ):  # fmt: skip
            self._column.addWidget(widget, stretch)
        for button in (self.printer, self.print, self.save, self.cancel):
            button.setSizePolicy(self.said.sizePolicy().horizontalPolicy(), button.sizePolicy().verticalPolicy())
        for widget in (self.printers, self.said, self.bar, self.cancel):
            widget.hide()

    def show_state(self, look: Look, shown: Shown, event: Event, printer: str, *, busy: bool) -> None:
        """Which template is used, and what can be done now."""
        theme, words = look.theme, look.words
        super().dress(look)
        self._column.setContentsMargins(*(theme.px(14),) * 4)
        self._column.setSpacing(theme.px(10))
        self.titles.show_lines(
            Line(event.name(words.language), theme.font(20, BOLD), theme.colours.text),
            Line(_place(look, shown), theme.font(16, MEDIUM, figures=True), theme.colours.muted),
        )
        for rows in (self.templates, self.printers):
            rows.dress(look)
        self.templates.show_rows([self._row(name, look) for name in self._names])
        self.templates.setCurrentRow(self._names.index(shown.template))
        self.printer.say(look, printer or words("Choose a printer"), words("Choose the printer"))
        one = shown.view is View.BADGE
        self.print.say(look, words("Print this badge") if one else words("Print all badges"), words("Print"), "Ctrl+P")
        self.save.say(look, words("Save all as PDF"), words("Save all badges as a PDF to print"), "Ctrl+S")
        self.cancel.say(look, words("Stop"), words("Stop; the file that was there stays"), "Esc")
        for button in (self.print, self.save, self.printer):
            button.setVisible(not busy)
        for button in (self.print, self.save):
            button.setEnabled(shown.faces is not None and shown.badges > 0)
        self.cancel.setVisible(busy)
        self.bar.setVisible(busy)

    def _row(self, name: str, look: Look) -> Row:
        try:
            template = find_template(name)
        except Trouble:
            return Row(name, Path(name).name, look.words("has mistakes"))
        page = look.words("{n} a page", n=template.paper.per_page)
        sides = look.words("two-sided") if template.back else look.words("one side")
        return Row(name, template.title(look.words.language) or Path(name).name, f"{page} · {sides}")

    def show_printers(self, look: Look, names: list[str], visible: bool) -> None:
        """The printers in the place of the templates, or the templates again."""
        self.shows_printers = visible
        self.templates.setVisible(not visible)
        self.printers.setVisible(visible)
        self.printers.show_rows([Row(name, name, icon="printer") for name in names])
        if visible and not names:
            self.say(look, phrase("This machine has no printer. Connect one, or save a PDF."), wrong=True)
        elif self.said.isVisible() and not visible:
            self.said.hide()

    def show_progress(self, look: Look, count: int, of: int) -> None:
        """How many badges are drawn."""
        self.bar.show_part(look, count / max(1, of))
        self._show(look, look.words("{count} of {of} badges", count=grouped(count), of=grouped(of)), look.theme.colours.text)

    def say(self, look: Look, what: Phrase, *, wrong: bool = False) -> None:
        """What became of it."""
        c = look.theme.colours
        self._show(look, look.words(what), c.refused if wrong else c.admitted)

    def _show(self, look: Look, text: str, colour: str) -> None:
        self.said.show_line(Line(text, look.theme.font(16, SEMIBOLD), colour))
        self.said.setVisible(bool(text))


def _place(look: Look, shown: Shown) -> str:
    """Which badge or page is shown, of how many."""
    words, number, of = look.words, grouped(shown.at + 1), grouped(shown.pages)
    if shown.view is View.BADGE:
        people = shown.people()
        return " · ".join([words("Badge {number} of {of}", number=number, of=of), *(isolated(one.id) for one in people)])
    badges = words.plural("{count} badge", "{count} badges", shown.badges, count=grouped(shown.badges))
    return f"{words('Page {number} of {of}', number=number, of=of)} · {badges}"
