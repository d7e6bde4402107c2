"""Who is registered at a hub, walk-ins of its desks too, kept at hand for the figures that its server tells."""

from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

import structlog

from checkin.domain.expectation import Roll
from checkin.trouble import Trouble
from data.overview.people import People

LOOKS_EVERY_S = 1.0

log = structlog.get_logger()


class RollAtHand:
    """Looks again and again on a thread of its own, where it calls `open_people`. `roll`: as it was seen last; None before."""

    def __init__(self, open_people: Callable[[], People]) -> None:
        self._open_people = open_people
        self._ending = Flag()
        self.roll: Roll | None = None
        self._thread = Thread(target=self._run, name="roll")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more. Returns when that is done."""
        self._ending.set()
        self._thread.join()

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
