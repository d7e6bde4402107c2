"""How a device is, as it tells the hub, and up to when the hub has everything that it wrote (docs/sync.md)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """How a device is. `desk` and `gate`: as its journal names it; `checkpoint` and `direction`: what it scans for, "" for one
    that scans nobody; `camera`: "live", "lost" and the like, "" without one; `battery_percent`, `plugged`, `disk_free_mb`: None
    where nothing tells; `closing`: it ends in order, and has brought everything."""

    version: str = ""
    desk: str = ""
    gate: str = ""
    checkpoint: str = ""
    direction: str = ""
    camera: str = ""
    battery_percent: int | None = None
    plugged: bool | None = None
    disk_free_mb: int | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A device tells how it is, and that at `until_us`, by the hub's clock, its journal ended with line `seq` (whose hash is
    `hash`) or before: worked out from what the hub's clock said last and the time since, so never later than it was. `ahead_us`:
    how far its own clock is ahead."""

    event: str
    journal: str
    seq: int
    hash: bytes
    until_us: int
    ahead_us: int
    condition: Condition


@dataclass(frozen=True, slots=True)
class Reported:
    """The hub knows, and its clock."""

    hub_us: int


@dataclass(frozen=True, slots=True)
class KeptReport:
    """The last report on a journal: of which device, when it came, how many of the lines that it told of had not come, and until
    when everything that was written to the journal is here (by the hub's clock, microseconds since 1970; 0: not known)."""

    journal: str
    device: str
    at_us: int
    waiting: int
    complete_us: int
    ahead_us: int
    condition: Condition
