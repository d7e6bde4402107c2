"""Badges on the system's printers, as far as a machine without one can tell: never a silent second choice; files on request."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from checkin.badges.layout import Paper
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.scanning.opencv import read_image
from checkin.scanning.zxing import ZXing
from checkin.settings import Settings
from checkin.trouble import Trouble
from data.badge_templates import shipped
from data.importers.event_file import read_event
from ui.badges import printing
from ui.badges.face import Faces
from ui.badges.printing import print_badge, print_badges, printers

EVENT: Event = read_event(Path(__file__).parents[1] / "examples" / "event.toml")[1]
AMINA = Registration("R-1", "Amina El Fassi", "professional", "7K3MQ2ZXW4HTB9NC", "Agence Urbaine de Casablanca", language="fr")

pytestmark = pytest.mark.usefixtures("qapp")


def texts(pdf: Path) -> list[list[str]]:
    """The codes on each page."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm (Debian: poppler-utils) is not there")
    subprocess.run([program, "-r", "150", "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
    found = [read_image(page) for page in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]
    return [[code.text for code in ZXing().read(page)] for page in found if page is not None]


@pytest.mark.parametrize(("template", "sides"), [("card", 1), ("a6", 2), ("label-62x100", 1), ("a6-sheet", 2)])
def test_a_badge_is_printed_into_a_file_where_no_printer_is_wanted(tmp_path: Path, template: str, sides: int) -> None:
    print_badge(AMINA, EVENT, Settings(printer=f"pdf:{tmp_path / 'out'}", badge_template=template))
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["badge-R-1.pdf"]
    assert texts(tmp_path / "out" / "badge-R-1.pdf") == [[AMINA.badge]] * sides


def test_it_works_outside_the_thread_of_the_window(tmp_path: Path) -> None:
    thread = Thread(target=print_badge, args=(AMINA, EVENT, Settings(printer=f"pdf:{tmp_path}", badge_template="label-4x3in")))
    thread.start()
    thread.join(30)
    assert texts(tmp_path / "badge-R-1.pdf") == [[AMINA.badge]]


def test_without_a_printer_chosen_it_says_where_to_choose_one() -> None:
    with pytest.raises(Trouble, match="No printer is chosen"):
        print_badge(AMINA, EVENT, Settings())


def test_a_printer_that_is_gone_is_named_and_no_other_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Labels at gate B" not in printers()
    with pytest.raises(Trouble, match="The printer Labels at gate B is not there"):
        print_badge(AMINA, EVENT, Settings(printer="Labels at gate B"))
    assert list(tmp_path.iterdir()) == []


def test_a_template_that_is_not_there_is_said_before_anything_is_printed(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="There is no badge template"):
        print_badge(AMINA, EVENT, Settings(printer=f"pdf:{tmp_path}", badge_template="b7"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Trouble, match="cannot be written"):
        print_badge(AMINA, EVENT, Settings(printer=f"pdf:{tmp_path / 'file'}"))
    assert (tmp_path / "file").read_text() == "mine"


def test_printing_can_be_stopped_and_leaves_no_half_file(tmp_path: Path) -> None:
    crowd = [replace(AMINA, id=f"R-{n}", badge=f"ABCDEFGHJKLMNP{n:02d}") for n in range(30)]
    with pytest.raises(Trouble, match="stopped"):
        print_badges(crowd, Faces(EVENT, shipped("card")), f"pdf:{tmp_path}", watch=lambda count: count < 20)
    assert list(tmp_path.iterdir()) == []
    assert print_badges(crowd, Faces(EVENT, shipped("card")), f"pdf:{tmp_path}") == 30
    assert [len(page) for page in texts(tmp_path / "badges.pdf")] == [10, 10, 10]


@pytest.mark.parametrize(("given", "fits"), [((62, 100), False), ((100, 62), True), ((101.5, 61), True), ((210, 297), False)])
def test_a_printer_without_the_paper_is_refused(given: tuple[float, float], fits: bool) -> None:
    paper = Paper(100.0, 62.0)
    if fits:
        printing._check_paper(QRectF(0, 0, *given), paper, "Labels")
        return
    with pytest.raises(Trouble, match=r"The printer Labels has no paper of 100\.0 x 62\.0 mm"):
        printing._check_paper(QRectF(0, 0, *given), paper, "Labels")


def test_the_settings_remember_printer_and_template(tmp_path: Path, qapp: QApplication) -> None:
    from checkin.settings import read_settings, write_settings

    write_settings(tmp_path / "settings.toml", Settings(printer="Labels", badge_template="label-62x100"))
    assert read_settings(tmp_path / "settings.toml") == Settings(printer="Labels", badge_template="label-62x100")
