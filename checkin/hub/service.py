"""Many requests, one transaction: whatever waits is answered together, after one commit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from checkin.logs import said_of, trace_of
from checkin.sync.hub import Asked, Hub
from checkin.sync.messages import Answer, Feed, Page, Refused, Reset
from checkin.sync.notices import Noticed, Notices
from checkin.trouble import Trouble

MOST_WAITING = 2_000
MOST_TOGETHER = 200
LOOKS_EVERY_S = 0.2
"""How often a held feed looks for rows that another process has written."""

KNOWN_S = 1.0
"""A device that is cut off may still be handed rows for so long."""

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
        self._pages: dict[Feed, asyncio.Task[Page | Reset | Refused]] = {}
        self._pages_until = 0.0
        self._heard: dict[str, tuple[float, Refused | None]] = {}
        self._is_failing = False
        self._is_leaving = False

    def leave(self) -> None:
        """Hold nobody any longer: the hub is going to end."""
        self._is_leaving = True
        self._news.set()

    @property
    def is_failing(self) -> bool:
        """Whether what was asked last could not be written."""
        return self._is_failing

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
        loop = asyncio.get_running_loop()
        until = loop.time() + wait_s
        while True:
            news = self._news
            try:
                answer = await self._refusal(device, asked.event) or await self._page(asked)
            except Trouble as trouble:
                raise Busy from trouble
            left = until - loop.time()
            if not isinstance(answer, Page) or answer.rows or answer.notices > asked.notices or left <= 0 or self._is_leaving:
                return answer
            try:
                await asyncio.wait_for(news.wait(), min(left, LOOKS_EVERY_S))
            except TimeoutError:
                continue

    async def _refusal(self, device: str, event: str) -> Refused | None:
        """What the hub said of this device a moment ago."""
        if event != self._hub.event:  # not to be said again to the same device when it asks for this event
            return await asyncio.to_thread(self._hub.refusal, device, event)
        now = asyncio.get_running_loop().time()
        asked_at, refusal = self._heard.get(device, (-1.0, None))
        if asked_at < now - KNOWN_S:
            refusal = await asyncio.to_thread(self._hub.refusal, device, event)
            self._heard[device] = now, refusal
        return refusal

    async def _page(self, asked: Feed) -> Page | Reset | Refused:
        """Desks that wait at one place of the log are answered from one reading of it."""
        now = asyncio.get_running_loop().time()
        if now > self._pages_until:
            self._pages, self._pages_until = {}, now + LOOKS_EVERY_S
        asked = replace(asked, notices=0)
        if asked not in self._pages:
            self._pages[asked] = asyncio.create_task(asyncio.to_thread(self._hub.page, asked))
        return await asyncio.shield(self._pages[asked])

    async def notices(self, device: str, asked: Notices) -> Noticed | Refused:
        """What all desks are told, behind a number."""
        try:
            return await asyncio.to_thread(self._hub.notices, device, asked)
        except Trouble as trouble:
            raise Busy from trouble

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
        if self._is_failing:
            log.warning("the hub's database is good again")
            self._is_failing = False
        for one, answer in zip(group, answers, strict=True):
            if not one.answer.done():  # whoever asked may have gone
                one.answer.set_result(answer)
        self._pages = {}
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _failed(self, group: list[_Waiting], error: Exception) -> None:
        """One request that cannot be answered must not take the others with it."""
        if not isinstance(error, Trouble):
            log.error("mistake in the hub", **trace_of(error))
            if len(group) > 1:
                for one in group:
                    await self._answer([one])
                return
        elif not self._is_failing:  # once: it would be said for every group
            log.warning("the hub's database failed", what=said_of(error))
            self._is_failing = True
        for one in group:
            if not one.answer.done():
                one.answer.set_exception(Busy())
