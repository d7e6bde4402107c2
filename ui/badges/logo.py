"""A logo of a template: a PNG or SVG file, read once and drawn on every badge."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from checkin.trouble import Trouble

MOST_PIXELS = 40_000_000


class Logo:
    """The picture in `file`. Trouble if it cannot be read, or has more than 40 million pixels."""

    def __init__(self, file: Path) -> None:
        self._drawing = QSvgRenderer(str(file)) if file.suffix.lower() == ".svg" else None
        self._image = QImage() if self._drawing else _image(file)
        size = self._drawing.defaultSize() if self._drawing else self._image.size()
        if size.isEmpty() or (self._drawing is not None and not self._drawing.isValid()):
            raise Trouble("The picture {path} cannot be read. Save it again as PNG or SVG.", path=str(file))
        self._size = QSizeF(size)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw it as large as the box lets it be, in the middle."""
        size = self._size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2, size.width(), size.height())
        if self._drawing is not None:
            self._drawing.render(painter, place)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)


def _image(file: Path) -> QImage:
    reader = QImageReader(str(file))
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:
        raise Trouble("The picture {path} has more than 40 million pixels. Save it smaller.", path=str(file))
    return reader.read()
