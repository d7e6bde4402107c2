"""What the preview shows: a badge with its back, or a page of them, of any of the templates."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from checkin.badges.layout import Side
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.i18n import Phrase
from checkin.trouble import Trouble
from data.badge_templates import find_template
from data.store import Store
from ui.badges.face import Faces
from ui.badges.pages import draw_page, paged

BETWEEN_SIDES_MM = 8.0
SHADOW_STEPS = 6


class View(Enum):
    """How badges are looked at."""

    BADGE = auto()
    SHEET = auto()


class Shown:
    """A template, the badges that are drawn from it, and the one, or the page, that is looked at."""

    def __init__(self, store: Store, event: Event, template: str, ids: Sequence[str] | None) -> None:
        self._store = store
        self._event = event
        self.ids = sorted(set(ids)) if ids is not None else None
        self.badges = len(self.ids) if self.ids is not None else store.registrations.count()
        self.view = View.BADGE
        self.at = 0
        self.template = template
        self.faces: Faces | None = None
        self.trouble: Trouble | None = None
        self.use(template)

    def use(self, template: str) -> None:
        """Draw from this template, by name or file; what is wrong with it is in `trouble` then, and nothing is shown."""
        self.template, self.faces, self.trouble = template, None, None
        try:
            self.faces = Faces(self._event, find_template(template))
        except Trouble as trouble:
            self.trouble = trouble
        self.go_to(self.at)

    def look_at(self, view: View) -> None:
        """Badge or page; the one that was looked at stays in sight."""
        first = self._first_badge()
        self.view = view
        self.go_to(first if view is View.BADGE else first // self._per_page() * self._sides())

    def go_to(self, at: int) -> None:
        """Another badge or page, counted from 0; no farther than there are."""
        self.at = max(0, min(at, self.pages - 1))

    @property
    def pages(self) -> int:
        """How many badges, or pages, there are to look at."""
        if self.view is View.BADGE:
            return max(1, self.badges)
        return max(1, -(-self.badges // self._per_page()) * self._sides())

    @property
    def size_mm(self) -> QSizeF:
        """What is shown, in millimetres."""
        if self.faces is None:
            return QSizeF()
        template = self.faces.template
        if self.view is View.SHEET:
            return QSizeF(template.paper.width, template.paper.height)
        return QSizeF(template.width * self._sides() + BETWEEN_SIDES_MM * (self._sides() - 1), template.height)

    def people(self) -> list[Registration]:
        """The registrations whose badges are shown."""
        count = 1 if self.view is View.BADGE else self._per_page()
        first = self._first_badge()
        if self.ids is not None:
            return list(self._store.registrations.some(self.ids[first : first + count]))
        return self._store.registrations.part(first, count)

    def everybody(self, store: Store) -> Iterator[Registration]:
        """All registrations that the preview is about, read from a store of the caller's own."""
        return store.registrations.some(self.ids)

    def draw(self, painter: QPainter, scale: float, hole: str) -> Phrase | None:
        """Draw it with its top left corner at the painter's origin, `scale` pixels to a millimetre; through the slot the colour
        `hole` is seen. What is wrong with the badges, if something is."""
        if self.faces is None:
            return None
        painter.save()
        try:
            painter.scale(scale, scale)
            people = self.people()
            if self.view is View.SHEET:
                self._draw_sheet(painter, people)
            elif people:
                self._draw_badge(painter, people[0], QColor(hole))
        except Trouble as trouble:
            return trouble.what
        finally:
            painter.restore()
        return None

    def _draw_sheet(self, painter: QPainter, people: list[Registration]) -> None:
        assert self.faces is not None
        size = self.size_mm
        _cast_shadow(painter, QRectF(0, 0, size.width(), size.height()), 0.0)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor("#FFFFFF"))
        side = Side.BACK if self._sides() == 2 and self.at % 2 else Side.FRONT
        for page in paged(people, self._per_page()):
            draw_page(painter, self.faces, page, side)

    def _draw_badge(self, painter: QPainter, registration: Registration, hole: QColor) -> None:
        assert self.faces is not None
        template = self.faces.template
        for place, side in enumerate(side for side in Side if template.elements(side)):
            painter.save()
            painter.translate(place * (template.width + BETWEEN_SIDES_MM), 0)
            _cast_shadow(painter, QRectF(0, 0, template.width, template.height), template.corner)
            self.faces.draw(painter, registration, side)
            if (slot := template.slot) is not None:
                across = slot.x if side is Side.FRONT else template.width - slot.right
                punched = QPainterPath()
                punched.addRoundedRect(QRectF(across, slot.y, slot.width, slot.height), slot.height / 2, slot.height / 2)
                painter.fillPath(punched, hole)
            painter.restore()

    def _per_page(self) -> int:
        return self.faces.template.paper.per_page if self.faces else 1

    def _sides(self) -> int:
        return 2 if self.faces and self.faces.template.back else 1

    def _first_badge(self) -> int:
        return self.at if self.view is View.BADGE else self.at // self._sides() * self._per_page()


def _cast_shadow(painter: QPainter, sheet: QRectF, corner: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 10))
    for step in range(SHADOW_STEPS, 0, -1):
        reach = 0.22 * step
        painter.drawRoundedRect(sheet.adjusted(-reach, -reach + 0.4, reach, reach + 0.4), corner + reach, corner + reach)


def own_file(template: str) -> Path | None:
    """The file of a template of somebody's own, None for one that comes with the product."""
    path = Path(template)
    return path.resolve() if path.suffix.lower() == ".toml" and path.exists() else None
