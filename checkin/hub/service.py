"""Many requests, one transaction: whatever waits is answered together, after one commit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from checkin.sync.hub import Asked, Hub
from checkin.sync.messages import Answer, Feed, Page, Refused, Reset
from checkin.trouble import Trouble

MOST_WAITING = 2_000
MOST_TOGETHER = 200
LOOKS_EVERY_S = 0.2
"""How often a held feed looks for rows that another process has written."""

log = structlog.get_logger()


class Busy(Exception):
    """More waits than can be answered soon, or the database cannot be used: ask again."""


@dataclass(slots=True)
class _Waiting:
    asked: Asked
    answer: asyncio.Future[Answer]


class Service:
    """Answers in groups, on a thread for the database; belongs to one event loop. `told` hears of each group's size."""

    def __init__(self, hub: Hub, told: Callable[[int], None] = lambda _size: None) -> None:
        self._hub = hub
        self._told = told
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(MOST_WAITING)
        self._news = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return self._queue.qsize()

    async def ask(self, asked: Asked) -> Answer:
        """The answer, once it is durable. Busy if there is none now."""
        one = _Waiting(asked, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(one)
        except asyncio.QueueFull:
            raise Busy from None
        return await one.answer

    async def feed(self, device: str, asked: Feed, wait_s: float) -> Page | Reset | Refused:
        """Rows behind the cursor; where there are none, as soon as there are, or none after `wait_s`."""
        until = asyncio.get_running_loop().time() + wait_s
        while True:
            news = self._news
            try:
                answer = await asyncio.to_thread(self._hub.feed, device, asked)
            except Trouble as trouble:
                raise Busy from trouble
            left = until - asyncio.get_running_loop().time()
            if not isinstance(answer, Page) or answer.rows or left <= 0:
                return answer
            try:
                await asyncio.wait_for(news.wait(), min(left, LOOKS_EVERY_S))
            except TimeoutError:
                continue

    async def run(self) -> None:
        """Answer until cancelled."""
        while True:
            group = [await self._queue.get()]
            while len(group) < MOST_TOGETHER and not self._queue.empty():
                group.append(self._queue.get_nowait())
            await self._answer(group)

    async def _answer(self, group: list[_Waiting]) -> None:
        self._told(len(group))
        try:
            answers = await asyncio.to_thread(self._hub.answer, [one.asked for one in group])
        except Exception as error:
            await self._failed(group, error)
            return
        for one, answer in zip(group, answers, strict=True):
            if not one.answer.done():  # whoever asked may have gone
                one.answer.set_result(answer)
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _failed(self, group: list[_Waiting], error: Exception) -> None:
        """One request that cannot be answered must not take the others with it."""
        if not isinstance(error, Trouble):
            log.error("mistake in the hub", exc_info=error)
            if len(group) > 1:
                for one in group:
                    await self._answer([one])
                return
        else:
            log.warning("the hub's database failed", what=error.what.msgid)
        for one in group:
            if not one.answer.done():
                one.answer.set_exception(Busy())
