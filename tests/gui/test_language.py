import pytest
from PySide6.QtGui import QFontDatabase, QGlyphRun, QRawFont
from PySide6.QtWidgets import QApplication

from checkin.i18n import Words
from ui.language import FONTS, apply_language, load_fonts
from ui.theme import FAMILIES, Theme
from ui.widgets.text import fit, lay_out


def families_of(text: str) -> set[str]:
    load_fonts()
    runs: list[QGlyphRun] = lay_out(text, Theme().font(40)).layout.glyphRuns()
    return {run.rawFont().familyName() for run in runs}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Amina El Fassi, Œuvre ‘œ’ → 12:30", "Checkin Sans"),
        ("محمد الإدريسي", "IBM Plex Sans Arabic"),
        ("张伟 陳大文 喆", "Checkin Sans SC"),
    ],
)
def test_every_script_is_written_in_a_font_of_our_own(qapp, text, family) -> None:
    assert family in families_of(text)
    assert families_of(text) <= set(FAMILIES)


def test_every_font_file_loads_and_has_its_licence_beside_it(qapp) -> None:
    assert load_fonts() == ()
    assert len(list(FONTS.glob("*OFL.txt"))) == 3


@pytest.mark.parametrize("style", ["Regular", "Medium", "SemiBold", "Bold", "ExtraBold"])
def test_each_weight_is_a_face_of_its_own(qapp, style) -> None:
    load_fonts()
    assert style in QFontDatabase.styles("Checkin Sans")


def test_figures_that_change_in_place_are_equally_wide(qapp) -> None:
    load_fonts()
    font = Theme().font(40, figures=True)
    assert lay_out("1111", font).natural_width == pytest.approx(lay_out("0000", font).natural_width)


def test_qt_s_own_dialogs_speak_french(qapp) -> None:
    apply_language(qapp, Words("fr"))
    french = QApplication.translate("QPlatformTheme", "Cancel")
    apply_language(qapp, Words("en"))
    assert (french, QApplication.translate("QPlatformTheme", "Cancel")) == ("Annuler", "Cancel")


def test_a_text_gets_the_largest_size_that_fits(qapp) -> None:
    load_fonts()
    fonts = [Theme().font(size) for size in (60, 40, 20)]
    assert fit("short", fonts, 800, 1).layout.font().pixelSize() == 60
    assert fit("a rather longer line of text", fonts, 600, 1).layout.font().pixelSize() == 40
    assert fit("word " * 60, fonts, 300, 1).layout.font().pixelSize() == 20


def test_no_file_of_ours_is_a_variable_font(qapp) -> None:
    for file in FONTS.glob("*.[ot]tf"):
        assert not QRawFont(str(file), 20.0).fontTable("fvar").size(), file.name
