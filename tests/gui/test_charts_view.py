"""A chart on the screen, as people read it: pointer, finger, keyboard, screen reader; and that looking around costs no redraw."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from chart_samples import NOW, arrivals, at, heat_map, occupancy
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checkin.i18n import Words
from ui.charts.bars import ArrivalsPlan
from ui.charts.values import Chart, HeatMap, Series, Spot
from ui.charts.view import EDGE_PX, ChartView
from ui.language import load_fonts
from ui.theme import DARK, LIGHT, Theme
from ui.widgets.look import Look

Show = Callable[..., ChartView]
KINDS = {"arrivals": arrivals, "occupancy": occupancy, "heat map": heat_map}


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Shows a chart in a window with a field before it."""
    load_fonts()
    windows: list[QWidget] = []

    def make(chart: Chart, language: str = "en", size: tuple[int, int] = (1300, 340), scale: float = 1.0) -> ChartView:
        window = QWidget()
        windows.append(window)
        field = QLineEdit(window)
        view = ChartView(window)
        view.dress(Look(Words(language), Theme(LIGHT, scale)))
        view.show_chart(chart)
        view.setGeometry(0, 40, *size)
        window.resize(size[0], size[1] + 40)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        field.setFocus()
        return view

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


def middle(view: ChartView, slot: int, row: int = 0) -> QPoint:
    assert view.plan is not None
    left, right = view.plan.times.span(slot)
    return QPointF((left + right) / 2, view.plan.anchor(Spot(slot, row)).center().y()).toPoint()


def hover(view: ChartView, place: QPoint) -> None:
    """The pointer moves there; QTest's own move does nothing where it was there already, in another test."""
    button, keys, spot = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, QPointF(place)
    QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, spot, view.mapToGlobal(spot), button, button, keys))


def walk(view: ChartView, *keys: Qt.Key) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in keys:
        QTest.keyClick(view, key)


def test_the_pointer_reads_the_slot_under_it(show: Show) -> None:
    view = show(arrivals())
    hover(view, middle(view, 29))
    assert view.spot == Spot(29)
    assert view.reading is not None
    assert view.reading.title == "09:25–09:30"
    assert [(line.name, line.value) for line in view.reading.lines] == [
        ("Today", "203"),
        ("Yesterday", "155"),
        ("Expected", "164"),
    ]


def test_the_read_out_goes_with_the_pointer(show: Show) -> None:
    view = show(arrivals())
    hover(view, middle(view, 29))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.reading is None
    assert view.bubble_rect is None


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [(1300, 340, 1.0), (420, 300, 1.0), (1840, 480, 1.4), (600, 900, 1.0)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_the_bubble_is_never_cut_by_the_edges(show: Show, kind: str, size: tuple[int, int, float], language: str) -> None:
    chart = KINDS[kind](language)
    view = show(chart, language, size[:2], size[2])
    view.setFocus()
    room = QRectF(view.rect()).adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
    rows = len(chart.rows) if isinstance(chart, HeatMap) else 1
    for slot in range(0, chart.slots.count, 3):
        for row in {0, rows // 2, rows - 1}:
            view._pointed = Spot(slot, row)
            assert view.bubble_rect is not None
            assert room.contains(view.bubble_rect), (slot, row)


@pytest.mark.parametrize("kind", KINDS)
def test_the_bubble_covers_neither_its_spot_nor_the_heading_where_there_is_room(show: Show, kind: str) -> None:
    chart = KINDS[kind]("fr")
    view = show(chart, "fr", (1300, 460))
    assert view.plan is not None
    headings = [placed.rect for placed in view.plan.sheet.texts if placed.block.text in (chart.title, chart.subtitle)]
    for slot in range(chart.slots.count):
        view._pointed = Spot(slot)
        assert view.bubble_rect is not None
        assert not view.bubble_rect.intersects(view.plan.anchor(Spot(slot))), slot
        assert not any(view.bubble_rect.intersects(rect) for rect in headings)


def test_a_click_chooses_the_moment(show: Show, qtbot: QtBot) -> None:
    view = show(arrivals())
    with qtbot.waitSignal(view.moment_chosen) as chosen:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, 24))
    assert chosen.args == [datetime(2018, 4, 19, 8, 0, tzinfo=UTC)]
    assert chosen.args[0] == at(9)


