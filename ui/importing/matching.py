"""The second page: every column of the file with its first values, and what it is taken for."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QWidget

from data.importers.columns import Columns
from ui.desk.lists import ListPage
from ui.importing.fields import FIELDS, NOTHING, Chosen, choose, chosen_of, missing, said
from ui.importing.page import Page
from ui.widgets.look import Look
from ui.widgets.rows import ROW, Row
from ui.widgets.text import isolated


class MatchPage(Page):
    """Two lists: the columns, and what the column at hand can be. `edited` when something else was chosen."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = ListPage(self, closable=False)
        self.fields = ListPage(self, closable=False)
        self._file: Columns | None = None
        self._chosen: Chosen = {}
        self._wrong = ""
        lists = QHBoxLayout()
        lists.addWidget(self.columns, 5)
        lists.addWidget(self.fields, 3)
        self._lists = lists
        self.column.addLayout(lists, 1)
        self.column.addWidget(self.foot)
        self.columns.rows.currentItemChanged.connect(self._walk)
        self.columns.rows.chosen.connect(self._ask)
        self.fields.rows.chosen.connect(self._answer)

    @property
    def is_asking(self) -> bool:
        """Whether the keyboard is on the list of fields."""
        return self.fields.rows.hasFocus()

    @property
    def is_complete(self) -> bool:
        """Whether every field that must be there has a column."""
        return self._file is not None and not missing(self._chosen)

    @property
    def said(self) -> Mapping[str, str]:
        """What is to be said of the columns, as Wishes takes it."""
        return said(self._chosen, self._file.mapped, self._headings) if self._file else {}

    @property
    def _headings(self) -> list[str]:
        return [one.heading for one in self._file.columns] if self._file else []

    def show_file(self, file: Columns) -> None:
        """The columns of another file."""
        self._file, self._wrong = file, ""
        self._chosen = chosen_of(file.mapped, self._headings)
        self.columns.rows.clear()
        self._refresh()
        self.columns.rows.setCurrentRow(0)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self._lists.setSpacing(look.theme.gap_px)
        self.columns.dress(look)
        self.fields.dress(look)
        self.foot.dress(look, look.words("Another file"), look.words("See what would change"))
        self._refresh()

    def complain(self, text: str) -> None:
        """Say what is wrong with the columns; "" for nothing."""
        self._wrong = text
        self._refresh()

    def start_here(self) -> None:
        """The columns are walked through with the arrow keys."""
        self.columns.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        if self._look is None or self._file is None:
            return
        words, c = self._look.words, self._look.theme.colours
        rows = []
        for place, column in enumerate(self._file.columns):
            field = self._chosen.get(place, NOTHING)
            samples = " · ".join(map(isolated, column.samples)) or words("nothing in the first rows")
            rows.append(Row(str(place), column.heading, samples, words(FIELDS[field]), colour=c.accent if field else c.border))
        self.columns.entitle(words("Columns of the file, and what each is"))
        self.columns.show_rows(rows)
        self._show_fields()
        lacking = missing(self._chosen)
        self.foot.on.setEnabled(not lacking)
        self.foot.tell(self._wrong or self._note(lacking), wrong=bool(self._wrong or lacking))

    def _note(self, lacking: list[str]) -> str:
        assert self._look is not None
        words = self._look.words
        if lacking:
            names = ", ".join(words(FIELDS[one]) for one in lacking)
            return words("Choose a column for: {fields}.", fields=names)
        had = set(self._chosen.values())
        notes = [] if "badge" in had else [words("Without badge numbers, Check-in makes them.")]
        notes += [] if "status" in had else [words("Without a status, new registrations are confirmed.")]
        return " ".join(notes)

    def _show_fields(self) -> None:
        if self._look is None or self._file is None or not self.columns.rows.current_key():
            return
        words, place = self._look.words, int(self.columns.rows.current_key())
        holders = {field: at for at, field in self._chosen.items()}
        now = self._chosen.get(place, NOTHING)
        rows = []
        for field, name in FIELDS.items():
            other = holders.get(field, place) if field else place
            detail = words("now: {heading}", heading=self._headings[other]) if other != place else ""
            rows.append(Row(field or "-", words(name), detail, icon="check" if field == now else "minus"))
        self.fields.entitle(words("“{heading}” is:", heading=self._headings[place]))
        self.fields.show_rows(rows)
        self.fields.rows.setCurrentRow(list(FIELDS).index(now))

    @Slot(QListWidgetItem, QListWidgetItem)
    def _walk(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        # a list that is filled anew has no current row for a moment
        if item is not None and item.data(ROW) is not None:
            self._show_fields()

    @Slot(str)
    def _ask(self, key: str) -> None:
        self.fields.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _answer(self, key: str) -> None:
        place = int(self.columns.rows.current_key())
        self._chosen = choose(self._chosen, place, NOTHING if key == "-" else key)
        self._wrong = ""
        self._refresh()
        self.columns.rows.move_by(1)
        self.start_here()
        self.edited.emit()
