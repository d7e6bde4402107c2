"""Reads, counts and tells, on a thread of its own: within half a second of what happens, four times a second at most."""

import gc
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

import structlog

from checkin.domain.event import Event
from checkin.domain.journal import Kind, microseconds
from checkin.i18n import Phrase, phrase
from checkin.overview.counting import Counting
from checkin.overview.picture import Chosen, Painter, Picture
from checkin.overview.reading import Reader
from checkin.trouble import Trouble

LOOKS_EVERY_S = 0.1
TELLS_EVERY_S = 0.25
"""What happens is told so often at most."""
AT_REST_S = 1.0
"""And so often where nothing happens, as ages grow."""
AGAIN_S = 2.0

OUR_MISTAKE = phrase("Check-in made a mistake while it counted. Open the dashboard again; if it goes on, send its log.")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Blind:
    """Nothing can be read: why, and what to do."""

    what: Phrase


Told = Picture | Blind


class Watch:
    """`open_reader` is called on this thread, and `publish` too, with each new picture. Where the lines cannot be read, that is
    told and tried again."""

    def __init__(self, open_reader: Callable[[], Reader], publish: Callable[[Told], None], chosen: Chosen | None = None) -> None:
        self._open_reader = open_reader
        self._publish = publish
        self._chosen = chosen or Chosen()
        self._inbox: SimpleQueue[Chosen | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="overview")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def choose(self, chosen: Chosen) -> None:
        """Look at this from now on; from any thread."""
        self._inbox.put(chosen)

    def stop(self) -> None:
        """End. Returns when the reader was given back."""
        self._inbox.put(None)
        self._thread.join()

    def _run(self) -> None:
        goes_on = True
        while goes_on:
            try:
                goes_on = self._read()
            except Trouble as trouble:
                log.warning("the lines cannot be read", what=trouble.what.msgid)
                self._publish(Blind(trouble.what))
                goes_on = not self._waited(AGAIN_S)
            except Exception:
                log.exception("mistake while counting")
                self._publish(Blind(OUR_MISTAKE))
                goes_on = not self._waited(AGAIN_S)

    def _read(self) -> bool:
        """Count what there is and what comes, and tell; whether to begin again, as the event was changed."""
        with closing(self._open_reader()) as reader:
            event = reader.event()
            counting = counted(reader, event)
            told_at, is_stale = float("-inf"), True
            while reader.event() == event:
                if monotonic() - told_at >= (TELLS_EVERY_S if is_stale else AT_REST_S):
                    self._tell(reader, counting)
                    told_at, is_stale = monotonic(), False
                before = self._chosen
                if self._waited(LOOKS_EVERY_S):
                    return False
                news = reader.news()
                if news.anew:
                    counting = Counting(event)
                counting.take(news.ticks)
                is_stale |= bool(news.ticks) or news.anew or self._chosen != before
        return True

    def _tell(self, reader: Reader, counting: Counting) -> None:
        painter = Painter(counting, reader.outlook(), reader.roll(), reader.person, reader.supervisors())
        self._publish(painter.picture(self._chosen))

    def _waited(self, seconds: float) -> bool:
        """Wait so long at most, for what is chosen; whether it is over."""
        until = monotonic() + seconds
        while True:
            try:
                chosen = self._inbox.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                return False
            if chosen is None:
                return True
            self._chosen, until = chosen, 0.0  # whatever else was chosen meanwhile is passed over, and nothing is waited for


def counted(reader: Reader, event: Event, until: datetime | None = None) -> Counting:
    """All that there is, or what happened before `until` alone. Python looks for garbage again and again while so much is made:
    it finds none, and takes a third of the time."""
    counting = Counting(event)
    gc.disable()
    try:
        ticks = reader.news().ticks
        until_us = None if until is None else microseconds(until)
        counting.take(one for one in ticks if until_us is None or one.at_us < until_us or one.kind != Kind.SCAN)
    finally:
        gc.enable()
    return counting
