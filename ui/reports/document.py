"""A report as a PDF: A4, its text text and its charts shapes, the heads of the journals attached, a seal over all of it."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPdfWriter

from checkin.overview.reports.paper import finished
from checkin.overview.reports.values import Report, Where
from data.exporters.replacing import put_in_place
from ui.headless import drawing
from ui.language import load_fonts
from ui.rehearsal.page import PDF_DPI, UNITS, Paper, a4, painting
from ui.reports.flow import LEFT_MM, LINE, MUTED, WIDTH_MM, Draw, Flow, height
from ui.reports.front import figures, front
from ui.reports.grid import Grid
from ui.reports.plates import plates
from ui.reports.sealing import seal
from ui.widgets.look import MEDIUM
from ui.widgets.text import isolated

ATTACHMENT = "journals.txt"
HEAD_MM, FOOT_MM, SMALL = 11.0, 285.5, 2.8


def write_document(report: Report, path: Path, key: Ed25519PrivateKey | None, *, overwrite: bool = False) -> None:
    """Write it. Trouble if there is a file already (unless `overwrite`), or it cannot be written."""
    application = drawing()
    load_fonts()
    flow = laid_out(report)
    title = f"{report.title} · {report.name} · {report.period}"
    content = pdf_of(flow, title, report.words.language, Path(path), report.seal.written(), _margins(report, flow))
    whole = finished(content, report.words.language, key)
    put_in_place(path, lambda fresh: fresh.write_bytes(whole), overwrite=overwrite)
    del application


def laid_out(report: Report) -> Flow:
    """Everything at its place."""
    flow, zone, lead = Flow(report.words.language), report.event.zone, report.first
    front(flow, report)
    for section in (lead, *(one for one in report.sections if one.pictures and one is not lead)):
        if section is not lead:
            flow.turn()
        figures(flow, section, report.words)
        if not section.pictures:
            flow.text(report.words("Nothing was scanned here."), 4.0, MEDIUM, MUTED, 4)
        plates(flow, section.pictures, report.words)
        for table in section.on(Where.BOTH, Where.PAPER):
            Grid(flow, table, zone, report.words).place()
    if report.empty:
        names = ", ".join(isolated(one.name) for one in report.empty)
        flow.text(report.words("Nothing was scanned at: {names}", names=names), 3.4, MEDIUM, MUTED, 5)
    for table in report.tables:
        Grid(flow, table, zone, report.words).place()
    seal(flow, report.seal, report.words)
    return flow


def pdf_of(flow: Flow, title: str, language: str, path: Path, attached: str = "", margins: list[Draw] | None = None) -> bytes:
    """The pages as a PDF. `margins`: what is drawn around each page; `attached`: a text to go with it."""
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(written)
    writer.setTitle(title)
    writer.setCreator("Check-in")
    writer.setResolution(PDF_DPI)
    writer.setPageLayout(a4())
    if attached:
        writer.addFileAttachment(ATTACHMENT, QByteArray(attached.encode()), "text/plain")
    with painting(writer, PDF_DPI, path) as painter:
        paper = Paper(painter, language)
        for number, page in enumerate(flow.pages):
            if number:
                writer.newPage()
            for draw in (*page, *(margins[number : number + 1] if margins else ())):
                draw(paper)
    return bytes(written.data().data())


def finished_pdf(flow: Flow, title: str, language: str, path: Path) -> bytes:
    """The pages as a PDF with its language, without heads and feet."""
    return finished(pdf_of(flow, title, language, path), language, None)


def _margins(report: Report, flow: Flow) -> list[Draw]:
    """Head and foot of each page."""
    words, count = report.words, len(flow.pages)
    made = report.made_at.astimezone(report.event.zone)
    foot = words("Made {moment} with Check-in", moment=made.strftime("%d/%m/%Y %H:%M"))
    if report.people:
        foot = " · ".join((foot, words("Holds personal data")))
    head = f"{isolated(report.name)} · {isolated(report.period)}"
    return [_margin(flow, "" if not number else head, report.title, foot,
                    words("Page {n} of {count}", n=number + 1, count=count)) for number in range(count)]  # fmt: skip


def _margin(flow: Flow, head: str, title: str, foot: str, page: str) -> Draw:
    said = [flow.set(text, SMALL, MEDIUM) for text in (head, foot)]
    beside, numbered = (flow.set(text, SMALL, MEDIUM) for text in (title, page))

    def draw(paper: Paper) -> None:
        if head:
            paper.put(said[0], LEFT_MM, HEAD_MM, MUTED)
            paper.put(beside, _trailing(beside.natural_width), HEAD_MM, MUTED)
            paper.line(LEFT_MM, HEAD_MM + height(said[0]) + 1.2, WIDTH_MM, LINE)
        paper.put(said[1], LEFT_MM, FOOT_MM, MUTED)
        paper.put(numbered, _trailing(numbered.natural_width), FOOT_MM, MUTED)

    return draw


def _trailing(natural: float) -> float:
    """Where a text begins that ends at the trailing edge."""
    return LEFT_MM + WIDTH_MM - natural / UNITS
