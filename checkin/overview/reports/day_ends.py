"""The reports of days that are over, made by themselves: each once, and a new version where lines came late."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Protocol

import structlog

from checkin.beside import Beside
from checkin.domain.event import Event
from checkin.domain.journal import Kind
from checkin.domain.tick import Tick
from checkin.overview.reports.launching import Order
from checkin.overview.reports.naming import FORMATS, stem, versions
from checkin.ports import Clock
from checkin.trouble import Trouble

AFTER_CLOSING = timedelta(minutes=30)
"""A day is over so long after its last checkpoint has closed, or at midnight."""

SETTLED = timedelta(minutes=10)
"""Late lines are waited for until none has come for so long."""

LOOKS_EVERY_S = 1.0
AGAIN_S = 300.0
"""What failed is tried again after so long."""

log = structlog.get_logger()

Make = Callable[[Order, Callable[[], bool]], Sequence[Path]]
"""Makes a report, and stops where the second argument says so; the files that were written."""


class Late(Protocol):
    """What comes to the journals."""

    @property
    def seen(self) -> int:
        """How many lines there are, as far as was looked."""

    def __call__(self) -> Iterable[Tick]:
        """The lines that have come since it was asked last; at the first time none."""


def ends_at(event: Event, day: date) -> datetime:
    """When a day of the event is over: half an hour after the last closing, where every checkpoint of that day has one; at
    midnight at the latest, as the days of totals are calendar days."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, event.zone)
    open_then = [one for one in event.checkpoints.values() if one.days is None or day in one.days]
    closings = [_closing(day, one.opens, one.closes, event) for one in open_then if one.closes is not None]
    if not closings or len(closings) < len(open_then):
        return midnight
    return min(midnight, max(closings) + AFTER_CLOSING)


def _closing(day: date, opens: time | None, closes: time, event: Event) -> datetime:
    over_night = closes <= (opens or time.min)
    return datetime.combine(day + timedelta(days=over_night), closes, event.zone)


@dataclass(frozen=True, slots=True)
class Daily:
    """What reports are made of days: in these languages, into this folder, as `order` has the rest."""

    order: Order
    languages: tuple[str, ...]

    def lacks(self, day: date) -> bool:
        """Whether the report of this day is missing, in any language or format."""
        wanted = {f".{one}" for one in FORMATS}
        return any(
            not any({file.suffix for file in files} >= wanted for files in versions(self.order.output, stem(day, one)).values())
            for one in self.languages
        )


class DayReports(Beside):
    """Watches the clock and what comes late, on a thread of its own, and lets `make` make one report at a time. `late` is called
    on that thread. `looks_s`, `again_s`: how often it looks, and after how long it tries again (real seconds)."""

    def __init__(
        self, event: Event, daily: Daily, clock: Clock, make: Make, late: Late,
        looks_s: float = LOOKS_EVERY_S, again_s: float = AGAIN_S,
    ) -> None:  # fmt: skip
        super().__init__("reports")
        self._event = event
        self._daily = daily
        self._clock = clock
        self._make = make
        self._late = late
        self._looks_s, self._again_s = looks_s, again_s
        self._changed: dict[date, datetime] = {}
        self._done: set[date] = set()
        self._doubtful = False
        self._tried_at: dict[date, float] = {}

    def _run(self) -> None:
        while not self._ending.wait(self._looks_s):
            try:
                self.look()
            except Trouble as trouble:
                log.warning("no report could be made", what=trouble.what.msgid)
            except Exception:
                log.exception("mistake while reports were looked after")

    def look(self) -> None:
        """Make the reports that are due now."""
        now = self._clock()
        over = [day for day in self._event.days if ends_at(self._event, day) <= now]
        self._hear(over, now)
        if not self._late.seen:
            return
        fresh = [day for day in over if day not in self._done]
        if self._doubtful and fresh:
            # what was taken back or settled may be of any day before
            self._changed |= dict.fromkeys(over, now - SETTLED)
            self._doubtful = False
        for day in over:
            changed = self._changed.get(day)
            if (day in fresh or (changed is not None and now - changed >= SETTLED)) and self._may_try(day):
                self._do(day)

    def _hear(self, over: Sequence[date], now: datetime) -> None:
        for tick in self._late():
            if tick.kind != Kind.SCAN:
                self._doubtful = True
            elif (day := self._event.day_of(tick.at)) in over:
                self._changed[day] = now

    def _may_try(self, day: date) -> bool:
        tried = self._tried_at.get(day)
        return not self._ending.is_set() and (tried is None or monotonic() - tried >= self._again_s)

    def _do(self, day: date) -> None:
        self._tried_at[day] = monotonic()
        is_first = self._daily.lacks(day)
        files = self._make(_of_day(self._daily, day), self._ending.is_set)
        self._done.add(day)
        self._changed.pop(day, None)
        del self._tried_at[day]
        if files:
            log.info("report made" if is_first else "new version of a report made", day=day.isoformat(), files=len(files))


def _of_day(daily: Daily, day: date) -> Order:
    return replace(daily.order, day=day.isoformat(), languages=daily.languages, if_changed=True)
