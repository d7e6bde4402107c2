"""The face of a badge, drawn the same for a picture, for paper and for the demo's film."""

import unicodedata

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QTextLayout, QTextOption

from checkin.badges.layout import CARD, BadgeLayout, Box, Line
from checkin.badges.symbol import QUIET_MODULES, symbol
from checkin.domain.badge import claims_a_signature
from checkin.domain.event import Category, Event, Names
from checkin.domain.registration import Registration
from ui.language import load_fonts
from ui.theme import FAMILIES

UNITS = 20.0
"""Drawing units in a millimetre: letters are set at sizes where rounding to whole units does not show."""

INK, SOFT_INK, PAPER = QColor("#14171F"), QColor("#4A5263"), QColor("#FFFFFF")
SHRINK = 0.94
DARKEST_UNDER_BLACK = 0.36


def draw_face(painter: QPainter, registration: Registration, event: Event, layout: BadgeLayout = CARD) -> None:
    """Draw one badge with its top left corner at the painter's origin; one unit of the painter is a millimetre.

    Names are set in their own script and direction, and shrink or wrap until they fit.
    """
    load_fonts()
    painter.save()
    painter.scale(1 / UNITS, 1 / UNITS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    card = QPainterPath()
    card.addRoundedRect(0, 0, layout.width * UNITS, layout.height * UNITS, layout.corner * UNITS, layout.corner * UNITS)
    painter.fillPath(card, PAPER)
    category = event.categories.get(registration.category, Category(registration.category, Names({"": registration.category})))
    _draw_band(painter, card, category, event, layout)
    _draw_words(painter, registration, event, layout)
    if registration.badge:
        draw_symbol(painter, registration.badge, layout.code)
    painter.restore()


def draw_symbol(painter: QPainter, text: str, box: Box) -> None:
    """Draw the QR symbol of `text` with its quiet zone into `box`; row by row, as few rectangles as can be."""
    rows = symbol(text)
    module = box.width * UNITS / (len(rows) + 2 * QUIET_MODULES)
    painter.fillRect(_rect(box), PAPER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    path = QPainterPath()
    for y, row in enumerate(rows):
        for first, last in _runs(row):
            left, top = first + QUIET_MODULES, y + QUIET_MODULES
            path.addRect(box.x * UNITS + left * module, box.y * UNITS + top * module, (last - first) * module, module)
    painter.fillPath(path, QColor("#000000"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The stretches of dark modules in a row: first, and the one after the last."""
    edges = [x for x in range(len(row) + 1) if (x < len(row) and row[x]) != (x > 0 and row[x - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _draw_band(painter: QPainter, card: QPainterPath, category: Category, event: Event, layout: BadgeLayout) -> None:
    colour = QColor(category.colour)
    band = QPainterPath()
    band.addRect(_rect(layout.band))
    painter.fillPath(card.intersected(band), colour)
    painter.setPen(INK if _luminance(colour) > DARKEST_UNDER_BLACK else PAPER)
    said = list(dict.fromkeys(category.name(language) for language in event.languages[:2]))
    share = layout.category.box.width / len(said)
    for n, name in enumerate(said):
        box = Box(layout.category.box.x + n * share, layout.category.box.y, share, layout.category.box.height)
        side = Qt.AlignmentFlag.AlignRight if n else Qt.AlignmentFlag.AlignLeft
        _draw_line(painter, name.upper(), Line(box, layout.category.size_mm, layout.category.least_mm, bold=True), side)


def _draw_words(painter: QPainter, registration: Registration, event: Event, layout: BadgeLayout) -> None:
    language = registration.language if registration.language in event.languages else event.languages[0]
    painter.setPen(SOFT_INK)
    _draw_line(painter, event.name(language), layout.event)
    painter.setPen(INK)
    _draw_line(painter, registration.name, layout.name)
    painter.setPen(SOFT_INK)
    _draw_line(painter, registration.company, layout.company)
    # a signed token is no number that anybody could type or say
    number = registration.id if claims_a_signature(registration.badge) else registration.badge
    _draw_line(painter, number, layout.number, Qt.AlignmentFlag.AlignHCenter)


def _draw_line(painter: QPainter, text: str, line: Line, side: Qt.AlignmentFlag | None = None) -> None:
    """Set `text` into its box, in the middle of its height; by default from the side where its script begins."""
    if not text:
        return
    begins = Qt.AlignmentFlag.AlignRight if _right_to_left(text) else Qt.AlignmentFlag.AlignLeft
    side, size = side or begins, line.size_mm
    while not _fits(layout := _set(text, line, size, side), line) and size > line.least_mm:
        size = max(size * SHRINK, line.least_mm)
    shown = min(layout.lineCount(), line.rows)
    height = sum(layout.lineAt(n).height() for n in range(shown))
    top = line.box.y * UNITS + (line.box.height * UNITS - height) / 2
    for n in range(shown):
        layout.lineAt(n).draw(painter, QPointF(line.box.x * UNITS, top))


def _set(text: str, line: Line, size_mm: float, side: Qt.AlignmentFlag) -> QTextLayout:
    font = QFont(FAMILIES)
    font.setPixelSize(round(size_mm * UNITS))
    font.setWeight(QFont.Weight.Bold if line.bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(text, font)
    option = QTextOption(side)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if _right_to_left(text) else Qt.LayoutDirection.LeftToRight)
    anywhere = size_mm <= line.least_mm
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if anywhere else QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(line.box.width * UNITS)
        row.setPosition(QPointF(0, height))
        height += row.height()
    layout.endLayout()
    return layout


def _fits(layout: QTextLayout, line: Line) -> bool:
    rows = [layout.lineAt(n) for n in range(layout.lineCount())]
    wide, high = max(row.naturalTextWidth() for row in rows), sum(row.height() for row in rows)
    return len(rows) <= line.rows and wide <= line.box.width * UNITS and high <= line.box.height * UNITS


def _right_to_left(text: str) -> bool:
    """The direction of the first letter that has one."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return strong != "L"


def _rect(box: Box) -> QRectF:
    return QRectF(box.x * UNITS, box.y * UNITS, box.width * UNITS, box.height * UNITS)


def _luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
