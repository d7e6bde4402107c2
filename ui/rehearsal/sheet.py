"""The page with the four test badges: to print and cut, or to hold up on a phone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from checkin.badges.layout import Box, Code
from checkin.domain.event import LANGUAGES
from checkin.domain.registration import Registration
from checkin.i18n import Words, phrase
from checkin.rehearsal.samples import TEXTS, TITLES, Sample
from ui.badges.face import draw_code
from ui.language import direction
from ui.rehearsal.page import PLAIN, UNITS, Paper, write_page
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD
from ui.widgets.text import CENTRE, lay_out

CODE_MM = 31.0
SIGNED_MM = 40.0
CARD_WIDTH, CARD_HEIGHT = 86.0, 108.0
LEFT, TOP, GAP = 15.0, 50.0, 8.0
HOW = phrase(
    "Test badges: no registration has them, and none of them counts. Hold each before the camera of a desk while it rehearses."
)
MUSTS = {
    Sample.ADMITTED: phrase("must be admitted"),
    Sample.REFUSED: phrase("must be refused: canceled"),
    Sample.FORGED: phrase("must be refused: false signature"),
    Sample.UNKNOWN: phrase("must be refused: unknown"),
}


def write_sheet(path: Path) -> None:
    """Write the page, in the three languages, as a PDF. Trouble if it cannot be written."""
    write_page(path, "Check-in: test badges", "fr", _draw)


def _draw(paper: Paper) -> None:
    y = 14.0
    for language in LANGUAGES:
        said = Words(language)(HOW)
        y = paper.put(paper.text(said, 3.6, MEDIUM, 180.0, direction(language)), LEFT, y) + 1.5
    for number, sample in enumerate(Sample):
        column, row = number % 2, number // 2
        _draw_card(paper, sample, LEFT + column * (CARD_WIDTH + GAP), TOP + row * (CARD_HEIGHT + GAP))


def _draw_card(paper: Paper, sample: Sample, x: float, y: float) -> None:
    painter = paper.painter
    painter.setPen(QPen(QColor("#7B869C"), 0.3 * UNITS, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(paper.rect(x, y, CARD_WIDTH, CARD_HEIGHT), 3 * UNITS, 3 * UNITS)
    side = SIGNED_MM if sample is Sample.FORGED else CODE_MM
    box = Box(x + (CARD_WIDTH - side) / 2, y + 5 + (SIGNED_MM - side) / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    draw_code(painter, Code(box), Registration(sample.value, sample.value, "", TEXTS[sample]))
    bottom = y + SIGNED_MM + 9
    for language in LANGUAGES:
        words, flow = Words(language), direction(language)
        for said, size, weight in ((words(TITLES[sample]), 5.4, BOLD), (words(MUSTS[sample]), 3.4, SEMIBOLD)):
            block = lay_out(said, PLAIN.font(size * UNITS, weight), (CARD_WIDTH - 6) * UNITS, CENTRE, flow)
            bottom = paper.put(block, x + 3, bottom)
        bottom += 2
