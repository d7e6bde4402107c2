"""Templates as organisers write them: read strictly, and every mistake told with its line and key."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from checkin.badges.layout import Align, Area, Box, Code, Field, Picture, Stand, Text
from checkin.trouble import Trouble
from data.badge_templates import FOLDER, find_template, shipped, template_names

Run = Callable[..., tuple[int, list[str], str]]
HEAD = '[template]\nname = { en = "Mine" }\nwidth = 90\nheight = 60\n'
TEXT = '[[front]]\nkind = "text"\nfield = "name"\nbox = [5, 5, 40, 12]\nsize = 5\n'
GOOD = HEAD + TEXT
LOGO = '[[front]]\nkind = "picture"\nbox = [60, 5, 9, 9]\nfile = '
PNG = b"\x89PNG\r\n\x1a\n"


def own(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(Trouble) as caught:
        find_template(str(path))
    return [(one.row, one.column, str(one.what)) for one in caught.value.mistakes]


@pytest.mark.parametrize("name", template_names())
def test_every_template_that_comes_with_the_product_is_without_mistakes(name: str) -> None:
    template = find_template(name)
    assert template.name == name
    assert [bool(template.title(language)) for language in ("fr", "ar", "en")] == [True] * 3


def test_all_that_a_template_can_say_is_understood(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    template = find_template(str(own(tmp_path, """
[template]
name = { en = "Mine", fr = "Le mien" }
width = 90
height = 60.5
corner = 2
slot = [40, 2, 10, 3]
[paper]
size = "letter"
columns = 2
rows = 4
top = 10
pitch_y = 62
crop_marks = true
[[front]]
kind = "area"
box = [0, 50, 90, 10.5]
fill = "category"
line = "#102030"
line_width = 0.4
corner = 1
[[front]]
kind = "text"
field = "category"
box = [5, 51, 80, 8]
size = 4
least = 2
rows = 2
bold = true
align = "centre"
stand = "bottom"
colour = "on_category"
capitals = true
languages = 2
[[front]]
kind = "text"
field = "words"
box = [5, 20, 40, 12]
size = 3
words = { fr = ["9 h Ouverture", "10 h Plénière"], en = "Welcome" }
[[front]]
kind = "picture"
box = [5, 8, 20, 10]
file = "logo.png"
[[front]]
kind = "code"
box = [55, 8, 30, 30]
[[back]]
kind = "code"
box = [5, 8, 20, 20]
text = "https://example.org/programme"
""")))  # fmt: skip
    assert (template.width, template.height, template.corner, template.slot) == (90.0, 60.5, 2.0, Box(40, 2, 10, 3))
    paper = template.paper
    assert (paper.width, paper.height, paper.per_page, paper.top, paper.pitch_x, paper.pitch_y) == (215.9, 279.4, 8, 10, 90, 62)
    assert paper.left == pytest.approx((215.9 - 180) / 2)
    assert paper.crop_marks
    area, category, words, logo, code = template.front
    assert area == Area(Box(0, 50, 90, 10.5), "category", "#102030", 0.4, 1.0)
    assert category == Text(
        Box(5, 51, 80, 8), Field.CATEGORY, 4, 2, 2, True, Align.CENTRE, Stand.BOTTOM, "on_category", True, 2
    )  # fmt: skip
    assert isinstance(words, Text)
    assert (words.words("fr"), words.words("ar")) == ("9 h Ouverture\u202810 h Plénière",) * 2
    assert logo == Picture(Box(5, 8, 20, 10), tmp_path / "logo.png")
    assert code == Code(Box(55, 8, 30, 30))
    assert template.back == (Code(Box(5, 8, 20, 20), "https://example.org/programme"),)


def test_a_template_that_is_like_another_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    template = find_template(
        str(own(tmp_path, '[template]\nlike = "a6"\n[paper]\nsize = "A5"\n' + TEXT.replace("front", "back")))
    )
    assert template.front == shipped("a6").front
    assert len(template.back) == 1
    assert (template.width, template.paper.width, template.slot) == (105.0, 148.0, shipped("a6").slot)
    assert template.title("en") == "A6 upright 105 × 148 mm"


BAD = {
    "no table": ("[paper]\n", (0, "template", "is missing")),
    "unknown table": (GOOD + "[sheet]\n", (10, "sheet", "no such key")),
    "unknown key": (HEAD.replace("width", "breadth") + TEXT, (3, "template.breadth", "no such key")),
    "missing width": (HEAD.replace("width = 90\n", "") + TEXT, (1, "template.width", "is missing")),
    "no front": (HEAD, (0, "front", "is missing")),
    "width no number": (GOOD.replace("90", '"90"'), (3, "template.width", "number of millimetres")),
    "width infinite": (GOOD.replace("90", "inf"), (3, "template.width", "number of millimetres")),
    "width true": (GOOD.replace("90", "true"), (3, "template.width", "number of millimetres")),
    "badge too small": (GOOD.replace("90", "9"), (3, "template.width", "15.0 or more")),
    "unknown kind": (GOOD.replace('"text"', '"circle"'), (6, "front.kind", "text, area, code, picture")),
    "no kind": (GOOD.replace('kind = "text"\n', ""), (5, "front.kind", "is missing")),
    "no box": (GOOD.replace("box = [5, 5, 40, 12]\n", ""), (5, "front.box", "is missing")),
    "box of three": (GOOD.replace(", 12]", "]"), (8, "front.box", "[from the left, from the top, width, height]")),
    "box without height": (GOOD.replace("12]", "0]"), (8, "front.box", "[from the left, from the top, width, height]")),
    "box of words": (GOOD.replace("12]", '"x"]'), (8, "front.box", "[from the left, from the top, width, height]")),
    "box leaves the right": (GOOD.replace("[5, 5, 40", "[55, 5, 40"), (8, "front.box", "the badge, which is 90.0 x 60.0 mm")),
    "box leaves the top": (GOOD.replace("[5, 5, 40", "[5, -1, 40"), (8, "front.box", "leaves the badge")),
    "unknown field": (GOOD.replace('"name"\nbox', '"email"\nbox'), (7, "front.field", "name, company")),
    "size too small": (GOOD.replace("size = 5", "size = 0.5"), (9, "front.size", "1.2 or more")),
    "least above size": (GOOD + "least = 6\n", (10, "front.least", "is more than the size")),
    "low box": (GOOD.replace("12]", "4]"), (8, "front.box", "is too low for letters of 5.0 mm: 8.0 mm are needed")),
    "rows none": (GOOD + "rows = 0\n", (10, "front.rows", "must be 1 or more")),
    "bold word": (GOOD + 'bold = "yes"\n', (10, "front.bold", "true or false")),
    "align": (GOOD + 'align = "left"\n', (10, "front.align", "start, centre")),
    "stand": (GOOD + 'stand = "low"\n', (10, "front.stand", "top, middle, bottom")),
    "colour": (GOOD + 'colour = "red"\n', (10, "front.colour", "on_category")),
    "languages": (GOOD + "languages = 4\n", (10, "front.languages", "must be 3 or less")),
    "words of a name": (GOOD + 'words = { fr = "x" }\n', (10, "front.words", "belongs to field")),
    "words missing": (GOOD.replace('"name"\nbox', '"words"\nbox'), (5, "front.words", "belongs to field")),
    "words in Latin": (
        GOOD.replace('"name"\nbox', '"words"\nbox') + 'words = { la = "x" }\n', (10, "front.words.la", "no such key")
    ),
    "words empty": (GOOD.replace('"name"\nbox', '"words"\nbox') + "words = { fr = [] }\n", (10, "front.words.fr", "of lines")),
    "invisible area": (GOOD + '[[front]]\nkind = "area"\nbox = [0, 0, 9, 9]\n', (10, "front", "needs a fill or a line")),
    "fine code": (
        GOOD + '[[front]]\nkind = "code"\nbox = [50, 30, 9.5, 9.5]\n',
        (12, "front.box", "the modules of the QR code would be 0.33 mm, and 0.33 is the least"),
    ),
    "oblong code": (GOOD + '[[front]]\nkind = "code"\nbox = [50, 20, 30, 20]\n', (12, "front.box", "as wide as it is high")),
    "long code": (
        GOOD + f'[[front]]\nkind = "code"\nbox = [50, 20, 30, 30]\ntext = "{"x" * 3000}"\n', (13, "front.text", "too long")
    ),
    "code overdrawn": (
        HEAD + '[[front]]\nkind = "code"\nbox = [4, 4, 30, 30]\n' + TEXT, (7, "front.box", "drawn over the QR code")
    ),
    "in the slot": (GOOD.replace("height = 60", "height = 60\nslot = [20, 2, 10, 4]"), (9, "front.box", "in the slot")),
    "slot outside": (GOOD.replace("height = 60", "height = 60\nslot = [85, 2, 10, 2]"), (5, "template.slot", "leaves the badge")),
    "no picture": (GOOD + LOGO + '"gone.png"\n', (13, "front.file", "no such file")),
    "picture elsewhere": (
        GOOD + LOGO + '"../logo.png"\n', (13, "front.file", "beside the template")
    ),
    "picture of another kind": (
        GOOD + LOGO + '"logo.jpg"\n', (13, "front.file", "PNG or SVG file beside")
    ),
    "picture no PNG": (
        GOOD + LOGO + '"false.png"\n', (13, "front.file", "neither PNG nor SVG")
    ),
    "paper unknown": (GOOD + '[paper]\nsize = "B5"\n', (11, "paper.size", "A4, A5, A6, letter")),
    "paper too narrow": (GOOD + '[paper]\nsize = "A4"\ncolumns = 3\n', (10, "paper", "they take 270.0 x 60.0 mm from -30.0")),
    "paper too low": (GOOD + '[paper]\nsize = "A4"\nrows = 4\ntop = 60\n', (10, "paper", "90.0 x 240.0 mm from 60.0, 60.0")),
    "badges on each other": (GOOD + '[paper]\nsize = "A4"\nrows = 2\npitch_y = 59\n', (13, "paper.pitch_y", "lie on each other")),
    "columns none": (GOOD + '[paper]\nsize = "A4"\ncolumns = 0\n', (12, "paper.columns", "must be 1 or more")),
    "like nothing": ('[template]\nlike = "b7"\n' + HEAD[11:] + TEXT, (2, "template.like", "no template of this name")),
    "like one too large": ('[template]\nlike = "a6"\nwidth = 50\n', (2, "template.like", "does not fit on a badge of this size")),
    "not TOML": (GOOD + "size == 3\n", (10, "", "TOML does not allow this")),
    "nested too deeply": (GOOD + "x = " + "[" * 9000 + "\n", (0, "", "nested too deeply")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_told_with_its_line_and_key(tmp_path: Path, name: str) -> None:
    (tmp_path / "false.png").write_bytes(b"GIF89a")
    text, (row, column, said) = BAD[name]
    found = mistakes(own(tmp_path, text))
    assert [one for one in found if one[:2] == (row, column) and said in one[2]], found


def test_several_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    found = mistakes(own(tmp_path, GOOD.replace("90", '"90"').replace("size = 5", "size = 0") + "rows = true\n"))
    assert [row for row, _, _ in found] == [3, 9, 10]


def test_the_good_one_is_good(tmp_path: Path) -> None:
    assert find_template(str(own(tmp_path, GOOD))).width == 90


@pytest.mark.parametrize("name", ["Card", "card.tml", "../card", "", "a6\n"])
def test_an_unknown_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(Trouble, match="There is no badge template"):
        find_template(name)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        find_template(str(tmp_path / "gone.toml"))


def test_the_command_lists_names_and_sizes(run: Run) -> None:
    status, out, error = run("badges", "templates", "--json")
    assert (status, error) == (0, "")
    found = {one["template"]: one for one in map(json.loads, out)}
    assert list(found) == template_names()
    assert found["avery-l7163"] == {
        "template": "avery-l7163", "title": "Avery L7163, 99.1 × 38.1 mm", "width_mm": 99.1, "height_mm": 38.1,
        "page_width_mm": 210.0, "page_height_mm": 297.0, "per_page": 14, "two_sided": False, "crop_marks": False,
        "module_mm": 1.0, "signed_module_mm": 0.59,
    }  # fmt: skip
    status, out, _ = run("badges", "templates")
    assert status == 0
    assert out[0] == "card             Card 86 × 54 mm, to be cut  (10 a page, one side)"


def test_a_template_with_mistakes_draws_nothing(run: Run, tmp_path: Path) -> None:
    status, out, error = run(
        "badges", "render", "--format", "pdf", "--template", str(own(tmp_path, HEAD)), str(tmp_path / "x.pdf")
    )
    assert (status, out) == (2, [])
    assert "front: is missing" in error
    assert not (tmp_path / "x.pdf").exists()


def test_no_two_templates_have_the_same_text() -> None:
    texts = [file.read_text(encoding="utf-8") for file in FOLDER.glob("*.toml")]
    assert len(set(texts)) == len(texts) == 12
