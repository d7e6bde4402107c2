"""Charts as files: pictures, shapes, and tables. A file appears only when it is complete; Trouble says why it does not."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from checkin.i18n import Words
from data.exporters.replacing import put_in_place
from ui.charts.drawing import paint, usual_height
from ui.charts.reading import headline
from ui.charts.table import csv_text
from ui.charts.values import Chart
from ui.headless import drawing
from ui.language import load_fonts
from ui.widgets.look import Look

WIDTH_PX, MARGIN_PX, DPI = 1200, 12, 96


def picture(chart: Chart, look: Look, size: QSize | None = None, scale: float = 2.0) -> QImage:
    """The chart on the colour of windows. `size` in pixels of the theme, each of which becomes `scale` x `scale` pixels."""
    application = drawing()
    load_fonts()
    whole = size or QSize(WIDTH_PX, usual_height(chart, look))
    image = QImage(round(whole.width() * scale), round(whole.height() * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(look.theme.colours.window))
    image.setDotsPerMeterX(round(DPI * scale / 0.0254))
    image.setDotsPerMeterY(round(DPI * scale / 0.0254))
    with QPainter(image) as painter:
        paint(painter, _inner(whole, scale), chart, look, factor=scale)
    del application
    return image


def svg(chart: Chart, look: Look, size: QSize | None = None) -> bytes:
    """The chart as SVG. Its letters are shapes, the same wherever it is opened; its title and sentence are there for reading."""
    application = drawing()
    load_fonts()
    whole = size or QSize(WIDTH_PX, usual_height(chart, look))
    written, generator = QBuffer(), QSvgGenerator()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(written)
    generator.setResolution(DPI)
    generator.setSize(whole)
    generator.setViewBox(QRectF(0, 0, whole.width(), whole.height()))
    generator.setTitle(chart.title)
    generator.setDescription(f"{chart.subtitle}. {headline(chart, look.words)}")
    with QPainter(generator) as painter:
        paint(painter, _inner(whole, 1), chart, look, outlines=True)
    del application
    return bytes(written.data().data())


def save_png(
    chart: Chart, path: Path, look: Look, size: QSize | None = None, scale: float = 2.0, *, overwrite: bool = True
) -> None:
    """Write the chart as a picture."""
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(written, QByteArray(b"png")).write(picture(chart, look, size, scale))
    _put(path, bytes(written.data().data()), overwrite=overwrite)


def save_svg(chart: Chart, path: Path, look: Look, size: QSize | None = None, *, overwrite: bool = True) -> None:
    """Write the chart as shapes."""
    _put(path, svg(chart, look, size), overwrite=overwrite)


def save_csv(chart: Chart, path: Path, words: Words, *, semicolons: bool = False, overwrite: bool = True) -> None:
    """Write the chart's table, in UTF-8 with the mark without which Excel takes it for something else."""
    _put(path, csv_text(chart, words, semicolons=semicolons).encode("utf-8-sig"), overwrite=overwrite)


def _put(path: Path, content: bytes, *, overwrite: bool) -> None:
    put_in_place(path, lambda fresh: fresh.write_bytes(content), overwrite=overwrite)


def _inner(whole: QSize, scale: float) -> QRectF:
    margin = MARGIN_PX * scale
    return QRectF(margin, margin, whole.width() * scale - 2 * margin, whole.height() * scale - 2 * margin)
