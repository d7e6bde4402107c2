"""Where everything of a chart stands, whatever its kind: heading, axis of time, now, and the moment that is looked back at."""

from abc import ABC, abstractmethod
from datetime import datetime

from PySide6.QtCore import QLineF, QPointF, QRectF

from ui.charts.canvas import Canvas, Placed
from ui.charts.reading import cursor_label, day_labels, legend, now_label
from ui.charts.scales import TimeScale, spread, time_ticks
from ui.charts.sheet import Sheet
from ui.charts.telling import Telling
from ui.charts.typesetter import Style, Typesetter
from ui.charts.values import Chart, Spot

LEAST_PLOT_PX = 40
TICKS_APART_PX = 22
"""The least room between two labels of time."""


class Plan(ABC):
    """One chart laid out in `rect`, pixels of the theme. It paints what stands still, and what belongs to a reader's spot."""

    def __init__(self, chart: Chart, rect: QRectF, typesetter: Typesetter) -> None:
        self.chart: Chart = chart
        self.look = look = typesetter.look
        self.sheet = Sheet(rect, typesetter)
        self.theme, self.palette = self.sheet.theme, self.sheet.palette
        head = self.sheet.head(chart.title, chart.subtitle, legend(chart, look.words))
        self._clock = self.sheet.set("00:00", Style.LABEL)
        self._times_gap = self._clock.height / 2 + self.theme.px(2)  # the label of the 0 and the first time must not meet
        self.markers_top = head + self.theme.px(6)
        self.markers = self._found_markers()
        self.plot = self._room()
        self.times = TimeScale(chart.slots, self.plot.left(), self.plot.right(), self.sheet.mirrored)
        self._label_times()
        self._label_markers()

    @abstractmethod
    def leading_px(self, height: float) -> float:
        """How much room the labels beside a plot of this height take."""

    @abstractmethod
    def paint_ground(self, canvas: Canvas) -> None:
        """What lies under everything in the plot."""

    @abstractmethod
    def paint_marks(self, canvas: Canvas) -> None:
        """What the chart tells."""

    @abstractmethod
    def paint_spot(self, canvas: Canvas, spot: Spot) -> None:
        """Set off what is at the spot."""

    @abstractmethod
    def anchor(self, spot: Spot) -> QRectF:
        """What the read-out of the spot should leave uncovered."""

    def spot_at(self, point: QPointF) -> Spot | None:
        """The spot under a point; None outside the plot."""
        slot = self.times.slot(point.x())
        is_inside = self.plot.top() - self.theme.px(12) <= point.y() <= self.plot.bottom() + self.theme.px(12)
        return Spot(slot) if slot is not None and is_inside else None

    def paint(self, canvas: Canvas) -> None:
        """All that stands still."""
        self.paint_ground(canvas)
        self.paint_marks(canvas)
        self._paint_markers(canvas)
        self.sheet.paint_samples(canvas)
        self.sheet.paint_texts(canvas)

    def _room(self) -> QRectF:
        """The plot: what labels and heading leave."""
        sheet, tall = self.sheet, self._clock.height
        days = tall + self.theme.px(2) if len(self.chart.slots.days) > 1 else 0
        top = self.markers_top + (1.5 * tall + self.theme.px(2) if self.markers else tall / 2)
        bottom = max(top + LEAST_PLOT_PX, sheet.rect.bottom() - self._times_gap - tall - days)
        half = self._clock.width / 2
        leading = max(self.leading_px(bottom - top), half)
        return sheet.flipped(QRectF(sheet.rect.left() + leading, top, sheet.rect.width() - leading - half, bottom - top))

    def _label_times(self) -> None:
        theme, sheet, telling = self.theme, self.sheet, Telling(self.look.words, self.chart.slots)
        apart = self._clock.natural_width + theme.px(TICKS_APART_PX)
        self.ticks = time_ticks(self.chart.slots, self.plot.width(), apart)
        top = self.plot.bottom() + self._times_gap
        for moment in self.ticks:
            block = sheet.set(telling.clock(moment), Style.LABEL)
            sheet.stand(block, self.times.of(moment), top, self.palette.muted)
        for text, begin, end in day_labels(self.chart, self.look.words):
            block = sheet.set(text, Style.DAY)
            if block.width + theme.px(8) <= (end - begin) * self.times.slot_px:
                sheet.stand(block, self.times.x((begin + end) / 2), top + self._clock.height + theme.px(2), self.palette.text)

    def _found_markers(self) -> list[tuple[datetime, str]]:
        """The moments that are marked, with their labels."""
        chart, words, slots = self.chart, self.look.words, self.chart.slots
        shown = [(chart.now, now_label), (chart.chosen, cursor_label)]
        return [(moment, label(chart, words)) for moment, label in shown if moment and slots.start <= moment <= slots.end]

    def _label_markers(self) -> None:
        """Labels above the lines of now and of the chosen moment, moved aside where they would meet."""
        p, sheet, pad = self.palette, self.sheet, self.theme.px(8)
        found = sorted(self.markers, key=lambda marker: self.times.of(marker[0]))
        blocks = [sheet.set(text, Style.MARKER) for _, text in found]
        widths = [block.width + 2 * pad for block in blocks]
        middles = [self.times.of(moment) for moment, _ in found]
        lefts = spread(middles, widths, self.theme.px(6), sheet.rect.left(), sheet.rect.right())
        for (moment, _), block, left, width in zip(found, blocks, lefts, widths, strict=True):
            is_now = moment is self.chart.now
            rect = QRectF(left, self.markers_top, width, block.height)
            sheet.texts.append(Placed(block, rect, p.text if is_now else p.on_accent, "" if is_now else p.accent))

    def _paint_markers(self, canvas: Canvas) -> None:
        top, bottom = self.markers_top + self._clock.height, self.plot.bottom()
        for moment, _ in self.markers:
            x, colour = self.times.of(moment), self.palette.text if moment is self.chart.now else self.palette.accent
            canvas.line(QPointF(x, top), QPointF(x, bottom), colour, canvas.line_px)

    def paint_days(self, canvas: Canvas) -> None:
        """A faint line where a day ends and the next begins."""
        times, tall = self.plot.bottom() + self._times_gap, self._clock.height
        # not through the times, which stand on the same place
        parts = ((self.plot.top(), self.plot.bottom()), (times + tall + 2, times + 2 * tall))
        xs = [self.times.x(begin) for _, begin, _ in self.chart.slots.days[1:]]
        canvas.lines([QLineF(x, top, x, bottom) for x in xs for top, bottom in parts], self.palette.grid, 1.5)
