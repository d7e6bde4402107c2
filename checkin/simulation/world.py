"""Time and chance of a simulated world: everything that happens, one thing after the other, from one seed."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

START = datetime(2018, 4, 18, 9, tzinfo=UTC)


class Crash(Exception):
    """A machine loses its power here."""


class World:
    """A clock that jumps from one event to the next (whole milliseconds), and the only source of chance and ids."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.now_ms = 0
        self.is_calm = False
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        self._ids = count(1)

    def at(self, ms: int, happens: Callable[[], None]) -> None:
        """Let something happen at a time."""
        heapq.heappush(self._events, (max(ms, self.now_ms), next(self._order), happens))

    def after(self, ms: int, happens: Callable[[], None]) -> None:
        """Let something happen in so many milliseconds."""
        self.at(self.now_ms + ms, happens)

    def run(self, until_ms: int) -> None:
        """Everything up to a time."""
        while self._events and self._events[0][0] <= until_ms:
            self.now_ms, _, happens = heapq.heappop(self._events)
            happens()
        self.now_ms = until_ms

    def clock(self, ahead_ms: int = 0) -> datetime:
        """What a clock shows that is so far ahead."""
        return START + timedelta(milliseconds=self.now_ms + ahead_ms)

    def new_id(self) -> str:
        """An id that was not there before."""
        return f"id{next(self._ids)}"

    def happens(self, probability: float) -> bool:
        """Whether something goes wrong here; nothing does once the world is calm."""
        return not self.is_calm and self.rng.random() < probability
