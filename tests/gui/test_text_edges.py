import pytest
from PySide6.QtCore import Qt

from ui.language import load_fonts
from ui.theme import Theme
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
