"""Badges on a printer of the system. Never on another than the one that was chosen: that would print names where nobody looks.

All of it may run in any thread, as Qt lets a QPrinter be painted on outside the window's. Printing belongs there, for a printer
that hangs can take seconds to say so. PDF_FOLDER in place of a printer writes files: for rehearsals, and without a printer.
"""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from checkin.badges.layout import Paper
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.settings import Settings
from checkin.trouble import Trouble
from data.badge_templates import find_template
from ui.badges.face import Faces
from ui.badges.pages import MM_IN_INCH, PaperDrawing, Watch, page_layout
from ui.badges.render import file_name, replacing

PDF_FOLDER = "pdf:"
"""What a printer's name begins with where badges go into files of a folder: "pdf:/somewhere"."""

PAPER_SLACK_MM = 2.0


def printers() -> list[str]:
    """The names of the system's printers."""
    return QPrinterInfo.availablePrinterNames()


def print_badge(registration: Registration, event: Event, settings: Settings) -> None:
    """Print one badge, from the template and on the printer of the settings. Trouble if none is chosen, it is gone, or it lacks
    the paper; nothing was printed then."""
    faces = Faces(event, find_template(settings.badge_template))
    print_badges([registration], faces, settings.printer, name=Path(file_name(registration.id)).stem)


def print_badges(
    registrations: Iterable[Registration], faces: Faces, printer: str, watch: Watch | None = None, name: str = "badges"
) -> int:  # fmt: skip
    """Print badges, as many to a page as the template has; how many. Trouble as in `print_badge`, or when `watch` says stop."""
    if printer.startswith(PDF_FOLDER):
        with replacing(Path(printer.removeprefix(PDF_FOLDER)) / f"{name}.pdf") as fresh:
            device = QPrinter(QPrinter.PrinterMode.HighResolution)
            device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            device.setOutputFileName(str(fresh))
            return _print(device, registrations, faces, printer, watch)
    return _print(_chosen(printer), registrations, faces, printer, watch)


def _chosen(name: str) -> QPrinter:
    if not name:
        raise Trouble('No printer is chosen. Choose one in "checkin badges preview", or name one in the settings ("printer").')
    info = QPrinterInfo.printerInfo(name)
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    # Qt takes a PDF file instead of a printer that it does not find.
    native = device.outputFormat() is QPrinter.OutputFormat.NativeFormat
    if info.isNull() or not native or device.printerName() != name:
        raise Trouble("The printer {printer} is not there. Connect it and switch it on, or choose another.", printer=name)
    return device


def _print(
    device: QPrinter, registrations: Iterable[Registration], faces: Faces, name: str, watch: Watch | None
) -> int:  # fmt: skip
    paper = faces.template.paper
    device.setDocName("badges")
    device.setFullPage(True)
    device.setPageLayout(page_layout(paper))
    if faces.template.back:
        device.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    _check_paper(device.paperRect(QPrinter.Unit.Millimeter), paper, name)
    painter = QPainter()
    if not painter.begin(device):
        raise _refused(name)
    try:
        scale = device.logicalDpiX() / MM_IN_INCH
        painter.scale(scale, scale)
        count = PaperDrawing(painter, device.newPage, faces, watch).draw(registrations)
    except BaseException:
        device.abort()
        raise
    finally:
        complete = painter.end()
    if not complete or device.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise _refused(name)
    return count


def _check_paper(given: QRectF, wanted: Paper, name: str) -> None:
    if abs(given.width() - wanted.width) > PAPER_SLACK_MM or abs(given.height() - wanted.height) > PAPER_SLACK_MM:
        raise Trouble(
            "The printer {printer} has no paper of {width} x {height} mm. Set it up there, or choose another template.",
            printer=name, width=wanted.width, height=wanted.height,
        )  # fmt: skip


def _refused(name: str) -> Trouble:
    return Trouble("The printer {printer} did not take the badge. Look at its display, then print again.", printer=name)
