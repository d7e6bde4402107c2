"""The buttons at the foot of a card: what can be done with whoever stands at the desk."""

from PySide6.QtWidgets import QWidget

from ui.desk.cards import Card
from ui.theme import Paint
from ui.widgets.button import Button, Kind
from ui.widgets.look import Look


class CardButtons:
    """They stand in a row at the foot of `panel`, Done or Seen at the far end. Where room is short, the names of keys go."""

    def __init__(self, panel: QWidget) -> None:
        self._panel = panel
        self._look: Look | None = None
        self._group_words = ""
        names = ("undo-2", "user-x", "shield-check", "users", "printer", "id-card", "check")
        buttons = [Button(panel, icon, Kind.ON_CARD) for icon in names]
        self.undo, self.not_same, self.override, self.group, self.print_badge, self.seen, self.done = buttons
        self._leading = buttons[:5]
        self._trailing = buttons[5:]
        for button in buttons[1:]:
            button.hide()

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self._say(hinted=True)

    def _say(self, *, hinted: bool) -> None:
        if self._look is None:
            return
        look, words = self._look, self._look.words
        for button, text, tip, keys in (
            (self.undo, words("Undo last"), words("Take back the last admitted scan"), "Ctrl+Z"),
            (self.not_same, words("Not the same person"), words("Take this scan back: it is not the same person"), ""),
            (self.override, words("Override"), words("A supervisor admits this person"), "F8"),
            (self.group, self._group_words, words("Show everybody of this order"), "F12"),
            (self.print_badge, words("Print badge"), words("Print the badge"), "Ctrl+P"),
            (self.seen, words("Seen"), words("The identity card was seen"), "F7"),
            (self.done, words("Done"), words("Clear the card"), "Esc"),
        ):
            button.say(look, text, tip, keys, hinted=hinted)

    def offer_people(self, group: str, *, printing: bool) -> None:
        """Offer the people of the order, in these words ("" for not), and whether to print the badge."""
        self._group_words = group
        self.group.setVisible(bool(group))
        self.print_badge.setVisible(printing)

    def offer_override(self, offered: bool) -> None:
        """Offer to admit on a supervisor's word."""
        self.override.setVisible(offered)

    def wear(self, card: Card, paint: Paint, pad: int) -> None:
        """Take the places and colours that `card` asks for, `pad` pixels from the edges."""
        self.undo.setVisible(not card.asks_identity)
        self.not_same.setVisible(card.asks_identity)
        self.seen.setVisible(card.asks_identity)
        self.done.setVisible(card.face.stays and not card.asks_identity)
        for hinted in (True, False):
            self._say(hinted=hinted)
            if self._width(pad) <= self._panel.width():
                break
        self._place(paint, pad)

    @property
    def height(self) -> int:
        """Of all of them."""
        return self.undo.height()

    def _shown(self, buttons: list[Button]) -> list[Button]:
        return [button for button in buttons if button.isVisibleTo(self._panel)]

    def _width(self, pad: int) -> int:
        return sum(button.sizeHint().width() + pad for button in self._shown([*self._leading, *self._trailing])) + pad

    def _place(self, paint: Paint, pad: int) -> None:
        for button in (*self._leading, *self._trailing):
            button.put_on(paint)
            button.resize(button.sizeHint())
        width, top, x = self._panel.width(), self._panel.height() - pad - self.height, pad
        mirrored = self._panel.isRightToLeft()
        for button in self._shown(self._leading):
            button.move(width - x - button.width() if mirrored else x, top)
            x += button.width() + pad
        for button in self._shown(self._trailing):
            button.move(pad if mirrored else width - pad - button.width(), top)
