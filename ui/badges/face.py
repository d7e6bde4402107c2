"""The faces of a badge, drawn the same for a picture, for paper, for the screen and for the demo's film."""

from functools import lru_cache

from babel.dates import format_interval
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from checkin.badges.layout import (
    CATEGORY,
    INK,
    ON_CATEGORY,
    PAPER,
    SOFT,
    Align,
    Area,
    Box,
    Code,
    Element,
    Field,
    Picture,
    Side,
    Template,
    Text,
)
from checkin.badges.symbol import LEAST_MODULE_MM, QUIET_MODULES, module_mm, symbol
from checkin.domain.badge import claims_a_signature, safe_text
from checkin.domain.event import Category, Event, Names
from checkin.domain.registration import Registration
from checkin.sentences import DATE_LOCALES
from checkin.trouble import Trouble
from ui.badges.lettering import CENTRE, LEFT, RIGHT, UNITS, Lettering, plain, settle, settle_alike, side_of
from ui.badges.logo import Logo
from ui.language import load_fonts

COLOURS = {INK: "#14171F", SOFT: "#4A5263", PAPER: "#FFFFFF"}
DARKEST_UNDER_BLACK = 0.22
OF_THE_REGISTRATION = {Field.NAME, Field.COMPANY, Field.NUMBER, Field.ORDER}


class Faces:
    """Draws the badges of one event from one template; what is the same on many is set once. Trouble if its logo cannot be
    drawn."""

    def __init__(self, event: Event, template: Template) -> None:
        load_fonts()
        self.template = template
        self._event = event
        self._logos = {one.file: Logo(one.file) for side in Side for one in template.elements(side) if isinstance(one, Picture)}
        self._known: dict[tuple[int, str, str], list[Lettering]] = {}
        self._card = _rounded(template.face, template.corner)
        areas = {one: _outline(one) for side in Side for one in template.elements(side) if isinstance(one, Area)}
        self._areas = {one: (path, self._card.intersected(path)) for one, path in areas.items()}

    def anew(self) -> "Faces":
        """The same for another thread: what was set is not shared."""
        return Faces(self._event, self.template)

    def draw(self, painter: QPainter, registration: Registration, side: Side = Side.FRONT) -> None:
        """Draw one side of one badge with its top left corner at the painter's origin; one unit of the painter is a millimetre.

        Names are set in their own script and direction, and shrink or wrap until they fit. Trouble, naming the registration, for
        a badge whose QR code would be too fine.
        """
        painter.save()
        try:
            painter.scale(1 / UNITS, 1 / UNITS)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(self._card, QColor(COLOURS[PAPER]))
            for place, element in enumerate(self.template.elements(side)):
                self._draw_element(painter, element, (place, side), registration)
        finally:
            painter.restore()

    def _draw_element(self, painter: QPainter, element: Element, place: tuple[int, Side], registration: Registration) -> None:
        category = self._category(registration)
        match element:
            case Area():
                self._draw_area(painter, element, category)
            case Text():
                painter.setPen(QPen(self._colour(element.colour, category)))
                for lettering in self._letterings(element, place, registration, category):
                    lettering.draw(painter)
            case Code():
                draw_code(painter, element, registration)
            case Picture():
                self._logos[element.file].draw(painter, _rect(element.box))

    def _category(self, registration: Registration) -> Category:
        unknown = Category(registration.category, Names({"": registration.category}))
        return self._event.categories.get(registration.category, unknown)

    @staticmethod
    def _colour(name: str, category: Category) -> QColor:
        if name == CATEGORY:
            return QColor(category.colour)
        if name == ON_CATEGORY:
            return QColor(COLOURS[INK if _luminance(QColor(category.colour)) > DARKEST_UNDER_BLACK else PAPER])
        return QColor(COLOURS.get(name, name))

    def _draw_area(self, painter: QPainter, area: Area, category: Category) -> None:
        whole, on_the_card = self._areas[area]
        if area.fill:
            painter.fillPath(on_the_card, self._colour(area.fill, category))
        if area.line:
            painter.strokePath(whole, QPen(self._colour(area.line, category), area.line_mm * UNITS))

    def _letterings(
        self, spec: Text, place: tuple[int, Side], registration: Registration, category: Category
    ) -> list[Lettering]:  # fmt: skip
        language = registration.language if registration.language in self._event.languages else self._event.languages[0]
        if spec.field in OF_THE_REGISTRATION:
            one = settle(_cased(plain(_own(registration, spec.field)), spec), spec)
            return [one] if one else []
        known = (place[0], f"{place[1]} {language}", category.id if spec.field is Field.CATEGORY else "")
        if known not in self._known:
            self._known[known] = self._settled(spec, language, category)
        return self._known[known]

    def _settled(self, spec: Text, language: str, category: Category) -> list[Lettering]:
        languages = self._event.languages[: spec.languages] if spec.languages else (language,)
        said = [text for text in dict.fromkeys(_cased(self._said(spec, one, category), spec) for one in languages) if text]
        if len(said) < 2:
            one = settle(said[0], spec) if said else None
            return [one] if one else []
        if spec.align is Align.CENTRE:
            return settle_alike([(text, side_of(text, spec.align)) for text in said], spec)
        # the first begins where the box begins, the last ends where it ends, whatever their scripts
        sides = [LEFT, *[CENTRE] * (len(said) - 2), RIGHT]
        return settle_alike(list(zip(said, sides, strict=True)), spec)

    def _said(self, spec: Text, language: str, category: Category) -> str:
        event = self._event
        match spec.field:
            case Field.EVENT:
                return plain(event.name(language))
            case Field.VENUE:
                return plain(event.venue(language))
            case Field.CATEGORY:
                return plain(category.name(language))
            case Field.DATES:
                days = sorted(event.days)
                return str(format_interval(days[0], days[-1], "yMMMMd", locale=DATE_LOCALES[language])) if days else ""
        return spec.words(language)


