"""A badge on paper, which is apart from an entry."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Printed:
    """One print of a registration's badge, at an aware moment. `copy` counts from 1; from the second on there is a `reason`."""

    registration: str
    at: datetime
    reason: str
    desk: str
    copy: int
