"""The face of a badge, looked at: scripts, colours, and names that must fit."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QGlyphRun, QImage, QRawFont, QTextLayout
from PySide6.QtWidgets import QApplication

from checkin.badges.layout import Box, Field, Text
from checkin.domain.registration import Registration
from data.badge_templates import shipped
from data.demo import names
from data.demo.event import event_text, today
from data.importers.event_file import parse_event
from ui.badges.face import Faces
from ui.badges.render import PRINT_DPI, face_pixels, picture
from ui.language import load_fonts
from ui.theme import FAMILIES, contrast

EVENT = parse_event(event_text(today()))
SCALE = PRINT_DPI / 25.4
CARD = shipped("card")
TEXTS = {one.field: one for one in CARD.front if isinstance(one, Text)}
NAME, BAND, CODE = TEXTS[Field.NAME].box, CARD.front[0].box, CARD.code or Box(0, 0, 0, 0)


def face(name: str, company: str = "", category: str = "professional", language: str = "fr") -> QImage:
    person = Registration("R-1", name, category, badge="7K3MQ2ZXW4HTB9NC", company=company, language=language)
    return picture(Faces(EVENT, CARD), person)


def part(image: QImage, box: Box) -> QImage:
    return image.copy(QRect(*(round(side * SCALE) for side in (box.x, box.y, box.width, box.height))))


def ink(image: QImage) -> int:
    return sum(image.pixelColor(x, y).lightness() < 128 for y in range(0, image.height(), 2) for x in range(0, image.width(), 2))


def runs(text: str) -> list[QGlyphRun]:
    layout = QTextLayout(text, QFont(FAMILIES))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return list(layout.glyphRuns())


def glyphs(text: str) -> list[int]:
    return [glyph for run in runs(text) for glyph in run.glyphIndexes()]


def fonts_used(text: str) -> list[tuple[str, bool]]:
    """The family of each run of `text`, and whether it has glyphs for all of it (glyph 0 is the empty box)."""
    return [(run.rawFont().familyName(), 0 not in run.glyphIndexes()) for run in runs(text)]


NAMES = [
    given[0] + (" " if language != "zh" else "") + family[0]
    for language, firsts, lasts in (
        ("fr", names.MOROCCAN_GIVEN, names.MOROCCAN_FAMILY), ("fr", names.FRENCH_GIVEN, names.FRENCH_FAMILY),
        ("ar", names.ARABIC_GIVEN, names.ARABIC_FAMILY), ("zh", names.CHINESE_GIVEN, names.CHINESE_FAMILY),
        ("en", names.ENGLISH_GIVEN, names.ENGLISH_FAMILY),
    )
    for given, family in zip(firsts, lasts, strict=False)
]  # fmt: skip


def test_the_products_own_fonts_have_every_letter_of_the_demo(qapp: QApplication) -> None:
    load_fonts()
    companies = [*names.ARABIC_COMPANIES, *names.CHINESE_COMPANIES, *names.FRENCH_COMPANIES, *names.ENGLISH_COMPANIES]
    for text in [*NAMES, *filter(None, companies)]:
        for family, complete in fonts_used(text):
            assert complete, text
            assert any(family.startswith(own) for own in FAMILIES), (text, family)


def test_a_letter_that_no_font_has_would_be_seen(qapp: QApplication) -> None:
    load_fonts()
    assert not QRawFont.fromFont(QFont(FAMILIES)).supportsCharacter(0x13000)


def test_arabic_letters_are_joined(qapp: QApplication) -> None:
    load_fonts()
    apart = "\u200c".join("محمد")
    assert set(glyphs("محمد")).isdisjoint(glyph for letter in "محم" for glyph in glyphs(letter))
    assert set(glyphs(apart)) >= {glyph for letter in "محم" for glyph in glyphs(letter)}
    joined, separate = (part(face(name, language="ar"), NAME) for name in ("محمد", apart))
    assert joined != separate


@pytest.mark.parametrize("name", ["Amina El Fassi", "محمد عبد الرحمن", "欧阳晓明"])
def test_a_name_in_any_script_is_drawn_where_names_are(qapp: QApplication, name: str) -> None:
    empty, drawn = part(face(""), NAME), part(face(name), NAME)
    assert ink(empty) == 0
    assert ink(drawn) > 500


def side_of_the_ink(image: QImage) -> float:
    columns = [x for x in range(image.width()) if any(image.pixelColor(x, y).lightness() < 128 for y in range(image.height()))]
    return (columns[0] + columns[-1]) / 2 / image.width()


def test_arabic_begins_at_the_right_and_latin_at_the_left(qapp: QApplication) -> None:
    assert side_of_the_ink(part(face("علي"), NAME)) > 0.6
    assert side_of_the_ink(part(face("Ali"), NAME)) < 0.4


LONG = "Maximiliane-Alexandra Freifrau von Ashworth-Kavanagh de La Fontaine y Nuñez-Østergård"


@pytest.mark.parametrize("name", [LONG, "W" * 120, "فاطمة الزهراء " * 8, "欧阳" * 40])
def test_a_long_name_stays_in_its_box(qapp: QApplication, name: str) -> None:
    plain, drawn = face(""), face(name)
    box = NAME
    for y in range(0, plain.height(), 3):
        for x in range(0, plain.width(), 3):
            inside = box.x - 0.1 <= x / SCALE <= box.x + box.width + 0.1 and box.y - 0.1 <= y / SCALE <= box.y + box.height + 0.1
            assert inside or plain.pixel(x, y) == drawn.pixel(x, y), (x / SCALE, y / SCALE)


@pytest.mark.parametrize("category", list(EVENT.categories))
def test_the_band_has_the_categorys_colour_and_readable_words(qapp: QApplication, category: str) -> None:
    image = face("Amina", category=category)
    middle = round((BAND.y + BAND.height - 1) * SCALE)
    assert image.pixelColor(image.width() // 2, middle).name().upper() == EVENT.categories[category].colour
    band = part(image, TEXTS[Field.CATEGORY].box)
    colours = {band.pixelColor(x, y).name() for y in range(0, band.height(), 2) for x in range(0, band.width(), 2)}
    assert max(contrast(colour, EVENT.categories[category].colour) for colour in colours) > 3.9


def test_the_symbol_stands_on_white_with_its_margin(qapp: QApplication) -> None:
    code = part(face("Amina"), CODE)
    quiet = round(3.7 * CODE.width * SCALE / 29)
    edge = [code.pixelColor(x, y).lightness() for x in range(code.width()) for y in range(code.height()) if min(x, y) < quiet]
    assert min(edge) == 255
    assert ink(code) > 1000


def test_an_unknown_category_is_still_a_badge(qapp: QApplication) -> None:
    assert ink(part(face("Amina", category="gone"), NAME)) > 300


def test_a_person_without_a_badge_number_has_no_code(qapp: QApplication) -> None:
    assert ink(part(picture(Faces(EVENT, CARD), Registration("R-1", "Amina", "public")), CODE)) == 0


def test_pixels_for_the_film_are_blue_green_red_and_opaque(qapp: QApplication) -> None:
    pixels = face_pixels(Registration("R-1", "Amina", "professional", badge="7K3MQ2ZXW4HTB9NC"), EVENT)
    assert pixels.shape == (638, 1016, 3)
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[-20, 508].tolist() == [0xEB, 0x6F, 0x1F]
