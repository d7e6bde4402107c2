"""Every template on paper: rasterised at 150 dpi as a printer would, every code read back, backs behind their fronts."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from checkin.badges.layout import Template
from checkin.badges.signing import SigningKey, sign
from checkin.domain.badge import SignedBadge
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.scanning.opencv import Image, cv2, read_image
from checkin.scanning.zbar import ZBar
from checkin.scanning.zxing import ZXing
from checkin.trouble import Trouble
from data.badge_templates import find_template, shipped, template_names
from data.demo.people import people
from data.importers.event_file import read_event
from ui.badges.render import render_pdf, render_png

Run = Callable[..., tuple[int, list[str], str]]
EXAMPLE = Path(__file__).parents[1] / "examples" / "event.toml"
EVENT: Event = read_event(EXAMPLE)[1]
DPI = 150
KEY = SigningKey(0x7F3A, bytes(range(32)))
PEOPLE = [replace(one, category="professional" if n % 2 else "speaker") for n, one in enumerate(people(3, 24))]
LONGEST_SIGNED = "A-LONG-ID-12"  # with "professional" the 24 bytes that a signed badge holds

pytestmark = pytest.mark.usefixtures("qapp")


def pages(pdf: Path) -> list[Image]:
    """The pages at 150 dpi."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm (Debian: poppler-utils) is not there")
    subprocess.run([program, "-r", str(DPI), "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
    found = [read_image(path) for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]
    return [page for page in found if page is not None]


def texts(page: Image) -> list[str]:
    return sorted(code.text for code in ZXing().read(page))


def some(count: int, *, signed: bool = False) -> list[Registration]:
    chosen = PEOPLE[:count]
    if not signed:
        return chosen
    return [replace(one, id=f"{LONGEST_SIGNED[:-2]}{n:02d}", category="professional", badge="") for n, one in enumerate(chosen)]


def with_tokens(registrations: list[Registration]) -> list[Registration]:
    return [one if one.badge else replace(one, badge=signed_text(one)) for one in registrations]


def signed_text(one: Registration) -> str:
    return sign(SignedBadge(one.id, one.category), EVENT.id, KEY)


@pytest.mark.parametrize("signed", [False, True], ids=["opaque", "signed"])
@pytest.mark.parametrize("name", template_names())
def test_every_code_of_every_template_is_read_back_at_150_dpi(tmp_path: Path, name: str, signed: bool) -> None:
    template = shipped(name)
    crowd = with_tokens(some(min(template.paper.per_page + 1, 12), signed=signed))
    assert render_pdf(crowd, EVENT, tmp_path / "badges.pdf", template) == len(crowd)
    found = [text for page in pages(tmp_path / "badges.pdf") for text in texts(page)]
    assert sorted(found) == sorted([one.badge for one in crowd] * (2 if template.back else 1))


@pytest.mark.parametrize("name", ["card", "avery-l4784", "label-62x100"])
def test_a_second_decoder_reads_them_too(tmp_path: Path, name: str) -> None:
    crowd = some(4)
    render_pdf(crowd, EVENT, tmp_path / "badges.pdf", shipped(name))
    found = {code.text for page in pages(tmp_path / "badges.pdf") for code in ZBar().read(page)}
    assert found == {one.badge for one in crowd}


@pytest.mark.parametrize("name", template_names())
def test_a_page_has_the_size_of_its_paper(tmp_path: Path, name: str) -> None:
    render_pdf(some(1), EVENT, tmp_path / "badges.pdf", shipped(name))
    height, width = pages(tmp_path / "badges.pdf")[0].shape[:2]
    paper = shipped(name).paper
    assert (width, height) == pytest.approx((paper.width / 25.4 * DPI, paper.height / 25.4 * DPI), abs=2)


@pytest.mark.parametrize("name", ["card-two-sided", "a6-sheet", "a6"])
def test_fronts_and_backs_meet_once_the_paper_is_turned_over_its_long_edge(tmp_path: Path, name: str) -> None:
    template = shipped(name)
    render_pdf(some(template.paper.per_page + 1), EVENT, tmp_path / "b.pdf", template)
    sheets = pages(tmp_path / "b.pdf")
    assert len(sheets) == 4
    for front, back in zip(sheets[::2], sheets[1::2], strict=True):
        height, width = back.shape[:2]
        # the long edge is at the side, or, where the page lies, on top
        turned = {t: (x, height - y) if width > height else (width - x, y) for t, (x, y) in codes(back).items()}
        assert turned.keys() == codes(front).keys()
        for text, place in codes(front).items():
            assert badge_at(template, place) == badge_at(template, turned[text])


def codes(page: Image) -> dict[str, tuple[float, float]]:
    """The text of each code and its middle, in pixels."""
    return {code.text: tuple(np.mean(code.corners, axis=0)) for code in ZXing().read(np.ascontiguousarray(page))}


def badge_at(template: Template, pixel: tuple[float, float]) -> int:
    """The number of the place on the page that a pixel is in."""
    x, y = (side / DPI * 25.4 for side in pixel)
    return next(n for n, p in enumerate(template.places()) if p.x <= x <= p.right and p.y <= y <= p.bottom)


def bands(page: Image, colour: list[int]) -> list[int]:
    """How many rows each stretch of rows with much of this colour has, from the top."""
    rows = (np.abs(page.astype(int) - colour).max(axis=2) < 12).mean(axis=1) > 0.1
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(int), [0]))))
    return [int(last - first) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def test_the_back_of_a_page_that_lies_is_upside_down_so_that_the_badge_hangs_upright(tmp_path: Path) -> None:
    render_pdf([replace(PEOPLE[0], category="professional")], EVENT, tmp_path / "b.pdf", shipped("a6-sheet"))
    front, back = (bands(page, [0xEB, 0x6F, 0x1F]) for page in pages(tmp_path / "b.pdf"))
    assert front[0] > 2 * front[-1], "the tall band is on top"
    assert back[-1] > 2 * back[0]


def test_only_crop_marks_stand_outside_the_badges(tmp_path: Path) -> None:
    for name in ("card", "a6-sheet", "avery-l7163"):
        template = shipped(name)
        render_pdf(some(1), EVENT, tmp_path / f"{name}.pdf", template)
        page = pages(tmp_path / f"{name}.pdf")[0]
        place = template.places()[0]
        left, top, right, bottom = (round(side / 25.4 * DPI) for side in (place.x, place.y, place.right, place.bottom))
        page[top - 1 : bottom + 1, left - 1 : right + 1] = 255
        dark = int((page.max(axis=2) < 128).sum())
        assert (dark > 100) is template.paper.crop_marks


def test_places_that_were_used_before_stay_empty(tmp_path: Path) -> None:
    render_pdf(some(9), EVENT, tmp_path / "b.pdf", shipped("avery-l7163"), skip=7)
    first, second = pages(tmp_path / "b.pdf")
    assert len(texts(first)) == 7
    assert first[: first.shape[0] * 43 // 100].min() == 255
    assert len(texts(second)) == 2


def test_a_logo_is_drawn_in_the_middle_of_its_box_and_keeps_its_shape(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10" fill="#FF0000"/></svg>'
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    cv2.imwrite(str(tmp_path / "logo.png"), np.full((10, 40, 3), (0, 0, 255), np.uint8))
    for kind in ("svg", "png"):
        text = '[template]\nname = { en = "x" }\nwidth = 80\nheight = 60\n[[front]]\nkind = "picture"\nbox = [20, 10, 40, 40]\n'
        (tmp_path / "mine.toml").write_text(f'{text}file = "logo.{kind}"\n', encoding="utf-8")
        render_pdf(some(1), EVENT, tmp_path / f"{kind}.pdf", find_template(str(tmp_path / "mine.toml")))
        page = pages(tmp_path / f"{kind}.pdf")[0]
        ys, xs = np.nonzero((page[:, :, 2] > 200) & (page[:, :, 0] < 60))
        millimetres = [float(side) / DPI * 25.4 for side in (xs.min(), ys.min(), xs.max(), ys.max())]
        assert millimetres == pytest.approx([20, 25, 60, 35], abs=0.4)


def test_a_logo_that_cannot_be_drawn_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    text = '[template]\nlike = "card"\n[[front]]\nkind = "picture"\nbox = [5, 10, 40, 30]\nfile = "logo.png"\n'
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Trouble, match="cannot be read"):
        render_pdf(some(1), EVENT, tmp_path / "b.pdf", find_template(str(tmp_path / "mine.toml")))
    assert not (tmp_path / "b.pdf").exists()


def test_a_badge_whose_code_would_be_too_fine_is_named_and_nothing_is_replaced(tmp_path: Path) -> None:
    text = '[template]\nname = { en = "x" }\nwidth = 50\nheight = 30\n[[front]]\nkind = "code"\nbox = [10, 10, 10, 10]\n'
    (tmp_path / "small.toml").write_text(text, encoding="utf-8")
    small, pdf = find_template(str(tmp_path / "small.toml")), tmp_path / "b.pdf"
    pdf.write_bytes(b"the one before")
    assert render_pdf(some(1), EVENT, tmp_path / "good.pdf", small) == 1
    with pytest.raises(Trouble, match=r"needs 16\.2 mm on the badge, and this template has 10\.0 mm") as caught:
        render_pdf([*some(1), *with_tokens(some(1, signed=True))], EVENT, pdf, small)
    assert LONGEST_SIGNED[:-2] in str(caught.value)
    assert pdf.read_bytes() == b"the one before"
    with pytest.raises(Trouble, match="too long for a QR code"):
        render_pdf([replace(PEOPLE[0], badge="é" * 4000)], EVENT, pdf, small)


def test_progress_is_told_by_the_page_and_a_no_stops_with_the_file_as_it_was(tmp_path: Path) -> None:
    pdf, told = tmp_path / "b.pdf", []
    pdf.write_bytes(b"the one before")

    def watch(count: int) -> bool:
        told.append(count)
        return len(told) < 2

    with pytest.raises(Trouble, match="stopped"):
        render_pdf(PEOPLE, EVENT, pdf, watch=watch)
    assert told == [10, 20]
    assert pdf.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [pdf]


def test_pictures_have_backs_too_and_can_be_stopped(tmp_path: Path) -> None:
    assert render_png(some(2), EVENT, tmp_path / "p", shipped("a6")) == 2
    assert len(list((tmp_path / "p").glob("*-back.png"))) == 2
    assert len(list((tmp_path / "p").iterdir())) == 4
    with pytest.raises(Trouble, match="drawn until then are in"):
        render_png(some(3), EVENT, tmp_path / "q", watch=lambda _: False)
    assert len(list((tmp_path / "q").iterdir())) == 1


def test_the_command_draws_from_a_named_template_without_backs_if_so_asked(run: Run, tmp_path: Path) -> None:
    for options, sides in (((), 2), (("--front-only",), 1)):
        pdf = tmp_path / f"{sides}.pdf"
        status, out, error = run("badges", "render", "--format", "pdf", "--template", "a6", "--json", *options, str(pdf))
        assert (status, error) == (0, "")
        assert json.loads(out[0]) == {"format": "pdf", "template": "a6", "out": str(pdf), "badges": 7}
        assert len(pages(pdf)) == 7 * sides


def test_ctrl_c_stops_the_command_and_leaves_the_file_as_it_was(home: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    rows = "".join(f"N-{n},,Person {n},public,confirmed\n" for n in range(20_000))
    many.write_text("id,badge,name,category,status\n" + rows, encoding="utf-8")
    command = [sys.executable, "-m", "checkin.cli", "--home", str(home)]
    environment = {**os.environ, "CHECKIN_LANGUAGE": "en"}
    subprocess.run([*command, "import", str(many)], check=True, capture_output=True, env=environment)
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(b"the one before")
    arguments = [*command, "badges", "render", "--format", "pdf", "--progress", str(pdf)]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        said = process.stderr.read(20)
        process.send_signal(signal.SIGINT)
        said += process.stderr.read()
    assert process.returncode == 2
    assert b"badges drawn" in said
    assert b"It was stopped. Nothing was changed." in said
    assert pdf.read_bytes() == b"the one before"
    assert list(tmp_path.glob(".*")) == []
