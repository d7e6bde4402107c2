"""The hub's figures in words: numbers, times, and how far a number can be trusted."""

from dataclasses import dataclass
from datetime import datetime

from checkin.domain.event import Checkpoint, Event
from checkin.domain.ranges import Trust
from checkin.hub.totals import HubTotals
from checkin.i18n import Words
from checkin.overview.telling import silent_desks, truth
from checkin.overview.totals import CheckpointTotals
from checkin.sentences import Teller


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

    def range(self, number: int, *, falls: bool = True) -> str:
        """Where the truth lies, "" where nothing is missing."""
        return truth(self.words, number, Trust(self.figures.as_of, missing=self.figures.missing), falls=falls)

    def silent(self) -> str:
        """Which desks are silent, "" for none."""
        return silent_desks(self.words, [(one, self._known_until(one)) for one in self.figures.silent], self.figures.at)

    def _known_until(self, name: str) -> datetime | None:
        called = (one.complete_until for one in self.figures.desks if one.desk == name and one.complete_until is not None)
        return min(called, default=None)
