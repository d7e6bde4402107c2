"""A sentence at the foot of the window, for a while: what was kept where, or what went wrong."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.lines import Line
from ui.widgets.look import SEMIBOLD, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.surface import Surface

SHOWN_MS = 12_000


class Notice(Surface):
    """Hidden while there is nothing to say. It takes nobody's keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = Paragraph(self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.text)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, look: Look, sentence: str, *, stays: bool = False, warns: bool = False) -> None:
        """Say this; for as long as nothing else is said, where it `stays`."""
        theme = look.theme
        self.dress(look)
        self._row.setContentsMargins(theme.px(18), theme.px(10), theme.px(18), theme.px(10))
        colour = theme.colours.look if warns else theme.colours.text
        self.text.show_line(Line(sentence, theme.font(16, SEMIBOLD), colour))
        self.setAccessibleName(sentence)
        self.show()
        if stays:
            self._timer.stop()
        else:
            self._timer.start()
