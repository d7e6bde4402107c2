"""Who is registered at a hub, walk-ins of its desks too, kept at hand for the figures that its server tells."""

from collections.abc import Callable

import structlog

from checkin.beside import Beside
from checkin.domain.expectation import Roll
from checkin.trouble import Trouble
from data.overview.people import People

LOOKS_EVERY_S = 1.0

log = structlog.get_logger()


class RollAtHand(Beside):
    """Looks again and again on a thread of its own, where it calls `open_people`. `roll`: as it was seen last; None before."""

    def __init__(self, open_people: Callable[[], People]) -> None:
        super().__init__("roll")
        self._open_people = open_people
        self.roll: Roll | None = None

    def _run(self) -> None:
        people = self._open_people()
        try:
            while not self._ending.is_set():
                try:
                    self.roll = people.roll()
                except Trouble as trouble:
                    log.warning("who is registered cannot be read", what=trouble.what.msgid)
                self._ending.wait(LOOKS_EVERY_S)
        finally:
            people.close()
