"""What the core needs of the outer layers, which fulfil it in `data` and `ui`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from checkin.domain.event import Event
from checkin.domain.journal import Head, JournalLine, NumberedLine
from checkin.domain.printing import Printed
from checkin.domain.registration import Registration
from checkin.domain.rules import Finding
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick


@dataclass(frozen=True, slots=True)
class Found:
    """What looking up a badge's text came to. `registration` is there when, and only when, `finding` is KNOWN.

    `vouching_key`: the list does not know the person, the registration is what a badge signed with this key says of itself.
    `unknown_key`: FORGED, as the badge claims to be signed with the key of this id, which this desk does not have.
    """

    finding: Finding
    registration: Registration | None = None
    vouching_key: int | None = None
    unknown_key: int | None = None


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half (32 bytes) of an Ed25519 key that badges are signed with."""

    id: int
    public: bytes
    made_at: datetime
    revoked_at: datetime | None = None


class Journal(Protocol):
    """A desk's append-only log. Every method raises Trouble when the database cannot be used."""

    def head(self) -> Head:
        """The end of this desk's journal."""

    def append(self, line: JournalLine) -> NumberedLine:
        """Add one line. Only inside `writing()`; it is durable when that block has ended."""

    def lines(self, after: int = 0) -> Iterator[NumberedLine]:
        """The lines with a number above `after`, in order."""

    def ticks(self, after: int, until: int) -> Iterator[Tick]:
        """The lines above `after`, up to `until`, as folds see them, with the times of this desk's clock."""

    def find(self, scan_id: str) -> NumberedLine | None:
        """The line with this id."""


class Registrations(Protocol):
    """The local copy of the registrations."""

    def find_badge(self, text: str) -> Found:
        """Look up the text of a badge: exactly, else without regard to case."""

    def stands_behind(self, text: str) -> bool:
        """Whether `text` is, to the letter, a working badge whose text cannot be mistaken for another's: no other badge begins
        like it, its last six characters left out, as those with a serial number do."""

    def get(self, registration: str) -> Registration | None:
        """The registration with this id."""

    def search(self, text: str, limit: int = 20) -> list[Registration]:
        """Registrations that match every word of `text`, best first; nothing for fewer than two letters."""

    def look_alikes(self, registrations: Iterable[Registration]) -> frozenset[str]:
        """The ids of those who share their name, its words in any order or in another script, with somebody else in the list."""

    def of_order(self, registration: str, limit: int = 200) -> list[Registration]:
        """The people of this registration's order: that person first, then the others by name; without an order, that person
        alone; nobody for an id that is not there."""

    def with_order(self, order: str) -> list[Registration]:
        """The registrations of this order that were not canceled, in the order of their ids; none for ""."""

    def companions(self, registration: Registration) -> int:
        """How many others of the same order were not canceled; 0 without an order, and never counted further than 999."""

    def add(self, registration: Registration) -> Registration:
        """Keep a registration that this desk made, and make what it lacks: an id that no other desk will make, a badge. Only
        inside `writing()`."""

    def walk_ins(self, after: int = 0) -> Iterator[tuple[int, Registration]]:
        """The registrations made at this desk, as they are now, each with its number: those above `after`, in the order in which
        they were made. The last number is where to go on."""


class PrintLog(Protocol):
    """Which badges were put on paper, apart from who entered."""

    def last(self, registration: str) -> Printed | None:
        """The latest print of this registration's badge; its `copy` says how many there were."""

    def add(self, registration: str, at: datetime, reason: str, desk: str) -> Printed:
        """Note one more copy. Only inside `writing()`."""

    def remove(self, registration: str, copy: int) -> None:
        """Forget a copy that did not come out of the printer. Only inside `writing()`."""

    def lines(self) -> Iterator[Printed]:
        """Every print, oldest first."""


class SigningKeys(Protocol):
    """The public halves of the keys that badges of this event are signed with."""

    def get(self, key: int) -> VerifyingKey | None:
        """The key with this id, revoked or not."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A PIN was wrong, or came too soon after wrong ones: the next is looked at after so many seconds."""

    seconds: float


class Supervisors(Protocol):
    """Who may unlock this desk. Every method raises Trouble when the database cannot be used."""

    def all(self) -> list[Supervisor]:
        """Every supervisor, by name."""

    def check(self, supervisor: str, pin: str, now: datetime) -> Supervisor | Wait:
        """The supervisor with this id if the PIN is his or hers. Not inside `writing()`: a wrong PIN is on the disk when this
        returns, and slows down the next at this desk, whoever's it is. A PIN that comes too soon is not looked at."""


class DeskStore(Protocol):
    """One desk's database. It belongs to the thread that opened it."""

    @property
    def journal(self) -> Journal: ...

    @property
    def registrations(self) -> Registrations: ...

    @property
    def keys(self) -> SigningKeys: ...

    @property
    def supervisors(self) -> Supervisors: ...

    @property
    def prints(self) -> PrintLog: ...

    def event(self) -> Event | None:
        """The event that this desk serves, None before `event init`."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that has the only right to write from its first moment; committed and synced to disk at its end."""

    def close(self) -> None:
        """Give the database back."""


Clock = Callable[[], datetime]
"""Now, as aware UTC."""

NewId = Callable[[], str]
"""A fresh id that no other desk will make."""
