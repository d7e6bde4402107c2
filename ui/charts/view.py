"""A chart as a widget: read by mouse, touch and keyboard, heard by screen readers, and redrawn cheaply while it is live."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPointingDevice,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.bubble import Bubble
from ui.charts.canvas import Canvas
from ui.charts.drawing import arrange, paint_plane, usual_height
from ui.charts.plan import Plan
from ui.charts.reading import Reading, headline, read
from ui.charts.steps import step
from ui.charts.typesetter import Typesetter
from ui.charts.values import Chart, HeatMap, Spot
from ui.theme import LEAST_TARGET_PX, Theme
from ui.widgets.look import Look

EDGE_PX = 6
"""How far the bubble stays from the edges of the widget."""

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
DOWN: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChartView(QWidget):
    """One chart. `moment_chosen` has the begin (aware, UTC) of the slot that was clicked, touched twice, or entered."""

    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._typesetter: Typesetter | None = None
        self._chart: Chart | None = None
        self._plan: Plan | None = None
        self._still: QPixmap | None = None
        self._pointed: Spot | None = None
        self._walked: Spot | None = None
        self._pressed: Spot | None = None
        self._before_press: Spot | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        if look != self._look:
            self._look, self._typesetter = look, Typesetter(look)
            self._renew()

    def show_chart(self, chart: Chart) -> None:
        """Show `chart` from now on; the spot of the reader stays where it is. Shown once more, it costs nothing."""
        if chart == self._chart:
            return
        if self._chart is not None and (type(chart), chart.slots) != (type(self._chart), self._chart.slots):
            self._pointed = self._walked = self._pressed = None
        self._chart = chart
        self._walked = step(chart, self._walked, 0) if self._walked else None
        self._pointed = step(chart, self._pointed, 0) if self._pointed else None
        self._renew()

    @property
    def chart(self) -> Chart | None:
        """The chart that is shown."""
        return self._chart

    @property
    def plan(self) -> Plan | None:
        """Where everything stands, in pixels of the widget."""
        if self._plan is None and self._look is not None and self._chart is not None:
            self._plan = arrange(self._chart, QRectF(self.rect()), self._look, self._typesetter)
        return self._plan

    @property
    def spot(self) -> Spot | None:
        """Where the reader is: under the pointer, else where the keyboard is."""
        return self._pointed or (self._walked if self.hasFocus() else None)

    @property
    def reading(self) -> Reading | None:
        """What the chart says there."""
        if self.spot is None or self._chart is None or self._look is None:
            return None
        return read(self._chart, self.spot, self._look.words)

    @property
    def bubble_rect(self) -> QRectF | None:
        """Where the bubble stands; None without one."""
        made = self._bubble()
        return made[1] if made else None

    def sizeHint(self) -> QSize:
        """As tall as its kind is best."""
        if self._look is None or self._chart is None:
            return QSize(600, 340)
        return QSize(600, usual_height(self._chart, self._look))

    def minimumSizeHint(self) -> QSize:
        """Less could not be read."""
        theme = self._look.theme if self._look is not None else Theme()
        return QSize(theme.px(320), theme.px(260))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size."""
        self._renew()

    def _renew(self) -> None:
        self._plan = self._still = None
        if self._chart is not None and self._look is not None:
            self.setAccessibleName(f"{self._chart.title}, {self._chart.subtitle}")
        if self.spot is None:  # a number that grows four times a second is not said each time
            self._tell()
        self.update()

    def _tell(self) -> None:
        """Let screen readers find what is shown now."""
        if self._chart is not None and self._look is not None:
            reading = self.reading
            self.setAccessibleDescription(reading.spoken if reading else headline(self._chart, self._look.words))

    def _announce(self) -> None:
        if (reading := self.reading) is not None:
            event = QAccessibleAnnouncementEvent(self, reading.spoken)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk; Enter chooses; Esc leaves the spot."""
        key = event.key() if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == NO_MODIFIER else 0
        if self._chart is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self.spot is not None:
            self._go(None)
        elif key in CHOOSING and self.spot is not None:
            self.moment_chosen.emit(self._chart.slots.begin(self.spot.slot))
        elif (reached := self._reached(self._chart, key)) is not None:
            self._go(reached)
        else:
            super().keyPressEvent(event)

    def _reached(self, chart: Chart, key: int) -> Spot | None:
        """The spot that a key leads to; None for other keys."""
        if isinstance(chart, HeatMap) and key in DOWN:
            return step(chart, self.spot, 0, DOWN[key])
        hour = max(1, 60 // chart.slots.minutes)
        ahead: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_PageDown: hour, Qt.Key.Key_PageUp: -hour,
                 Qt.Key.Key_Home: -chart.slots.count, Qt.Key.Key_End: chart.slots.count}  # fmt: skip
        if key not in ahead:
            return None
        mirrored = self._look is not None and self._look.words.right_to_left and key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return step(chart, self.spot, -ahead[key] if mirrored else ahead[key])

    def _go(self, spot: Spot | None) -> None:
        """By keyboard to a spot, which is said."""
        self._walked, self._pointed = spot, None
        self._tell()
        self._announce()
        self.update()

    def _point(self, spot: Spot | None) -> None:
        if spot != self._pointed:
            self._pointed = spot
            self._tell()
            self.update()

    def _under(self, point: QPointF) -> Spot | None:
        return self.plan.spot_at(point) if self.plan is not None else None

    def _is_near(self, point: QPointF, spot: Spot | None) -> bool:
        """Whether a finger means `spot`, which may be narrower than it."""
        if spot is None or self.plan is None:
            return False
        half, place = LEAST_TARGET_PX / 2, self.plan.anchor(spot)
        rows = not isinstance(self._chart, HeatMap) or abs(place.center().y() - point.y()) <= half
        return rows and abs(place.center().x() - point.x()) <= half

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The read-out follows the pointer; and a finger, once it has left the spot where it came down."""
        spot = self._under(event.position())
        if is_finger(event):
            # Qt has a finger move before it comes down
            if event.buttons() == Qt.MouseButton.NoButton or self._is_near(event.position(), self._pressed):
                return
            self._pressed, self._walked = None, spot
        self._point(spot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger shows the read-out at once, and it stays."""
        before, spot = self.spot, self._under(event.position())
        if is_finger(event) and self._is_near(event.position(), before):
            spot = before
        self._before_press, self._pressed, self._walked = before, spot, spot
        self._point(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses the moment; a finger, which sees the read-out only when it is down, has to come back to it."""
        spot, self._pressed = self._pressed, None
        if spot is None or self._chart is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if spot == (self._before_press if is_finger(event) else self._under(event.position())):
            self.moment_chosen.emit(self._chart.slots.begin(spot.slot))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone, and its read-out."""
        self._point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring, and the spot where the keyboard was before."""
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere; its spot is remembered until it comes back."""
        super().focusOutEvent(event)
        self._tell()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands still from memory; over it the spot, its bubble and the ring."""
        plan = self.plan
        if plan is None or self._look is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground(plan))
        canvas = Canvas(painter, self._look.theme)
        if self.spot is not None:
            plan.paint_spot(canvas, self.spot)
        if (made := self._bubble()) is not None:
            made[0].paint(canvas, made[1])
        if self.hasFocus():
            self._paint_ring(painter)

    def _ground(self, plan: Plan) -> QPixmap:
        """The chart as a picture, drawn when it, its size, its look or the screen has changed."""
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(QColor(0, 0, 0, 0))
            with QPainter(picture) as painter:
                canvas = Canvas(painter, plan.theme)
                paint_plane(canvas, QRectF(self.rect()))
                plan.paint(canvas)
            self._still = picture
        return self._still

    def _bubble(self) -> tuple[Bubble, QRectF] | None:
        reading, plan = self.reading, self.plan
        if reading is None or plan is None or self.spot is None:
            return None
        bubble = Bubble(reading, plan.sheet, plan.markers_top)
        within = QRectF(self.rect()).adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        return bubble, bubble.place(plan.anchor(self.spot), within)

    def _paint_ring(self, painter: QPainter) -> None:
        assert self._look is not None
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.colours.accent), 4))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), theme.px(18), theme.px(18))


def is_finger(event: QMouseEvent) -> bool:
    """Whether it was no mouse."""
    return event.pointingDevice().pointerType() is QPointingDevice.PointerType.Finger
