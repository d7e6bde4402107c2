"""Pictures of a moment as charts: the screen, files and reports show the same ones."""

from dataclasses import dataclass
from datetime import datetime

from checkin.domain.journal import moment
from checkin.overview.courses import QUARTER_S, Curve
from checkin.overview.picture import Picture
from ui.charts.values import Arrivals, HeatMap, Occupancy, Series, Slots
from ui.dashboard.telling import Telling
from ui.dashboard.who_button import part_name


@dataclass(frozen=True, slots=True)
class Charting:
    """The charts of one picture, in the words of `telling`."""

    telling: Telling

    @property
    def picture(self) -> Picture:
        """What is drawn."""
        return self.telling.picture

    def arrivals(self) -> Arrivals:
        """First entries of the day by five minutes."""
        curve, words = self.picture.arrivals, self.telling.words
        return Arrivals(
            title=words("Arrivals, {day}", day=self.telling.teller.day(self.picture.day)),
            subtitle=self._subtitle(words("first entries of the day per 5 minutes")),
            slots=self._slots(curve), now=self._now(), chosen=self.picture.chosen.at,
            today=Series(words("Today") if self.telling.is_today else words("That day"), tuple(curve.today)),
            yesterday=Series(words("The day before"), tuple(curve.yesterday)) if curve.yesterday else None,
            expected=Series(words("Expected"), tuple(curve.expected)) if curve.expected else None,
        )  # fmt: skip

    def occupancy(self) -> Occupancy:
        """How many were inside over the day."""
        picture, words = self.picture, self.telling.words
        course = picture.occupied
        return Occupancy(
            title=words("Inside, {day}", day=self.telling.teller.day(picture.day)),
            subtitle=self._subtitle(words("persons at the end of each 5 minutes")),
            slots=self._slots(picture.arrivals), now=self._now(), chosen=picture.chosen.at,
            inside=Series(words("Inside"), tuple(course.inside)), ranges=tuple(course.ranges),
            yesterday=Series(words("The day before"), tuple(course.yesterday)) if course.yesterday else None,
            capacity=picture.checkpoint.capacity if picture.chosen.part is None else None,
        )  # fmt: skip

    def busy(self) -> HeatMap:
        """How busy each desk was in each quarter of an hour."""
        picture, words = self.picture, self.telling.words
        rows = tuple(Series(name, tuple(counts)) for name, counts in picture.busy.desks.items())
        columns = max((len(row.values) for row in rows), default=1)
        start = moment(picture.busy.begins_s * 1_000_000)
        return HeatMap(
            title=words("How busy each desk was"), subtitle=words("scans per quarter of an hour"),
            slots=Slots(start, columns, QUARTER_S // 60, picture.event.zone), now=self._now(), chosen=None,
            rows=rows, unit=words("scans"), heading=words("Desk"),
        )  # fmt: skip

    def _slots(self, curve: Curve) -> Slots:
        start = moment(curve.begins_s * 1_000_000)
        return Slots(start, len(curve.today), curve.minutes, self.picture.event.zone)

    def _now(self) -> datetime | None:
        """Now, on the day that is shown; None on a day that is over."""
        now = self.picture.outlook.now
        return now if self.picture.event.day_of(now) == self.picture.day else None

    def _subtitle(self, unit: str) -> str:
        chosen = self.picture.chosen.part
        if chosen is None:
            return unit
        return f"{unit} · {part_name(self.telling, chosen)}"
