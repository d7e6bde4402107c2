"""A small form in the place of the lists: up to three fields, a list, a sentence and one large button. Nothing waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.desk.list_page import ListPage
from ui.widgets.button import Button, Kind
from ui.widgets.field import FormField, Labelled
from ui.widgets.keypad import Keypad
from ui.widgets.lines import Line
from ui.widgets.look import MEDIUM, Look
from ui.widgets.paragraph import Paragraph
from ui.widgets.rows import Row

MOST_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill in. `secret`: a PIN, of digits that are not shown, with keys for a finger beside it."""

    key: str
    label: str
    text: str = ""
    secret: bool = False
    longest: int = 120


@dataclass(frozen=True, slots=True)
class Form:
    """What a page asks. `rows` are choices, `current` the key of the one that is chosen at first ("" for the first, None for
    none); rows that are to be ticked have `ticked` set.

    `rows_first` puts the list above the fields. `either`: a text stands instead of a row, so only one of them is ever there.
    `at_once`: a touched row is the answer. `sentence` explains.
    """

    title: str
    action: str
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    current: str | None = ""
    rows_first: bool = False
    either: bool = False
    at_once: bool = False
    sentence: str = ""
    icon: str = "check"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was filled in: the text of each field (trimmed), the key of the chosen row ("" if none), the keys of ticked rows."""

    texts: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""
    ticked: tuple[str, ...] = ()


class FormPage(ListPage):
    """Asks a Form. `acted` with an Answer by Enter or the button, `closed` by the cross; Esc is the window's.

    Tab goes from part to part, up and down through the list; a finger reaches everything.
    """

    acted = Signal(object)
    grown = Signal()
    """It needs more or less room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=True)
        self.form = Form("", "")
        self._held = False
        self._sentence, self._warns = "", False
        self.rows.touch_chooses = False
        self._fields = QWidget(self)
        self.labelled = tuple(Labelled(self._fields) for _ in range(MOST_FIELDS))
        self.keypad = Keypad(self)
        self.sentence = Paragraph(self)
        self.action = Button(self, "check", Kind.MAIN)
        self.action.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._place()
        self._connect()

    def _place(self) -> None:
        self._under = QVBoxLayout(self._fields)
        self._under.setContentsMargins(0, 0, 0, 0)
        for one in self.labelled:
            self._under.addWidget(one)
        self._column.insertWidget(1, self._fields)
        for part in (self.keypad, self.sentence, self.action):
            self._column.addWidget(part)
        self._column.addStretch()  # takes the rest where there is no list
        # a hidden form asks for no room, and the column beside it never grows for it
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def _connect(self) -> None:
        for one in self.labelled:
            one.line.moved.connect(self.rows.move_by)
            one.line.returnPressed.connect(self.act)
            one.line.textChanged.connect(self._filled_in)
        self.keypad.pressed.connect(self._press)
        self.keypad.erased.connect(self._erase)
        self.rows.chosen.connect(self.act)
        self.rows.touched.connect(self._touch)
        self.rows.currentItemChanged.connect(self._chose)
        self.action.clicked.connect(self.act)

    # --- asking

    def ask(self, form: Form) -> None:
        """Show a form with what it says itself, and nothing of the one before."""
        assert len(form.fields) <= MOST_FIELDS
        self.form, self._held = form, False
        self._sentence, self._warns = form.sentence, False
        self.rows.setVisible(bool(form.rows))
        self.rows.show_rows(list(form.rows))
        keys = [row.key for row in form.rows]
        self.rows.setCurrentRow(-1 if form.current is None else keys.index(form.current) if form.current in keys else 0)
        for number, one in enumerate(self.labelled):
            spec = form.fields[number] if number < len(form.fields) else Field("", "")
            one.setVisible(number < len(form.fields))
            one.entitle(spec.label, beside=not spec.secret)
            one.line.prepare(spec.text, spec.longest, secret=spec.secret)
        self._fields.setVisible(bool(form.fields))
        self.keypad.setVisible(any(spec.secret for spec in form.fields))
        self._order(form)
        self.entitle(form.title)
        if self._look is not None:
            self.dress(self._look)

    def _order(self, form: Form) -> None:
        """The list below or above the fields, for eyes and for Tab."""
        lines: list[QWidget] = [one.line for one in self.labelled]
        parts = [self.rows, *lines] if form.rows_first or form.either else [*lines, self.rows]
        self._column.removeWidget(self._fields)
        self._column.insertWidget(1 + parts.index(lines[0]), self._fields)
        assert self.cross is not None
        stops = [*parts, self.action, self.cross]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def begin(self) -> None:
        """Give the keyboard to what is to be filled in first: an empty field, else the list, else the button."""
        empty = [one.line for one, spec in zip(self.labelled, self.form.fields, strict=False) if not spec.text]
        if self.form.rows and (self.form.either or not empty):
            self.rows.setFocus()
        else:
            next(iter(empty), self.action).setFocus()

    def say(self, sentence: str, *, warns: bool = True) -> None:
        """Say what is wrong with the answer, or what to know."""
        self._sentence, self._warns = sentence, warns
        self._write_sentence()
        self.grown.emit()

    def hold(self, held: bool) -> None:
        """Take no answer for a while, and no digit; a PIN that was typed is forgotten."""
        self._held = held
        self.action.setEnabled(not held)
        self.keypad.setEnabled(not held)
        for line in self._secrets():
            line.clear()
            line.setReadOnly(held)

    def forget(self) -> None:
        """Nothing that was typed stays in it."""
        self.ask(Form("", ""))

    def type(self, text: str) -> bool:
        """Somebody types: into the field that has the keyboard, else into the last one that is no secret, else the first."""
        lines = [one.line for one in self.labelled[: len(self.form.fields)]]
        if not lines:
            return False
        open_ones = [line for line in lines if not line.is_secret]
        line = next((line for line in lines if line.hasFocus()), (open_ones or lines)[-1 if open_ones else 0])
        if not line.isReadOnly():
            line.setFocus()
            line.type(text)
        return True

    @property
    def answer(self) -> Answer:
        """What is filled in now."""
        pairs = zip(self.form.fields, self.labelled, strict=False)
        ticked = tuple(row.key for row in self.rows.rows() if row.ticked)
        return Answer({spec.key: one.line.text().strip() for spec, one in pairs}, self.rows.current_key(), ticked)

    # --- what staff do

    @Slot()
    def act(self) -> None:
        """The answer is given."""
        if not self._held:
            self.acted.emit(self.answer)

    @Slot(str)
    def _touch(self, key: str) -> None:
        row = next(row for row in self.rows.rows() if row.key == key)
        if row.ticked is not None:
            self.rows.put(replace(row, ticked=not row.ticked))
        elif self.form.at_once:
            self.act()

    @Slot()
    def _filled_in(self) -> None:
        if self.form.either and any(self.answer.texts.values()):
            self.rows.setCurrentRow(-1)

    @Slot()
    def _chose(self) -> None:
        if self.form.either and self.rows.currentRow() >= 0:
            for one in self.labelled:
                one.line.clear()

    @Slot(str)
    def _press(self, digit: str) -> None:
        for line in self._secrets():
            line.type(digit)

    @Slot()
    def _erase(self) -> None:
        for line in self._secrets():
            line.backspace()

    def _secrets(self) -> list[FormField]:
        return [one.line for one in self.labelled if one.line.is_secret]

    # --- looks

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        gap = max(8, look.theme.px(8))
        self._column.setSpacing(gap)
        self._under.setSpacing(gap)
        for one in self.labelled:
            one.dress(look)
        self.keypad.dress(look)
        self.rows.setMaximumHeight(max(1, self.rows.count()) * look.theme.target_px)
        self.rows.setMinimumHeight(look.theme.target_px)
        self.action.change_icon(self.form.icon)
        self.action.setEnabled(not self._held)
        self.action.say(look, self.form.action, self.form.action, "Enter", hinted=False)
        self._write_sentence()
        self.grown.emit()

    def _write_sentence(self) -> None:
        self.sentence.setVisible(bool(self._sentence))
        if self._look is not None:
            theme = self._look.theme
            colour = theme.colours.refused if self._warns else theme.colours.muted
            self.sentence.show_line(Line(self._sentence, theme.font(15, MEDIUM), colour))

    def wanted_px(self, width: int, rows: int) -> int:
        """How tall it would be, `width` pixels wide, with so many of its rows in sight."""
        target = self._look.theme.target_px if self._look is not None else 52
        more = min(self.rows.count(), rows) - 1
        return self._column.minimumHeightForWidth(width) + max(0, more) * target
