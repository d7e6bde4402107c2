"""The queues: how long people wait at each gate, and how many desks that takes."""

from PySide6.QtWidgets import QWidget

from checkin.domain.pressure import GatePressure, Open
from checkin.overview.queue_words import advised, line_name, standing_there, wait_of
from ui.dashboard.telling import Telling
from ui.desk.list_page import ListPage
from ui.widgets.look import Look
from ui.widgets.rows import Row


class QueueList(ListPage):
    """One row a gate and way; nothing is done there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=False)
        self.rows.keeps_current = False

    def show_picture(self, telling: Telling, look: Look) -> None:
        """Show the queues of this picture."""
        words, queues = look.words, telling.picture.queues
        lines = [] if queues is None else sorted(queues.gates, key=_urgency)
        if telling.picture.chosen.at is not None:
            empty = words("Queues are told of now alone.")
        else:
            empty = words("Nobody has come of late.") if queues is not None else words("Queues: not known yet")
        self.entitle(words("Queues"), empty)
        rows = [_row(one, telling) for one in lines]
        if rows != self.rows.rows():
            self.show_rows(rows)


def _urgency(line: GatePressure) -> tuple[bool, bool, str]:
    return not isinstance(line.advice, Open), line.way == "exit", line.gate


def _row(line: GatePressure, telling: Telling) -> Row:
    words, teller = telling.words, telling.teller
    detail = standing_there(words, line)
    if line.advice is not None:
        detail = advised(words, teller, line.advice, line.now)
    is_urgent = isinstance(line.advice, Open)
    return Row(
        f"{line.gate} {line.way}", line_name(words, teller, line), detail, wait_of(words, line.now),
        icon="timer" if is_urgent else "users", lively=is_urgent,
    )  # fmt: skip
