"""How fast the time of a simulated event passes."""

from datetime import datetime, timedelta
from time import monotonic, sleep

from checkin.domain.journal import EPOCH
from checkin.simulator.clock import SharedClock

TICK_S = 0.02
NIGHT = timedelta(hours=3)
"""Nobody waits for longer than that: the clock jumps to whoever comes next."""
LATE_S = 1.0


class Pace:
    """Sets everybody's clock. `speed`: how many times faster than life; 0: it jumps."""

    def __init__(self, clock: SharedClock, speed: float) -> None:
        self._clock = clock
        self._speed = speed
        self._now: datetime | None = None
        self._begin = (0.0, EPOCH)

    def reach(self, at: datetime) -> None:
        """Let it become this time."""
        if self._speed and self._now is not None and at - self._now < NIGHT:
            self._walk(at)
        else:
            self._begin = monotonic(), at
        self._now = at
        self._clock.set(at)

    def _walk(self, at: datetime) -> None:
        while (now := self._told()) < at:
            self._clock.set(max(self._now or now, now))
            sleep(TICK_S)
        if now - at > timedelta(seconds=LATE_S * self._speed):  # the machine cannot: time passes more slowly
            self._begin = monotonic(), at

    def _told(self) -> datetime:
        began_s, began = self._begin
        return began + timedelta(seconds=(monotonic() - began_s) * self._speed)
