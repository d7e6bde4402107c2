"""The charts of a report's workbook: the spreadsheet's own, drawn from its cells, so that people can work with them."""

from typing import Any

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from checkin.overview.reports.values import Table

COLOURS = {
    "arrivals": "3D86D6", "arrivals_before": "2B3648", "arrivals_expected": "7A1FA2", "inside": "0B57A4",
    "inside_before": "2B3648", "capacity": "B3261E", "least": "86B4E6", "most": "86B4E6",
}  # fmt: skip
DASHES = {"arrivals_before": "dash", "arrivals_expected": "sysDot", "inside_before": "dash", "least": "sysDot", "most": "sysDot"}
WIDTH_CM, HEIGHT_CM = 25.0, 9.0
LABEL_EVERY = 12
"""Slots between two labels of the axis: an hour."""


def arrivals(table: Table, sheet: Worksheet, rows: tuple[int, int], title: str, *, mirrored: bool) -> Any:
    """Bars of what came, with lines for the day before and for what was expected."""
    chart = BarChart()
    chart.gapWidth = 20
    _fill(chart, table, sheet, rows, ("arrivals",))
    lines = LineChart()
    _fill(lines, table, sheet, rows, ("arrivals_before", "arrivals_expected"))
    return _dressed(chart, lines, title, mirrored=mirrored)


def occupancy(table: Table, sheet: Worksheet, rows: tuple[int, int], title: str, *, mirrored: bool) -> Any:
    """An area of how many were inside, under the line of the capacity."""
    chart = AreaChart()
    chart.grouping = "standard"
    _fill(chart, table, sheet, rows, ("inside",))
    lines = LineChart()
    _fill(lines, table, sheet, rows, ("inside_before", "least", "most", "capacity"))
    return _dressed(chart, lines, title, mirrored=mirrored)


def _fill(chart: Any, table: Table, sheet: Worksheet, rows: tuple[int, int], wanted: tuple[str, ...]) -> None:
    heading, last = rows
    for number, column in enumerate(table.columns, 1):
        if column.id not in wanted:
            continue
        chart.add_data(Reference(sheet, min_col=number, min_row=heading, max_row=last), titles_from_data=True)
        series, colour = chart.series[-1], COLOURS[column.id]
        series.graphicalProperties = GraphicalProperties()
        if isinstance(chart, LineChart):
            series.smooth = False
            series.marker.symbol = "none"
            series.graphicalProperties.line.solidFill = colour
            series.graphicalProperties.line.width = 19050
            series.graphicalProperties.line.dashStyle = DASHES.get(column.id, "solid")
        else:
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = colour
    chart.set_categories(Reference(sheet, min_col=1, min_row=heading + 1, max_row=last))


def _dressed(chart: Any, lines: Any, title: str, *, mirrored: bool) -> Any:
    chart.title = title
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    chart.legend.position = "b"
    chart.x_axis.number_format = "hh:mm"
    chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = LABEL_EVERY
    chart.x_axis.delete = chart.y_axis.delete = False  # without it some programs show no axes
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_hairline())
    if mirrored:
        chart.x_axis.scaling.orientation = "maxMin"
    if lines.series:
        chart += lines
    return chart


def _hairline() -> Any:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill="D5DBE7", w=6350)
