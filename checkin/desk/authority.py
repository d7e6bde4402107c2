"""Who stands behind what staff alone may not do: a supervisor's PIN, or a desk that a supervisor has unlocked."""

from datetime import datetime, timedelta

from checkin.domain.supervisor import Supervisor
from checkin.ports import Clock, Supervisors, Wait
from checkin.trouble import Trouble

LOOK_AGAIN_S = 5.0
"""A laptop that slept, or whose clock was set, is noticed after so long."""


class Authority:
    """One desk's lock. Unlocked, it falls back to locked after `limit` without an act of the supervisor, or when the clock is set
    back behind the last one: decided by the clock whenever it is asked."""

    def __init__(self, supervisors: Supervisors, clock: Clock, limit: timedelta) -> None:
        self._supervisors = supervisors
        self._clock = clock
        self._limit = limit
        self._holder: Supervisor | None = None
        self._last_act: datetime | None = None

    @property
    def unlocked_by(self) -> Supervisor | None:
        """The supervisor who has unlocked the desk; None while it is locked."""
        return self._holder if self._left() > timedelta() else None

    @property
    def look_again_s(self) -> float | None:
        """When to ask `has_lapsed` again (s); None while the desk is locked."""
        return None if self._holder is None else max(0.01, min(self._left().total_seconds(), LOOK_AGAIN_S))

    def has_lapsed(self) -> bool:
        """Whether the desk has fallen back to locked by itself; True once each time."""
        lapsed = self._holder is not None and self.unlocked_by is None
        if lapsed:
            self.lock()
        return lapsed

    def unlock(self, supervisor: str, pin: str) -> Supervisor | Wait:
        """Let the supervisor with this PIN take over; a PIN that is not right leaves things as they were."""
        checked = self._supervisors.check(supervisor, pin, self._clock())
        if isinstance(checked, Supervisor):
            self._holder, self._last_act = checked, self._clock()
        return checked

    def lock(self) -> None:
        """Back to what staff may do."""
        self._holder = self._last_act = None

    def look_again(self) -> None:
        """Who may unlock the desk has changed: back to locked, where who has unlocked it may no more."""
        if self._holder is not None and self._holder not in self._supervisors.all():
            self.lock()

    def acts(self) -> Supervisor | None:
        """The supervisor who has unlocked the desk and acts now; None while it is locked, or once those rights are gone."""
        holder = self.unlocked_by
        if holder is None:
            return None
        if holder not in self._supervisors.all():
            self._last_act = None
            return None
        self._last_act = self._clock()
        return holder

    def stands_behind(self, supervisor: str, pin: str) -> Supervisor | Wait:
        """Who answers for one act: whoever's PIN this is, or with supervisor "" the one who has unlocked the desk. Trouble where
        it is locked."""
        if supervisor:
            checked = self._supervisors.check(supervisor, pin, self._clock())
            if checked == self.unlocked_by:
                self._last_act = self._clock()
            return checked
        holder = self.acts()
        if holder is None:
            raise Trouble("The desk is locked: this needs a supervisor's PIN.")
        return holder

    def _left(self) -> timedelta:
        now = self._clock()
        if self._last_act is None or now < self._last_act:
            return timedelta()
        return self._last_act + self._limit - now
