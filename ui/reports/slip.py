"""A desk's shift slip: one page of A4, to be signed by two people."""

from pathlib import Path

from checkin.i18n import Words
from checkin.overview.reports.slip import Slip
from checkin.overview.reports.slip_words import caution, counts, delivery, equation, period, place, reasons
from checkin.sentences import grouped
from data.exporters.replacing import put_in_place
from ui.headless import drawing
from ui.language import load_fonts
from ui.reasons import Shape
from ui.rehearsal.page import Paper
from ui.reports.document import finished_pdf
from ui.reports.flow import LEFT_MM, LINE, MUTED, PALE, WIDTH_MM, Flow, height, width
from ui.reports.sealing import draw_symbol
from ui.theme import LIGHT, VERDICTS, Tone
from ui.widgets.look import BOLD, MEDIUM, SEMIBOLD
from ui.widgets.shapes import paint_seal
from ui.widgets.text import isolated

HALF_MM, GAP_MM = 86.0, 6.0
ROW, MOST_REASONS, CODE_MM = 3.6, 9, 30.0


def write_slip(slip: Slip, words: Words, path: Path, *, overwrite: bool = False) -> None:
    """Write it as a PDF. Trouble if there is a file already (unless `overwrite`), or it cannot be written."""
    application = drawing()
    load_fonts()
    flow = laid_out(slip, words)
    title = words("Shift slip of desk {desk}, {period}", desk=slip.post.desk, period=period(slip, words))
    whole = finished_pdf(flow, title, words.language, path)
    put_in_place(path, lambda fresh: fresh.write_bytes(whole), overwrite=overwrite)
    del application


def laid_out(slip: Slip, words: Words) -> Flow:
    """Everything at its place, on one page."""
    flow = Flow(words.language)
    flow.text(words("Shift slip"), 4.2, SEMIBOLD, LIGHT.accent, 0.5)
    flow.text(words("Desk {desk}", desk=slip.post.desk), 9.0, BOLD, after=0.6)
    below = (_capital(period(slip, words)), slip.event.name(words.language))
    flow.text(" · ".join(map(isolated, below)), 4.2, MEDIUM, MUTED, 4)
    _verdict(flow, slip, words)
    top = flow.y
    _pairs(flow, LEFT_MM, [(name, "–" if number is None else grouped(number)) for name, number in counts(slip, words)])
    ended, flow.y = flow.y, top
    said = [(name, grouped(number)) for name, number in reasons(slip, words)]
    said = said[:MOST_REASONS] if said else [(words("Nobody was refused"), "")]
    _pairs(flow, LEFT_MM + HALF_MM + GAP_MM, [(words("Refusals by reason"), ""), *said])
    flow.y = max(flow.y, ended) + 5
    _pairs(flow, LEFT_MM, place(slip, words), room=WIDTH_MM, codes=True)
    flow.y += 6
    _checksum(flow, slip, words)
    _signatures(flow, words)
    return flow


def _verdict(flow: Flow, slip: Slip, words: Words) -> None:
    """Made equals delivered, or not: told by a shape and words too, not by colour alone."""
    tone, shape = (Tone.ADMITTED, Shape.TICK) if slip.is_whole else (Tone.LOOK, Shape.WARNING)
    paint, top, room = VERDICTS[tone], flow.y, WIDTH_MM - 34
    names = words("made = delivered") if slip.is_whole else words("made and delivered") if slip.delivered is not None else (
        words("made"))  # fmt: skip
    blocks = [
        flow.set(isolated(equation(slip)), 13.0, BOLD, room), flow.set(names, 4.0, MEDIUM, room),
        flow.set(words(delivery(slip)), 5.0, SEMIBOLD, room),
    ]  # fmt: skip
    if (careful := caution(slip)) is not None:
        blocks.append(flow.set(words(careful), 3.6, MEDIUM, room))
    tall = sum(map(height, blocks)) + 9
    flow.draw(lambda paper: paper.plane(paper.rect(LEFT_MM, top, WIDTH_MM, tall), paint.fill))
    flow.draw(lambda paper: paint_seal(
        paper.painter, shape, paper.rect(LEFT_MM + 6, top + tall / 2 - 9, 18, 18), paint.fill, paint.ink))  # fmt: skip
    y = top + 4.5
    for block in blocks:
        flow.put(block, LEFT_MM + 30, y, paint.ink)
        y += height(block)
    flow.y = top + tall + 6


def _pairs(flow: Flow, x: float, pairs: list[tuple[str, str]], room: float = HALF_MM, *, codes: bool = False) -> None:
    """Names, and what belongs to each at the other edge."""
    for name, value in pairs:
        said = flow.set(name, ROW, MEDIUM if value else BOLD, room - 4)
        is_number = value != "" and not codes
        beside = flow.set_number(value, ROW, SEMIBOLD) if is_number else flow.set(isolated(value), ROW, SEMIBOLD, room - 60)
        tall = max(height(said), height(beside)) + 2.2
        flow.put(said, x + 1, flow.y + 1.1, MUTED if value else "#111827")
        flow.put(beside, x + 58 if codes else x + room - 1 - width(beside), flow.y + 1.1)
        flow.y += tall
        flow.draw(_rule(x, flow.y, room))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rule(x: float, y: float, room: float) -> "_Line":
    return _Line(x, y, room)


class _Line:
    """A line across, drawn later."""

    def __init__(self, x: float, y: float, room: float) -> None:
        self._place = x, y, room

    def __call__(self, paper: Paper) -> None:
        """Draw it."""
        paper.line(*self._place, LINE)


def _checksum(flow: Flow, slip: Slip, words: Words) -> None:
    """The end of the journal: to be read aloud, in full, and as a QR code."""
    top, room, head = flow.y, WIDTH_MM - CODE_MM - 16, slip.post.head
    lines = words("Checksum of the journal, line {row}", row=head.seq)
    blocks = [
        (flow.set(lines, 3.4, SEMIBOLD, room), MUTED), (flow.set_code(slip.checksum, 8.4, room), "#111827"),
        (flow.set_code(head.hash.hex(), 2.5, room), MUTED),
    ]  # fmt: skip
    tall = CODE_MM + 8
    flow.draw(lambda paper: paper.plane(paper.rect(LEFT_MM, top, WIDTH_MM, tall), PALE, 2.0))
    y = top + (tall - sum(height(block) for block, _ in blocks)) / 2
    for block, colour in blocks:
        flow.put(block, LEFT_MM + 5, y, colour)
        y += height(block)
    text = f"checkin slip 1\njournal {head.journal}\nline {head.seq}\nhash {head.hash.hex()}"
    left = LEFT_MM + WIDTH_MM - CODE_MM - 4
    flow.draw(lambda paper: draw_symbol(paper, text, left, top + 4, CODE_MM))
    flow.y = top + tall + 8


def _signatures(flow: Flow, words: Words) -> None:
    y = 262.0
    for number, name in enumerate((words("Desk staff"), words("Supervisor"))):
        x = LEFT_MM + number * (HALF_MM + GAP_MM)
        flow.put(flow.set(name, 3.4, SEMIBOLD, HALF_MM), x, y, MUTED)
        flow.put(flow.set(words("Name, time, signature"), 2.8, MEDIUM, HALF_MM), x, y + 17, MUTED)
        flow.draw(_rule(x, y + 16.0, HALF_MM))
