"""Where a supervisor's figures come from, as the overview needs it; `data.overview` fulfils it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from checkin.domain.event import Event
from checkin.domain.expectation import Roll
from checkin.domain.ranges import Trust
from checkin.domain.registration import Registration
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick
from checkin.overview.desks import DeskState


class Place(Enum):
    """Where the lines come from."""

    HUB = auto()  # the hub's own log
    FEED = auto()  # a desk's database, which the hub keeps up to date
    GONE = auto()  # the same, while the hub does not answer
    DESK = auto()  # the database of a desk that has no hub
    FILE = auto()  # a journal that was exported


@dataclass(frozen=True, slots=True)
class News:
    """The lines that have come since the last time, in the hub's time. `anew`: what came before does not hold any more, and these
    are all that there are."""

    ticks: Sequence[Tick] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far the lines can be trusted `now`, by the hub's clock. `heard_at`: when the hub was heard last, None where that says
    nothing. `unheard`: the desks that were let in and never said anything. `recovering`: for so many journals a restored hub
    waits."""

    place: Place
    now: datetime
    trust: Trust
    heard_at: datetime | None = None
    desks: tuple[DeskState, ...] = ()
    unheard: tuple[DeskState, ...] = ()
    recovering: int = 0


Mark = tuple[str | int | bytes, ...]
"""Where `news` has come to, in whatever way a reader knows it again."""


class Reader(Protocol):
    """Belongs to the thread that opened it. Every method raises Trouble where the lines cannot be read."""

    def event(self) -> Event:
        """The event; another one than before where it was changed."""

    def news(self) -> News:
        """What has come since this was asked last; at the first time, everything."""

    def mark(self) -> Mark:
        """Where `news` has come to; () where that cannot be known again."""

    def resume(self, mark: Mark) -> bool:
        """Go on behind a mark, as if `news` had given what lies before it. False where that is not there any more."""

    def outlook(self) -> Outlook:
        """How far the lines that `news` gave can be trusted now."""

    def roll(self) -> Roll | None:
        """Who is registered; None where that is not known here."""

    def person(self, registration: str) -> Registration | None:
        """Somebody who is registered, as far as that is known here."""

    def supervisors(self) -> tuple[Supervisor, ...]:
        """Who may settle conflicts here; nobody where what is read cannot be written."""

    def close(self) -> None:
        """Give everything back."""
