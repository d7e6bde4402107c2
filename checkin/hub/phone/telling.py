"""The hub's figures in words: numbers, times, and how far a number can be trusted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.domain.event import Checkpoint, Event
from checkin.domain.ranges import Range, Trust, range_of
from checkin.hub.totals import HubTotals
from checkin.i18n import Words
from checkin.overview.desks import DeskState
from checkin.overview.totals import CheckpointTotals
from checkin.sentences import Teller, grouped

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells the figures of one checkpoint in one language."""

    words: Words
    event: Event
    figures: HubTotals
    checkpoint: Checkpoint

    @property
    def totals(self) -> CheckpointTotals:
        """The figures of the checkpoint."""
        return self.figures.checkpoints[self.checkpoint.id]

    @property
    def teller(self) -> Teller:
        """Names of places, and times."""
        return Teller(self.words, self.event)

    def seconds(self, at: datetime) -> str:
        """The time of day to the second: 10:42:05."""
        return at.astimezone(self.event.zone).strftime("%H:%M:%S")

    def age(self, since: timedelta) -> str:
        """How long something is: 45 s, 6 min, 3 h."""
        if since < 2 * MINUTE:
            return self.words("{n} s", n=max(0, int(since.total_seconds())))
        if since < 120 * MINUTE:
            return self.words("{n} min", n=since // MINUTE)
        return self.words("{n} h", n=since // (60 * MINUTE))

    def range(self, number: int, *, falls: bool = True) -> str:
        """Where the truth lies, "" where nothing is missing."""
        bounds = range_of(number, Trust(self.figures.as_of, missing=self.figures.missing), falls=falls)
        if bounds == Range(number, number):
            return ""
        if bounds.high is None:
            return self.words("at least {low}", low=grouped(bounds.low))
        return self.words("{low} to {high}", low=grouped(bounds.low), high=grouped(bounds.high))

    def silent(self) -> str:
        """Which desks are silent, "" for none."""
        names = self.figures.silent
        if len(names) > 2:
            return self.words.plural("{n} desk is not heard", "{n} desks are not heard", len(names))
        return " · ".join(self._silent(one) for one in names)

    def _silent(self, name: str) -> str:
        until = min((one.complete_until for one in self._called(name) if one.complete_until is not None), default=None)
        if until is None:
            return self.words("Desk {desk}: not known yet", desk=name)
        return self.words("Desk {desk} not heard for {time}", desk=name, time=self.age(self.figures.at - until))

    def _called(self, name: str) -> list[DeskState]:
        return [one for one in self.figures.desks if one.desk == name]
