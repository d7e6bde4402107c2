"""Charts as pictures, shapes, pages and tables: files show what the screen shows, and are whole or not there."""

import csv
import errno
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chart_samples import CHOSEN, arrivals, heat_map, occupancy
from PySide6.QtCore import QMarginsF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from checkin.i18n import Words
from checkin.trouble import Trouble
from ui.charts.drawing import paint
from ui.charts.export import picture, save_csv, save_png, save_svg, svg
from ui.charts.heat import SHADES
from ui.charts.palette import on_ramp, palette
from ui.charts.table import csv_text, table
from ui.charts.values import Chart, Series
from ui.language import load_fonts
from ui.theme import DARK, LIGHT, Theme
from ui.widgets.look import Look

KINDS = {"arrivals": arrivals, "occupancy": occupancy, "heat map": heat_map}
Save = Callable[[Chart, Path], None]
SAVES: dict[str, Save] = {
    "png": lambda chart, path: save_png(chart, path, look()),
    "svg": lambda chart, path: save_svg(chart, path, look()),
    "csv": lambda chart, path: save_csv(chart, path, Words("en")),
}
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def fonts(qapp) -> None:
    load_fonts()


def look(language: str = "en", colours=LIGHT) -> Look:
    return Look(Words(language), Theme(colours))


def difference(one: QImage, other: QImage) -> float:
    """The part of the pixels that differ clearly."""
    assert one.size() == other.size()
    pairs = ((one.pixelColor(x, y), other.pixelColor(x, y)) for x in range(0, one.width(), 3) for y in range(0, one.height(), 3))
    far = [abs(a.lightness() - b.lightness()) > 70 for a, b in pairs]
    return sum(far) / len(far)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_chart_at_twice_its_size(tmp_path: Path, kind: str, language: str) -> None:
    chart, path = KINDS[kind](language), tmp_path / "chart.png"
    save_png(chart, path, look(language, DARK), QSize(900, 420))
    saved = QImage(str(path))
    assert (saved.width(), saved.height()) == (1800, 840)
    assert saved.pixelColor(2, 2) == QColor(DARK.window)
    assert saved.pixelColor(900, 40) == QColor(DARK.surface)
    assert difference(saved, picture(chart, look(language, DARK), QSize(900, 420))) == 0
    plain = picture(replace(chart, title="Another"), look(language, DARK), QSize(900, 420))
    assert difference(saved, plain) > 0


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_shapes_look_like_the_picture_without_any_font(kind: str, language: str) -> None:
    chart, size = KINDS[kind](language), QSize(900, 420)
    content = svg(chart, look(language), size)
    root = ET.fromstring(content)
    assert [element for element in root.iter() if element.tag == f"{SVG}text"] == []
    assert root.find(f"{SVG}title").text == chart.title
    assert "Highest" in root.find(f"{SVG}desc").text or language != "en"
    drawn = QImage(900, 420, QImage.Format.Format_RGB32)
    drawn.fill(QColor(LIGHT.window))
    with QPainter(drawn) as painter:
        QSvgRenderer(content).render(painter, QRectF(0, 0, 900, 420))
    on_screen = picture(chart, look(language), size, scale=1)
    assert difference(drawn, on_screen) < 0.012
    other = picture(replace(chart, title="", subtitle=""), look(language), size, scale=1)
    assert difference(drawn, other) > difference(drawn, on_screen)


def shapes(content: bytes) -> Counter[str]:
    """How many filled shapes there are of each fill."""
    groups = ET.fromstring(content).iter(f"{SVG}g")
    return Counter(group.get("fill", "") for group in groups for shape in group if shape.tag == f"{SVG}path")


def test_there_is_one_shape_for_each_bar() -> None:
    chart = replace(arrivals(now=None), yesterday=None, expected=None)
    bars = sum(1 for value in chart.today.values if value)
    assert 80 < bars < 144
    assert shapes(svg(chart, look()))["url(#gradient1)"] == bars


def test_there_is_one_shape_for_each_cell() -> None:
    chart, ramp = heat_map(desks=2), palette(LIGHT).ramp
    cells = [value for _, _, value in chart.cells() if value is not None]
    colours = {on_ramp(ramp, shade / SHADES).name() for shade in range(SHADES + 1)}
    found = shapes(svg(chart, look()))
    assert sum(count for fill, count in found.items() if fill in colours) == len(cells)
    assert found[ramp[0].lower()] == sum(1 for value in cells if value < chart.highest / SHADES / 2)


