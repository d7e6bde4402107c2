"""How fast desks and gates scan of late, and how much of that they refuse."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checkin.domain.event import Event
from checkin.domain.journal import microseconds
from checkin.domain.passing import ENTERED, EXITED, MINUTE_US, REFUSED, SLOT_US, What
from checkin.domain.tally import Part, Tally

LATE_MIN = 15
SCANS = (ENTERED, EXITED, REFUSED)


@dataclass(frozen=True, slots=True)
class Pace:
    """Over the last `minutes`, LATE_MIN and up to five more, at all checkpoints together."""

    scans: int
    refused: int
    minutes: float = float(LATE_MIN)

    @property
    def a_minute(self) -> float:
        """Scans a minute."""
        return self.scans / self.minutes

    @property
    def refused_percent(self) -> float:
        """The share of refusals, 0 to 100."""
        return 100 * self.refused / self.scans if self.scans else 0.0


def paces(tally: Tally, event: Event, part: Part, now: datetime) -> dict[str, Pace]:
    """The pace of each desk, or gate, that has scanned of late."""
    scans, refused = (of_late(tally, event, part, whats, now, LATE_MIN) for whats in (SCANS, (REFUSED,)))
    minutes = (microseconds(now) - _first_slot(now, LATE_MIN) * SLOT_US) / MINUTE_US
    return {name: Pace(number, refused[name], minutes) for name, number in sorted(scans.items()) if number}


def of_late(
    tally: Tally, event: Event, part: Part, whats: Iterable[What], now: datetime, minutes: int, checkpoint: str = ""
) -> Counter[str]:
    """What was counted within so many minutes (and up to five more, as it is counted by five), by the parts of a checkpoint, or
    of all of them."""
    counts, first = Counter[str](), _first_slot(now, minutes)
    for one in [checkpoint] if checkpoint else event.checkpoints:
        for name, slots in tally.slots_by(part, whats, one, event.day_of(now)).items():
            counts[name] += sum(number for slot, number in slots.items() if slot >= first)
    return counts


def _first_slot(now: datetime, minutes: int) -> int:
    """The slot in which the moment so many minutes ago lies."""
    return (microseconds(now) - minutes * MINUTE_US) // SLOT_US
