"""Looking somebody up writes nothing, and who shares a name is compared before anybody is admitted."""

from dataclasses import replace

import pytest
from desk_samples import AMINA, CHLOE, JEAN, Desk, judged
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from checkin.desk.search import Results
from checkin.domain.registration import Status
from checkin.domain.verdict import Reason
from ui.desk.facts import alike_to, masked_email
from ui.reasons import Shape

NAMESAKE = replace(
    AMINA, id="R9", company="Agence Urbaine", email="amina.elfassi@auc.ma", order="O-55", category="public", status=Status.UNPAID
)
PEOPLE = (AMINA, NAMESAKE, CHLOE)
ALIKE = frozenset({"R1", "R9"})


@pytest.fixture
def found(desk) -> Desk:
    """A desk that has found two people of one name, and another one."""
    one = desk()
    search(one)
    return one


def search(one: Desk, people=PEOPLE, alike: frozenset[str] = ALIKE) -> None:
    one.window.on_typed("am")
    one.window.on_results(Results("am", people, alike=alike))
    one.actions.asked.clear()


def press(one: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(one.window.focusWidget(), key)


def page(one: Desk) -> object:
    return one.window.side.lists.currentWidget()


def rows(one: Desk):
    return one.window.side.lists.results.rows


def touch_more(one: Desk, row: int) -> None:
    place = rows(one).more_rect(rows(one).item(row)).center().toPoint()
    QTest.mouseClick(rows(one).viewport(), Qt.MouseButton.LeftButton, pos=place)


def touch_again(widget: QWidget, place: QPoint) -> None:
    """The second half of a double touch, the first of which met something else."""
    where = (QPointF(place), QPointF(widget.mapToGlobal(place)))
    left = Qt.MouseButton.LeftButton
    twice = QMouseEvent(QEvent.Type.MouseButtonDblClick, *where, left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, twice)
    QTest.mouseRelease(widget, left, pos=place)


def admitted(one: Desk) -> list[object]:
    return [asked[1] for asked in one.actions.asked if asked[0] == "person"]


def told(one: Desk) -> str:
    return one.window.side.lists.person.sheet.accessibleName()


def test_who_shares_a_name_is_marked_and_the_others_are_not(found: Desk) -> None:
    marks = [(row.seal[0] if row.seal else None, row.warning) for row in rows(found).rows()]
    assert marks == [(Shape.WARNING, "Same name as another: compare")] * 2 + [(None, "")]
    assert rows(found).rows()[1].detail.startswith("\u2068Agence Urbaine"), "the company leads, as it tells them apart"


def test_one_enter_admits_who_is_not_marked(found: Desk) -> None:
    press(found, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert found.actions.asked == [("person", "R5")]


def test_enter_on_a_marked_one_shows_both_and_the_second_enter_admits(found: Desk) -> None:
    press(found, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page(found) is found.window.side.lists.comparison
    assert admitted(found) == []
    tiles = found.window.side.lists.comparison.tiles
    assert [row.key for row in tiles.rows()] == ["R9", "R1"], "the chosen one first"
    assert tiles.visualItemRect(tiles.item(0)).top() == tiles.visualItemRect(tiles.item(1)).top(), "side by side"
    press(found, Qt.Key.Key_Return)
    assert admitted(found) == ["R9"]


def test_the_arrows_walk_through_those_who_are_compared(found: Desk) -> None:
    press(found, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert admitted(found) == ["R9"]


def test_what_differs_stands_out(found: Desk) -> None:
    press(found, Qt.Key.Key_Return)
    first = found.window.side.lists.comparison.tiles.rows()[1]
    assert [(text.strip("\u2068\u2069"), differs) for text, differs in first.lines] == [
        ("Agence Urbaine", True), ("Public", True), ("not paid", True), ("O-55", True), ("a…@auc.ma", True), ("R9", True),
    ]  # fmt: skip


def test_an_enter_that_is_held_down_admits_nobody_after_the_comparison(found: Desk) -> None:
    press(found, Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    found.window.side.field.keyPressEvent(held)
    assert admitted(found) == []


def test_a_double_touch_compares_and_only_another_touch_admits(found: Desk) -> None:
    tiles, place = found.window.side.lists.comparison.tiles, rows(found).visualItemRect(rows(found).item(1)).center()
    QTest.mouseClick(rows(found).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page(found) is found.window.side.lists.comparison
    place = tiles.visualItemRect(tiles.item(0)).center()
    touch_again(tiles.viewport(), place)
    assert admitted(found) == []
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert admitted(found) == ["R9"]


@pytest.mark.parametrize(("language", "towards", "back"), [
    ("en", Qt.Key.Key_Right, Qt.Key.Key_Left), ("ar", Qt.Key.Key_Left, Qt.Key.Key_Right),
])  # fmt: skip
def test_an_arrow_shows_the_details_and_the_other_one_goes_back(desk, language, towards, back) -> None:
    one = desk(language=language)
    search(one)
    press(one, Qt.Key.Key_Down, Qt.Key.Key_Down, towards)
    assert page(one) is one.window.side.lists.person
    press(one, back)
    assert page(one) is one.window.side.lists.results
    assert rows(one).current_key() == "R5"
    assert one.actions.asked == [], "nothing is written by looking"


def test_an_arrow_within_the_text_moves_the_cursor(found: Desk) -> None:
    press(found, Qt.Key.Key_Left, Qt.Key.Key_Right)
    assert page(found) is found.window.side.lists.results


def test_f10_and_a_finger_show_the_details_and_escape_goes_back_to_the_results(found: Desk) -> None:
    press(found, Qt.Key.Key_F10)
    assert "Company: Attijariwafa bank" in told(found)
    press(found, Qt.Key.Key_Escape)
    assert page(found) is found.window.side.lists.results
    touch_more(found, 1)
    assert "Company: Agence Urbaine" in told(found)
    press(found, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert page(found) is found.window.side.lists.recent
    assert found.actions.asked == []


def test_the_place_that_tells_more_is_a_target_in_either_direction(desk) -> None:
    for language in ("en", "ar"):
        one = desk(language=language)
        search(one)
        place = rows(one).more_rect(rows(one).item(0))
        assert min(place.width(), place.height()) >= 52
        assert (place.center().x() < rows(one).width() / 2) == (language == "ar")
        touch_more(one, 2)
        assert page(one) is one.window.side.lists.person


def test_details_tell_what_the_door_needs_and_no_whole_address(desk) -> None:
    one = desk()
    person = replace(JEAN, email="jeanluc@lematin.ma", order="O-7", note="Bring to the press room")
    one.window.on_published(judged(person, Reason.BLOCKED))
    one.window.on_published(judged(person))
    search(one, (person,), frozenset())
    press(one, Qt.Key.Key_F10)
    assert told(one) == (
        "Company: Le Matin. Category: Press. Status: confirmed. Note: Bring to the press room. "
        "At this desk: inside since 09:42\n09:42 Welcome\n09:42 Blocked\n09:41 Already entered. "
        "Order: O-7. E-mail: j…@lematin.ma. Number: R4"
    )
    assert "jeanluc" not in told(one)


def test_enter_and_a_finger_admit_from_the_details(found: Desk) -> None:
    press(found, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_F10, Qt.Key.Key_Return)
    assert found.actions.asked == [("person", "R5")]
    search(found)
    touch_more(found, 2)
    QTest.mouseClick(found.window.side.lists.person.admit, Qt.MouseButton.LeftButton)
    assert found.actions.asked == [("person", "R5")]


def test_the_details_of_a_marked_one_lead_to_the_comparison_first(found: Desk) -> None:
    press(found, Qt.Key.Key_F10, Qt.Key.Key_Return)
    assert page(found) is found.window.side.lists.comparison
    assert admitted(found) == []


def test_the_second_half_of_a_double_touch_admits_nobody(found: Desk) -> None:
    touch_more(found, 2)
    admit = found.window.side.lists.person.admit
    touch_again(admit, admit.rect().center())
    assert found.actions.asked == []


def test_typing_on_narrows_the_search_whatever_is_shown_of_it(found: Desk) -> None:
    press(found, Qt.Key.Key_F10)
    found.window.on_typed("i")
    assert found.window.side.field.text() == "ami"
    found.window.on_results(Results("ami", (CHLOE,)))
    assert page(found) is found.window.side.lists.results


def test_the_next_badge_ends_it_and_nothing_of_it_stays(found: Desk) -> None:
    for keys in ((Qt.Key.Key_F10,), (Qt.Key.Key_Return,)):
        search(found)
        press(found, *keys)
        found.window.on_published(judged(JEAN))
        assert page(found) is found.window.side.lists.recent
        assert told(found) == ""
        assert found.window.side.lists.comparison.tiles.count() == 0


def test_namesakes_beyond_the_results_are_asked_for_and_join_the_comparison(found: Desk) -> None:
    press(found, Qt.Key.Key_Return)
    assert found.actions.asked == [("search", "Amina El Fassi")]
    press(found, Qt.Key.Key_Right)
    arabic, farther = replace(AMINA, id="R30", name="أمينة الفاسي"), replace(AMINA, id="R31", name="El Fassi Amina")
    other = replace(AMINA, id="R32", name="Amin Fassi")
    answer = Results("Amina El Fassi", (arabic, other, farther), alike=frozenset({"R30", "R31", "R32"}))
    found.window.on_results(answer)
    tiles = found.window.side.lists.comparison.tiles
    assert [row.key for row in tiles.rows()] == ["R1", "R9", "R30", "R31"]
    assert tiles.current_key() == "R9", "who was framed stays framed"


def test_of_those_who_are_marked_only_namesakes_are_compared() -> None:
    other, namesake = replace(JEAN, id="R20", name="Jean Béchard"), replace(JEAN, id="R21", name="BECHARD jean")
    people = (AMINA, other, NAMESAKE, namesake)
    assert [one.id for one in alike_to(other, people, frozenset({"R1", "R9", "R20", "R21"}))] == ["R20", "R21"]


@pytest.mark.parametrize(("address", "masked"), [
    ("amina@casablanca.ma", "a…@casablanca.ma"), ("", ""), ("nonsense", ""), ("@example.org", "…@example.org"),
])  # fmt: skip
def test_an_address_is_masked(address: str, masked: str) -> None:
    assert masked_email(address) == masked
