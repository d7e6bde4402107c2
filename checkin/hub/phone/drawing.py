"""Sections of the page, drawn once for all who look at the same thing, and told where they have changed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

from checkin.domain.journal import EPOCH
from checkin.hub.phone.markup import Html
from checkin.hub.phone.page import View, sections_of
from checkin.hub.phone.telling import Telling
from checkin.hub.totals import HubTotals
from checkin.hub.watching import Watching, news_of
from checkin.trouble import Trouble

AGES_IN = timedelta(seconds=15)
"""That time passes is told so often."""

ALIVE_EVERY_S = 10.0
"""A page that hears nothing for longer (25 s) says so."""

LOOKS_EVERY_S = 1.0
"""Whoever was signed out, or is no supervisor any more, is shown the door within so long."""

AGAIN_MS = 2000


class Drawing:
    """Belongs to one event loop. What was drawn is kept until there is news."""

    def __init__(self) -> None:
        self._seen: HubTotals | None = None
        self._news: Any = None
        self._kept: dict[tuple[str, str], tuple[Telling, dict[str, Html]]] = {}

    def of(self, figures: HubTotals, view: View) -> tuple[Telling, dict[str, Html]]:
        """What is told of these figures, and the sections of the page, by id."""
        if figures is not self._seen:
            news = news_of(figures), (figures.at - EPOCH) // AGES_IN
            self._kept = self._kept if news == self._news else {}
            self._seen, self._news = figures, news
        which = view.checkpoint.id, view.words.language
        if which not in self._kept:
            telling = Telling(view.words, view.event, figures, view.checkpoint)
            self._kept[which] = telling, sections_of(telling)
        return self._kept[which]

    async def stream(self, watching: Watching, view: View, lets_in: Callable[[], bool]) -> AsyncIterator[bytes]:
        """Server-sent events: "figures" with the sections that have changed, "alive" where nothing has, "out" at the end for
        whoever may not see them any more. `lets_in` is asked on a thread of its own."""
        time = asyncio.get_running_loop().time
        told: dict[str, Html] = {}
        told_at, looked_at = time(), time()
        yield f"retry: {AGAIN_MS}\n\n".encode()
        async for figures in watching.readings():
            if time() - looked_at >= LOOKS_EVERY_S:
                looked_at = time()
                if not await _may_stay(lets_in):
                    yield b"event: out\ndata: 1\n\n"
                    return
            if figures is None:
                continue
            fresh = self.of(figures, view)[1]
            changed = {name: html for name, html in fresh.items() if told.get(name) != html}
            if changed:
                told, told_at = fresh, time()
                yield b"event: figures\ndata: " + json.dumps(changed, ensure_ascii=False).encode() + b"\n\n"
            elif time() - told_at >= ALIVE_EVERY_S:
                told_at = time()
                yield b"event: alive\ndata: 1\n\n"


async def _may_stay(lets_in: Callable[[], bool]) -> bool:
    """While a database cannot be used, nobody is sent away, and nothing is told."""
    try:
        return await asyncio.to_thread(lets_in)
    except Trouble:
        return True
