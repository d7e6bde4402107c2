"""Where a simulated desk lives, and what is odd about it."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from checkin.domain.verdict import Direction


@dataclass(frozen=True, slots=True)
class Place:
    """`clock`: the file of everybody's clock; `ahead_s`: by how much this desk's is wrong; `speed`: how many times faster than
    life time passes, 0 where it jumps from visitor to visitor."""

    home: str
    name: str
    gate: str
    clock: str
    ahead_s: float
    direction: Direction
    speed: float

    @property
    def folder(self) -> Path:
        """Its home."""
        return Path(self.home)

    def argument(self) -> str:
        """For the command line of a process."""
        return msgspec.json.encode(self).decode()


def place_in(argument: str) -> Place:
    """What `argument` made."""
    return msgspec.json.decode(argument, type=Place)
