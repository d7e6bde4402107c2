"""Importing in a window: real files, a real database, the thread that does the work, and the keyboard alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from checkin.i18n import Words, phrase
from checkin.settings import Settings
from data.importers.intake import Failed, Intake, Step, Task
from data.importers.registrations_file import import_registrations
from data.store import Store, open_store
from ui.importing.app import SettingsFile, Telling
from ui.importing.fields import FAMILY, GIVEN, NOTHING, choose, chosen_of, said
from ui.importing.page import Page
from ui.importing.window import ImportWindow
from ui.language import apply_language, load_fonts
from ui.theme import LEAST_TARGET_PX, Theme, apply_theme, colours_for

HEADING = "id;Nom;Prénom;Catégorie;Statut;Société"
OPEN = "N-1;El Fassi;Amina;public;confirmé;Ville"


@dataclass
class Opened:
    """A window with its thread, and the steps that it asked for."""

    window: ImportWindow
    qtbot: QtBot
    home: Path
    steps: list[Step] = field(default_factory=list)

    def write(self, *rows: str, heading: str = HEADING) -> Path:
        path = self.home / "people.csv"
        path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
        return path

    def reaches(self, page: Page) -> None:
        self.qtbot.waitUntil(lambda: self.window.page is page)

    def drop(self, *paths: Path) -> None:
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.window.dropEvent(
            QDropEvent(
                QPointF(50, 50), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            )
        )

    def press(self, key: Qt.Key, times: int = 1, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for _ in range(times):
            self.qtbot.keyClick(self.window.focusWidget(), key, modifier)

    def go_on(self) -> None:
        self.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)

    def numbers(self) -> dict[str, int]:
        return {kind: tile.number for kind, tile in self.window.outcome.tiles.items()}


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Callable[..., Opened]]:
    """Opens import windows on `home`."""
    opened: list[tuple[ImportWindow, Intake]] = []

    def open_(size: tuple[int, int] = (1366, 768), language: str = "en", appearance: str = "light") -> Opened:
        words, theme = Words(language), Theme(colours_for(appearance))
        load_fonts()
        apply_language(qapp, words)
        apply_theme(qapp, theme)
        telling = Telling()
        intake = Intake(lambda: open_store(home / "desk.db"), telling.tell)
        settings = Settings(language=language, appearance=appearance)  # type: ignore[arg-type]
        steps: list[Step] = []

        def submit(task: Task) -> None:
            steps.append(task.step)
            intake.submit(task)

        window = ImportWindow(words, theme, settings, submit, SettingsFile(home / "settings.toml"))
        telling.told.connect(window.on_told)
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        intake.start()
        opened.append((window, intake))
        return Opened(window, qtbot, home, steps)

    yield open_
    for window, intake in opened:
        window.close()
        intake.stop()
        window.deleteLater()
    apply_language(qapp, Words("en"))


def everything(store: Store) -> list[object]:
    return [store.database.execute(f"SELECT * FROM {table}").fetchall() for table in ("registrations", "badges", "headings")]


def test_a_dropped_file_is_imported_with_the_keyboard_alone_and_changes_nothing_the_second_time(
    opened: Callable[..., Opened], store: Store
) -> None:
    one = opened()
    path = one.write(OPEN, "R-0002;الإدريسي;محمد;professional;confirmé;Ville")
    one.drop(path)
    one.reaches(one.window.matching)
    ends = {row.title: row.end for row in one.window.matching.columns.rows.rows()}
    assert (ends["Nom"], ends["Prénom"], ends["Société"]) == ("Last name", "First name", "Company")
    one.go_on()
    one.reaches(one.window.outcome)
    assert one.numbers() == {"added": 1, "changed": 1, "canceled": 0, "rejected": 0, "unchanged": 0}
    assert store.registrations.get("N-1") is None
    one.go_on()
    one.reaches(one.window.done)
    found = store.registrations.get("N-1")
    assert found is not None
    assert (found.name, found.company) == ("Amina El Fassi", "Ville")
    before = everything(store)
    one.drop(path)
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    assert one.numbers()["unchanged"] == 2
    assert not one.window.outcome.foot.on.isEnabled()
    one.go_on()
    assert one.steps.count(Step.IMPORT) == 1
    assert everything(store) == before


def test_another_column_is_chosen_with_arrows_and_enter_and_is_remembered(opened: Callable[..., Opened], store: Store) -> None:
    one = opened()
    path = one.write("N-1;Zoé;public;Ville", heading="id;Wer;Gruppe;Firma")
    one.drop(path)
    one.reaches(one.window.matching)
    matching = one.window.matching
    assert not matching.foot.on.isEnabled()
    assert "Full name, Category" in matching.foot.sentence.accessibleName()
    for steps_down in (2, 5):  # from "not imported" to the full name; to the category
        one.press(Qt.Key.Key_Down)
        one.press(Qt.Key.Key_Return)
        assert matching.is_asking
        one.press(Qt.Key.Key_Down, steps_down)
        one.press(Qt.Key.Key_Return)
        assert not matching.is_asking
        one.press(Qt.Key.Key_Up)
    assert [row.end for row in matching.columns.rows.rows()] == ["Registration number", "Full name", "Category", "Not imported"]
    one.go_on()
    one.reaches(one.window.outcome)
    assert "Firma" in one.window.outcome.foot.sentence.accessibleName()
    one.go_on()
    one.reaches(one.window.done)
    assert store.registrations.count() == 8
    assert import_registrations(store, path).unchanged == 1
    one.drop(path)
    one.reaches(matching)
    assert matching.said == {}
    assert [row.end for row in matching.columns.rows.rows()][1:3] == ["Full name", "Category"]


def test_whoever_vanished_is_counted_and_canceled_only_when_that_is_chosen(opened: Callable[..., Opened], store: Store) -> None:
    one = opened()
    one.drop(one.write("R-0001;El Fassi;Amina;professional;confirmé;Agence Urbaine de Casablanca"))
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    outcome = one.window.outcome
    assert one.numbers()["canceled"] == 0
    assert "5" in outcome.cancel_missing.text()
    assert not outcome.foot.on.isEnabled()
    outcome.cancel_missing.setFocus()
    one.press(Qt.Key.Key_Space)
    one.reaches(one.window.working)
    one.reaches(outcome)
    assert one.numbers()["canceled"] == 5
    assert {row.end for row in outcome.list.rows.rows()} == {"not in the file"}
    one.go_on()
    one.reaches(one.window.done)
    assert store.database.execute("SELECT count(*) FROM registrations WHERE status <> 'canceled'").fetchone()[0] == 1
    one.drop(one.write(OPEN))
    one.reaches(one.window.matching)
    assert not outcome.cancel_missing.isChecked()


def test_mistakes_are_listed_with_row_and_reason_and_nothing_can_be_imported(opened: Callable[..., Opened], store: Store) -> None:
    one = opened()
    before = everything(store)
    one.drop(one.write(OPEN, "N-2;;;public;confirmé;", "N-3;A;B;nobody;confirmé;"))
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    assert one.numbers() == {"added": 1, "changed": 0, "canceled": 0, "rejected": 2, "unchanged": 0}
    rows = one.window.outcome.list.rows.rows()
    assert [row.title for row in rows] == ["Row 3 · Full name", "Row 4 · Category"]
    assert rows[0].detail == "is empty"
    one.go_on()
    assert one.steps == [Step.LOOK, Step.TRY]
    assert everything(store) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"], ids=["empty", "damaged", "old"])
def test_a_file_that_is_no_table_is_a_sentence_on_the_page(opened: Callable[..., Opened], content: bytes) -> None:
    one = opened()
    path = one.home / "people.xlsx"
    path.write_bytes(content)
    one.drop(path)
    one.qtbot.waitUntil(lambda: bool(one.window.choosing.zone.wrong))
    assert str(path) in one.window.choosing.zone.wrong
    assert one.window.page is one.window.choosing


def test_two_files_at_once_are_not_read(opened: Callable[..., Opened]) -> None:
    one = opened()
    path = one.write(OPEN)
    one.drop(path, path)
    assert one.steps == []
    assert "one file" in one.window.choosing.zone.wrong


def test_a_column_that_is_there_twice_is_said_on_the_page_of_the_columns(opened: Callable[..., Opened]) -> None:
    one = opened()
    one.drop(one.write("1;A;A;public", heading="id;name;name;category"))
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.working)
    one.reaches(one.window.matching)
    assert "this column is there twice" in one.window.matching.foot.sentence.accessibleName()


def test_an_import_that_is_canceled_has_changed_nothing_and_the_window_lives_on(
    opened: Callable[..., Opened], store: Store
) -> None:
    one = opened()
    path = one.write(*(f"N-{n};Nom;P{n};public;confirmé;Ville" for n in range(20_000)))
    before = everything(store)
    one.drop(path)
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    one.go_on()
    one.qtbot.waitUntil(lambda: one.window.working.meter.rows > 0)
    assert one.window.working.meter.total == 20_000
    one.press(Qt.Key.Key_Escape)
    one.reaches(one.window.outcome)
    assert "Nothing was changed" in one.window.outcome.foot.sentence.accessibleName()
    assert everything(store) == before
    assert one.window.outcome.foot.on.isEnabled()


def test_a_window_that_is_closed_while_it_imports_has_changed_nothing(opened: Callable[..., Opened], store: Store) -> None:
    one = opened()
    one.drop(one.write(*(f"N-{n};Nom;P{n};public;confirmé;Ville" for n in range(20_000))))
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    one.go_on()
    one.qtbot.waitUntil(lambda: one.window.working.meter.rows > 0)
    before = everything(store)
    one.window.close()
    one.qtbot.wait(300)
    assert everything(store) == before
    assert store.registrations.count() == 7


def test_what_was_asked_before_is_not_shown_any_more(opened: Callable[..., Opened]) -> None:
    one = opened()
    one.drop(one.write(OPEN))
    one.reaches(one.window.matching)
    one.window.on_told(Failed(Task(Step.LOOK, one.home / "other.csv"), phrase("too late")))
    assert one.window.page is one.window.matching
    assert one.window.choosing.zone.wrong == ""


def test_escape_goes_back_a_page_at_a_time(opened: Callable[..., Opened]) -> None:
    one = opened()
    one.drop(one.write(OPEN))
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    one.press(Qt.Key.Key_Escape)
    one.reaches(one.window.matching)
    one.press(Qt.Key.Key_Return)
    assert one.window.matching.is_asking
    one.press(Qt.Key.Key_Escape)
    assert one.window.page is one.window.matching
    one.press(Qt.Key.Key_Escape)
    one.reaches(one.window.choosing)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen there is no window manager to tell
def test_enter_opens_a_dialog_of_files_that_does_not_hold_the_window(opened: Callable[..., Opened]) -> None:
    one = opened()
    path = one.write(OPEN)
    one.press(Qt.Key.Key_Return)
    (dialog,) = one.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    one.reaches(one.window.matching)


@pytest.mark.parametrize("size", [(800, 460), (1366, 768), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_everything_that_is_touched_is_tall_enough_and_in_the_window(
    opened: Callable[..., Opened], language: str, size: tuple[int, int]
) -> None:
    one = opened(size, language, "dark")
    one.drop(one.write(OPEN, "N-2;B;Z;public;confirmé;"))
    one.reaches(one.window.matching)
    one.go_on()
    one.reaches(one.window.outcome)
    window, outcome = one.window, one.window.outcome
    buttons = [window.language, outcome.foot.back, outcome.foot.on, outcome.cancel_missing, *outcome.tiles.values()]
    for button in buttons:
        place = button.mapTo(window, button.rect().topLeft())
        assert button.height() >= LEAST_TARGET_PX
        assert window.rect().contains(place)
        assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))
    assert outcome.list.rows.height() >= LEAST_TARGET_PX
    leading, trailing = outcome.foot.back.mapTo(window, outcome.foot.back.rect().center()), outcome.foot.on.pos()
    assert (leading.x() > window.width() / 2) is (language == "ar")
    assert trailing.x() != leading.x()


def test_language_and_light_are_changed_at_once_and_remembered(opened: Callable[..., Opened]) -> None:
    one = opened()
    one.press(Qt.Key.Key_F5)
    one.press(Qt.Key.Key_F4)
    assert one.window.preferences.look.theme.colours.dark
    kept = (one.home / "settings.toml").read_text(encoding="utf-8")
    assert "dark" in kept
    assert one.window.preferences.look.words.language in ("fr", "ar")


def test_a_field_has_one_column_and_a_name_is_whole_or_in_halves() -> None:
    assert choose({0: "id", 1: "name"}, 2, "id") == {1: "name", 2: "id"}
    assert choose({0: GIVEN, 1: FAMILY, 3: "id"}, 2, "name") == {3: "id", 2: "name"}
    assert choose({0: "name"}, 1, GIVEN) == {1: GIVEN}
    assert choose({0: GIVEN}, 1, FAMILY) == {0: GIVEN, 1: FAMILY}
    assert choose({0: "id", 1: "note"}, 1, NOTHING) == {0: "id"}


def test_only_what_differs_from_what_is_mapped_is_said() -> None:
    headings, mapped = ["a", "b", "c", "d"], {"id": "a", "name": "b", "category": "c", "note": "d"}
    whole = {0: "id", 1: "name", 2: "category", 3: "note"}
    assert said(whole, {**mapped, "badge": "", "status": ""}, headings) == {}
    left = said({0: "id", 3: FAMILY, 1: GIVEN, 2: "category"}, mapped, headings)
    assert left == {"id": "a", "name": "b+d", "category": "c", "badge": "", "status": "", "note": ""}
    assert said(whole, mapped, headings) == {**mapped, "badge": "", "status": ""}


def test_halves_of_a_name_are_known_by_their_order() -> None:
    assert chosen_of({"name": "P+N", "id": "x"}, ["N", "x", "P"]) == {1: "id", 2: GIVEN, 0: FAMILY}
    assert chosen_of({"name": "N", "badge": ""}, ["N"]) == {0: "name"}