def draw_code(painter: QPainter, code: Code, registration: Registration) -> None:
    """Draw the QR symbol of a badge, or the template's own, with its quiet zone; nothing for a person without a badge."""
    text = code.text or registration.badge
    if not text:
        return
    try:
        modules, path = _dark(text)
    except ValueError as error:
        raise Trouble("The badge of {id} is too long for a QR code.", id=safe_text(registration.id)) from error
    if (module := module_mm(code.box.width, modules)) < LEAST_MODULE_MM:
        raise Trouble(
            "The QR code of {id} needs {needed} mm on the badge, and this template has {given} mm. Take a larger template.",
            id=safe_text(registration.id), needed=round(LEAST_MODULE_MM / module * code.box.width, 1), given=code.box.width,
        )  # fmt: skip
    _draw_symbol(painter, path, module, code.box)


def _draw_symbol(painter: QPainter, path: QPainterPath, module: float, box: Box) -> None:
    painter.fillRect(_rect(box), QColor(COLOURS[PAPER]))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.translate(box.x * UNITS, box.y * UNITS)
    painter.scale(module * UNITS, module * UNITS)
    painter.translate(QUIET_MODULES, QUIET_MODULES)
    painter.fillPath(path, QColor("#000000"))
    painter.restore()


@lru_cache(maxsize=64)
def _dark(text: str) -> tuple[int, QPainterPath]:
    """The modules on a side of the symbol, and the dark ones, each 1 wide: row by row, as few rectangles as can be."""
    rows, path = symbol(text), QPainterPath()
    for y, row in enumerate(rows):
        for first, last in _runs(row):
            path.addRect(first, y, last - first, 1)
    return len(rows), path


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The stretches of dark modules in a row: first, and the one after the last."""
    padded = (False, *row, False)
    edges = [x for x in range(len(row) + 1) if padded[x] != padded[x + 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _own(registration: Registration, field: Field) -> str:
    match field:
        case Field.NAME:
            return registration.name
        case Field.COMPANY:
            return registration.company
        case Field.ORDER:
            return registration.order
    # a signed token is no number that anybody could type or say
    return registration.id if claims_a_signature(registration.badge) else registration.badge


def _cased(text: str, spec: Text) -> str:
    return text.upper() if spec.capitals else text


def _rounded(box: Box, corner: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(_rect(box), corner * UNITS, corner * UNITS)
    return path


def _outline(area: Area) -> QPainterPath:
    """Where an area's line runs: all of the line is inside its box."""
    half, box = (area.line_mm / 2 if area.line else 0.0), area.box
    return _rounded(Box(box.x + half, box.y + half, box.width - 2 * half, box.height - 2 * half), area.corner)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x * UNITS, box.y * UNITS, box.width * UNITS, box.height * UNITS)


def _luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