def test_a_title_with_signs_of_xml_is_written_as_it_is() -> None:
    chart = replace(arrivals(), title="Gate A & B <north>")
    assert ET.fromstring(svg(chart, look())).find(f"{SVG}title").text == chart.title


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_the_chart_in_its_own_units(tmp_path: Path, kind: str) -> None:
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm (Debian: poppler-utils) is not there")
    chart, path = KINDS[kind]("fr"), tmp_path / "page.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    )
    factor = 1200 / 96
    with QPainter(writer) as painter:
        paint(painter, QRectF(40 * factor, 40 * factor, 1000 * factor, 400 * factor), chart, look("fr"), factor=factor)
    subprocess.run([program, "-r", "96", "-png", "-singlefile", str(path), str(tmp_path / "page")], check=True)
    page = QImage(str(tmp_path / "page.png"))
    on_screen = QImage(1000, 400, QImage.Format.Format_RGB32)
    on_screen.fill(QColor("white"))
    with QPainter(on_screen) as painter:
        paint(painter, QRectF(0, 0, 1000, 400), chart, look("fr"))
    assert difference(page.copy(40, 40, 1000, 400), on_screen) < 0.03


def test_a_table_of_arrivals_has_a_row_for_each_slot() -> None:
    rows = table(arrivals(), Words("en"))
    assert rows[0] == ["Time", "Today", "Yesterday", "Expected"]
    assert len(rows) == 145
    assert rows[30] == ["09:25", 203, 154.8, 164.3]
    assert rows[-1][:2] == ["18:55", None]  # after now


def test_a_table_of_who_is_inside_has_the_least_and_the_most() -> None:
    rows = table(occupancy("fr"), Words("fr"))
    assert rows[0] == ["Heure", "À l’intérieur", "Au moins", "Au plus", "Capacité", "Hier"]
    missing, whole, later = rows[1 + 65], rows[1 + 40], rows[-1]
    assert missing[2] == missing[1] < missing[3]
    assert whole[1] == whole[2] == whole[3]
    assert later[1:4] == [None, None, None]


def test_a_table_of_several_days_says_which_day() -> None:
    rows = table(occupancy("en", days=3), Words("en"))
    assert rows[1][0] == "Tue 17 Apr, 00:00"
    assert rows[-1][0] == "Thu 19 Apr, 23:55"


def test_a_heat_map_s_table_has_a_column_for_each_slot() -> None:
    rows = table(heat_map(), Words("en"))
    assert rows[0][:3] == ["Desk", "07:00", "07:15"]
    assert len(rows) == 13
    assert {len(row) for row in rows} == {49}
    assert rows[2][:3] == ["Gate A · desk 2", None, None]


def test_csv_opens_right_in_a_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    chart, path = heat_map(), tmp_path / "chart.csv"
    rows = (Series('=HYPERLINK("http://example.org")', (1, 2)), *chart.rows[1:])
    save_csv(replace(chart, rows=rows), path, Words("en"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))
    assert read[0][:2] == ["Desk", "2018-04-19 07:00"]
    assert read[1][:4] == ['\'=HYPERLINK("http://example.org")', "1", "2", ""]
    assert ";" in csv_text(chart, Words("en"), semicolons=True).splitlines()[0]


@pytest.mark.parametrize("kind", SAVES)
def test_a_file_that_cannot_be_written_is_trouble_and_leaves_the_old_one(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"chart.{kind}"
    path.write_text("old")

    def full(file: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Trouble, match="No space left on device"):
        SAVES[kind](arrivals(), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", SAVES)
def test_a_folder_that_is_not_there_is_trouble(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Trouble, match="cannot be written"):
        SAVES[kind](arrivals(), tmp_path / "nowhere" / f"chart.{kind}")


@pytest.mark.parametrize("kind", SAVES)
def test_a_file_that_is_there_is_written_over_only_where_one_may(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"chart.{kind}"
    SAVES[kind](arrivals(), path)
    first = path.stat().st_size
    SAVES[kind](heat_map(), path)
    assert path.stat().st_size != first
    with pytest.raises(Trouble, match="is there already"):
        save_csv(arrivals(), path, Words("en"), overwrite=False)


def test_the_chosen_moment_stands_in_files_too() -> None:
    with_it, without = (picture(occupancy(chosen=chosen), look(), QSize(900, 420), 1) for chosen in (CHOSEN, None))
    assert difference(with_it, without) > 0


def test_arabic_letters_in_files_are_joined() -> None:
    """A chart whose title has its letters kept apart looks different: they were joined before."""
    chart = arrivals("ar")
    apart = replace(chart, title="\u200c".join(chart.title), subtitle="\u200c".join(chart.subtitle))
    paths = [re.findall(rb'd="([^"]+)"', svg(one, look("ar"))) for one in (chart, apart)]
    assert sorted(paths[0]) != sorted(paths[1])
