"""A desk's database as the desk thread uses it: checkin.ports, with what goes to the hub and comes from it."""

from typing import Protocol

from checkin.ports import DeskStore
from checkin.sync.desklog import DeskCopy
from checkin.sync.membership import Membership


class Memberships(Protocol):
    """The hub that the desk is enrolled at."""

    def get(self) -> Membership | None:
        """The hub, None while the desk is enrolled at none."""

    def move(self, hosts: tuple[str, ...], port: int) -> None:
        """Look for the hub there from now on. Only inside `writing()`."""

    def wipe(self, now_us: int) -> None:
        """The hub has cut this device off: remove what is known of people; the journal stays. Only inside `writing()`."""

    def wipe_traces(self) -> bool:
        """Overwrite what a wipe left behind on the disk; whether nothing is left there. Not inside `writing()`."""


class DeskDatabase(DeskStore, Protocol):
    """One desk's database, whole."""

    def event_text(self) -> str:
        """The event's file as it was stored, "" before there is one."""

    @property
    def hub(self) -> DeskCopy: ...

    @property
    def membership(self) -> Memberships: ...
