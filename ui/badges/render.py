"""Badges as PNG files, as a PDF to print and cut, and as pictures for the demo's film."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter

from checkin.badges.layout import Side, Template
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.trouble import Trouble
from data.badge_templates import USUAL, shipped
from ui.badges.face import Faces
from ui.badges.pages import MM_IN_INCH, PaperDrawing, Watch, page_layout
from ui.headless import drawing as drawing

if TYPE_CHECKING:
    from checkin.scanning.opencv import Image

PRINT_DPI = 300
PDF_DPI = 1200


def picture(faces: Faces, registration: Registration, side: Side = Side.FRONT, dpi: float = PRINT_DPI) -> QImage:
    """One side of a badge as a picture; what lies outside its round corners is transparent."""
    scale, template = dpi / MM_IN_INCH, faces.template
    size = (round(template.width * scale), round(template.height * scale))
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    image.setDotsPerMeterX(round(scale * 1000))
    image.setDotsPerMeterY(round(scale * 1000))
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        faces.draw(painter, registration, side)
    finally:
        painter.end()
    return image


def face_pixels(registration: Registration, event: Event) -> "Image":
    """One usual card as pixels (height, width, 3), blue, green, red, at 300 dpi, white in its corners."""
    import numpy as np

    image = picture(Faces(event, shipped(USUAL)), registration)
    opaque = QImage(image.size(), QImage.Format.Format_BGR888)
    opaque.fill(QColor("white"))
    with QPainter(opaque) as painter:
        painter.drawImage(0, 0, image)
    rows = np.frombuffer(opaque.constBits(), np.uint8).reshape(opaque.height(), opaque.bytesPerLine())
    return rows[:, : opaque.width() * 3].reshape(opaque.height(), opaque.width(), 3).copy()


def render_png(
    registrations: Iterable[Registration], event: Event, folder: Path, template: Template | None = None,
    watch: Watch | None = None,
) -> int:  # fmt: skip
    """One file a badge in `folder`, which is made: badge-ID.png, 300 dpi, and badge-ID-back.png where the template has a back.
    Returns how many badges. Trouble if one cannot be written, or `watch` says stop."""
    if folder.exists() and not folder.is_dir():
        raise Trouble("{path} is a file, and PNG badges need a folder. Name another.", path=str(folder))
    faces, count = Faces(event, template or shipped(USUAL)), 0
    for registration in registrations:
        for side in Side:
            if faces.template.elements(side):
                _save(picture(faces, registration, side), folder / file_name(registration.id, side))
        count += 1
        if watch is not None and not watch(count):
            raise Trouble("It was stopped. The badges drawn until then are in {path}.", path=str(folder))
    return count


def _save(image: QImage, path: Path) -> None:
    with replacing(path) as fresh:
        if not image.save(str(fresh)):
            raise Trouble("{path} cannot be written. Is the disk full?", path=str(path.parent))


def render_pdf(
    registrations: Iterable[Registration], event: Event, path: Path, template: Template | None = None, *,
    watch: Watch | None = None, skip: int = 0,
) -> int:  # fmt: skip
    """Pages as the template has them, as vectors, in `path`; the first `skip` places stay empty. Returns how many badges. Trouble
    if it cannot be written or `watch` says stop; then, and until all is drawn, a file that was there stays."""
    if path.is_dir():
        raise Trouble("{path} is a folder, and a PDF is a file. Name a file in it.", path=str(path))
    faces = Faces(event, template or shipped(USUAL))
    with replacing(path) as fresh:
        writer = _writer(fresh, event, faces.template)
        painter = QPainter()
        if not painter.begin(writer):
            raise Trouble("{path} cannot be written. Check the folder and your rights.", path=str(path))
        try:
            painter.scale(PDF_DPI / MM_IN_INCH, PDF_DPI / MM_IN_INCH)
            count = PaperDrawing(painter, writer.newPage, faces, watch).draw(registrations, skip)
        finally:
            # A painter must not outlive the paper that it draws on, whatever went wrong.
            complete = painter.end()
        if not complete:
            raise Trouble("{path} cannot be written. Is the disk full?", path=str(path))
    return count


def _writer(path: Path, event: Event, template: Template) -> QPdfWriter:
    writer = QPdfWriter(str(path))
    writer.setTitle(event.name(event.languages[0]))
    writer.setCreator("Check-in")
    writer.setResolution(PDF_DPI)
    writer.setPageLayout(page_layout(template.paper))
    return writer


def file_name(registration: str, side: Side = Side.FRONT) -> str:
    """The file of a badge's picture: a name that every file system takes, whatever the id is."""
    return f"badge-{quote(registration, safe='')}{'' if side is Side.FRONT else '-back'}.png"


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