def test_a_click_beside_the_plot_chooses_nothing(show: Show, qtbot: QtBot) -> None:
    view = show(arrivals())
    with qtbot.assertNotEmitted(view.moment_chosen):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=middle(view, 24))
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(view, 24))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(view, 60))


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


def tap(view: ChartView, finger: QPointingDevice, *places: QPoint) -> None:
    """Down at the first place, over the others, up at the last."""
    QTest.touchEvent(view, finger).press(0, places[0], view).commit()
    for place in places[1:]:
        QTest.touchEvent(view, finger).move(0, place, view).commit()
    QTest.touchEvent(view, finger).release(0, places[-1], view).commit()


def test_a_finger_reads_first_and_chooses_when_it_comes_back(show: Show, qtbot: QtBot, finger: QPointingDevice) -> None:
    view = show(arrivals())
    with qtbot.assertNotEmitted(view.moment_chosen):
        tap(view, finger, middle(view, 24))
    assert view.spot == Spot(24)
    with qtbot.waitSignal(view.moment_chosen) as chosen:
        tap(view, finger, middle(view, 26))  # a finger is wider than a slot
    assert chosen.args == [at(9)]
    with qtbot.assertNotEmitted(view.moment_chosen):
        tap(view, finger, middle(view, 60))
    assert view.spot == Spot(60)


def test_a_finger_that_glides_reads_and_chooses_nothing(show: Show, qtbot: QtBot, finger: QPointingDevice) -> None:
    view = show(arrivals())
    with qtbot.assertNotEmitted(view.moment_chosen):
        tap(view, finger, middle(view, 24), middle(view, 40), middle(view, 70))
    assert view.spot == Spot(70)


