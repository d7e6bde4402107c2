"""What is told of desks and gates: numbers and advice as values; words for them are found elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`threshold_s`: a wait that nobody should have. `calm_s`: a wait so short that a desk can be spared. `sure`: how sure a
    wait over the threshold must be before more desks are asked for, 0 to 1."""

    threshold_s: float = 480.0
    calm_s: float = 120.0
    sure: float = 0.5


@dataclass(frozen=True, slots=True)
class DeskPressure:
    """One desk. `pace_per_min`: scans a minute over the last ten; `refused`: the share of refusals in the last half hour,
    those taken back left out; `service_s`: how long it takes for one visitor or group; `utilisation`: which part of the last
    ten minutes that it was attended it was busy; `last_us`: its last scan."""

    gate: str
    desk: str
    way: str
    pace_per_min: float
    refused: float
    service_s: float
    utilisation: float
    is_at_work: bool
    last_us: int


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody waits who comes then: as likely more as less than `wait_s`, and as good as certainly, if the
    assumptions hold, between `low_s` and `high_s`."""

    at_us: int
    wait_s: float
    low_s: float
    high_s: float


@dataclass(frozen=True, slots=True)
class Open:
    """So many more desks keep the wait under the threshold. Without them it passes it at `at_us` (now, where it has passed
    it), and reaches `wait_s`."""

    gate: str
    way: str
    desks_more: int
    wait_s: float
    at_us: int


@dataclass(frozen=True, slots=True)
class Close:
    """So many desks can be spared."""

    gate: str
    way: str
    desks_fewer: int = 1


@dataclass(frozen=True, slots=True)
class GatePressure:
    """The line at one gate, one way. `at_work`: the desks that scanned lately; `arrivals_per_min`: visitors and groups that
    come; `waiting`: how many of them stand there; `busy`: how likely it is that nobody at a desk is idle; `ahead`: the wait in
    5, 10, ... 45 minutes, if desks stay as they are."""

    gate: str
    way: str
    at_work: tuple[str, ...]
    arrivals_per_min: float
    waiting: float
    busy: float
    now: Wait
    ahead: tuple[Wait, ...]
    advice: Open | Close | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """All desks and gates of a checkpoint at a moment."""

    at_us: int
    desks: tuple[DeskPressure, ...] = ()
    gates: tuple[GatePressure, ...] = ()
