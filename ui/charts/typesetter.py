"""The texts of charts, laid out once each: a chart that is drawn anew four times a second says nearly the same each time."""

from enum import Enum
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from ui.theme import Theme
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD, Look
from ui.widgets.text import LEADING, TextBlock, lay_out

MOST_REMEMBERED = 600


class Style(Enum):
    """The kinds of text: size in pixels at scale 1, weight, and whether all figures are equally wide."""

    TITLE = (20, BOLD, False)
    SUBTITLE = (15, MEDIUM, False)
    ENTRY = (15, MEDIUM, True)
    LABEL = (14, MEDIUM, True)
    DAY = (14, BOLD, False)
    MARKER = (14, SEMIBOLD, True)
    NUMBER = (15, BOLD, True)
    NOTE = (14, MEDIUM, False)

    def font(self, theme: Theme) -> QFont:
        """The font at the theme's scale."""
        size, weight, figures = self.value
        return theme.font(size, weight, figures=figures)


class Typesetter:
    """Lays out texts of one look, and remembers them. For one thread."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.flow = Qt.LayoutDirection.RightToLeft if look.words.right_to_left else Qt.LayoutDirection.LeftToRight
        self._font = cache(lambda style: style.font(look.theme))
        self._set: dict[tuple[str, Style, float | None], TextBlock] = {}

    def set(self, text: str, style: Style, width: float | None = None) -> TextBlock:
        """A text on one line, or in lines of `width`."""
        wanted = (text, style, width)
        if wanted not in self._set:
            if len(self._set) >= MOST_REMEMBERED:
                self._set.clear()
            self._set[wanted] = lay_out(text, self._font(style), width, LEADING, self.flow)
        return self._set[wanted]

    def shortened(self, text: str, style: Style, width: float) -> TextBlock:
        """A text on one line that is at most `width` wide: what does not fit ends in an ellipsis."""
        whole = self.set(text, style)
        if whole.width <= width:
            return whole
        metrics = QFontMetricsF(self._font(style))
        return self.set(metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(20.0, width - 2)), style)