def test_the_keyboard_begins_at_the_newest_number_and_walks(show: Show) -> None:
    view = show(arrivals())
    newest = view.chart.slots.at(NOW)
    walk(view, Qt.Key.Key_Left)
    assert view.spot == Spot(newest)
    walk(view, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert view.spot == Spot(newest - 2)
    walk(view, Qt.Key.Key_Right)
    assert view.spot == Spot(newest - 1)
    walk(view, Qt.Key.Key_PageUp)
    assert view.spot == Spot(newest - 13)
    walk(view, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert view.spot == Spot(143)
    walk(view, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert view.spot == Spot(0)


def test_left_is_later_in_arabic(show: Show) -> None:
    view = show(arrivals("ar"), "ar")
    walk(view, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert view.spot == Spot(1)
    before = view.plan.anchor(Spot(0)).center().x()
    assert view.plan.anchor(view.spot).center().x() < before
    walk(view, Qt.Key.Key_Right)
    assert view.spot == Spot(0)


def test_up_and_down_walk_over_desks(show: Show) -> None:
    view = show(heat_map(), size=(1300, 500))
    walk(view, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert view.spot == Spot(0, 2)
    walk(view, *[Qt.Key.Key_Down] * 20)
    assert view.spot == Spot(0, 11)
    walk(view, *[Qt.Key.Key_Up] * 20, Qt.Key.Key_Right)
    assert view.spot == Spot(1, 0)


def test_enter_chooses_the_moment_and_esc_leaves_it(show: Show, qtbot: QtBot) -> None:
    view = show(arrivals())
    walk(view, Qt.Key.Key_Home, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.moment_chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [at(7, 5)]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.spot is None
    with qtbot.assertNotEmitted(view.moment_chosen):
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_keys_that_are_not_the_chart_s_reach_the_window(show: Show) -> None:
    view = show(arrivals())
    passed = []
    view.window().keyPressEvent = lambda event: passed.append(event.key())  # type: ignore[method-assign]
    walk(view, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_A)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert passed == [Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_A, Qt.Key.Key_Control, Qt.Key.Key_Left]
    assert view.spot is None


def test_tab_reaches_it_and_a_ring_says_so(show: Show, qtbot: QtBot) -> None:
    view = show(arrivals())
    view.window().focusNextChild()
    assert view.hasFocus()
    ring = view.grab().toImage().pixelColor(650, 2)
    assert ring == QColor(LIGHT.accent)
    view.window().focusPreviousChild()
    assert view.grab().toImage().pixelColor(650, 2) != QColor(LIGHT.accent)


def test_the_keyboard_comes_back_to_where_it_was(show: Show) -> None:
    view = show(arrivals())
    walk(view, Qt.Key.Key_Home, Qt.Key.Key_Right)
    view.window().findChild(QLineEdit).setFocus()
    assert view.spot is None
    view.setFocus()
    assert view.spot == Spot(1)


def test_screen_readers_hear_every_step_and_find_the_chart(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []
    view = show(arrivals())
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: spoken.append(event.message()) if hasattr(event, "message") else None
    )
    assert view.accessibleName() == "Arrivals, Thu 19 Apr, people per 5 minutes · all gates"
    assert view.accessibleDescription() == "Highest: 209, 09:15–09:20."
    walk(view, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Right)
    assert spoken[-1] == "09:05–09:10, Today: 136, Yesterday: 96, Expected: 132"
    assert view.accessibleDescription() == spoken[-1]
    assert len(spoken) == 4


def test_a_live_chart_is_not_said_four_times_a_second(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    chart, spoken = arrivals(), []
    view = show(chart)
    walk(view, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown)
    said = view.accessibleDescription()
    monkeypatch.setattr(QAccessible, "updateAccessibility", spoken.append)
    view.show_chart(replace(chart, today=replace(chart.today, values=tuple(value + 1 for value in chart.today.values))))
    assert spoken == []
    assert view.accessibleDescription() == said
    assert view.spot == Spot(12)


def test_the_bubble_tells_the_newest_numbers_of_a_live_chart(show: Show) -> None:
    chart = arrivals()
    view = show(chart)
    hover(view, middle(view, 29))
    more = tuple(value + 1 for value in chart.today.values)
    view.show_chart(replace(chart, today=replace(chart.today, values=more)))
    assert view.reading is not None
    assert view.reading.lines[0].value == "204"


def test_another_day_is_read_from_its_own_begin(show: Show) -> None:
    view = show(arrivals())
    walk(view, Qt.Key.Key_Home)
    view.show_chart(occupancy())
    assert view.spot is None


def test_looking_around_draws_the_chart_only_once(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    paint = ArrivalsPlan.paint
    monkeypatch.setattr(ArrivalsPlan, "paint", lambda plan, canvas: (drawn.append(1), paint(plan, canvas)))
    chart = arrivals()
    view = show(chart)
    view.grab()
    before = len(drawn)
    for slot in (3, 30, 90):
        hover(view, middle(view, slot))
        view.grab()
    view.show_chart(arrivals())  # an equal one
    view.grab()
    assert (before, len(drawn)) == (1, 1)
    view.show_chart(replace(chart, today=Series("Today", (5,) * 144)))
    view.grab()
    assert len(drawn) == 2
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)  # moved to another screen
    view.repaint()
    assert len(drawn) == 3


def test_the_picture_in_memory_is_the_new_chart_of_the_new_size_and_look(show: Show) -> None:
    view = show(arrivals())
    first = view.grab().toImage()
    view.resize(900, 400)
    second = view.grab().toImage()
    assert second.size() != first.size()
    view.dress(Look(Words("en"), Theme(DARK)))
    third = view.grab().toImage()
    assert third.pixelColor(450, 8) == QColor(DARK.surface)
    assert second.pixelColor(450, 8) == QColor(LIGHT.surface)


def test_the_bar_that_is_read_stands_out(show: Show) -> None:
    view = show(replace(arrivals(), yesterday=None, expected=None))
    place = QPoint(middle(view, 29).x(), round(view.plan.plot.bottom()) - 6)
    before = view.grab().toImage().pixelColor(place)
    hover(view, place)
    after = view.grab().toImage().pixelColor(place)
    assert after == QColor(LIGHT.text)
    assert before != after


def test_a_mouse_event_without_a_chart_does_nothing(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.show()
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease):
        button = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, QPointF(50, 50), view.mapToGlobal(QPointF(50, 50)), button, button, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.grab().size() == view.size()
    assert view.spot is None
