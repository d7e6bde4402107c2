"""The camera's picture, with the badge that was found outlined. Frames are painted where they lie, without a copy."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.scanning.messages import CameraState, Condition, Flaw, Hint, Sighting
from ui.desk.hint import HintChip
from ui.desk.strip import SHADE, paint_strip
from ui.widgets.button import Button
from ui.widgets.icons import paint_icon
from ui.widgets.look import MEDIUM, SEMIBOLD, Look
from ui.widgets.text import isolated, lay_out

OUTLINE_LASTS_MS = 500
NOTE_LASTS_MS = 8000
FRAME_TIME_S = 1 / 30


SET_RIGHT = frozenset({Flaw.PORTRAIT, Flaw.MIRRORED})
"""Flaws that the preview sets right: they are noted for a while, and warn of nothing."""


class Picture(Protocol):
    """A frame: `image` is blue-green-red, uint8, (height, width, 3), rows without gaps, not to be written to."""

    @property
    def image(self) -> object: ...


class Preview(QWidget):
    """Takes the newest picture whenever one has arrived, at most 30 a second. The button opens the list of cameras."""

    def __init__(self, parent: QWidget, take: Callable[[], Picture | None], clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._take = take
        self._clock = clock
        self._look: Look | None = None
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._state: CameraState | None = None
        self._sighting: Sighting | None = None
        self._outline_colour = "#FFFFFF"
        self._mirrored = True
        self._due = 0.0
        self.choose = Button(self, "camera")
        self.chip = HintChip(self)
        self._forget = QTimer(self, singleShot=True, interval=OUTLINE_LASTS_MS)
        self._forget.timeout.connect(self._drop_outline)
        self._noted = QTimer(self, singleShot=True, interval=NOTE_LASTS_MS)
        self._noted.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._look = look
        self.choose.say(look, "", look.words("Choose the camera"), "F3")
        self.choose.resize(self.choose.sizeHint())
        self.chip.dress(look)
        self._place_button()
        self._name_it()
        self.update()

    def mirror(self, mirrored: bool) -> None:
        """Show the picture as a mirror does, or as others see it."""
        self._mirrored = mirrored
        self.update()

    def show_state(self, state: CameraState) -> None:
        """How the camera is. A picture that no longer moves, or shows nothing, is not shown."""
        self._state = state
        if state.flaws:
            self._noted.start()
        if not state.sees:
            self._picture = self._image = self._sighting = None
            self.chip.show_hint(None)
        self._name_it()
        self.update()

    def show_sighting(self, sighting: Sighting) -> None:
        """What was found in a frame."""
        if not sighting.codes:
            return
        self._sighting = sighting
        self._forget.start()
        self.update()

    def show_hint(self, hint: Hint | None) -> None:
        """What whoever holds a badge could do so that it can be read; None: nothing."""
        self.chip.show_hint(hint)

    def colour_outline(self, colour: str) -> None:
        """The colour of the verdict on what is outlined."""
        self._outline_colour = colour
        self.update()

    def frame_arrived(self) -> None:
        """A picture waits: take it, unless the last one was taken less than a thirtieth of a second ago."""
        now = self._clock()
        if now < self._due - 0.005:
            return
        self._due = max(self._due, now - FRAME_TIME_S) + FRAME_TIME_S
        picture = self._take()
        if picture is not None and (self._state is None or self._state.sees):
            self._hold(picture)
            self.update()

    def sizeHint(self) -> QSize:
        """Sixteen to nine."""
        return QSize(320, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size."""
        self.chip.fit(self.width())
        self._place_button()

    def _hold(self, picture: Picture) -> None:
        image = picture.image
        height, width = image.shape[:2]  # type: ignore[attr-defined]
        # the picture is kept as long as the QImage that looks into it
        self._picture = picture
        self._image = QImage(image.data, width, height, 3 * width, QImage.Format.Format_BGR888)  # type: ignore[attr-defined]

    @Slot()
    def _drop_outline(self) -> None:
        self._sighting = None
        self._outline_colour = "#FFFFFF"
        self.update()

    def _place_button(self) -> None:
        inset = 8
        x = inset if self.isRightToLeft() else self.width() - inset - self.choose.width()
        self.choose.move(x, self.height() - inset - self.choose.height())

    def _name_it(self) -> None:
        if self._look is not None and self._state is not None:
            self.setAccessibleName(self._look.words(self._state.what))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, or why there is none."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing)
        if self._image is not None:
            place = self._place_of(self._image.width(), self._image.height())
            self._paint_picture(painter, self._image, place)
            self._paint_outlines(painter)
            self._paint_name(painter)
            self._paint_note(painter)
        else:
            self._paint_absence(painter)
        self._round_corners(painter)

    def _place_of(self, width: int, height: int) -> QRectF:
        """Where a picture of this size fills the preview; what is too much hangs over equally on both sides. An upright one is
        shown whole: too little of it would be left."""
        fit = max if width >= height else min
        scale = fit(self.width() / width, self.height() / height)
        return QRectF((self.width() - width * scale) / 2, (self.height() - height * scale) / 2, width * scale, height * scale)

    def _paint_picture(self, painter: QPainter, image: QImage, place: QRectF) -> None:
        if not place.contains(QRectF(self.rect())):
            painter.fillRect(self.rect(), QColor("#0D121C"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._is_flipped:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(place, image)
        painter.restore()

    @property
    def _is_flipped(self) -> bool:
        """Whether the picture is turned over to be seen as staff want it: a camera may itself give mirrored ones."""
        return self._mirrored is not (self._state is not None and Flaw.MIRRORED in self._state.flaws)

    def outlines(self) -> list[QPolygonF]:
        """The found badges' outlines, in pixels of the preview."""
        if self._sighting is None:
            return []
        width, height = self._sighting.size
        place = self._place_of(width, height)
        scale = place.width() / width
        polygons = []
        for code in self._sighting.codes:
            points = [QPointF(place.left() + x * scale, place.top() + y * scale) for x, y in code.corners]
            polygons.append(QPolygonF([QPointF(self.width() - p.x(), p.y()) if self._is_flipped else p for p in points]))
        return polygons

    def _paint_outlines(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for polygon in self.outlines():
            halo = "#FFFFFF" if self._outline_colour != "#FFFFFF" else "#10151F"
            for colour, width in ((halo, 9), (self._outline_colour, 5)):
                pen = QPen(QColor(colour), width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolygon(polygon)

    def _paint_name(self, painter: QPainter) -> None:
        """The camera's name at the foot of its picture."""
        assert self._look is not None
        if self._state is None or not self._state.name:
            return
        theme, inset = self._look.theme, 8
        room = self.width() - self.choose.width() - 3 * inset - theme.px(40)
        font = theme.font(14, SEMIBOLD)
        name = lay_out(QFontMetricsF(font).elidedText(isolated(self._state.name), Qt.TextElideMode.ElideRight, room), font)
        dot = theme.px(9)
        width, height = name.width + dot + theme.px(30), name.height + theme.px(8)
        left = self.width() - inset - width if self.isRightToLeft() else inset
        chip = QRectF(left, self.height() - inset - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SHADE)
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setBrush(QColor("#FFB000" if self._warns else "#4FD0B4"))
        pad = theme.px(11)
        dot_x = chip.right() - pad - dot if self.isRightToLeft() else chip.left() + pad
        painter.drawEllipse(QRectF(dot_x, chip.center().y() - dot / 2, dot, dot))
        text_x = chip.left() + pad if self.isRightToLeft() else dot_x + dot + theme.px(7)
        name.draw(painter, text_x, chip.top() + theme.px(4), "#FFFFFF")

    @property
    def _warns(self) -> bool:
        """Whether something is wrong with the picture that is shown."""
        return self._state is not None and not SET_RIGHT.issuperset(self._state.flaws)

    def _paint_note(self, painter: QPainter) -> None:
        """What is wrong with the picture; what was set right is told for a while only."""
        assert self._look is not None
        if self._state is not None and self._state.flaws and (self._warns or self._noted.isActive()):
            said = self._look.words(self._state.what)
            paint_strip(painter, self._look, said, self.width(), self.layoutDirection(), warns=self._warns)

    def _paint_absence(self, painter: QPainter) -> None:
        assert self._look is not None
        theme, words = self._look.theme, self._look.words
        c = theme.colours
        painter.fillRect(self.rect(), QColor(c.surface))
        said = words(self._state.what) if self._state is not None else words("The camera is being opened.")
        opening = self._state is None or self._state.condition is Condition.OPENING
        room = self.width() - 2 * theme.px(18)
        text = lay_out(said, theme.font(16, MEDIUM), room, direction=self.layoutDirection())
        free = self.height() - self.choose.height() - 16.0
        side = float(theme.px(36)) if free - text.height > theme.px(44) else 0.0
        top = max(6.0, (free - side - text.height) / 2)
        if side:
            icon = "camera" if opening else "camera-off"
            paint_icon(painter, icon, QRectF((self.width() - side) / 2, top, side, side), c.muted)
        text.draw(painter, theme.px(18), top + side + theme.px(6), c.text)

    def _round_corners(self, painter: QPainter) -> None:
        """Corners of the window's colour are cheaper than a clip on every frame."""
        assert self._look is not None
        radius = self._look.theme.px(18)
        corners = QPainterPath()
        corners.setFillRule(Qt.FillRule.OddEvenFill)
        corners.addRect(QRectF(self.rect()))
        corners.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.fillPath(corners, QColor(self._look.theme.colours.window))
        if self._image is None:
            painter.setPen(QPen(QColor(self._look.theme.colours.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
