"""The last page of a report: whose signature holds the heads of the journals, for eyes and for a camera."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from checkin.badges.symbol import symbol
from checkin.i18n import Words
from checkin.overview.reports.heads import MAGIC, NONE, Seal
from ui.rehearsal.page import UNITS, Paper
from ui.reports.flow import LEFT_MM, MUTED, WIDTH_MM, Flow, height
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD

CODE_MM = 42.0


def seal(flow: Flow, sealed: Seal, words: Words) -> None:
    """What was signed, by which key, and how it is verified."""
    text = code_text(sealed)
    room = WIDTH_MM - CODE_MM - 6
    flow.need(CODE_MM + 14)
    flow.text(words("Signature"), 4.6, BOLD, after=1.4)
    top = flow.y
    left = LEFT_MM + WIDTH_MM - CODE_MM
    flow.draw(lambda paper: draw_symbol(paper, text, left, top, CODE_MM))
    said = (
        words("The ends of the journals and a digest of the figures are signed with the key of the device that made this.")
        if sealed.is_signed
        else words("Not signed: this desk is enrolled at no hub, and has no key. The hash shows whether the ends were changed.")
    )
    y = top
    for block, colour in (
        (flow.set(said, 3.1, MEDIUM, room), "#111827"),
        (flow.set(words("To verify it: checkin report verify FILE"), 3.1, SEMIBOLD, room), "#111827"),
        *_lines(flow, sealed, words, room),
    ):
        flow.put(block, LEFT_MM, y, colour)
        y += height(block) + 0.9
    flow.y = max(y, top + CODE_MM) + 4


def _lines(flow: Flow, sealed: Seal, words: Words, room: float) -> list[tuple[object, str]]:
    named = [(words("Hash (SHA-256)"), sealed.sha256)]
    if sealed.public is not None and sealed.signature is not None:
        named += [(words("Key (Ed25519)"), sealed.public.hex()), (words("Signature"), sealed.signature.hex())]
    found: list[tuple[object, str]] = []
    for name, text in named:
        found += [(flow.set(name, 2.8, SEMIBOLD, room), MUTED), (flow.set_code(text, 2.6, room), "#111827")]
    return found


def code_text(sealed: Seal) -> str:
    """What the QR code holds."""
    public, signature = (NONE if one is None else one.hex() for one in (sealed.public, sealed.signature))
    return f"{MAGIC}\nsha256 {sealed.sha256}\nkey {public}\nsignature {signature}"


def draw_symbol(paper: Paper, text: str, x: float, y: float, side: float) -> None:
    """A QR symbol, its rows as few rectangles as can be."""
    rows = symbol(text)
    place, module = paper.rect(x, y, side, side), side * UNITS / len(rows)
    painter = paper.painter
    painter.save()
    painter.setRenderHint(painter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#000000"))
    painter.translate(place.topLeft())
    for number, row in enumerate(rows):
        begin = None
        for at, dark in enumerate((*row, False)):
            if dark and begin is None:
                begin = at
            elif not dark and begin is not None:
                painter.drawRect(round(begin * module), round(number * module), round((at - begin) * module), round(module) + 1)
                begin = None
    painter.restore()
