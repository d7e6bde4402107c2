"""The desks: each at a glance, and how busy each was over the day."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from checkin.overview.alarming import cares_of as machine_cares
from checkin.overview.courses import natural
from checkin.overview.desks import DeskState
from checkin.overview.picture import Picture
from checkin.overview.queues import pressure_of
from checkin.overview.telling import Level, care, standing
from checkin.sentences import grouped
from checkin.words import CAMERA_WORDS
from ui.dashboard.chart_frame import ChartFrame
from ui.dashboard.charting import Charting
from ui.dashboard.desk_tiles import DeskTile, DeskTiles
from ui.dashboard.segments import Segments
from ui.dashboard.telling import Telling
from ui.widgets.look import Look

VIEWS = ("glance", "day")


class DesksPage(QWidget):
    """`moment_chosen` with a quarter of an hour of the heat map."""

    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = Segments(self, VIEWS)
        self.tiles = DeskTiles(self)
        self.busy = ChartFrame(self)
        self.busy.moment_chosen.connect(self.moment_chosen)
        self.view.chosen.connect(self._show)
        self._top = QHBoxLayout()
        self._top.addWidget(self.view)
        self._top.addStretch(1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.tiles)
        self._stack.addWidget(self.busy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._top)
        self._column.addWidget(self._stack, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        words = look.words
        self._column.setSpacing(look.theme.gap_px)
        self.view.dress(look, {"glance": words("At a glance"), "day": words("Over the day")})
        self.tiles.dress(look)
        self.tiles.setAccessibleName(words("Desks"))
        self.busy.dress(look)

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it."""
        telling = Telling(look.words, picture)
        self.tiles.show_tiles([tile_of(one, telling, look) for one in desks_shown(picture)])
        self.busy.show_chart(Charting(telling).busy())

    @Slot(str)
    def _show(self, view: str) -> None:
        self._stack.setCurrentIndex(VIEWS.index(view))


def desks_shown(picture: Picture) -> list[DeskState]:
    """Those that scan, or may, in the order in which people count them."""
    desks = [one for one in picture.outlook.desks if one.condition is None or one.condition.checkpoint]
    return sorted((one for one in desks if one.role == "desk" or one.condition is not None), key=lambda one: natural(one.desk))


def tile_of(desk: DeskState, telling: Telling, look: Look) -> DeskTile:
    """A desk in words."""
    words, teller = look.words, telling.teller
    state, colour = _state(desk, telling, look)
    where = [teller.gate(desk.gate)] if desk.gate else []
    if desk.condition is not None:
        way = words("Exit") if desk.condition.direction == "exit" else words("Entry")
        where += [teller.checkpoint(desk.condition.checkpoint), way]
    cares = [] if desk.is_closed else cares_of(desk, telling)
    return DeskTile(
        desk.device, words("Desk {desk}", desk=desk.desk), " · ".join(where), state, colour, _pace(desk, telling),
        " · ".join(cares), _facts(desk, telling),
    )  # fmt: skip


def _state(desk: DeskState, telling: Telling, look: Look) -> tuple[str, str]:
    state, level = standing(look.words, desk, telling.picture.outlook.now)
    colours = look.theme.colours
    return state, {Level.GOOD: colours.admitted, Level.LOOK: colours.look, Level.QUIET: colours.muted}[level]


def cares_of(desk: DeskState, telling: Telling) -> list[str]:
    """What of a desk somebody should look at."""
    words = telling.words
    cares = []
    if desk.waiting:
        cares.append(words.plural("{count} scan waits", "{count} scans wait", desk.waiting, count=grouped(desk.waiting)))
    return [*cares, *(words(care(what, number)) for what, number, _ in machine_cares(desk))]


def _pace(desk: DeskState, telling: Telling) -> str:
    words, pace = telling.words, telling.picture.paces.get(desk.desk)
    if pace is None:
        return words("No scan of late")
    rate = words("{rate} a minute", rate=f"{pace.a_minute:.1f}")
    return " · ".join((rate, words("{percent} % refused", percent=round(pace.refused_percent))))


def _facts(desk: DeskState, telling: Telling) -> tuple[str, ...]:
    words, condition = telling.words, desk.condition
    facts = [words.plural("{count} scan", "{count} scans", desk.lines, count=grouped(desk.lines))]
    pressure = pressure_of(telling.picture.queues, desk.desk)
    if pressure is not None and pressure.is_at_work:
        facts.append(words("Busy {percent} %", percent=round(100 * pressure.utilisation)))
    if condition is None:
        return (" · ".join(facts),)
    machine, camera = [], [words(CAMERA_WORDS.get(condition.camera, condition.camera))] if condition.camera else []
    if condition.battery_percent is not None:
        machine.append(words("Battery {percent} %", percent=condition.battery_percent))
    if condition.disk_free_mb is not None:
        machine.append(words("Disk {gigabytes} GB", gigabytes=condition.disk_free_mb // 1000))
    lines = (facts, machine, [*camera, condition.version])
    return tuple(" · ".join(line) for line in lines if line)
