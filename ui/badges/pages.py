"""Badges on pages: rows and columns, crop marks, fronts and backs that meet. The same for a PDF, a printer and the screen."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from PySide6.QtCore import QLineF, QMarginsF, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPen

from checkin.badges.layout import Box, Paper, Side, Template
from checkin.domain.registration import Registration
from checkin.trouble import Trouble
from ui.badges.face import Faces

MM_IN_INCH = 25.4
HAIRLINE_MM = 0.1

Watch = Callable[[int], bool]
"""Told after each page how many badges are drawn; its answer False stops the drawing."""


def page_layout(paper: Paper) -> QPageLayout:
    """The page for Qt: no margins, as badges keep their own; one that lies is an upright one, turned."""
    lies = paper.width > paper.height
    size = QSizeF(paper.height, paper.width) if lies else QSizeF(paper.width, paper.height)
    orientation = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    return QPageLayout(page, orientation, QMarginsF())


def draw_page(painter: QPainter, faces: Faces, people: Iterable[tuple[int, Registration]], side: Side) -> None:
    """Draw one side of a page with badges at the places numbered from 0; one unit of the painter is a millimetre."""
    template = faces.template
    places = template.places()
    if template.paper.crop_marks:
        painter.setPen(QPen(QColor("black"), HAIRLINE_MM))
        painter.drawLines([QLineF(*mark) for mark in template.marks()])
    for number, registration in people:
        painter.save()
        try:
            _go_to(painter, template, places[number], side)
            faces.draw(painter, registration, side)
        finally:
            painter.restore()


def _go_to(painter: QPainter, template: Template, place: Box, side: Side) -> None:
    if side is Side.FRONT:
        painter.translate(place.x, place.y)
        return
    behind = template.behind(place)
    if template.paper.turns_backs:
        painter.translate(behind.right, behind.bottom)
        painter.rotate(180)
    else:
        painter.translate(behind.x, behind.y)


class PaperDrawing:
    """Draws page after page with a painter whose unit is a millimetre; `new_page` begins the next one."""

    def __init__(self, painter: QPainter, new_page: Callable[[], object], faces: Faces, watch: Watch | None = None) -> None:
        self._painter = painter
        self._new_page = new_page
        self._faces = faces
        self._watch = watch
        self._begun = False

    def draw(self, registrations: Iterable[Registration], skip: int = 0) -> int:
        """Draw them all, each page of fronts followed by that of its backs; how many. Trouble when `watch` says stop."""
        count = 0
        for page in paged(registrations, self._faces.template.paper.per_page, skip):
            for side in Side:
                if self._faces.template.elements(side):
                    self._turn()
                    draw_page(self._painter, self._faces, page, side)
            count += len(page)
            if self._watch is not None and not self._watch(count):
                raise Trouble("It was stopped. Nothing was changed.")
        return count

    def _turn(self) -> None:
        if self._begun:
            self._new_page()
        self._begun = True


def paged(
    registrations: Iterable[Registration], per_page: int, skip: int = 0
) -> Iterator[list[tuple[int, Registration]]]:  # fmt: skip
    """The badges of each page, each with its place on it, from 0; the first `skip` places stay empty."""
    people, first = iter(registrations), skip % per_page
    while page := list(islice(people, per_page - first)):
        yield list(enumerate(page, first))
        first = 0
