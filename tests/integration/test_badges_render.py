"""Badges as files: every code on paper and in pictures is read back with the real decoders."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from checkin.domain.registration import Registration
from checkin.scanning.opencv import read_image
from checkin.scanning.zxing import ZXing
from data.store import Store
from ui.badges.render import file_name, render_pdf

Run = Callable[..., tuple[int, list[str], str]]
TOKENS = {
    "R-0001": "7K3MQ2ZXW4HTB9NC", "R-0002": "P9XW3VJ4KQ7M2TRD", "R-0003": "ZT5H8NCW2QJ6XKV3", "R-0004": "M4B7RQX9TJ2WKHC6",
    "R-0005": "C8V2WKQ5ZNX4JMT7", "R-0006": "H6TN3XZ9QW5KVBM2", "R-0007": "K2QX7MWJ5TR9HZC4",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("qapp")


def texts(picture: Path) -> list[str]:
    image = read_image(picture)
    assert image is not None
    return [code.text for code in ZXing().read(image)]


def rasterised(pdf: Path, folder: Path) -> list[Path]:
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm (Debian: poppler-utils) is not there")
    subprocess.run([program, "-r", "150", "-png", str(pdf), str(folder / "page")], check=True)
    return sorted(folder.glob("page*.png"))


def test_every_picture_is_read_back(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    status, out, error = run("badges", "render", "--format", "png", str(folder), "--json")
    assert (status, error) == (0, "")
    assert json.loads(out[0]) == {"format": "png", "template": "card", "out": str(folder), "badges": 7}
    assert {file.name for file in folder.iterdir()} == {f"badge-{one}.png" for one in TOKENS}
    assert {one: texts(folder / file_name(one)) for one in TOKENS} == {one: [token] for one, token in TOKENS.items()}


def test_every_badge_on_paper_is_read_back_at_150_dpi(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    status, out, _ = run("badges", "render", "--format", "pdf", str(sheet))
    assert status == 0
    assert out == [f"7 badges are in {sheet}."]
    pages = rasterised(sheet, tmp_path)
    assert len(pages) == 1
    assert sorted(texts(pages[0])) == sorted(TOKENS.values())


def test_a_page_holds_ten_badges(store: Store, tmp_path: Path) -> None:
    event = store.event()
    assert event is not None
    crowd = [Registration(f"N-{n}", f"Person {n}", "public", badge=f"ABCDEFGHJKLMNP{n:02d}") for n in range(23)]
    assert render_pdf(iter(crowd), event, tmp_path / "crowd.pdf") == 23
    pages = rasterised(tmp_path / "crowd.pdf", tmp_path)
    assert [len(texts(page)) for page in pages] == [10, 10, 3]


def test_only_the_badges_asked_for_are_drawn(run: Run, tmp_path: Path) -> None:
    status, _, _ = run("badges", "render", "--format", "png", str(tmp_path / "some"), "--ids", "R-0002, R-0005")
    assert status == 0
    assert sorted(file.name for file in (tmp_path / "some").iterdir()) == ["badge-R-0002.png", "badge-R-0005.png"]


def test_unknown_ids_are_listed_and_nothing_is_drawn(run: Run, tmp_path: Path) -> None:
    status, out, error = run("badges", "render", "--format", "png", str(tmp_path / "none"), "--ids", "R-0001,R-77,R-78")
    assert (status, out) == (2, [])
    assert "R-77, R-78" in error
    assert "R-0001" not in error
    assert not (tmp_path / "none").exists()


def test_ids_of_nobody_are_a_mistake(run: Run, tmp_path: Path) -> None:
    status, _, error = run("badges", "render", "--format", "pdf", str(tmp_path / "none.pdf"), "--ids", " ,")
    assert status == 2
    assert "names no registration" in error


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_place_of_the_wrong_kind_is_refused_and_stays(run: Run, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "png":
        place.write_bytes(b"mine")
    else:
        place.mkdir()
    status, _, error = run("badges", "render", "--format", kind, str(place))
    assert status == 2
    assert str(place) in error
    assert place.is_dir() if kind == "pdf" else place.read_bytes() == b"mine"


def test_what_was_there_stays_until_the_new_is_complete(store: Store, tmp_path: Path) -> None:
    event = store.event()
    assert event is not None
    place = tmp_path / "sheet.pdf"
    place.write_bytes(b"the sheet before")

    def breaks_off():  # type: ignore[no-untyped-def]
        yield Registration("N-1", "Person", "public", badge="ABCDEFGHJKLMNPQR")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        render_pdf(breaks_off(), event, place)
    assert place.read_bytes() == b"the sheet before"
    assert list(tmp_path.glob(".*")) == []
    assert render_pdf([Registration("N-1", "Person", "public", badge="ABCDEFGHJKLMNPQR")], event, place) == 1
    assert place.read_bytes().startswith(b"%PDF")


def test_an_id_is_never_a_path() -> None:
    names = [file_name(one) for one in ("../../etc/passwd", "a/b", "a_b", "C:\\con", ".hidden", "R 1", "٣")]
    assert len(set(names)) == len(names)
    assert all(name == Path(name).name and name.startswith("badge-") and "\\" not in name and ":" not in name for name in names)


def test_a_desk_without_an_event_is_told_what_to_do(tmp_path: Path, run: Run, qapp: QApplication) -> None:
    status, _, error = run("--home", str(tmp_path / "empty"), "badges", "render", "--format", "pdf", str(tmp_path / "x.pdf"))
    assert status == 2
    assert "There is no event" in error
    assert not (tmp_path / "x.pdf").exists()
