"""How fast desks and gates scan of late, and how much of that they refuse."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    """Over the last LATE_MIN minutes, at all checkpoints together."""

    scans: int
    refused: int

    @property
    def a_minute(self) -> float:
        """Scans a minute."""
        return self.scans / LATE_MIN

    @property
    def refused_percent(self) -> float:
        """The share of refusals, 0 to 100."""
        return 100 * self.refused / self.scans if self.scans else 0.0


def paces(tally: Tally, event: Event, part: Part, now: datetime) -> dict[str, Pace]:
    """The pace of each desk, or gate, that has scanned of late."""
    scans, refused = (of_late(tally, event, part, whats, now, LATE_MIN) for whats in (SCANS, (REFUSED,)))
    return {name: Pace(number, refused[name]) for name, number in sorted(scans.items()) if number}


def of_late(
    tally: Tally, event: Event, part: Part, whats: Iterable[What], now: datetime, minutes: int, checkpoint: str = ""
) -> Counter[str]:
    """What was counted within so many minutes (to five), by the parts of a checkpoint, or of all of them."""
    counts: Counter[str] = Counter()
    for one in [checkpoint] if checkpoint else event.checkpoints:
        for name, slots in tally.slots_by(part, whats, one, event.day_of(now)).items():
            counts[name] += since(slots, microseconds(now), minutes)
    return counts


def since(slots: Mapping[int, int], now_us: int, minutes: int) -> int:
    """What was counted in the slots of the last minutes."""
    first = (now_us - minutes * MINUTE_US) // SLOT_US
    return sum(number for slot, number in slots.items() if slot > first)
