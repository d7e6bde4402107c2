"""Where a desk stands."""

from dataclasses import dataclass

from checkin.domain.event import Checkpoint, Event
from checkin.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Post:
    """Where a desk stands, how long after an admission the same badge is answered quietly (s), and how long a desk stays
    unlocked without an act of a supervisor (minutes). `scans`: whether anybody is scanned there; a device of a supervisor only
    looks on."""

    desk: str = ""
    gate: str = ""
    quiet_repeat_s: float = 10.0
    supervisor_minutes: int = 5
    scans: bool = True


def chosen_checkpoint(event: Event, wanted: str) -> Checkpoint:
    """The checkpoint with the id `wanted`; the event's first when "" is wanted."""
    if not wanted:
        return next(iter(event.checkpoints.values()))
    if wanted not in event.checkpoints:
        raise Trouble("The event has no checkpoint {wanted}. It has: {known}.", wanted=wanted, known=", ".join(event.checkpoints))
    return event.checkpoints[wanted]
