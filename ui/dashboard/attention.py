"""What somebody should look at now, as a list to work through: alarms that nobody has seen, conflicts that wait."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from checkin.domain.alarms import Alarm
from ui.dashboard.alarm_words import ICONS, sentence, times
from ui.dashboard.telling import Telling
from ui.desk.list_page import ListPage
from ui.widgets.look import Look
from ui.widgets.rows import Row

CONFLICTS, ALARMS = "conflicts", "alarms"


class Attention(ListPage):
    """`led` with the page on which something is done about what was chosen."""

    led = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=False)
        self.rows.chosen.connect(self._lead)

    def show_picture(self, telling: Telling, look: Look) -> None:
        """Show what there is in this picture."""
        words, picture = look.words, telling.picture
        rows = [_row(one, telling) for one in picture.alarms.open if one.is_loud]
        if picture.unsettled:
            waiting = words.plural("{n} conflict waits", "{n} conflicts wait", picture.unsettled)
            rows.append(Row(CONFLICTS, waiting, words("Admitted more often than allowed"), icon="split"))
        self.entitle(words("To look at"), words("Nothing needs anybody."))
        if rows != self.rows.rows():
            self.show_rows(rows)

    @Slot(str)
    def _lead(self, key: str) -> None:
        self.led.emit(CONFLICTS if key == CONFLICTS else ALARMS)


def _row(alarm: Alarm, telling: Telling) -> Row:
    return Row(str(alarm.cause.key), sentence(alarm.cause, telling), times(alarm, telling), icon=ICONS[alarm.cause.kind],
               lively=True)  # fmt: skip
