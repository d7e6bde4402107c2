"""A chart as a table on the screen, in the place of the chart: every number can be reached by keyboard and heard."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.charts.table import Cell, table
from ui.charts.telling import number
from ui.charts.values import Chart, HeatMap
from ui.widgets.look import MEDIUM, SEMIBOLD, Look

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
LEFT, RIGHT = (
    int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)
"""Said outright: Qt mirrors the alignment of cells, and leaves that of headings as it is."""


class Numbers(QAbstractTableModel):
    """The rows of a chart's table, the first of them as heading."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[list[Cell]] = [[]]
        self.mirrored = False

    def show_rows(self, rows: list[list[Cell]]) -> None:
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
        return cell if isinstance(cell, str) else "–" if cell is None else number(cell)


class ChartTable(QTableView):
    """The table of one chart. `moment_chosen` has the begin (aware, UTC) of the slot whose row, or column in a heat map, was
    entered or touched twice."""

    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._chart: Chart | None = None
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
        self.activated.connect(self._choose)

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
        self.verticalHeader().setDefaultSectionSize(theme.px(34))
        self.horizontalHeader().setMinimumHeight(theme.px(42))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if look.words.right_to_left else Qt.LayoutDirection.LeftToRight)
        self.setStyleSheet(style_sheet(look))
        self._renew()

    def show_chart(self, chart: Chart) -> None:
        """Show the table of `chart`. Shown once more, it costs nothing."""
        if chart != self._chart:
            self._chart = chart
            self._renew()

    @property
    def chart(self) -> Chart | None:
        """The chart whose table is shown."""
        return self._chart

    def _renew(self) -> None:
        if self._chart is None or self._look is None:
            return
        self.setAccessibleName(f"{self._chart.title}, {self._chart.subtitle}")
        columns = self._numbers.columnCount()
        self._numbers.show_rows(table(self._chart, self._look.words))
        if columns != self._numbers.columnCount():
            self._spread()

    def _spread(self) -> None:
        """A few columns share the width; those of a heat map are as wide as their times."""
        few = self._numbers.columnCount() <= 8
        mode = QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the moment."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if self._chart is None:
            return
        slot = index.column() - 1 if isinstance(self._chart, HeatMap) else index.row()
        if slot >= 0:
            self.moment_chosen.emit(self._chart.slots.begin(slot))

    def sizeHint(self) -> QSize:
        """As the chart that it replaces."""
        return QSize(600, self._look.theme.px(340) if self._look else 340)


def style_sheet(look: Look) -> str:
    """The colours of a table."""
    c, theme = look.theme.colours, look.theme
    return f"""
        QTableView {{ background: {c.surface}; color: {c.text}; border: 2px solid {c.border}; border-radius: {theme.px(12)}px;
                      padding: {theme.px(6)}px; outline: none; selection-background-color: {c.selected};
                      selection-color: {c.text}; }}
        QTableView:focus {{ border: 3px solid {c.accent}; }}
        QTableView::item {{ padding: 0 {theme.px(12)}px; border-bottom: 1px solid {c.border}; }}
        QTableView::item:selected {{ background: {c.selected}; color: {c.text}; border: 2px solid {c.accent}; }}
        QHeaderView {{ background: {c.surface}; }}
        QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none; border-bottom: 2px solid {c.field};
                                padding: 0 {theme.px(12) + 3}px; }}
        QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
        QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
        QScrollBar::handle {{ background: {c.field}; border-radius: 4px; min-height: 52px; min-width: 52px; margin: 1px; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
        QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    """
