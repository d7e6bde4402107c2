"""Who is inside: over the day, against the capacity; and at any minute that somebody asks about."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.overview.picture import Picture
from checkin.sentences import grouped
from ui.dashboard.chart_frame import ChartFrame
from ui.dashboard.charting import Charting
from ui.dashboard.keeping import inside_of
from ui.dashboard.number_tile import NumberTile, Told
from ui.dashboard.part_bars import Part, PartBars
from ui.dashboard.telling import Telling
from ui.dashboard.timeline import Timeline
from ui.dashboard.who_button import WhoButton
from ui.widgets.button import Button
from ui.widgets.look import Look

NUMBER = 56


class InsidePage(QWidget):
    """`moment_chosen` with a minute to look back at, or None for now; `part_chosen` with whom the chart shows."""

    moment_chosen = Signal(object)
    part_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.occupancy = ChartFrame(self)
        self.timeline = Timeline(self)
        self.who = WhoButton(self)
        self.number = NumberTile(self)
        self.categories = PartBars(self)
        self.gates = PartBars(self)
        self.back_to_now = Button(self, "gauge")
        self.occupancy.moment_chosen.connect(self.moment_chosen)
        self.who.part_chosen.connect(self.part_chosen)
        self.timeline.moved.connect(self.moment_chosen)
        self.back_to_now.clicked.connect(self._now)
        self._left, self._right, self._buttons = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self._row = QHBoxLayout(self)
        self._fill()

    def _fill(self) -> None:
        self._left.addWidget(self.occupancy, 1)
        self._left.addWidget(self.timeline)
        self._right.addWidget(self.who)
        self._right.addWidget(self.number)
        self._right.addWidget(self.categories, 3)
        self._right.addWidget(self.gates, 2)
        self._buttons.addWidget(self.back_to_now)
        self._buttons.addStretch(1)
        self._right.addLayout(self._buttons)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._left, 1)
        self._row.addLayout(self._right)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        words, theme = look.words, look.theme
        for layout in (self._left, self._right, self._buttons, self._row):
            layout.setSpacing(theme.gap_px)
        self.occupancy.dress(look)
        self.timeline.dress(look)
        self.back_to_now.say(look, words("Now"), words("Look at what is now"), "Esc")
        for part in (self.number, self.categories, self.gates):
            part.setFixedWidth(theme.px(330))

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it."""
        telling = Telling(look.words, picture)
        self.occupancy.show_chart(Charting(telling).occupancy())
        self.timeline.show_picture(picture, look)
        self.who.show_picture(picture, look)
        self.number.tell(look, _number(telling), NUMBER)
        self.number.setFixedHeight(self.number.heightForWidth(self.number.width()))
        _, by_category, by_gate = inside_of(picture)
        nobody = look.words("Nobody is inside")
        colours = {one.id: one.colour for one in picture.event.categories.values()}
        parts = _parts(by_category, telling.teller.category, colours)
        self.categories.show_parts(look, look.words("By category"), parts, nobody)
        self.gates.show_parts(look, look.words("By gate of entry"), _parts(by_gate, telling.teller.gate, {}), nobody)
        self.back_to_now.setVisible(picture.replay is not None)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Esc is now."""
        if event.key() == Qt.Key.Key_Escape:
            self._now()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _now(self) -> None:
        self.moment_chosen.emit(None)


def _number(telling: Telling) -> Told:
    """The number of the minute that is looked at."""
    words, picture, replay = telling.words, telling.picture, telling.picture.replay
    capacity = picture.totals.capacity
    inside = picture.totals.inside if replay is None else replay.inside
    beside = words("of {capacity}", capacity=grouped(capacity)) if capacity else ""
    share = inside / capacity if capacity else None
    if replay is None:
        definition = words("Last admitted scan is an entry")
        return Told(words("Inside now"), grouped(inside), beside, telling.range(inside), definition, warns=True, share=share)
    name = words("Inside at {time}", time=telling.teller.clock(replay.at))
    day = telling.teller.day(picture.event.day_of(replay.at))
    definition = words("{day}: as the journals tell now; scans taken back since do not count", day=day)
    return Told(name, grouped(inside), beside, telling.range_at(inside, replay.at), definition, warns=True, share=share)


def _parts(numbers: dict[str, int], name_of, colours: dict[str, str]) -> list[Part]:  # type: ignore[no-untyped-def]
    most = max(numbers.values(), default=0) or 1
    ordered = sorted(numbers.items(), key=lambda item: -item[1])
    return [Part(name_of(name) or "–", grouped(number), number / most, colours.get(name, "")) for name, number in ordered]
