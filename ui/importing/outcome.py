"""The third page: what the import would come to, before anything is changed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.i18n import Words
from checkin.sentences import grouped
from checkin.trouble import Mistake
from data.importers.registrations_file import Imported
from data.importers.staging import Change
from ui.desk.lists import ListPage
from ui.importing.fields import FIELDS
from ui.importing.page import Page
from ui.importing.tiles import Tile
from ui.reasons import Shape
from ui.theme import VERDICTS, Tone
from ui.widgets.button import Button
from ui.widgets.lines import Line
from ui.widgets.look import MEDIUM, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.rows import Row
from ui.widgets.text import isolated

KINDS = ("rejected", "canceled", "changed", "added")
"""In the order in which they want to be looked at."""


class OutcomePage(Page):
    """Numbers, the list behind each, and whether those who are not in the file are canceled: `toggled` when that changes."""

    toggled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._imported: Imported | None = None
        self._wrong = ""
        self.tiles = {kind: Tile(self, kind) for kind in (*reversed(KINDS), "unchanged")}
        self._numbers = QHBoxLayout()
        for tile in self.tiles.values():
            self._numbers.addWidget(tile, 1)
            tile.clicked.connect(self._show_list)
        self.list = ListPage(self, closable=False)
        self.cancel_missing = Button(self, "check", checkable=True)
        self.missing = Paragraph(self)
        self._choice = QHBoxLayout()
        self._choice.addWidget(self.missing, 1)
        self._choice.addWidget(self.cancel_missing)
        self.cancel_missing.clicked.connect(self.toggled)
        self.column.addLayout(self._numbers)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(self._choice)
        self.column.addWidget(self.foot)

    @property
    def can_import(self) -> bool:
        """Whether there is something to import, and nothing against it."""
        found = self._imported
        return found is not None and not found.rejected and bool(found.added or found.changed or found.canceled)

    def show_outcome(self, imported: Imported) -> None:
        """What a dry run came to."""
        self._imported, self._wrong = imported, ""
        first = next((kind for kind in KINDS if getattr(imported, kind)), "added")
        self.tiles[first].setChecked(True)
        self._refresh()

    def complain(self, text: str) -> None:
        """Say why nothing was imported."""
        self._wrong = text
        self._refresh()

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        for row in (self._numbers, self._choice):
            row.setSpacing(look.theme.gap_px)
        self.list.dress(look)
        self.foot.dress(look, look.words("Columns"), look.words("Import"))
        self._refresh()

    def start_here(self) -> None:
        """On to the import where that is possible, else to what stands against it."""
        (self.foot.on if self.can_import else self.list.rows).setFocus()

    def _refresh(self) -> None:
        if self._look is None or self._imported is None:
            return
        words, c, found = self._look.words, self._look.theme.colours, self._imported
        names = {
            "added": (words("To add"), c.admitted), "changed": (words("To change"), c.look),
            "canceled": (words("To cancel"), c.refused), "rejected": (words("Rejected"), c.refused),
            "unchanged": (words("Unchanged"), c.text),
        }  # fmt: skip
        for kind, tile in self.tiles.items():
            name, colour = names[kind]
            tile.show_number(self._look, name, getattr(found, kind), colour)
        self._show_missing(words, 0 if found.rejected else found.missing)
        self._show_list()
        self.foot.on.setEnabled(self.can_import)
        self.foot.tell(self._wrong or self._advice(words, found), wrong=bool(self._wrong or found.rejected))

    @staticmethod
    def _advice(words: Words, found: Imported) -> str:
        if found.rejected:
            return words("Correct these rows in the file, and drop it here again. Nothing is imported while there are mistakes.")
        if not (found.added or found.changed or found.canceled):
            return words("Nothing would change: this desk knows all of it.")
        return words("Not imported: {columns}", columns=", ".join(found.ignored_columns)) if found.ignored_columns else ""

    def _show_missing(self, words: Words, missing: int) -> None:
        assert self._look is not None
        theme = self._look.theme
        for widget in (self.missing, self.cancel_missing):
            widget.setVisible(missing > 0)
        count = grouped(missing)
        told = words.plural(
            "{count} registration of this desk is not in the file. It stays as it is, unless you cancel it.",
            "{count} registrations of this desk are not in the file. They stay as they are, unless you cancel them.",
            missing, count=count,
        )  # fmt: skip
        self.missing.show_line(Line(told, theme.font(16, MEDIUM), theme.colours.text))
        asked = words("Cancel those not in the file ({count})", count=count)
        self.cancel_missing.say(self._look, asked, asked)
        self.cancel_missing.change_icon("check" if self.cancel_missing.isChecked() else "minus")

    @Slot()
    def _show_list(self) -> None:
        if self._look is None or self._imported is None:
            return
        words, found = self._look.words, self._imported
        kind = next(kind for kind, tile in self.tiles.items() if tile.isChecked())
        changes = [one for one in found.shown if one.action == kind]
        rows = [self._mistake(place, one) for place, one in enumerate(found.mistakes)] if kind == "rejected" else []
        rows += [self._change(one) for one in changes]
        count = getattr(found, kind)
        title = self.tiles[kind].text()
        if len(rows) < count:
            title = words("{title}: the first {n} of {count}", title=title, n=len(rows), count=grouped(count))
        self.list.entitle(title, words("Nothing to show here."))
        self.list.show_rows(rows)

    def _change(self, one: Change) -> Row:
        assert self._look is not None
        words, c = self._look.words, self._look.theme.colours
        where = words("Row {row}", row=one.row) if one.row else words("not in the file")
        colour = {"added": c.admitted, "changed": c.look, "canceled": c.refused}[one.action]
        return Row(one.id, one.name, isolated(one.id), where, colour=colour)

    def _mistake(self, place: int, one: Mistake) -> Row:
        assert self._look is not None
        words, red = self._look.words, VERDICTS[Tone.REFUSED]
        field = words(FIELDS[one.column]) if one.column in FIELDS and one.column else one.column
        where = words("Row {row}", row=one.row) if one.row else ""
        title = " · ".join(part for part in (where, field) if part)
        return Row(str(place), title or words(one.what), words(one.what) if title else "", seal=(Shape.CROSS, red.fill, red.ink))
