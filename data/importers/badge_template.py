"""A badge template as an organiser writes it, in TOML: read whole, or every mistake named with its line."""

from collections.abc import Callable
from pathlib import Path

from checkin.badges.layout import (
    INK,
    NO_WORDS,
    Align,
    Area,
    Box,
    Code,
    Element,
    Field,
    Paper,
    Picture,
    Side,
    Stand,
    Template,
    Text,
)
from checkin.badges.symbol import LEAST_MODULE_MM, TOKEN_MODULES, module_mm, symbol
from checkin.domain.event import LANGUAGES
from checkin.i18n import Phrase, phrase
from checkin.trouble import Mistake, Trouble
from data.importers.badge_tables import LONGEST_MM, DrawingTable
from data.importers.toml_file import read_text, tables_of
from data.importers.toml_lines import Lines

LEAST_FACE_MM = 15.0
LEAST_LETTERS_MM = 1.2
TALLEST_LINE = 1.6
"""How much taller a line of the product's fonts can be than its letters' size; Arabic is the tallest."""

LARGEST_PICTURE = 10_000_000
SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "A6": (105.0, 148.0), "letter": (215.9, 279.4)}
_PICTURES = {".png": b"\x89PNG", ".svg": b"<"}

Find = Callable[[str], Template | None]
"""Gives the template of a name that comes with the product, None if there is none of that name."""


def read_template(path: Path, name: str, find: Find) -> Template:
    """The template in the file at `path`, called `name`. `find` gives the one that it says it is `like`. Trouble lists every
    mistake in it."""
    text = read_text(path)

    def trouble(mistakes: list[Mistake]) -> Trouble:
        return Trouble(
            "The badge template in {path} has mistakes. Correct them and try again.", path=str(path), mistakes=mistakes
        )

    mistakes: list[Mistake] = []
    template = _template(DrawingTable(tables_of(text, trouble), (), Lines(text), mistakes), path, name, find)
    if mistakes or template is None:
        raise trouble(sorted(mistakes, key=lambda mistake: mistake.row))
    return template


def _template(root: DrawingTable, path: Path, name: str, find: Find) -> Template | None:
    root.allow("template", "paper", "front", "back")
    root.require("template")
    table = root.table("template")
    if table is None:
        return None
    table.allow("like", "name", "width", "height", "corner", "slot")
    drawn = {side: _elements(root, side, path.parent) for side in Side}
    before, base = table.mistakes, _base(table, find)
    if base is None and not table.has("like"):
        root.require("front")
        table.require("name", "width", "height")
    width, height = (table.length(key, getattr(base, key, LEAST_FACE_MM), LEAST_FACE_MM) for key in ("width", "height"))
    if table.mistakes > before:
        return None  # of what stands where nothing can be said
    front, back = (_face(root, side, drawn[side], base) for side in Side)
    template = Template(
        name, table.said("name") if table.has("name") or base is None else base.title, width, height,
        _paper(root, width, height, base), front, back, corner=table.length("corner", base.corner if base else 0.0),
        slot=table.box("slot") or (base.slot if base else None),
    )  # fmt: skip
    _check(template, table, drawn)
    return template


def _face(
    root: DrawingTable, side: Side, drawn: list[tuple[DrawingTable, Element]], base: Template | None
) -> tuple[Element, ...]:
    if base is not None and not root.has(side):
        return base.elements(side)
    return tuple(element for _, element in drawn)


def _base(table: DrawingTable, find: Find) -> Template | None:
    if not table.has("like"):
        return None
    base = find(table.text("like"))
    if base is None:
        table.wrong("like", phrase('there is no template of this name; "checkin badges templates" lists them'))
    return base


def _paper(root: DrawingTable, width: float, height: float, base: Template | None) -> Paper:
    table = root.table("paper")
    if table is None:
        return base.paper if base else Paper(width, height, pitch_x=width, pitch_y=height)
    table.allow("size", "width", "height", "columns", "rows", "left", "top", "pitch_x", "pitch_y", "crop_marks")
    page_width, page_height = _page(table, width, height)
    columns, rows = table.number("columns", 1) or 1, table.number("rows", 1) or 1
    pitch_x, pitch_y = table.length("pitch_x", width), table.length("pitch_y", height)
    taken_x, taken_y = (columns - 1) * pitch_x + width, (rows - 1) * pitch_y + height
    left = table.length("left") if table.has("left") else (page_width - taken_x) / 2
    top = table.length("top") if table.has("top") else (page_height - taken_y) / 2
    for key, pitch, side in (("pitch_x", pitch_x, width), ("pitch_y", pitch_y, height)):
        if pitch < side:
            table.wrong(key, phrase("is less than the badge: badges would lie on each other"))
    page = Box(0.0, 0.0, page_width, page_height)
    if not page.holds(Box(left, top, taken_x, taken_y)):
        table.wrong("", phrase(
            "the badges do not fit on this paper: they take {width} x {height} mm from {left}, {top}",
            width=round(taken_x, 2), height=round(taken_y, 2), left=round(left, 2), top=round(top, 2),
        ))  # fmt: skip
    return Paper(page_width, page_height, columns, rows, left, top, pitch_x, pitch_y, table.flag("crop_marks"))


def _page(table: DrawingTable, width: float, height: float) -> tuple[float, float]:
    if not table.has("size"):
        return table.length("width", width, LEAST_FACE_MM), table.length("height", height, LEAST_FACE_MM)
    name = table.text("size")
    if name not in SIZES:
        table.wrong("size", phrase("must be one of {choices}", choices=", ".join(SIZES)))
        return LONGEST_MM, LONGEST_MM
    return SIZES[name]


