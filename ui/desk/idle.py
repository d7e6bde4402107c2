"""Buttons that stand on the idle card alone, at its foot: what is wanted before doors open, and in nobody's way after."""

from PySide6.QtCore import QEvent, QObject

from ui.desk.verdict import VerdictPanel
from ui.theme import Tone
from ui.widgets.button import Button, Kind
from ui.widgets.look import Look


class IdleKey(Button):
    """One of them, in the trailing corner of the verdict panel; `place` counts from there."""

    def __init__(self, panel: VerdictPanel, icon: str, place: int = 0) -> None:
        super().__init__(panel, icon, Kind.ON_CARD)
        self._panel = panel
        self._place = place
        self._pad = 20
        panel.installEventFilter(self)
        self.hide()

    def say_on_card(self, look: Look, text: str, tip: str, keys: str) -> None:
        """Words, colours and sizes."""
        self.say(look, text, tip, keys)
        self.put_on(look.theme.paint(Tone.READY))
        self._pad = look.theme.px(20)
        self.resize(self.sizeHint())
        self._move()

    def show_if(self, wanted: bool) -> None:
        """Be there, or not."""
        self.setVisible(wanted)
        self._move()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if event.type() is QEvent.Type.Resize:
            self._move()
        return False

    def _move(self) -> None:
        across = self._pad + self._place * (self.width() + self._pad)
        left = across if self._panel.isRightToLeft() else self._panel.width() - across - self.width()
        self.move(left, self._panel.height() - self._pad - self.height())
