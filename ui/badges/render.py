"""Badges as PNG files, as a PDF to print and cut, and as pictures for the demo's film."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from PySide6.QtCore import QLineF, QMarginsF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from checkin.badges.layout import A4, CARD, BadgeLayout, Sheet
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.trouble import Trouble
from ui.badges.face import draw_face

if TYPE_CHECKING:
    from checkin.scanning.opencv import Image

MM_IN_INCH = 25.4
PRINT_DPI = 300
PDF_DPI = 1200
HAIRLINE_MM = 0.1


def drawing() -> QGuiApplication:
    """What Qt needs to draw: the running application, or one without a window. Keep it while you draw."""
    running = QGuiApplication.instance()
    return running if isinstance(running, QGuiApplication) else QGuiApplication(["checkin", "-platform", "offscreen"])


def picture(registration: Registration, event: Event, dpi: float = PRINT_DPI, layout: BadgeLayout = CARD) -> QImage:
    """One badge as a picture; what lies outside its round corners is transparent."""
    scale = dpi / MM_IN_INCH
    image = QImage(round(layout.width * scale), round(layout.height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    image.setDotsPerMeterX(round(scale * 1000))
    image.setDotsPerMeterY(round(scale * 1000))
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        draw_face(painter, registration, event, layout)
    return image


def face_pixels(registration: Registration, event: Event) -> "Image":
    """One badge as pixels (height, width, 3), blue, green, red, at 300 dpi, white in its corners."""
    import numpy as np

    image = picture(registration, event)
    opaque = QImage(image.size(), QImage.Format.Format_BGR888)
    opaque.fill(QColor("white"))
    with QPainter(opaque) as painter:
        painter.drawImage(0, 0, image)
    rows = np.frombuffer(opaque.constBits(), np.uint8).reshape(opaque.height(), opaque.bytesPerLine())
    return rows[:, : opaque.width() * 3].reshape(opaque.height(), opaque.width(), 3).copy()


def render_png(registrations: Iterable[Registration], event: Event, folder: Path) -> int:
    """One file a badge in `folder`, which is made: badge-ID.png, 300 dpi. Returns how many. Trouble if one cannot be written."""
    if folder.exists() and not folder.is_dir():
        raise Trouble("{path} is a file, and PNG badges need a folder. Name another.", path=str(folder))
    count = 0
    for registration in registrations:
        with replacing(folder / file_name(registration.id)) as fresh:
            if not picture(registration, event).save(str(fresh)):
                raise Trouble("{path} cannot be written. Is the disk full?", path=str(folder))
        count += 1
    return count


def render_pdf(registrations: Iterable[Registration], event: Event, path: Path, sheet: Sheet = A4) -> int:
    """Sheets of A4 with ten badges each and crop marks, as vectors, in `path`. Returns how many badges. Trouble if it cannot
    be written; then, and until all is drawn, a file that was there stays."""
    if path.is_dir():
        raise Trouble("{path} is a folder, and a PDF is a file. Name a file in it.", path=str(path))
    with replacing(path) as fresh:
        writer = _paper(fresh, event)
        painter = QPainter()
        if not painter.begin(writer):
            raise Trouble("{path} cannot be written. Check the folder and your rights.", path=str(path))
        try:
            painter.scale(PDF_DPI / MM_IN_INCH, PDF_DPI / MM_IN_INCH)
            count = _draw_sheets(painter, writer, registrations, event, sheet)
        finally:
            # A painter must not outlive the paper that it draws on, whatever went wrong.
            complete = painter.end()
        if not complete:
            raise Trouble("{path} cannot be written. Is the disk full?", path=str(path))
    return count


def _paper(path: Path, event: Event) -> QPdfWriter:
    writer = QPdfWriter(str(path))
    writer.setTitle(event.name(event.languages[0]))
    writer.setCreator("Check-in")
    writer.setResolution(PDF_DPI)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    return writer


def _draw_sheets(painter: QPainter, writer: QPdfWriter, registrations: Iterable[Registration], event: Event, sheet: Sheet) -> int:
    count, places = 0, sheet.places(CARD)
    for count, registration in enumerate(registrations, 1):
        place = places[(count - 1) % sheet.per_page]
        if place is places[0]:
            if count > 1:
                writer.newPage()
            painter.setPen(QPen(QColor("black"), HAIRLINE_MM))
            painter.drawLines([QLineF(*mark) for mark in sheet.marks(CARD)])
        painter.save()
        painter.translate(place.x, place.y)
        draw_face(painter, registration, event)
        painter.restore()
    return count


def file_name(registration: str) -> str:
    """The file of a badge's picture: a name that every file system takes, whatever the id is."""
    return f"badge-{quote(registration, safe='')}.png"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A fresh file beside `path` to write to; it takes the place of `path` at the end, and is gone after an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise Trouble("{path} cannot be written ({error}). Name another place.", path=str(path), error=_said(error)) from error
    fresh = Path(name)
    try:
        yield fresh
        fresh.chmod(0o644)
        fresh.replace(path)
    except OSError as error:
        raise Trouble("{path} cannot be written ({error}). Name another place.", path=str(path), error=_said(error)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _said(error: OSError) -> Any:
    return error.strerror or type(error).__name__
