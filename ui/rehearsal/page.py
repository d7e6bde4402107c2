"""A page of A4 to draw on, in millimetres, for a PDF and for a printer alike; mirrored where the language runs leftwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from checkin.trouble import Trouble
from ui.badges.render import replacing
from ui.language import direction, load_fonts
from ui.theme import Theme
from ui.widgets.text import LEADING, TextBlock, lay_out

UNITS = 20.0
"""Drawing units in a millimetre: letters are set at sizes where rounding to whole units does not show."""
MM_IN_INCH = 25.4
PDF_DPI = 1200
WIDTH_MM, HEIGHT_MM = 210.0, 297.0
PLAIN = Theme()


class Paper:
    """Draws texts and planes; every x is counted from where the language begins. All lengths in millimetres."""

    def __init__(self, painter: QPainter, language: str) -> None:
        self.painter = painter
        self.flow = direction(language)

    def text(
        self, text: str, size: float, weight: QFont.Weight, width: float, flow: Qt.LayoutDirection | None = None
    ) -> TextBlock:
        """A text, laid out."""
        return lay_out(text, PLAIN.font(size * UNITS, weight), width * UNITS, LEADING, self.flow if flow is None else flow)

    def put(self, block: TextBlock, x: float, y: float, colour: str = "#111827") -> float:
        """Draw a text; where it ends (mm)."""
        left = self.left(x, block.width / UNITS)
        block.draw(self.painter, left * UNITS, y * UNITS, colour)
        return y + block.height / UNITS

    def left(self, x: float, width: float) -> float:
        """Where something as wide as this begins on the paper."""
        return WIDTH_MM - x - width if self.flow is Qt.LayoutDirection.RightToLeft else x

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A place on the paper, in drawing units."""
        return QRectF(self.left(x, width) * UNITS, y * UNITS, width * UNITS, height * UNITS)

    def plane(self, rect: QRectF, fill: str, corner: float = 3.0) -> None:
        """A coloured plane."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(fill))
        self.painter.drawRoundedRect(rect, corner * UNITS, corner * UNITS)

    def line(self, x: float, y: float, width: float, colour: str = "#D5DBE7") -> None:
        """A line across."""
        self.painter.setPen(QPen(QColor(colour), 0.2 * UNITS))
        left = self.left(x, width) * UNITS
        self.painter.drawLine(round(left), round(y * UNITS), round(left + width * UNITS), round(y * UNITS))


Draw = Callable[[Paper], None]


def write_page(path: Path, title: str, language: str, draw: Draw) -> None:
    """One page as a PDF in `path`. Trouble if it cannot be written; a file that was there stays then."""
    if path.is_dir():
        raise Trouble("{path} is a folder, and a PDF is a file. Name a file in it.", path=str(path))
    with replacing(path) as fresh:
        writer = QPdfWriter(str(fresh))
        writer.setTitle(title)
        writer.setCreator("Check-in")
        writer.setResolution(PDF_DPI)
        writer.setPageLayout(a4())
        with painting(writer, PDF_DPI, path) as painter:
            draw(Paper(painter, language))


def a4() -> QPageLayout:
    """A4, without margins: the page keeps its own."""
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())


@contextmanager
def painting(device: QPagedPaintDevice, dpi: float, where: object) -> Iterator[QPainter]:
    """A painter on `device`, in drawing units. Trouble if it does not take what is drawn."""
    load_fonts()
    painter = QPainter()
    if not painter.begin(device):
        raise Trouble("{path} cannot be written. Check the folder and your rights.", path=str(where))
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(dpi / MM_IN_INCH / UNITS, dpi / MM_IN_INCH / UNITS)
        yield painter
    finally:
        # A painter must not outlive the paper that it draws on, whatever went wrong.
        complete = painter.end()
    if not complete:
        raise Trouble("{path} cannot be written. Is the disk full?", path=str(where))
