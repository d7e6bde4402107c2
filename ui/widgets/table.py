"""A table of figures: every number can be reached by keyboard and heard."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from checkin.sentences import grouped
from ui.widgets.look import MEDIUM, SEMIBOLD, Look

Cell = str | int | float | None
"""None: nothing is known there."""

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
LEFT, RIGHT = (
    int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)
"""Said outright: Qt mirrors the alignment of cells, and leaves that of headings as it is."""

FEW = 8
"""So many columns share the width; more are as wide as their texts."""


class Numbers(QAbstractTableModel):
    """Rows, the first of them as heading."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[Sequence[Cell]] = [[]]
        self.mirrored = False

    def show_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these. Where only numbers differ, the reader stays where he or she is."""
        same = [len(rows), rows[0]] == [len(self._rows), self._rows[0]]
        if not same:
            self.beginResetModel()
        self._rows = rows
        if not same:
            self.endResetModel()
        elif len(rows) > 1:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 2, len(rows[0]) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Without the heading."""
        return 0 if parent.isValid() else len(self._rows) - 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """With the first column."""
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """A cell, as text; for screen readers with the name of its row and column."""
        cell = self._rows[index.row() + 1][index.column()]
        if role == Role.DisplayRole:
            return self._text(cell)
        if role == Role.TextAlignmentRole:
            return self._side(index.column())
        if role == Role.AccessibleTextRole:
            first, heading = self._rows[index.row() + 1][0], self._rows[0][index.column()]
            return f"{first}, {heading}: {self._text(cell)}" if index.column() else self._text(cell)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """The heading of a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._rows[0]):
            return None
        if role == Role.TextAlignmentRole:
            return self._side(section)
        return str(self._rows[0][section]) if role == Role.DisplayRole else None

    def _side(self, column: int) -> int:
        """Names and times stand at the leading edge, numbers at the other."""
        return LEFT if (column > 0) is self.mirrored else RIGHT

    @staticmethod
    def _text(cell: Cell) -> str:
        return cell if isinstance(cell, str) else "–" if cell is None else grouped(round(cell))


class Table(QTableView):
    """Rows of figures under a heading."""

    def __init__(self, parent: QWidget | None = None, row_px: int = 34) -> None:
        super().__init__(parent)
        self.row_px = row_px
        self._look: Look | None = None
        self._numbers = Numbers(self)
        self.setModel(self._numbers)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setTabKeyNavigation(False)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        if look == self._look:
            return
        self._look = look
        theme = look.theme
        self._numbers.mirrored = look.words.right_to_left
        self.setFont(theme.font(15, MEDIUM, figures=True))
        self.horizontalHeader().setFont(theme.font(15, SEMIBOLD, figures=True))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(self.row_px))
        self.horizontalHeader().setMinimumHeight(theme.px(42))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if look.words.right_to_left else Qt.LayoutDirection.LeftToRight)
        self.setStyleSheet(style_sheet(look))

    def show_rows(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows, the first of them as heading, under this name for screen readers."""
        self.setAccessibleName(name)
        columns = self._numbers.columnCount()
        self._numbers.show_rows(rows)
        if columns != self._numbers.columnCount():
            mode = QHeaderView.ResizeMode.Stretch if len(rows[0]) <= FEW else QHeaderView.ResizeMode.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(mode)
            if len(rows[0]) > 2:  # names are longer than numbers
                self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)


def style_sheet(look: Look) -> str:
    """The colours of a table."""
    c, theme, mirrored = look.theme.colours, look.theme, look.words.right_to_left
    wide = theme.px(12) + 3
    near, far = f"0 {wide}px 0 2px", f"0 2px 0 {wide}px"  # a long heading has more room than its numbers
    return f"""
        QTableView {{ background: {c.surface}; color: {c.text}; border: 2px solid {c.border}; border-radius: {theme.px(12)}px;
                      padding: {theme.px(6)}px; outline: none; selection-background-color: {c.selected};
                      selection-color: {c.text}; }}
        QTableView:focus {{ border: 3px solid {c.accent}; }}
        QTableView::item {{ padding: 0 {theme.px(12)}px; border-bottom: 1px solid {c.border}; }}
        QTableView::item:selected {{ background: {c.selected}; color: {c.text}; border: 2px solid {c.accent}; }}
        QHeaderView {{ background: {c.surface}; }}
        QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none; border-bottom: 2px solid {c.field};
                                padding: {far if mirrored else near}; }}
        QHeaderView::section:first {{ padding: {near if mirrored else far}; }}
        QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
        QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
        QScrollBar::handle {{ background: {c.field}; border-radius: 4px; min-height: 52px; min-width: 52px; margin: 1px; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
        QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    """
