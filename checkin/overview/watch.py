"""Reads, counts and tells, on a thread of its own: within half a second of what happens, four times a second at most."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Protocol

import structlog

from checkin.domain.alarms import Alarm, Limits
from checkin.domain.event import Event
from checkin.domain.journal import EPOCH, Kind, microseconds
from checkin.domain.tick import Tick
from checkin.i18n import Phrase, phrase
from checkin.overview.alarming import NO_ALARMS, Alarming, AlarmList
from checkin.overview.counting import Counting, undisturbed
from checkin.overview.picture import Chosen, Earlier, Painter, Picture
from checkin.overview.queues import Found, Queues, longest_waits_s
from checkin.overview.reading import Mark, Outlook, Place, Reader
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


Told = Picture | Earlier | Blind
Wish = Chosen | Limits | tuple[Alarm, str]


class Memory(Protocol):
    """Keeps what was counted until the next start. It raises nothing: what it does not know is counted anew."""

    def recall(self) -> tuple[Mark, Counting] | None:
        """What was counted, and up to where."""

    def keep(self, mark: Mark, counting: Counting, pictures: Sequence[Picture]) -> None:
        """Keep it, and how it looks at each checkpoint."""


class Watch:
    """`reading` is entered on this thread, and `publish` called there, with each new picture. Where the lines cannot be read,
    that is told and tried again."""

    def __init__(
        self, reading: Callable[[], AbstractContextManager[Reader]], publish: Callable[[Told], None], alarming: Alarming,
        chosen: Chosen | None = None, memory: Memory | None = None,
    ) -> None:  # fmt: skip
        self._reading = reading
        self._alarming = alarming
        self._publish = publish
        self._chosen = chosen or Chosen()
        self._memory = memory
        self._inbox: SimpleQueue[Wish | None] = SimpleQueue()
        self._now = EPOCH
        self._has_changed = self._is_over = False
        self._queues = Queues()
        self._thread = Thread(target=self._run, name="overview")

    def start(self) -> None:
        """Begin."""
        self._queues.start()
        self._thread.start()

    def choose(self, chosen: Chosen) -> None:
        """Look at this from now on; from any thread."""
        self._inbox.put(chosen)

    def see(self, alarm: Alarm, by: str) -> None:
        """Somebody has seen an alarm; from any thread."""
        self._inbox.put((alarm, by))

    def limit(self, limits: Limits) -> None:
        """Raise alarms at these from now on; from any thread."""
        self._inbox.put(limits)

    def stop(self) -> None:
        """End. Returns when the reader was given back."""
        self._inbox.put(None)
        self._thread.join()
        self._queues.stop()

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
        with self._reading() as reader:
            event = reader.event()
            counting = remembered(reader, event, self._memory)
            self._queues.begin(event, counting.tally, reader.outlook().now)
            told_at, is_stale = float("-inf"), True
            while reader.event() == event:
                if monotonic() - told_at >= (TELLS_EVERY_S if is_stale else AT_REST_S):
                    self._publish(self._painter(reader, counting).picture(self._chosen))
                    told_at, is_stale = monotonic(), False
                self._has_changed = False
                if self._waited(LOOKS_EVERY_S):
                    if self._memory is not None:
                        self._memory.keep(reader.mark(), counting, self._painter(reader, counting).everywhere())
                    return False
                news = reader.news()
                counting = Counting(event) if news.anew else counting
                counting.take(news.ticks)
                if news.anew:
                    self._queues.begin(event, counting.tally, reader.outlook().now)
                else:
                    self._queues.take(news.ticks)
                is_stale |= bool(news.ticks) or news.anew or self._has_changed
        return True

    def _painter(self, reader: Reader, counting: Counting) -> Painter:
        outlook = reader.outlook()
        self._now = outlook.now
        is_live = outlook.place is not Place.FILE
        queues, alarms = self._found(counting, outlook) if is_live else ({}, NO_ALARMS)
        return Painter(counting, outlook, reader.roll(), reader.person, reader.supervisors(), alarms, queues)

    def _found(self, counting: Counting, outlook: Outlook) -> tuple[Found, AlarmList]:
        """The queues as they were estimated last, and the alarms of now."""
        tally, event = counting.tally, counting.event
        queues = self._queues.look(event, tally, outlook.now, 60 * self._alarming.limits.wait_minutes)
        return queues, self._alarming.look(tally, event, outlook, longest_waits_s(queues))

    def _waited(self, seconds: float) -> bool:
        """Wait so long at most, for what is wished; whether it is over. Of several things chosen meanwhile the last one
        counts."""
        until = monotonic() + seconds
        while not self._is_over:
            try:
                wish = self._inbox.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                return False
            match wish:
                case None:
                    self._is_over = True
                case Chosen():
                    self._chosen = wish
                case Limits():
                    self._alarming.limits = wish
                case (alarm, by):
                    self._alarming.see(alarm, by, self._now)
            self._has_changed, until = True, 0.0
        return True


def remembered(reader: Reader, event: Event, memory: Memory | None) -> Counting:
    """All that there is: what was counted before, as far as that goes, and what has come since."""
    with undisturbed():
        known = memory.recall() if memory is not None else None
        if known is not None and known[1].event == event and reader.resume(known[0]):
            known[1].take(reader.news().ticks)
            return known[1]
    return counted(reader, event)


def counted(reader: Reader, event: Event, until: datetime | None = None) -> Counting:
    """All that there is, or what happened before `until` alone."""
    counting = Counting(event)
    with undisturbed():
        counting.take(before(until, reader.news().ticks))
    return counting


def before(until: datetime | None, ticks: Iterable[Tick]) -> Iterable[Tick]:
    """The scans that happened before `until`, and all that was said of scans."""
    until_us = None if until is None else microseconds(until)
    return (one for one in ticks if until_us is None or one.at_us < until_us or one.kind != Kind.SCAN)
