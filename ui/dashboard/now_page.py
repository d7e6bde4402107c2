"""What is going on now: the large numbers, arrivals, queues, and what somebody should look at."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checkin.overview.picture import Picture
from checkin.overview.telling import inside_means
from checkin.sentences import grouped
from ui.dashboard.attention import Attention
from ui.dashboard.chart_frame import ChartFrame
from ui.dashboard.charting import Charting
from ui.dashboard.number_tile import NumberTile, Told, number_px
from ui.dashboard.queue_list import QueueList
from ui.dashboard.telling import Telling
from ui.dashboard.who_button import WhoButton
from ui.widgets.look import Look
from ui.widgets.text import isolated

RIGHT_PX = 348
TILES = ("inside", "attended", "entries", "refused", "expected")


class NowPage(QWidget):
    """`moment_chosen` when somebody chose a slot of the chart; `part_chosen` with whom the chart shows."""

    moment_chosen = Signal(object)
    part_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.tiles = {name: NumberTile(self) for name in TILES}
        self.arrivals = ChartFrame(self)
        self.who = WhoButton(self)
        self.queues = QueueList(self)
        self.attention = Attention(self)
        for page in (self.queues, self.attention):  # they share what room there is
            page.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.arrivals.moment_chosen.connect(self.moment_chosen)
        self.who.part_chosen.connect(self.part_chosen)
        self._top = QHBoxLayout()
        for tile in self.tiles.values():
            self._top.addWidget(tile, 1)
        self._body, self._right = QHBoxLayout(), QVBoxLayout()
        self._body.addWidget(self.arrivals, 1)
        self._body.addLayout(self._right)
        self._right.addWidget(self.who)
        self._right.addWidget(self.queues, 1)
        self._right.addWidget(self.attention, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._top)
        self._column.addLayout(self._body, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        gap = look.theme.gap_px
        for layout in (self._top, self._body, self._right, self._column):
            layout.setSpacing(gap)
        self.who.setFixedWidth(look.theme.px(RIGHT_PX))
        for page in (self.queues, self.attention):
            page.setFixedWidth(look.theme.px(RIGHT_PX))
            page.dress(look)
        self.arrivals.dress(look)

    def show_picture(self, picture: Picture, look: Look) -> None:
        """Show it."""
        telling = Telling(look.words, picture)
        self._tell(tiles_of(telling), look)
        self.arrivals.show_chart(Charting(telling).arrivals())
        self.who.show_picture(picture, look)
        self.queues.show_picture(telling, look)
        self.attention.show_picture(telling, look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The large numbers fit their tiles again."""
        super().resizeEvent(event)
        if self._look is not None:
            self._tell({name: tile.told for name, tile in self.tiles.items()}, self._look)

    def _tell(self, tiles: Mapping[str, Told], look: Look) -> None:
        """All in one size, and all tiles as tall as the tallest."""
        self._look = look
        size = number_px((told.number for told in tiles.values()), look, min(tile.width() for tile in self.tiles.values()))
        for name, told in tiles.items():
            self.tiles[name].tell(look, told, size)
        height = max(tile.heightForWidth(tile.width()) for tile in self.tiles.values())
        for tile in self.tiles.values():
            tile.setFixedHeight(height)


def tiles_of(telling: Telling) -> dict[str, Told]:
    """The large numbers, each with its definition and how far it can be trusted."""
    words, totals, today = telling.words, telling.picture.totals, telling.picture.totals.today
    capacity = totals.capacity
    over_night = totals.inside - today.inside if telling.picture.replay is None else 0
    inside = Told(
        words("Inside now"), grouped(totals.inside), words("of {capacity}", capacity=grouped(capacity)) if capacity else "",
        telling.range(totals.inside),
        inside_means(words, over_night), warns=True, share=totals.inside / capacity if capacity else None,
    )  # fmt: skip
    names = (
        (words("Attended today"), words("Entries today"), words("Refused today")) if telling.is_today
        else (words("Attended that day"), words("Entries that day"), words("Refused that day"))
    )  # fmt: skip
    come = Told(
        names[0], grouped(today.attended), "", telling.range(today.attended),
        words("Distinct persons with an entry; {n} over the event", n=grouped(totals.attended)), warns=True,
    )  # fmt: skip
    entries = Told(
        names[1], grouped(today.entries), "", telling.range(today.entries),
        words("Admitted entry scans; and {n} exits", n=grouped(today.exits)), warns=True,
    )  # fmt: skip
    refused = Told(
        names[2], grouped(today.refused), "", telling.range(today.refused, falls=False),
        words("Refused scans, whoever's they were"), warns=True,
    )  # fmt: skip
    return {"inside": inside, "attended": come, "entries": entries, "refused": refused, "expected": _expected(telling)}


def _expected(telling: Telling) -> Told:
    words, totals = telling.words, telling.picture.totals
    if totals.expected is None:
        return Told(words("Expected"), "–", "", "", words("Who is registered is not known here"))
    absent = "" if totals.no_shows is None else words("{n} have not come", n=grouped(totals.no_shows))
    if totals.no_shows is not None and (between := telling.range(totals.no_shows)):
        absent = f"{absent} · {isolated(between)}"
    definition = words("Over the event: the organiser's number, else registrations")
    share = totals.attended / totals.expected if totals.expected else None
    return Told(words("Expected"), grouped(totals.expected), "", absent, definition, share=share)
