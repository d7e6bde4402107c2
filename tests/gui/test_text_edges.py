import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.language import load_fonts
from ui.theme import Theme
from ui.widgets.lines import Line, Lines
from ui.widgets.text import LEADING, lay_out


@pytest.mark.parametrize(
    ("text", "direction", "at_left"),
    [
        ("Looking for cameras", Qt.LayoutDirection.LeftToRight, True),
        ("جارٍ البحث عن الكاميرات", Qt.LayoutDirection.RightToLeft, False),
        ("HD Webcam", Qt.LayoutDirection.RightToLeft, False),
    ],
)
def test_the_leading_edge_is_where_the_language_begins(qapp, text, direction, at_left) -> None:
    load_fonts()
    block = lay_out(text, Theme().font(16), 900, LEADING, direction)
    place = block.layout.lineAt(0).naturalTextRect()
    assert (place.left() < 10) is at_left
    assert (place.right() > 890) is not at_left


def test_lines_that_may_become_narrower_never_become_lower(qtbot: QtBot) -> None:
    load_fonts()
    whole, theme = QWidget(), Theme()
    qtbot.addWidget(whole)
    lines = Lines(whole, shrinks=True)
    lines.show_lines(Line("معرض المدينة الذكية", theme.font(24), "#000000"), Line("بالدار البيضاء", theme.font(16), "#000000"))
    assert lines.minimumSizeHint().height() == lines.sizeHint().height() > 40
