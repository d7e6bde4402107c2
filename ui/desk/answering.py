"""Shows the card of what the desk answers: at once, and before all else that goes with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from checkin.desk.messages import Judged, Published
from checkin.domain.journal import Origin
from ui.sounds import Speaker

if TYPE_CHECKING:
    from ui.desk.window import DeskWindow


class Answering(QObject):
    """`ready_again` runs while a card is shown that gives way to Ready by itself, `shown_s` seconds after it came."""

    def __init__(self, window: "DeskWindow", speaker: Speaker, shown_s: float) -> None:
        super().__init__(window)
        self._window = window
        self._speaker = speaker
        self.ready_again = QTimer(self, singleShot=True, interval=round(shown_s * 1000))
        self.ready_again.timeout.connect(window.clear_card)

    def answer(self, message: Published) -> None:
        """Show the card of `message`, which the window's state knows. The verdict is waited for: it is painted at
        once, and what else changes has its turn after that."""
        window = self._window
        card = window.show_card()
        window.panel.repaint()
        self._speaker.play(card.face.sound)
        if isinstance(message, Judged) and message.line.origin is Origin.CAMERA:
            window.choosing.keep_tried()
        window.close_lists()
        window.refresh()
        if isinstance(message, Judged):
            window.side.preview.colour_outline(window.preferences.theme.paint(card.face.tone).fill)
            window.side.preview.show_hint(None)
        if card.face.stays:
            self.ready_again.stop()
        else:
            self.ready_again.start()
        window.panel.announce()
