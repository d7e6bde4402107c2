"""Looking back: who was inside at any minute."""

from dataclasses import dataclass
from datetime import datetime

from checkin.domain.event import Event
from checkin.domain.tally import Only, Part, Tally
from checkin.overview.courses import inside_before_each


@dataclass(frozen=True, slots=True)
class Replay:
    """Who was inside just before a moment, to the minute: in all, and by category and gate."""

    at: datetime
    inside: int
    by_category: dict[str, int]
    by_gate: dict[str, int]


def replay(tally: Tally, event: Event, checkpoint: str, at: datetime) -> Replay:
    """What is known now of that minute: scans that were taken back since do not count."""
    day, moment_s = event.day_of(at), int(at.timestamp())

    def inside(only: Only = None) -> int:
        return inside_before_each(tally, checkpoint, day, [moment_s], only)[0]

    def by(part: Part) -> dict[str, int]:
        found = {name: inside((part, name)) for name in tally.by(part, checkpoint)}
        return {name: number for name, number in found.items() if number}

    return Replay(at, inside(), by("category"), by("gate"))
