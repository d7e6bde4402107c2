"""What a rehearsal came to, on one page of A4: as a PDF, or on a printer."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from checkin.i18n import Words
from checkin.rehearsal.findings import Checked, State
from checkin.rehearsal.report import MARKS, Report
from checkin.trouble import Trouble
from ui.badges.printing import PDF_FOLDER
from ui.reasons import Shape
from ui.rehearsal.page import Paper, a4, painting, write_page
from ui.theme import VERDICTS, Paint, Tone
from ui.widgets.look import BOLD, MEDIUM, REGULAR, SEMIBOLD
from ui.widgets.shapes import paint_seal
from ui.widgets.text import isolated

LEFT, WIDTH = 16.0, 178.0
SEAL_MM, TITLE_MM, STATE_MM = 6.5, 37.0, 20.0
MUTED = "#4B5568"

SEALS: dict[State, tuple[Shape, Tone]] = {
    State.OK: (Shape.TICK, Tone.ADMITTED),
    State.WARNING: (Shape.WARNING, Tone.LOOK),
    State.FAULT: (Shape.CROSS, Tone.REFUSED),
}


def write_report(report: Report, words: Words, path: Path) -> None:
    """Keep the page as a PDF in `path`. Trouble if it cannot be written."""
    write_page(path, words("Rehearsal"), words.language, lambda paper: _draw(paper, report, words))


def print_report(report: Report, words: Words, printer: str) -> None:
    """Print the page on the printer with this name, "" for the system's own choice, or a file in "pdf:FOLDER". Trouble if it is
    not there, or does not take it."""
    if printer.startswith(PDF_FOLDER):
        return write_report(report, words, Path(printer.removeprefix(PDF_FOLDER)) / "rehearsal.pdf")
    info = QPrinterInfo.printerInfo(printer) if printer else QPrinterInfo.defaultPrinter()
    if info.isNull():
        raise Trouble("There is no printer to print on. Connect one, or keep the page as a PDF.")
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    device.setDocName("rehearsal")
    device.setFullPage(True)
    device.setPageLayout(a4())
    with painting(device, device.logicalDpiX(), info.printerName()) as painter:
        _draw(Paper(painter, words.language), report, words)
    return None


def _draw(paper: Paper, report: Report, words: Words) -> None:
    y = paper.put(paper.text(words("Rehearsal"), 9.0, BOLD, WIDTH), LEFT, 14.0)
    y = paper.put(paper.text(isolated(report.event), 5.0, SEMIBOLD, WIDTH), LEFT, y + 1)
    y = paper.put(paper.text(where(report, words), 4.0, MEDIUM, WIDTH), LEFT, y + 0.5, MUTED)
    y = _draw_verdict(paper, report, words, y + 4)
    for one in report.checks:
        y = _draw_check(paper, one, words, y)
    _draw_foot(paper, words)


def where(report: Report, words: Words) -> str:
    """Which desk it was, and when."""
    desk = words("Desk {desk}", desk=report.desk)
    at: datetime = report.at.astimezone()
    return " · ".join(isolated(part) for part in (desk, report.gate, f"{at:%Y-%m-%d %H:%M}") if part)


def _draw_verdict(paper: Paper, report: Report, words: Words, y: float) -> float:
    shape, tone = SEALS[report.state]
    paint: Paint = VERDICTS[tone]
    said = paper.text(words(report.verdict), 6.4, BOLD, WIDTH - 26)
    height = max(18.0, said.height / 20 + 6)
    paper.plane(paper.rect(LEFT, y, WIDTH, height), paint.fill)
    paint_seal(paper.painter, shape, paper.rect(LEFT + 5, y + height / 2 - 5, 10, 10), paint.fill, paint.ink)
    paper.put(said, LEFT + 20, y + (height - said.height / 20) / 2, paint.ink)
    return y + height + 4


def _draw_check(paper: Paper, one: Checked, words: Words, y: float) -> float:
    state = one.finding.state
    shape, tone = SEALS[state]
    paint = VERDICTS[tone]
    title = paper.text(words(one.title), 3.9, BOLD, TITLE_MM)
    room = WIDTH - SEAL_MM - TITLE_MM - STATE_MM - 10
    said = paper.text(words(one.finding.message), 3.5, REGULAR, room)
    mark = paper.text(words(MARKS[state]), 3.7, BOLD, STATE_MM)
    height = max(title.height, said.height, mark.height) / 20 + 4.6
    paper.line(LEFT, y, WIDTH)
    middle = y + height / 2
    square: QRectF = paper.rect(LEFT + 1, middle - SEAL_MM / 2, SEAL_MM, SEAL_MM)
    paint_seal(paper.painter, shape, square, paint.fill, paint.ink)
    x = LEFT + SEAL_MM + 5
    for block, place in ((title, x), (said, x + TITLE_MM + 2), (mark, LEFT + WIDTH - STATE_MM)):
        paper.put(block, place, middle - block.height / 40)
    return y + height


def _draw_foot(paper: Paper, words: Words) -> None:
    for number, text in enumerate((words("Checked by"), words("Signature"))):
        x = LEFT + number * (WIDTH / 2 + 3)
        paper.put(paper.text(text, 3.4, MEDIUM, WIDTH / 2), x, 281.0, MUTED)
        paper.line(x + 26, 285.0, WIDTH / 2 - 32, "#7B869C")
