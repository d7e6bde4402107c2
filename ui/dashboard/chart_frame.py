"""A chart, or the same as a table: whichever is asked for stands in the same place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.charts.table_view import ChartTable
from ui.charts.values import Chart
from ui.charts.view import ChartView
from ui.widgets.look import Look


class ChartFrame(QStackedWidget):
    """`moment_chosen` has the begin (aware, UTC) of the slot that was chosen in either."""

    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.view, self.table = ChartView(self), ChartTable(self)
        self.addWidget(self.view)
        self.addWidget(self.table)
        self.view.moment_chosen.connect(self.moment_chosen)
        self.table.moment_chosen.connect(self.moment_chosen)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self.view.dress(look)
        self.table.dress(look)

    def show_chart(self, chart: Chart) -> None:
        """Show it, in the way that was asked for."""
        self.view.show_chart(chart)
        if self.shows_table:
            self.table.show_chart(chart)

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self.view.chart

    @property
    def shows_table(self) -> bool:
        """Whether it is a table now."""
        return self.currentWidget() is self.table

    def show_table(self, wanted: bool) -> None:
        """A table from now on, or the chart."""
        had_focus = self.currentWidget().hasFocus()
        self.setCurrentWidget(self.table if wanted else self.view)
        if self.chart is not None:
            self.show_chart(self.chart)
        if had_focus:
            self.currentWidget().setFocus()
