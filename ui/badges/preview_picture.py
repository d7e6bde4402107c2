"""The preview of badges as a picture, without a window."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtGui import QImage, QPainter

from checkin.domain.event import Event
from checkin.trouble import Trouble
from data.store import open_store
from ui.badges.render import drawing, replacing
from ui.badges.shown import Shown, View
from ui.theme import LIGHT

PNG_HEIGHT, PNG_MARGIN = 1400, 60


def save_preview(database: Path, event: Event, template: str, ids: Sequence[str] | None, path: Path) -> None:
    """Write the first badge and its page, side by side, as a picture. Trouble if it cannot be written or drawn."""
    application = drawing()
    with closing(open_store(database, read_only=True)) as store:
        shown = Shown(store, event, template, ids)
        parts = [_part(shown, view) for view in View]
    image = QImage(sum(part.width() for part in parts), PNG_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(LIGHT.window)
    with QPainter(image) as painter:
        for place, part in enumerate(parts):
            painter.drawImage(sum(one.width() for one in parts[:place]), 0, part)
    with replacing(path) as fresh:
        if not image.save(str(fresh), "PNG"):
            raise Trouble("{path} cannot be written. Is the disk full?", path=str(path))
    del application


def _part(shown: Shown, view: View) -> QImage:
    shown.look_at(view)
    size = shown.size_mm
    room = PNG_HEIGHT - 2 * PNG_MARGIN
    scale = min(room / size.height(), room / size.width())
    image = QImage(round(size.width() * scale) + 2 * PNG_MARGIN, PNG_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(LIGHT.window)
    painter = QPainter(image)
    painter.translate(PNG_MARGIN, (PNG_HEIGHT - size.height() * scale) / 2)
    wrong = shown.draw(painter, scale, LIGHT.window)
    painter.end()
    if shown.trouble is not None:
        raise shown.trouble
    if wrong is not None:
        raise Trouble(wrong)
    return image