def _elements(root: DrawingTable, side: Side, folder: Path) -> list[tuple[DrawingTable, Element]]:
    found = []
    for table in root.tables(side):
        table.require("kind", "box")
        kind, box = table.text("kind"), table.box("box")
        if kind and kind not in KINDS:
            table.wrong("kind", phrase("must be one of {choices}", choices=", ".join(KINDS)))
        elif kind and box is not None and (element := KINDS[kind](table, box, folder)) is not None:
            found.append((table, element))
    return found


def _text(table: DrawingTable, box: Box, _: Path) -> Element:
    table.allow(
        "kind", "box", "field", "size", "least", "rows", "bold", "align", "stand", "colour", "capitals", "languages", "words"
    )
    table.require("field", "size")
    field = table.choice("field", Field, Field.NAME) if table.has("field") else Field.NAME
    size = table.length("size", LEAST_LETTERS_MM, LEAST_LETTERS_MM)
    least = table.length("least", size, LEAST_LETTERS_MM)
    if least > size:
        table.wrong("least", phrase("is more than the size"))
    if least * TALLEST_LINE > box.height + 0.001:
        table.wrong("box", phrase("is too low for letters of {size} mm: {height} mm are needed", size=least,
                                  height=round(least * TALLEST_LINE, 2)))  # fmt: skip
    if (field is Field.WORDS) != table.has("words"):
        table.wrong("words", phrase('belongs to field = "words", and to no other'))
    languages = table.number("languages", 0) or 0
    if languages > len(LANGUAGES):
        table.wrong("languages", phrase("must be {most} or less", most=len(LANGUAGES)))
    words = table.said("words") if table.has("words") else NO_WORDS
    return Text(
        box, field, size, least, table.number("rows", 1) or 1, table.flag("bold"), table.choice("align", Align, Align.START),
        table.choice("stand", Stand, Stand.MIDDLE), table.paint("colour", INK), table.flag("capitals"), languages, words,
    )  # fmt: skip


def _area(table: DrawingTable, box: Box, _: Path) -> Element:
    table.allow("kind", "box", "fill", "line", "line_width", "corner")
    if not (table.has("fill") or table.has("line")):
        table.wrong("", phrase("needs a fill or a line, else nothing is to be seen"))
    width = table.length("line_width", 0.2, 0.05)
    return Area(box, table.paint("fill"), table.paint("line"), width, table.length("corner"))


def _code(table: DrawingTable, box: Box, _: Path) -> Element:
    table.allow("kind", "box", "text")
    if abs(box.width - box.height) > 0.001:
        table.wrong("box", phrase("must be as wide as it is high"))
    text = table.text("text") if table.has("text") else ""
    module = module_mm(min(box.width, box.height), _modules(table, text))
    if module < LEAST_MODULE_MM:
        table.wrong("box", phrase("is too small: the modules of the QR code would be {module} mm, and {least} is the least",
                                  module=round(module, 2), least=LEAST_MODULE_MM))  # fmt: skip
    return Code(box, text)


def _modules(table: DrawingTable, text: str) -> int:
    try:
        return len(symbol(text)) if text else TOKEN_MODULES
    except ValueError:
        table.wrong("text", phrase("is too long for a QR code"))
        return TOKEN_MODULES


def _picture(table: DrawingTable, box: Box, folder: Path) -> Element | None:
    table.allow("kind", "box", "file")
    table.require("file")
    name = table.text("file")
    if not name:
        return None
    file = folder / name
    begins = _PICTURES.get(file.suffix.lower())
    if begins is None or Path(name).name != name or "\\" in name:
        table.wrong("file", phrase("must be the name of a PNG or SVG file beside the template"))
    elif (fault := _fault(file, begins)) is not None:
        table.wrong("file", fault)
    return Picture(box, file)


def _fault(file: Path, begins: bytes) -> Phrase | None:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_PICTURE + 1)
    except OSError:
        return phrase("there is no such file beside the template, or it cannot be read")
    if len(content) > LARGEST_PICTURE:
        return phrase("is larger than 10 MB")
    return None if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(begins) else phrase("is neither PNG nor SVG")


KINDS: dict[str, Callable[[DrawingTable, Box, Path], Element | None]] = {
    "text": _text, "area": _area, "code": _code, "picture": _picture,
}  # fmt: skip


def _check(template: Template, table: DrawingTable, drawn: dict[Side, list[tuple[DrawingTable, Element]]]) -> None:
    """What only the whole can tell: nothing leaves the badge, stands in its slot or lies on a QR code."""
    if template.slot is not None and not template.face.holds(template.slot):
        table.wrong("slot", phrase("leaves the badge"))
    for side in Side:
        for own, element in drawn[side]:
            if fault := _misplaced(element, template.elements(side), template):
                own.wrong("box", fault)
        if not drawn[side] and any(_misplaced(element, (), template) for element in template.elements(side)):
            table.wrong("like", phrase("what is drawn there does not fit on a badge of this size or with this slot"))


def _misplaced(one: Element, elements: tuple[Element, ...], template: Template) -> Phrase | None:
    if not template.face.holds(one.box):
        return phrase("leaves the badge, which is {width} x {height} mm", width=template.width, height=template.height)
    if template.slot is not None and not isinstance(one, Area) and one.box.meets(template.slot):
        return phrase("lies in the slot for the lanyard")
    later = elements[elements.index(one) + 1 :] if one in elements else ()
    if isinstance(one, Code) and any(other.box.meets(one.box) for other in later):
        return phrase("has something drawn over the QR code or its quiet zone")
    return None
