"""Which desks the lines of an event come from, and until when each is known whole."""

from collections.abc import Iterable

from checkin.domain.ranges import Source
from checkin.overview.desks import DeskState
from checkin.sync.messages import Role


def sources_of(desks: Iterable[DeskState]) -> list[Source]:
    """The desks that may hold lines which have not come: not devices that scan nobody, and not desks that never said anything,
    which may be spares in their bags (`unheard`)."""
    return [Source(one.desk, one.gate, one.complete_until, one.is_closed) for one in desks if _scans(one)]


def unheard(desks: Iterable[DeskState]) -> list[DeskState]:
    """The desks that were let in and never said anything."""
    return [one for one in desks if one.role == Role.DESK and not one.journals]


def _scans(desk: DeskState) -> bool:
    if desk.condition is not None:
        return desk.condition.checkpoint != ""
    return desk.role == Role.DESK and desk.journals > 0
