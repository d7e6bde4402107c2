"""One line to type into, under its label."""

import unicodedata

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.widgets.lines import Line
from ui.widgets.look import MEDIUM, REGULAR, Look
from ui.widgets.paragraph import Paragraph

LONGEST_PIN = 12


class FormField(QLineEdit):
    """`moved` by so many rows in the list beside it. A secret one takes digits and shows none of them.

    Ctrl+Z takes back a letter here while there is one to take back; otherwise it is left to the desk.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._secret = False

    def prepare(self, text: str, longest: int, *, secret: bool) -> None:
        """Begin with `text`."""
        self._secret = secret
        self.setMaxLength(LONGEST_PIN if secret else longest)
        self.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly if secret else Qt.InputMethodHint.ImhNone)
        self.setText(text)

    @property
    def is_secret(self) -> bool:
        """Whether it takes a PIN."""
        return self._secret

    def type(self, text: str) -> None:
        """Put `text` where the cursor is. A secret field takes the digits among it, whatever script they are in."""
        self.insert("".join(str(unicodedata.digit(one)) for one in text if one.isdigit()) if self._secret else text)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z passes by where nothing was typed."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        nothing_to_undo = self._secret or not self.isUndoAvailable()
        if overrides and nothing_to_undo and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the list."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Labelled(QWidget):
    """A field and its label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = Paragraph(self)
        self.line = FormField(self)
        self._text = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.label)
        self._column.addWidget(self.line)

    def entitle(self, label: str, *, beside: bool) -> None:
        """What belongs into the field, over it or, if not `beside` it, only within while it is empty; `dress` makes it seen."""
        self._text = label
        self.label.setVisible(beside)
        self.line.setPlaceholderText("" if beside else label)
        self.line.setAccessibleName(label)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        theme = look.theme
        self._column.setSpacing(theme.px(2))
        self.label.show_line(Line(self._text, theme.font(14, MEDIUM), theme.colours.muted))
        self.line.setFont(theme.font(17, REGULAR))
        self.line.setFixedHeight(theme.target_px)
        align = Qt.AlignmentFlag.AlignRight if look.words.right_to_left else Qt.AlignmentFlag.AlignLeft
        self.line.setAlignment(align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
