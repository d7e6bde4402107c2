"""Texts of a badge, set into their boxes: in any script, as large as they may be and as small as they must."""

import unicodedata
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

from checkin.badges.layout import Align, Box, Stand, Text
from ui.theme import FAMILIES

UNITS = 20.0
"""Drawing units in a millimetre: letters are set at sizes where rounding to whole units does not show."""

SHRINK = 0.94
SMALLEST_MM = 1.0
LONGEST = 400
"""Letters of which more could not be read on any badge; the rest is left out, and an ellipsis says so."""

MOST_BEYOND = 0.6
"""How far above and below its lines a text gets room for its ink, in sizes: Arabic dots and marks need some, while marks that are
stacked without end are cut off."""

BEARING = 0.06
"""How far letters of our fonts reach beyond their line at either end, in sizes."""

LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_UNSEEN = {"Cc", "Cs", "Co", "Cn"}


@dataclass(slots=True)
class Lettering:
    """A text at its place, in drawing units. `size_mm` is what its letters came to."""

    layout: QTextLayout
    place: QPointF
    clip: QRectF
    size_mm: float
    is_inside: bool

    def draw(self, painter: QPainter) -> None:
        """Draw it; marks that are stacked without end are cut off with the box."""
        if self.is_inside:
            self.layout.draw(painter, self.place)
            return
        painter.save()
        painter.setClipRect(self.clip, Qt.ClipOperation.IntersectClip)
        self.layout.draw(painter, self.place)
        painter.restore()


def plain(text: str) -> str:
    """A text from outside on one line: blanks are single, what cannot be seen is left out, and so is what nobody would read."""
    joined = " ".join("".join(c for c in text if unicodedata.category(c) not in _UNSEEN or c.isspace()).split())
    return joined if len(joined) <= LONGEST else joined[:LONGEST].rstrip() + "…"


def right_to_left(text: str) -> bool:
    """The direction of the first letter that has one."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return strong != "L"


def side_of(text: str, align: Align) -> Qt.AlignmentFlag:
    """Where a text stands across its box."""
    if align is Align.CENTRE:
        return CENTRE
    return RIGHT if right_to_left(text) else LEFT


def settle(text: str, spec: Text, side: Qt.AlignmentFlag | None = None) -> Lettering | None:
    """Set `text` as `spec` asks. It shrinks, in its rows, down to the least size; then it takes as many rows as its box holds,
    broken anywhere; then it shrinks on; what does not fit even so ends in an ellipsis. None for no text."""
    if not text:
        return None
    side = side or side_of(text, spec.align)
    size = spec.size_mm
    while size >= spec.least_mm:
        if (layout := _set(text, spec, size, side, spec.rows, anywhere=False)) is not None:
            return _placed(layout, spec, size)
        size = size * SHRINK if size == spec.least_mm else max(size * SHRINK, spec.least_mm)
    size = spec.least_mm
    while size >= SMALLEST_MM:
        if (layout := _set(text, spec, size, side, LONGEST, anywhere=True)) is not None:
            return _placed(layout, spec, size)
        size *= SHRINK
    return _shortened(text, spec, side)


def settle_alike(texts: list[tuple[str, Qt.AlignmentFlag]], spec: Text) -> list[Lettering]:
    """Several short texts side by side in the box of `spec`, all in the size of the one that has to be smallest."""
    share = spec.box.width / len(texts)
    boxes = [Box(spec.box.x + place * share, spec.box.y, share, spec.box.height) for place in range(len(texts))]
    specs = [replace(spec, box=box) for box in boxes]
    first = [settle(text, one, side) for (text, side), one in zip(texts, specs, strict=True)]
    size = min((one.size_mm for one in first if one), default=spec.size_mm)
    again = [
        settle(text, replace(one, size_mm=size, least_mm=min(size, spec.least_mm)), side)
        for (text, side), one in zip(texts, specs, strict=True)
    ]
    return [one for one in again if one is not None]


def _shortened(text: str, spec: Text, side: Qt.AlignmentFlag) -> Lettering | None:
    kept = len(text)
    while kept := kept * 9 // 10:
        shorter = text[:kept].rstrip() + "…"
        if (layout := _set(shorter, spec, SMALLEST_MM, side, LONGEST, anywhere=True)) is not None:
            return _placed(layout, spec, SMALLEST_MM)
    return None


def _set(
    text: str, spec: Text, size_mm: float, side: Qt.AlignmentFlag, rows: int, *, anywhere: bool
) -> QTextLayout | None:  # fmt: skip
    """The text in lines of the box's width; None if it does not fit."""
    layout = QTextLayout(text, _font(spec, size_mm))
    option = QTextOption(side)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left(text) else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if anywhere else QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    width = (spec.box.width - 2 * BEARING * size_mm) * UNITS
    layout.beginLayout()
    height, count = 0.0, 0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        row.setPosition(QPointF(0, height))
        height += row.height()
        count += 1
        if count > rows or height > spec.box.height * UNITS or row.naturalTextWidth() > width:
            layout.endLayout()
            return None
    layout.endLayout()
    above, below = _beyond(layout, _ink(layout), size_mm)
    return layout if above + height + below <= spec.box.height * UNITS else None


def _ink(layout: QTextLayout) -> QRectF | None:
    """Where ink is, from the top left corner of the first line; None for plain letters, which stay in their lines. Neither the
    lines' heights nor the runs' rectangles have room for the dots of Arabic letters: the glyphs themselves must be asked."""
    if layout.text().isascii():
        return None
    left = top = right = bottom = 0.0
    for run in layout.glyphRuns():
        font = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            box, x, y = font.boundingRect(glyph), place.x(), place.y()
            left, right = min(left, x + box.left()), max(right, x + box.right())
            top, bottom = min(top, y + box.top()), max(bottom, y + box.bottom())
    return QRectF(left, top, right - left, bottom - top)


def _beyond(layout: QTextLayout, ink: QRectF | None, size_mm: float) -> tuple[float, float]:
    """The room that ink needs above the first line and below the last one."""
    if ink is None:
        return 0.0, 0.0
    last = layout.lineAt(layout.lineCount() - 1)
    most = MOST_BEYOND * size_mm * UNITS
    return min(most, -ink.top()), min(most, max(0.0, ink.bottom() - last.y() - last.height()))


def _font(spec: Text, size_mm: float) -> QFont:
    font = QFont(FAMILIES)
    font.setPixelSize(max(1, round(size_mm * UNITS)))
    font.setWeight(QFont.Weight.Bold if spec.bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _placed(layout: QTextLayout, spec: Text, size_mm: float) -> Lettering:
    box = spec.box
    last = layout.lineAt(layout.lineCount() - 1)
    ink = _ink(layout)
    above, below = _beyond(layout, ink, size_mm)
    spare = box.height * UNITS - last.y() - last.height() - above - below
    down = {Stand.TOP: 0.0, Stand.MIDDLE: spare / 2, Stand.BOTTOM: spare}[spec.stand]
    place = QPointF((box.x + BEARING * size_mm) * UNITS, box.y * UNITS + above + down)
    clip = QRectF(box.x * UNITS, box.y * UNITS, box.width * UNITS, box.height * UNITS)
    return Lettering(layout, place, clip, size_mm, ink is None or clip.contains(ink.translated(place)))
