"""The window in which badges are looked at before they are printed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkin.domain.registration import Registration
from checkin.i18n import Words, phrase
from checkin.settings import Settings, read_settings
from data.badge_templates import template_names
from data.store import Store
from ui.badges.preview import PreviewPlan, PreviewWindow
from ui.badges.render import render_pdf
from ui.badges.shown import View
from ui.language import apply_language, load_fonts
from ui.theme import LEAST_TARGET_PX, LIGHT, Theme
from ui.widgets.button import Button

Run = Callable[..., tuple[int, list[str], str]]
Open = Callable[..., PreviewWindow]


@pytest.fixture
def preview(qtbot: QtBot, qapp: QApplication, home: Path, store: Store, tmp_path: Path) -> Iterator[Open]:
    """Opens the window on the seven people of the example; PDFs go to tmp_path/badges.pdf."""
    opened: list[PreviewWindow] = []
    event = store.event()
    assert event is not None
    load_fonts()

    def make(template: str = "card", ids: tuple[str, ...] | None = None, size: tuple[int, int] = (1366, 768),
             **settings: str) -> PreviewWindow:  # fmt: skip
        plan = PreviewPlan(home / "desk.db", home / "settings.toml", Settings(**settings), event, template, ids)  # type: ignore[arg-type]
        window = PreviewWindow(plan, store, Words("en"), Theme(LIGHT), lambda _: str(tmp_path / "badges.pdf"))
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        opened.append(window)
        return window

    yield make
    for one in opened:
        one.close()
        one.deleteLater()
    apply_language(qapp, Words("en"))


def said(window: PreviewWindow) -> str:
    return window.panel.said.accessibleName() if window.panel.said.isVisible() else ""


def finished(qtbot: QtBot, window: PreviewWindow) -> str:
    qtbot.waitUntil(lambda: window.job is None, timeout=30_000)
    return said(window)


def test_it_shows_a_badge_and_then_the_next(preview: Open, qtbot: QtBot) -> None:
    window = preview()
    first = window.canvas.grab().toImage()
    assert (window.shown.at, window.shown.pages) == (0, 7)
    assert [one.id for one in window.shown.people()] == ["R-0001"]
    assert not window.controls.back.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert [one.id for one in window.shown.people()] == ["R-0002"]
    assert window.canvas.grab().toImage() != first
    for _ in range(9):
        qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert [one.id for one in window.shown.people()] == ["R-0007"]
    assert not window.controls.on.isEnabled()


def test_only_the_badges_asked_for_are_shown(preview: Open) -> None:
    window = preview(ids=("R-0005", "R-0002"))
    assert window.shown.pages == 2
    assert [one.id for one in window.shown.people()] == ["R-0002"]


def test_sheets_have_as_many_pages_as_are_printed_fronts_and_backs(preview: Open, qtbot: QtBot) -> None:
    window = preview("a6-sheet")
    window.shown.go_to(4)
    qtbot.mouseClick(window.controls.sheet, Qt.MouseButton.LeftButton)
    assert window.shown.view is View.SHEET
    assert (window.shown.at, window.shown.pages) == (4, 8)
    assert [one.id for one in window.shown.people()] == ["R-0005", "R-0006"]
    qtbot.mouseClick(window.controls.badge, Qt.MouseButton.LeftButton)
    assert [one.id for one in window.shown.people()] == ["R-0005"]


def test_another_template_is_one_touch_away(preview: Open, qtbot: QtBot) -> None:
    window = preview()
    place = template_names().index("avery-l7163")
    item = window.panel.templates.item(place)
    window.panel.templates.scrollToItem(item)
    where = window.panel.templates.visualItemRect(item).center()
    qtbot.mouseClick(window.panel.templates.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.shown.template == "avery-l7163"
    assert window.panel.templates.current_key() == "avery-l7163"


def test_a_template_of_ones_own_is_drawn_anew_when_its_file_is_saved(preview: Open, qtbot: QtBot, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[template]\nlike = "card"\n', encoding="utf-8")
    window = preview(str(mine))
    assert window.shown.faces is not None
    mine.write_text('[template]\nlike = "nothing"\n', encoding="utf-8")
    qtbot.waitUntil(lambda: window.shown.trouble is not None)
    assert window.shown.trouble is not None
    assert [one.row for one in window.shown.trouble.mistakes] == [2]
    assert not window.panel.save.isEnabled()
    grab = window.canvas.grab().toImage()
    mine.write_text('[template]\nlike = "a6"\n', encoding="utf-8")
    qtbot.waitUntil(lambda: window.shown.trouble is None)
    assert window.shown.faces is not None
    assert window.shown.faces.template.width == 105
    assert window.canvas.grab().toImage() != grab


def test_it_comes_nearer_and_goes_farther_and_fits(preview: Open, qtbot: QtBot) -> None:
    window = preview("avery-l4784")
    fitting = window.canvas.percent
    qtbot.mouseClick(window.controls.nearer, Qt.MouseButton.LeftButton)
    assert window.canvas.percent == pytest.approx(fitting * 1.25, abs=1)
    assert window.canvas.horizontalScrollBar().maximum() > 0
    qtbot.mouseClick(window.controls.farther, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.controls.farther, Qt.MouseButton.LeftButton)
    assert window.canvas.percent == pytest.approx(fitting / 1.25, abs=1)
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.percent == fitting
    assert window.canvas.horizontalScrollBar().maximum() == 0


def test_all_badges_are_saved_as_a_pdf_beside_the_window(preview: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = preview()
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.job is not None
    assert window.panel.cancel.isVisible()
    assert not window.panel.save.isVisible()
    assert finished(qtbot, window) == f"Saved in {tmp_path / 'badges.pdf'}."
    assert (tmp_path / "badges.pdf").read_bytes().startswith(b"%PDF")
    assert window.panel.save.isVisible()


def test_saving_shows_how_far_it_is_and_can_be_stopped(preview: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = preview()
    pdf = tmp_path / "badges.pdf"
    pdf.write_bytes(b"the one before")
    person, event = window.shown.people()[0], window._plan.event

    def endless() -> Iterator[Registration]:
        while True:
            time.sleep(0.001)
            yield person

    window._start(lambda watch: render_pdf(endless(), event, pdf, watch=watch), phrase("done"), 7)
    qtbot.waitUntil(lambda: said(window) == "10 of 7 badges")
    qtbot.mouseClick(window.panel.cancel, Qt.MouseButton.LeftButton)
    assert finished(qtbot, window) == "It was stopped. Nothing was changed."
    assert pdf.read_bytes() == b"the one before"


def test_a_printer_is_chosen_once_and_never_taken_for_granted(preview: Open, qtbot: QtBot, home: Path) -> None:
    window = preview()
    qtbot.mouseClick(window.panel.print, Qt.MouseButton.LeftButton)
    assert finished(qtbot, window).startswith("No printer is chosen")
    qtbot.mouseClick(window.panel.printer, Qt.MouseButton.LeftButton)
    assert window.panel.shows_printers
    assert not window.panel.templates.isVisible()
    window.use_printer("Labels")
    assert not window.panel.shows_printers
    assert read_settings(home / "settings.toml").printer == "Labels"
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert finished(qtbot, window).startswith("The printer Labels is not there")


@pytest.mark.parametrize(("view", "size"), [(View.BADGE, 1), (View.SHEET, 7)])
def test_it_prints_the_badge_that_is_shown_or_all_pages(
    preview: Open, qtbot: QtBot, tmp_path: Path, view: View, size: int
) -> None:  # fmt: skip
    window = preview("label-62x100", printer=f"pdf:{tmp_path / 'printed'}")
    window.shown.look_at(view)
    window.print()
    assert finished(qtbot, window) == f"Printed on pdf:{tmp_path / 'printed'}."
    pdf = (tmp_path / "printed" / "badges.pdf").read_bytes()
    assert pdf.count(b"/Type /Page\n") == size


def test_language_and_appearance_change_in_place(preview: Open, qtbot: QtBot, qapp: QApplication) -> None:
    window = preview()
    light = window.canvas.grab().toImage()
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert window.look.theme.colours.dark
    assert window.canvas.grab().toImage() != light
    languages = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F4)
        languages.append((window.look.words.language, window.layoutDirection() is Qt.LayoutDirection.RightToLeft))
    assert languages == [("fr", False), ("ar", True), ("en", False)]


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (1920, 1080)])
def test_everything_that_is_touched_is_large_and_inside_the_window(preview: Open, size: tuple[int, int]) -> None:
    window = preview(size=size)
    assert (window.width(), window.height()) == size
    for button in window.findChildren(Button):
        if button.isVisible():
            assert button.height() >= LEAST_TARGET_PX
            assert button.width() >= LEAST_TARGET_PX
            corner = button.mapTo(window, QPoint(button.width(), button.height()))
            assert corner.x() <= window.width()
            assert corner.y() <= window.height()


def test_a_person_without_registrations_sees_an_empty_place(preview: Open) -> None:
    window = preview(ids=())
    assert window.shown.badges == 0
    assert not window.panel.save.isEnabled()
    assert not window.canvas.grab().toImage().isNull()


def test_the_command_writes_a_picture_without_a_window(run: Run, tmp_path: Path) -> None:
    status, out, error = run("badges", "preview", "--template", "card-two-sided", "--png", str(tmp_path / "look.png"))
    assert (status, error, out) == (0, "", [f"The preview is in {tmp_path / 'look.png'}."])
    image = QImage(str(tmp_path / "look.png"))
    assert image.height() == 1400
    assert image.width() > 1400


def test_the_command_says_what_to_do_where_there_is_no_display(run: Run) -> None:
    status, _, error = run("badges", "preview")
    assert status == 2
    assert "--png" in error


@pytest.mark.parametrize(("options", "needed"), [(("--ids", "R-77"), "R-77"), (("--template", "b7"), "no badge template")])
def test_the_command_refuses_what_there_is_not(run: Run, tmp_path: Path, options: tuple[str, ...], needed: str) -> None:
    status, _, error = run("badges", "preview", "--png", str(tmp_path / "x.png"), *options)
    assert status == 2
    assert needed in error
    assert not (tmp_path / "x.png").exists()
