"""Totals in words: numbers, ages, and how far a number can be trusted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from checkin.domain.ranges import trust_until
from checkin.i18n import Words
from checkin.overview.picture import Picture
from checkin.overview.reading import Place
from checkin.overview.telling import Level, age, silent_desks, trusted, truth
from checkin.sentences import Teller
from ui.theme import Colours
from ui.widgets.text import isolated


class View(Enum):
    """What a dashboard shows."""

    NONE = auto()  # nothing yet
    EARLIER = auto()  # what was kept of the last time
    LIVE = auto()
    BLIND = auto()  # nothing can be read any more


@dataclass(frozen=True, slots=True)
class Footing:
    """Where the figures come from, for the header: a word, the colour of its point, a second line, an explanation."""

    word: str
    colour: str
    second: str
    tip: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells one picture in one language."""

    words: Words
    picture: Picture

    @property
    def teller(self) -> Teller:
        """Names of places, and times."""
        return Teller(self.words, self.picture.event)

    @property
    def is_today(self) -> bool:
        """Whether the day that is shown is today: else nothing may be called today's."""
        return self.picture.day == self.picture.event.day_of(self.picture.outlook.now)

    def age(self, since: timedelta) -> str:
        """How long something is: 45 s, 6 min, 3 h."""
        return age(self.words, since)

    def range(self, number: int, *, falls: bool = True) -> str:
        """Where the truth lies, "" where nothing is missing."""
        return truth(self.words, number, self.picture.outlook.trust, falls=falls)

    def range_at(self, number: int, moment: datetime) -> str:
        """Where the truth lay of a moment in the past, as far as it is known now."""
        return truth(self.words, number, trust_until(self.picture.outlook.trust, moment))

    def silent(self) -> str:
        """Which desks are silent, "" for none."""
        outlook = self.picture.outlook
        return silent_desks(self.words, [(one.desk, one.complete_until) for one in outlook.trust.silent], outlook.now)

    def footing(self, colours: Colours, view: View, now: datetime) -> Footing:
        """Where the figures come from. Old ones are not called live; of another day than today, they are told with it."""
        outlook, words, seconds = self.picture.outlook, self.words, self.teller.seconds
        as_of = words("as of {time}", time=seconds(outlook.trust.as_of))
        if view is not View.LIVE:
            day, today = map(self.picture.event.day_of, (outlook.trust.as_of, now))
            since = as_of if day == today else f"{isolated(self.teller.day(day))} {as_of}"
            word, tip = words("Not up to date"), words("Nothing new can be read. The figures are those of then.")
            if view is View.EARLIER:
                word, tip = words("Catching up…"), words("These are the figures of then. What has come since is being counted.")
            return Footing(word, colours.look, since, tip)
        if outlook.recovering or outlook.place in (Place.HUB, Place.FEED):
            word, level, why = trusted(words, self.silent(), is_recovering=bool(outlook.recovering))
            return Footing(word, colours.admitted if level is Level.GOOD else colours.look, as_of, why)
        if outlook.place is Place.GONE:
            heard = words("last heard {time}", time=seconds(outlook.heard_at)) if outlook.heard_at else words("never heard")
            tip = words("The figures are what this device knew then, and what it scanned itself since.")
            return Footing(words("The hub does not answer"), colours.look, heard, tip)
        if outlook.place is Place.DESK:
            tip = words("This desk is enrolled at no hub: what it scanned itself is all there is.")
            return Footing(words("This desk alone"), colours.accent, as_of, tip)
        last = self.teller.day(self.picture.event.day_of(outlook.now))
        return Footing(words("Exported journal"), colours.accent, f"{isolated(last)} {seconds(outlook.now)}", "")
