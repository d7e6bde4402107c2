"""What the list of recent scans says."""

from checkin.desk.messages import Judged
from checkin.domain.event import Event
from checkin.i18n import Words
from checkin.words import wording
from ui import reasons
from ui.desk.cards import person_line, time_of
from ui.desk.list_page import ListPage
from ui.desk.state import DeskState
from ui.theme import Theme, Tone
from ui.widgets.look import Look
from ui.widgets.rows import Row


def recent_rows(state: DeskState, words: Words, theme: Theme, *, hidden: bool) -> list[Row]:
    """The recent scans of this desk, newest first; nobody's name where `hidden`."""
    event = state.event
    if event is None:
        return []
    undone = state.undone
    return [_row(one, event, words, theme, undone=one.line.scan_id in undone, hidden=hidden) for one in state.recent]


def show_recent(page: ListPage, state: DeskState, look: Look, *, hidden: bool) -> None:
    """Fill the page of recent scans."""
    page.entitle(look.words("Recent scans"), look.words("No scans yet"))
    page.show_rows(recent_rows(state, look.words, look.theme, hidden=hidden))


def _row(judged: Judged, event: Event, words: Words, theme: Theme, *, undone: bool, hidden: bool) -> Row:
    line = judged.line
    face = reasons.face(judged.verdict, line.direction, judged.quiet)
    paint = theme.paint(face.tone)
    # a quiet repeat is a ring, not a disc: it was no new admission
    fill, ink = (theme.colours.border, theme.colours.look) if face.tone is Tone.QUIET else (paint.fill, paint.ink)
    title = words(wording(judged.verdict, line.direction, judged.quiet).title)
    company = judged.registration.company if judged.registration and not hidden else ""
    detail = company if judged.verdict.admitted and company else title
    if undone:
        detail = words("taken back")
    elif line.override is not None:
        detail = words("admitted by {name}", name=line.override[0])
    name = words("Name hidden") if hidden else person_line(judged.registration, line.text, title)
    return Row(line.scan_id, name, detail, time_of(line.at, event), (face.shape, fill, ink), struck=undone)
