"""A chart as a table on the screen, in the place of the chart."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.charts.table import table
from ui.charts.values import Chart, HeatMap
from ui.widgets.look import Look
from ui.widgets.table import Table


class ChartTable(Table):
    """The table of one chart. `moment_chosen` has the begin (aware, UTC) of the slot whose row, or column in a heat map, was
    entered or touched twice."""

    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self.activated.connect(self._choose)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        if look != self._look:
            super().dress(look)
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
        if self._chart is not None and self._look is not None:
            self.show_rows(f"{self._chart.title}, {self._chart.subtitle}", table(self._chart, self._look.words))

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
