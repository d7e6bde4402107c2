"""A sheet on which the texts of a chart find their places: laid out from left to right, and mirrored for Arabic."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from ui.charts.canvas import Canvas, Placed
from ui.charts.palette import palette
from ui.charts.reading import Entry, Mark
from ui.charts.samples import paint_sample, sample_px
from ui.charts.typesetter import Style, Typesetter
from ui.widgets.text import TextBlock

LEAST_GAP_PX = 24


class Sheet:
    """The room of one chart: `rect` without its margin, in pixels. Everything is placed as in English, and stands mirrored where
    the language is."""

    def __init__(self, rect: QRectF, typesetter: Typesetter) -> None:
        look = typesetter.look
        self.theme = look.theme
        self.set, self.shortened = typesetter.set, typesetter.shortened
        self.palette = palette(look.theme.colours)
        pad = look.theme.px(22)
        self.rect = rect.adjusted(pad, look.theme.px(18), -pad, -look.theme.px(16))
        self.mirrored = look.words.right_to_left
        self.texts: list[Placed] = []
        self.samples: list[tuple[Mark, QRectF]] = []

    def flipped(self, rect: QRectF) -> QRectF:
        """The rectangle where it stands in this language; flipped twice, it is where it was."""
        if not self.mirrored:
            return rect
        return QRectF(self.rect.left() + self.rect.right() - rect.right(), rect.top(), rect.width(), rect.height())

    def put(self, block: TextBlock, left: float, top: float, colour: str, ground: str = "") -> QRectF:
        """Place a text with its top left there, as if in English; where it stands."""
        pad = self.theme.px(7) if ground else 0
        rect = self.flipped(QRectF(left, top, block.width + 2 * pad, block.height))
        self.texts.append(Placed(block, rect, colour, ground))
        return rect

    def stand(self, block: TextBlock, middle: float, top: float, colour: str) -> QRectF:
        """Place a text around `middle`, which is a place on the sheet as it is seen; where it stands."""
        rect = QRectF(middle - block.width / 2, top, block.width, block.height)
        self.texts.append(Placed(block, rect, colour))
        return rect

    def head(self, title: str, subtitle: str, entries: Sequence[Entry]) -> float:
        """Title, unit and legend: beside each other where there is room, else below each other. Returns where they end."""
        left, top, width = self.rect.left(), self.rect.top(), self.rect.width()
        parts = [self._entry(entry) for entry in entries]
        taken = sum(part[1] for part in parts) + self._between * max(0, len(parts) - 1)
        one_line = self.set(title, Style.TITLE)
        beside = one_line.natural_width + LEAST_GAP_PX + taken <= width
        heading = one_line if beside else self.set(title, Style.TITLE, width)
        self.put(heading, left, top, self.palette.text)
        bottom = top + heading.height
        if subtitle:
            below = self.set(subtitle, Style.SUBTITLE, width)
            self.put(below, left, bottom + self.theme.px(1), self.palette.muted)
            bottom += below.height + self.theme.px(1)
        if beside:
            self._put_row(parts, self.rect.right() - taken, top + heading.height / 2)
            return bottom
        return self._wrap(parts, bottom + self.theme.px(6))

    @property
    def _between(self) -> int:
        return self.theme.px(22)

    def _entry(self, entry: Entry) -> tuple[Entry, float, list[TextBlock]]:
        """An entry, how wide it is, and its texts."""
        side = sample_px(entry.mark, self.theme)
        room = self.rect.width() - side - self.theme.px(30)
        blocks = [self.shortened(text, Style.ENTRY, room) for text in (entry.before, entry.text) if text]
        width = side + sum(block.natural_width + self.theme.px(8) for block in blocks)
        return entry, width, blocks

    def _wrap(self, parts: list[tuple[Entry, float, list[TextBlock]]], top: float) -> float:
        """Rows of entries from the leading edge; where they end."""
        rows: list[list[tuple[Entry, float, list[TextBlock]]]] = []
        free = 0.0
        for part in parts:
            if not rows or part[1] > free:
                rows.append([])
                free = self.rect.width()
            rows[-1].append(part)
            free -= part[1] + self._between
        for row in rows:
            tall = max(block.height for _, _, blocks in row for block in blocks)
            self._put_row(row, self.rect.left(), top + tall / 2)
            top += tall + self.theme.px(3)
        return top

    def _put_row(self, row: list[tuple[Entry, float, list[TextBlock]]], left: float, middle: float) -> None:
        gap = self.theme.px(8)
        for entry, width, blocks in row:
            x = left
            if entry.before:
                self.put(blocks[0], x, middle - blocks[0].height / 2, self.palette.muted)
                x += blocks[0].natural_width + gap
            side, tall = sample_px(entry.mark, self.theme), self.theme.px(16)
            self.samples.append((entry.mark, self.flipped(QRectF(x, middle - tall / 2, side, tall))))
            self.put(blocks[-1], x + side + gap, middle - blocks[-1].height / 2, self.palette.muted)
            left += width + self._between

    def paint_samples(self, canvas: Canvas) -> None:
        """The pictures in the legend."""
        for mark, rect in self.samples:
            paint_sample(canvas, mark, rect, mirrored=self.mirrored)

    def paint_texts(self, canvas: Canvas) -> None:
        """All texts."""
        for placed in self.texts:
            canvas.text(placed)
