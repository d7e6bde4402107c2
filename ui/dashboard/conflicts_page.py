"""People whom two desks admitted while they could not see each other: a list to work through, settled by a supervisor."""

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from checkin.desk.messages import Denied, Settle
from checkin.domain.supervisor import Supervisor
from checkin.overview.picture import ConflictShown, Picture
from ui.dashboard.conflict_details import ConflictDetails
from ui.dashboard.form_stack import FormStack
from ui.dashboard.telling import Telling
from ui.desk.forms import Answer
from ui.desk.list_page import ListPage
from ui.desk.pin_asking import PinAsking
from ui.desk.preferences import Preferences
from ui.desk.whys import FINDINGS, form_why, what_it_was
from ui.widgets.button import Kind, WideButton
from ui.widgets.look import Look
from ui.widgets.rows import Row


@dataclass(slots=True)
class Bench:
    """Whose PINs count."""

    supervisors: tuple[Supervisor, ...] = ()


class ConflictsPage(QWidget):
    """`settled` with what a supervisor says of one."""

    settled = Signal(object)

    def __init__(self, parent: QWidget, preferences: Preferences) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._bench = Bench()
        self._picture: Picture | None = None
        self._about = ""
        self.list = ListPage(self, closable=False)
        self.panels = FormStack(self)
        self.details = ConflictDetails(self)
        self.settle = WideButton(self, "check", Kind.MAIN)
        self._view = QWidget(self)
        self.panels.addWidget(self._view)
        self.form = self.panels.add_form()
        self.pins = PinAsking(self, self.panels, self._bench, preferences)  # type: ignore[arg-type]
        self.list.rows.touch_chooses = False
        self.list.rows.touched.connect(self._show)
        self.list.rows.chosen.connect(self._ask)
        self.list.rows.currentItemChanged.connect(self._moved)
        self.settle.clicked.connect(self._ask_current)
        self.form.acted.connect(self._act)
        self.form.closed.connect(self.close_form)
        self.pins.ended.connect(self.close_form)
        self._place()

    def _place(self) -> None:
        self._under = QVBoxLayout(self._view)
        self._under.setContentsMargins(0, 0, 0, 0)
        self._under.addWidget(self.details, 1)
        self._under.addWidget(self.settle)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.list)
        self._row.addWidget(self.panels, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        self._row.setSpacing(look.theme.gap_px)
        self._under.setSpacing(look.theme.gap_px)
        self.list.setFixedWidth(look.theme.px(400))
        self.list.dress(look)
        self.panels.dress(look)
        self.settle.say(look, look.words("Settle"), look.words("Say what it was"), "Enter")

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it."""
        self._picture, self._bench.supervisors = picture, picture.supervisors
        telling = Telling(look.words, picture)
        title = look.words.plural("{n} conflict waits", "{n} conflicts wait", picture.unsettled)
        self.list.entitle(title, look.words("There is no conflict."))
        rows = [_row(one, telling) for one in picture.conflicts]
        if rows != self.list.rows.rows():
            self.list.show_rows(rows)
        if self.list.rows.currentRow() < 0 and rows:
            self.list.rows.setCurrentRow(0)
        shown = self.current
        self.details.show_conflict(shown, telling, look)
        self.settle.setVisible(shown is not None and shown.conflict.settled is None and bool(picture.supervisors))

    @property
    def current(self) -> ConflictShown | None:
        """The one that is looked at."""
        key = self.list.rows.current_key()
        conflicts = self._picture.conflicts if self._picture else ()
        return next((one for one in conflicts if one.conflict.surplus.scan_id == key), None)

    def deny(self, denied: Denied) -> None:
        """The PIN was not right."""
        self.pins.take(denied)

    @Slot()
    def close_form(self) -> None:
        """Nothing that was typed stays. The keys go back to the list, so that the next one can be looked at."""
        focused = QApplication.focusWidget()
        if focused is not None and self.panels.isAncestorOf(focused):
            self.list.rows.setFocus()
        self._about = ""
        self.pins.end()
        self.form.forget()
        self.panels.setCurrentWidget(self._view)

    @Slot()
    def _moved(self) -> None:
        if self._about:
            self.close_form()
        if self._picture is not None:
            telling = Telling(self._preferences.look.words, self._picture)
            self.details.show_conflict(self.current, telling, self._preferences.look)

    @Slot(str)
    def _show(self, _key: str) -> None:
        self._moved()

    @Slot(str)
    def _ask(self, _key: str) -> None:
        self._ask_current()

    @Slot()
    def _ask_current(self) -> None:
        shown, words = self.current, self._preferences.look.words
        if shown is None or shown.conflict.settled is not None or not self._bench.supervisors:
            return
        self._about = shown.conflict.surplus.scan_id
        self.form.ask(form_why(words("What was it?"), words("Settle"), FINDINGS, words, icon="check", at_once=False))
        self.panels.setCurrentWidget(self.form)
        self.form.begin()

    @Slot(object)
    def _act(self, answer: Answer) -> None:
        words, about = self._preferences.look.words, self._about
        found = what_it_was(answer)
        if not any(letter.isalnum() for letter in found):
            self.form.say(words("Choose a reason, or type one."))
            return

        def with_pin(supervisor: str, pin: str) -> None:
            self.settled.emit(Settle(about, found, supervisor, pin))

        self.pins.ask(words("Who settles it?"), words("Settle"), "check", with_pin)


def _row(one: ConflictShown, telling: Telling) -> Row:
    words, teller, conflict = telling.words, telling.teller, one.conflict
    name = one.person.name if one.person else conflict.surplus.registration
    first, surplus = (
        words("{time} (desk {desk})", time=teller.clock(tick.at), desk=tick.desk) for tick in (conflict.first, conflict.surplus)
    )
    icon = "users" if conflict.settled is None else "check"
    return Row(conflict.surplus.scan_id, name, f"{first} · {surplus}", icon=icon, lively=conflict.settled is None)
