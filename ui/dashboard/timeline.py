"""The days of an event beside each other, with how full it was, and a handle to look back at any minute."""

from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.domain.journal import moment
from checkin.overview.courses import QUARTER_S, DayCourse
from checkin.overview.picture import Picture
from checkin.sentences import Teller
from ui.widgets.look import MEDIUM, Look
from ui.widgets.surface import Surface
from ui.widgets.text import lay_out

MINUTE = timedelta(minutes=1)
NO, SHIFT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
STEPS_MIN = {NO: 1, SHIFT: 15, CTRL: 60}


class Timeline(Surface):
    """`moved` with the minute (aware) that is looked back at, or None for now."""

    moved = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self.at: datetime | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: Picture, look: Look) -> None:
        """The days of this picture, and where it looks back to."""
        self._picture, self.at = picture, picture.chosen.at
        self.setAccessibleName(look.words("Look back"))
        self.setAccessibleDescription(self._spoken(look))
        self.dress(look)

    def sizeHint(self) -> QSize:
        """Flat."""
        return QSize(400, self._look.theme.px(108) if self._look else 108)

    # --- where things are

    @property
    def _days(self) -> tuple[DayCourse, ...]:
        return self._picture.days if self._picture else ()

    def _track(self) -> QRectF:
        assert self._look is not None
        pad = self._look.theme.px(16)
        foot = self._look.theme.text_px(14) * 1.6
        return QRectF(pad, pad, self.width() - 2 * pad, self.height() - 1.5 * pad - foot)

    def _rect_of(self, place: int) -> QRectF:
        """The part of the track that a day has, as long as its hours."""
        assert self._look is not None
        track, gap = self._track(), self._look.theme.px(10)
        whole = sum(day.ends_s - day.begins_s for day in self._days)
        room = track.width() - gap * (len(self._days) - 1)
        before = sum(day.ends_s - day.begins_s for day in self._days[:place])
        left = track.left() + room * before / whole + gap * place
        width = room * (self._days[place].ends_s - self._days[place].begins_s) / whole
        rect = QRectF(left, track.top(), width, track.height())
        if self.isRightToLeft():
            rect.moveLeft(track.left() + track.right() - rect.right())
        return rect

    def x_of(self, at: datetime) -> float | None:
        """Where a moment is; None at night."""
        for place, day in enumerate(self._days):
            share = (at.timestamp() - day.begins_s) / (day.ends_s - day.begins_s)
            if 0 <= share <= 1:
                rect = self._rect_of(place)
                return rect.right() - share * rect.width() if self.isRightToLeft() else rect.left() + share * rect.width()
        return None

    def moment_at(self, x: float) -> datetime | None:
        """The minute that is shown there, the nearest one of a day; None from now on."""
        best: tuple[float, datetime] | None = None
        for place, day in enumerate(self._days):
            rect = self._rect_of(place)
            inner = min(max(x, rect.left()), rect.right())
            share = (rect.right() - inner if self.isRightToLeft() else inner - rect.left()) / rect.width()
            at = moment(round((day.begins_s + share * (day.ends_s - day.begins_s)) / 60) * 60_000_000)
            if best is None or abs(inner - x) < best[0]:
                best = abs(inner - x), at
        return None if best is None else self._past(best[1])

    def _past(self, at: datetime) -> datetime | None:
        return at if self._picture and at < self._picture.outlook.now else None

    # --- acting

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        self._go(self.moment_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look there, while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(self.moment_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows by the minute, with Shift by the quarter, with Ctrl by the hour; Home the first minute, End or Esc now."""
        forward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        step = STEPS_MIN.get(event.modifiers() & (SHIFT | CTRL), 1)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._step(step if event.key() == forward else -step)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._step(-1440 if event.key() == Qt.Key.Key_PageUp else 1440)
            case Qt.Key.Key_Home if self._days:
                self._go(self._past(moment(self._days[0].begins_s * 1_000_000)))
            case Qt.Key.Key_End | Qt.Key.Key_Escape:
                self._go(None)
            case _:
                super().keyPressEvent(event)

    def _step(self, minutes: int) -> None:
        """Nights are passed over."""
        if self._picture is None:
            return
        now = self._picture.outlook.now
        at = (self.at or now.replace(second=0, microsecond=0)) + minutes * MINUTE
        spans = [(moment(day.begins_s * 1_000_000), moment(day.ends_s * 1_000_000)) for day in self._days]
        if not any(first <= at <= last for first, last in spans):
            later = [first for first, _ in spans if first > at]
            earlier = [last for _, last in spans if last < at]
            at = (later[0] if later else at) if minutes > 0 else (earlier[-1] if earlier else spans[0][0])
        self._go(self._past(at))

    def _go(self, at: datetime | None) -> None:
        if at != self.at:
            self.at = at
            self.update()
            self.moved.emit(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Its frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No frame."""
        super().focusOutEvent(event)
        self.update()

    def _spoken(self, look: Look) -> str:
        if self.at is None or self._picture is None:
            return look.words("Now")
        teller = Teller(look.words, self._picture.event)
        return f"{teller.day(self._picture.event.day_of(self.at))} {teller.clock(self.at)}"

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Days, and the handle."""
        super().paintEvent(event)
        if self._look is None or self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((count for day in self._days for count in day.inside), default=0) or 1
        for place, day in enumerate(self._days):
            self._paint_day(painter, day, self._rect_of(place), most)
        at = self.at or self._picture.outlook.now
        x = self.x_of(at)
        if x is not None:
            self._paint_handle(painter, x)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._look.theme.colours.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = self._look.theme.px(18)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), radius, radius)

    def _paint_day(self, painter: QPainter, day: DayCourse, rect: QRectF, most: int) -> None:
        assert self._look is not None
        assert self._picture is not None
        theme, c, mirrored = self._look.theme, self._look.theme.colours, self.isRightToLeft()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.window))
        painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        each = rect.width() * QUARTER_S / (day.ends_s - day.begins_s)
        points = [QPointF(0, 0), *(QPointF((place + 1) * each, count / most) for place, count in enumerate(day.inside))]
        if len(points) > 1:
            points.append(QPointF(points[-1].x(), 0))
            shape = QPolygonF([self._placed(point, rect, mirrored) for point in points])
            colour = QColor(c.accent)
            colour.setAlpha(110)
            painter.setBrush(colour)
            painter.drawPolygon(shape)
        name = lay_out(Teller(self._look.words, self._picture.event).day(day.day), theme.font(14, MEDIUM))
        name.draw(painter, rect.center().x() - name.width / 2, rect.bottom() + theme.px(3), c.muted)

    @staticmethod
    def _placed(point: QPointF, rect: QRectF, mirrored: bool) -> QPointF:
        x = min(rect.width(), point.x())
        return QPointF(rect.right() - x if mirrored else rect.left() + x, rect.bottom() - point.y() * rect.height() * 0.94)

    def _paint_handle(self, painter: QPainter, x: float) -> None:
        assert self._look is not None
        theme, c, track = self._look.theme, self._look.theme.colours, self._track()
        painter.setPen(QPen(QColor(c.text), theme.px(3)))
        painter.drawLine(QPointF(x, track.top() - theme.px(4)), QPointF(x, track.bottom() + theme.px(4)))
        painter.setBrush(QColor(c.accent if self.at else c.text))
        painter.setPen(QPen(QColor(c.surface), 2))
        painter.drawEllipse(QPointF(x, track.bottom()), theme.px(9), theme.px(9))
