"""Whom the charts show: everybody, or one category, gate or desk."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from checkin.domain.tally import Only
from checkin.overview.courses import natural
from checkin.overview.picture import Picture
from ui.dashboard.telling import Telling
from ui.widgets.button import Button
from ui.widgets.look import Look

SPOT_PX = 14


class WhoButton(Button):
    """`part_chosen` with what was chosen: a part and its id, or None for everybody."""

    part_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "chevron-down", icon_last=True)
        self.menu = QMenu(self)
        self._known: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        self.menu.triggered.connect(self._chosen)

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Offer the parts of its checkpoint."""
        telling, totals = Telling(look.words, picture), picture.totals
        chosen = picture.chosen.part
        name = look.words("Everybody") if chosen is None else part_name(telling, chosen)
        self.say(look, name, look.words("Whom the charts show"), "F8")
        known = (look, chosen, tuple(totals.by_category), tuple(totals.by_gate), tuple(totals.by_desk))
        if known != self._known and not self.menu.isVisible():
            self._known = known
            self._fill(telling, look)

    def _fill(self, telling: Telling, look: Look) -> None:
        words, totals, event = look.words, telling.picture.totals, telling.picture.event
        self.menu.clear()
        self._offer(None, words("Everybody"))
        self.menu.addSection(words("Category"))
        for category in event.categories.values():
            if category.id in totals.by_category:
                self._offer(("category", category.id), telling.teller.category(category.id), category.colour)
        self.menu.addSection(words("Gate"))
        for gate in filter(None, totals.by_gate):
            self._offer(("gate", gate), telling.teller.gate(gate))
        self.menu.addSection(words("Desk"))
        for desk in sorted(filter(None, totals.by_desk), key=natural):
            self._offer(("desk", desk), words("Desk {desk}", desk=desk))

    def _offer(self, part: Only, name: str, colour: str = "") -> None:
        act = QAction(name, self.menu)
        act.setData(part)
        act.setCheckable(True)
        act.setChecked(part == self._known[1])
        if colour:
            spot = QPixmap(SPOT_PX, SPOT_PX)
            spot.fill(QColor(colour))
            act.setIcon(QIcon(spot))
        self.menu.addAction(act)

    @Slot()
    def open(self) -> None:
        """Under the button."""
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot(QAction)
    def _chosen(self, act: QAction) -> None:
        self.part_chosen.emit(act.data())


def part_name(telling: Telling, part: tuple[str, str]) -> str:
    """A part of a checkpoint, in words."""
    kind, name = part
    teller = telling.teller
    match kind:
        case "category":
            return teller.category(name)
        case "gate":
            return teller.gate(name)
    return telling.words("Desk {desk}", desk=name)
