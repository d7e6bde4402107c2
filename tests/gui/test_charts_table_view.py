"""The table in the place of a chart: all numbers by keyboard, heard with the names of their row and column."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from chart_samples import arrivals, at, heat_map, occupancy
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checkin.i18n import Words
from ui.charts.table_view import ChartTable
from ui.charts.values import Chart
from ui.language import load_fonts
from ui.theme import DARK, Theme
from ui.widgets.look import Look

Show = Callable[..., ChartTable]
Role = Qt.ItemDataRole


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    load_fonts()
    windows: list[QWidget] = []

    def make(chart: Chart, language: str = "en") -> ChartTable:
        window = QWidget()
        windows.append(window)
        view = ChartTable(window)
        view.dress(Look(Words(language), Theme(DARK)))
        view.show_chart(chart)
        view.setGeometry(0, 0, 1000, 340)
        window.resize(1000, 340)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        view.setFocus()
        return view

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


def cell(view: ChartTable, row: int, column: int, role: Role = Role.DisplayRole) -> str:
    return view.model().index(row, column).data(role)


def test_it_has_the_numbers_of_the_chart(show: Show) -> None:
    view = show(arrivals("fr"), "fr")
    model = view.model()
    headings = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert headings == ["Heure", "Aujourd’hui", "Hier", "Attendu"]
    assert [cell(view, 29, column) for column in range(4)] == ["09:25", "203", "155", "164"]
    assert cell(view, 143, 1) == "–"
    assert model.rowCount() == 144


def test_large_numbers_are_grouped(show: Show) -> None:
    assert cell(show(occupancy()), 70, 1) == "3\u202f976"


def test_a_screen_reader_hears_to_what_a_number_belongs(show: Show) -> None:
    view = show(heat_map())
    assert cell(view, 4, 10, Role.AccessibleTextRole) == f"Gate B · desk 5, 09:15: {cell(view, 4, 10)}"
    assert view.accessibleName() == "Pace of desks, Thu 19 Apr, scans per quarter-hour"


def test_arrows_walk_and_enter_chooses_the_moment(show: Show, qtbot: QtBot) -> None:
    view = show(arrivals())
    view.setCurrentIndex(view.model().index(24, 1))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 25
    with qtbot.waitSignal(view.moment_chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [at(9, 5)]


def test_in_a_heat_map_the_column_is_the_moment(show: Show, qtbot: QtBot) -> None:
    view = show(heat_map())
    view.setCurrentIndex(view.model().index(3, 9))
    with qtbot.waitSignal(view.moment_chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [at(9)]
    view.setCurrentIndex(view.model().index(3, 0))
    with qtbot.assertNotEmitted(view.moment_chosen):
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_tab_leaves_it(show: Show) -> None:
    assert not show(arrivals()).tabKeyNavigation()


def test_a_live_table_keeps_the_reader_s_place(show: Show) -> None:
    chart = arrivals()
    view = show(chart)
    view.setCurrentIndex(view.model().index(40, 2))
    view.verticalScrollBar().setValue(30)
    view.show_chart(replace(chart, today=replace(chart.today, values=tuple(value + 1 for value in chart.today.values))))
    assert (view.currentIndex().row(), view.currentIndex().column()) == (40, 2)
    assert view.verticalScrollBar().value() == 30
    assert cell(view, 29, 1) == "204"


def test_another_chart_has_its_own_columns(show: Show) -> None:
    view = show(arrivals())
    view.show_chart(heat_map())
    assert view.model().columnCount() == 49
    assert view.horizontalScrollBar().maximum() > 0
    view.show_chart(arrivals())
    assert view.model().columnCount() == 4
    assert view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_numbers_and_their_headings_stand_under_each_other(show: Show, language: str) -> None:
    view = show(occupancy(language), language)
    model, side = view.model(), Qt.AlignmentFlag.AlignLeft if language == "ar" else Qt.AlignmentFlag.AlignRight
    heading = model.headerData(2, Qt.Orientation.Horizontal, Role.TextAlignmentRole)
    assert heading == model.index(3, 2).data(Role.TextAlignmentRole)
    assert heading & side
    assert not model.index(3, 0).data(Role.TextAlignmentRole) & side
    assert (view.columnViewportPosition(0) > view.columnViewportPosition(1)) is (language == "ar")
