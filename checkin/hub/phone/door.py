"""Who may see the figures on a phone: a supervisor, for so many hours after a name and a PIN."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

import structlog

from checkin.domain.folding import fold
from checkin.domain.journal import microseconds
from checkin.domain.supervisor import Supervisor
from checkin.ports import Clock, Supervisors, Wait
from checkin.sync.enrolment import token_digest

GOOD_FOR = timedelta(hours=12)
"""A day at the doors: then the PIN is asked for again."""

LONGEST_TOKEN = 64
NOBODY = ""

log = structlog.get_logger()


class Visits(Protocol):
    """Keeps who looks on, where every process of this hub sees it. Any thread may ask; Trouble if the database cannot be used."""

    def begin(self, digest: bytes, supervisor: str, now_us: int, until_us: int) -> None:
        """Whoever has the token of this digest is this supervisor, until then."""

    def whose(self, digest: bytes, now_us: int) -> str | None:
        """The id of the supervisor whose token it is, None where it is nobody's, or no longer."""

    def end(self, digest: bytes) -> None:
        """The token is good for nothing any more."""


class Door:
    """Every method belongs on a thread that may wait for a database; any thread may call, and raises Trouble. `supervisors` opens
    those of the hub's home for a moment."""

    def __init__(self, supervisors: Callable[[], AbstractContextManager[Supervisors]], visits: Visits, clock: Clock) -> None:
        self._supervisors = supervisors
        self._visits = visits
        self._clock = clock

    def enter(self, name: str, pin: str) -> str | Wait:
        """A token for the supervisor of this name (or id), whose PIN it is. A wrong one slows down the next, whoever's it is, as
        at a desk; and whether the name or the PIN was wrong is not said."""
        now = self._clock()
        with self._supervisors() as there:
            checked = there.check(_meant(name, there.all()), pin, now)
        if isinstance(checked, Wait):
            return checked
        token = secrets.token_urlsafe(32)
        self._visits.begin(token_digest(token), checked.id, microseconds(now), microseconds(now + GOOD_FOR))
        log.info("looks on with a phone", supervisor=checked.id)
        return token

    def lets_in(self, token: str) -> bool:
        """Whether a token is good now: it has not ended, and its supervisor still is one."""
        if not 0 < len(token) <= LONGEST_TOKEN:
            return False
        whose = self._visits.whose(token_digest(token), microseconds(self._clock()))
        if whose is None:
            return False
        with self._supervisors() as there:
            return any(one.id == whose for one in there.all())

    def leave(self, token: str) -> None:
        """End what this token is good for, in every process."""
        if 0 < len(token) <= LONGEST_TOKEN:
            self._visits.end(token_digest(token))


def _meant(name: str, supervisors: Sequence[Supervisor]) -> str:
    """The id of the supervisor whose name was typed, whatever the accents and capitals; NOBODY for none. What was typed goes no
    further: it might be a PIN."""
    said = " ".join(name.split())
    exact = [one.id for one in supervisors if said in (one.id, one.name)]
    alike = [one.id for one in supervisors if said and fold(one.name) == fold(said)]
    return next(iter([*exact, *alike]), NOBODY)
