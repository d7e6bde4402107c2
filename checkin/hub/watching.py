"""The hub's figures for whoever looks on: one reading for all who look, and an event only where something changed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from checkin.domain.journal import EPOCH
from checkin.hub.totals import HubTotals, rfc3339
from checkin.trouble import Trouble

EVERY_S = 0.25
"""At most four events a second."""

COMMENT_EVERY_S = 15.0
"""So that proxies do not hang up on a stream in which nothing happens."""

HEARD_IN_S = 5
"""A device that is heard again is news only after so many seconds: desks ask several times a second."""


class Watching:
    """Hands out the figures that `read` gets, on a thread for the database; belongs to one event loop."""

    def __init__(self, read: Callable[[], HubTotals]) -> None:
        self._read = read
        self._reading = asyncio.Lock()
        self._latest: HubTotals | None = None
        self._read_at = 0.0
        self._is_leaving = False

    def leave(self) -> None:
        """End every stream soon: the hub is going to end."""
        self._is_leaving = True

    async def now(self) -> HubTotals:
        """The figures, freshly read. Trouble if the database cannot be used."""
        return await asyncio.to_thread(self._read)

    async def stream(self, device: str) -> AsyncIterator[bytes]:
        """Server-sent events for a device, until it is cut off: the figures at once, then whenever they have changed."""
        loop = asyncio.get_running_loop()
        told, told_at = None, loop.time()
        async for figures in self.readings():
            if figures is not None and device not in {one.device for one in figures.desks}:
                return
            if figures is not None and news_of(figures) != told:
                told, told_at = news_of(figures), loop.time()
                yield b"data: " + json_of(figures) + b"\n\n"
            elif loop.time() - told_at >= COMMENT_EVERY_S:
                told_at = loop.time()
                yield b": nothing new\n\n"

    async def readings(self) -> AsyncIterator[HubTotals | None]:
        """The figures at once, then four times a second, until the hub is going to end; None while the database cannot be used.
        Whoever asks at the same time gets the same."""
        while not self._is_leaving:
            try:
                yield await self.recent()
            except Trouble:
                yield None  # once the database is good again, the stream goes on
            await asyncio.sleep(EVERY_S)

    async def recent(self) -> HubTotals:
        """The figures of a moment ago, read once however many ask. Trouble if the database cannot be used."""
        async with self._reading:
            now = asyncio.get_running_loop().time()
            if self._latest is None or now - self._read_at >= EVERY_S / 2:
                self._latest, self._read_at = await self.now(), now
            return self._latest


def json_of(figures: HubTotals) -> bytes:
    """The figures as one JSON object on one line, in UTF-8."""
    return json.dumps(asdict(figures), default=rfc3339, ensure_ascii=False, separators=(",", ":")).encode()


def news_of(figures: HubTotals) -> Any:
    """What has to differ for an event."""
    desks = [
        replace(one, last_heard_at=_coarse(one.last_heard_at), complete_until=_coarse(one.complete_until))
        for one in figures.desks
    ]  # fmt: skip
    as_of = None if figures.as_of == figures.at else _coarse(figures.as_of)  # that time passes is no news
    alarms = [replace(one, number=round(one.number)) for one in figures.alarms]
    return replace(figures, at=EPOCH, as_of=as_of or EPOCH, desks=desks, alarms=alarms)


def _coarse(at: datetime | None) -> datetime | None:
    """A moment to HEARD_IN_S seconds."""
    return at and at - (at - EPOCH) % timedelta(seconds=HEARD_IN_S)
