"""Where a desk stands."""

from dataclasses import dataclass


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
