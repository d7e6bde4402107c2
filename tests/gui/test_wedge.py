import pytest
from desk_samples import AMINA, CHLOE, MOHAMMED, Desk, judged
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from checkin.desk.search import Results
from checkin.domain.journal import Origin
from checkin.domain.verdict import Reason
from ui.desk.wedge import Burst, Wedge


def key(desk: Desk, text: str, at_ms: int, code: Qt.Key | None = None, repeated: bool = False) -> None:
    """A key as the window system sends it, with the time at which it was pressed."""
    number = int(code) if code is not None else ord(text.upper()[0])
    event = QKeyEvent(QEvent.Type.KeyPress, number, Qt.KeyboardModifier.NoModifier, text, repeated)
    event.setTimestamp(at_ms)
    QCoreApplication.sendEvent(desk.window.focusWidget() or desk.window, event)


def write(desk: Desk, text: str, every_ms: int, start_ms: int = 1000) -> int:
    for place, letter in enumerate(text):
        key(desk, letter, start_ms + place * every_ms)
    return start_ms + len(text) * every_ms


def scans(desk: Desk) -> list[tuple[object, ...]]:
    return [asked for asked in desk.actions.asked if asked[0] == "scan"]


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_burst_that_ends_with_enter_or_tab_is_a_scan_and_no_search(desk, end) -> None:
    one = desk()
    at = write(one, "ABCD2345EFGH6789", every_ms=8)
    key(one, "\r", at, end)
    assert scans(one) == [("scan", "ABCD2345EFGH6789", Origin.SCANNER)]
    assert one.window.side.field.text() == ""


def test_a_person_s_typing_is_a_search_and_enter_is_no_scan(desk, qtbot) -> None:
    one = desk()
    at = write(one, "el amrani", every_ms=120)
    key(one, "\r", at, Qt.Key.Key_Return)
    assert one.window.side.field.text() == "el amrani"
    assert scans(one) == []
    assert ("search", "el amrani") in one.actions.asked


def test_typing_starts_a_search_wherever_the_focus_is(desk, qtbot) -> None:
    one = desk()
    one.window.header.sound.setFocus()
    write(one, "am", every_ms=200)
    qtbot.waitUntil(lambda: one.window.side.field.text() == "am")
    assert one.window.focusWidget() is one.window.side.field


def test_a_scanner_is_heard_whatever_has_the_focus_and_whatever_stands_in_the_field(desk, qtbot) -> None:
    one = desk()
    one.window.on_typed("xyz")
    one.window.header.sound.setFocus()
    at = write(one, "QWERTY22", every_ms=5)
    key(one, "\r", at, Qt.Key.Key_Return)
    assert scans(one) == [("scan", "QWERTY22", Origin.SCANNER)]
    assert one.window.side.field.text() == "xyz"


def test_a_held_key_is_a_person(desk) -> None:
    one = desk()
    for place in range(12):
        key(one, "a", 1000 + 30 * place, repeated=place > 0)
    key(one, "\r", 1000 + 30 * 12, Qt.Key.Key_Return)
    assert scans(one) == []
    assert one.window.side.field.text() == "a" * 12


def test_few_fast_letters_are_a_person(desk) -> None:
    one = desk()
    at = write(one, "abcde", every_ms=10)
    key(one, "\r", at, Qt.Key.Key_Return)
    assert scans(one) == []
    assert one.window.side.field.text() == "abcde"


def test_the_letters_of_a_person_keep_their_order_with_other_keys(desk) -> None:
    one = desk()
    key(one, "a", 1000)
    key(one, "b", 1010)
    key(one, "", 1020, Qt.Key.Key_Backspace)
    key(one, "c", 1200)
    key(one, "", 1300, Qt.Key.Key_Left)
    assert one.window.side.field.text() == "ac"


def test_a_window_that_was_busy_does_not_take_a_person_for_a_scanner(desk) -> None:
    # all keys arrive at once, as they do after a pause; only their own times tell
    one = desk()
    at = write(one, "benjelloun", every_ms=90)
    key(one, "\r", at, Qt.Key.Key_Return)
    assert scans(one) == []


def test_arabic_is_typed_like_any_other_script(desk, qtbot) -> None:
    one = desk(language="ar")
    write(one, "العمراني", every_ms=100)
    qtbot.waitUntil(lambda: one.window.side.field.text() == "العمراني")


def test_a_burst_is_told_by_gaps_and_length() -> None:
    burst = Burst()
    for place, letter in enumerate("ABCDEF"):
        burst.add(letter, place * 34.0)
    assert burst.is_scan(5 * 34.0 + 34)
    assert not burst.is_scan(5 * 34.0 + 36)
    assert burst.take() == "ABCDEF"
    assert not burst.is_scan(0)


def test_results_come_from_the_second_letter_and_enter_scans_the_chosen_one(desk, qtbot) -> None:
    one = desk()
    one.window.on_typed("a")
    assert [asked for asked in one.actions.asked if asked[0] == "search"] == []
    one.window.on_typed("m")
    one.window.on_results(Results("am", (AMINA, MOHAMMED, CHLOE)))
    field, page = one.window.side.field, one.window.side.lists.results
    assert one.window.side.lists.currentWidget() is page
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert one.actions.asked[-1] == ("person", "R2")
    assert field.text() == ""
    assert one.window.side.lists.currentWidget() is one.window.side.lists.recent


def test_a_result_says_company_category_status_and_who_is_inside(desk) -> None:
    one = desk()
    one.window.on_published(judged(CHLOE))
    one.window.on_typed("ch")
    one.window.on_results(Results("ch", (CHLOE,)))
    row = one.window.side.lists.results.rows.rows()[0]
    plain = row.detail.replace("\u2068", "").replace("\u2069", "")
    assert plain == "inside since 09:42 · Ville de København · VIP"


def test_an_answer_to_an_older_question_is_dropped(desk) -> None:
    one = desk()
    one.window.on_typed("amina")
    one.window.on_results(Results("am", (MOHAMMED,)))
    assert one.window.side.lists.currentWidget() is one.window.side.lists.recent


def test_a_scan_puts_the_search_away(desk) -> None:
    one = desk()
    one.window.on_typed("am")
    one.window.on_results(Results("am", (AMINA,)))
    one.window.on_published(judged(MOHAMMED))
    assert one.window.side.field.text() == ""
    assert one.window.side.lists.currentWidget() is one.window.side.lists.recent


def test_escape_leaves_the_search_first_and_the_card_after(desk, qtbot) -> None:
    one = desk()
    one.window.on_published(judged(AMINA, Reason.BLOCKED))
    one.window.on_typed("am")
    one.window.on_results(Results("am", (AMINA,)))
    qtbot.keyClick(one.window.side.field, Qt.Key.Key_Escape)
    assert one.window.side.field.text() == ""
    assert one.window.panel.card.title == "Blocked"
    qtbot.keyClick(one.window.side.field, Qt.Key.Key_Escape)
    assert one.window.panel.card.title == "Ready"


def test_keys_without_a_time_of_their_own_are_timed_on_arrival(qtbot) -> None:
    window, now, heard = QLineEdit(), [5.0], []
    qtbot.addWidget(window)
    wedge = Wedge(window, clock=lambda: now[0])
    wedge.scanned.connect(heard.append)
    wedge.typed.connect(heard.append)
    for letter in "ABCD2345":
        QCoreApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, ord(letter), Qt.KeyboardModifier.NoModifier, letter))
        now[0] += 0.004
    QCoreApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"))
    assert heard == ["ABCD2345"]
