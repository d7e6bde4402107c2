"""The clock: whether it can be right."""

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from checkin.desk.clock import SLACK, clock_fault, shown
from checkin.i18n import phrase
from checkin.rehearsal.database import opened
from checkin.rehearsal.disk import existing
from checkin.rehearsal.findings import Finding, Place, fault, ok, warning
from checkin.trouble import Trouble

MOST_APART_S = 2


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clock says (`now`), and what it can be held against: the event's time zone, the time of the journal's last line,
    when the desk's files were written last, how far it is ahead of the disk's clock (s), and what this machine adds to UTC."""

    now: datetime
    zone: ZoneInfo | None
    last: datetime | None
    written: datetime | None
    apart_s: float
    offset: timedelta


def clock(place: Place) -> Finding:
    """Whether the clock can be right: after this program was made, not before the last scan, in step with the disk's."""
    return judged_clock(clock_facts(place, datetime.now(UTC)))


def clock_facts(place: Place, now: datetime) -> ClockFacts:
    """What this machine and this desk's files say."""
    zone, last = zone_and_last_scan(place)
    offset = now.astimezone().utcoffset() or timedelta()
    return ClockFacts(now, zone, last, last_written(place.path), seconds_apart(existing(place.path)), offset)


def judged_clock(seen: ClockFacts) -> Finding:
    """What the facts come to."""
    measured: dict[str, object] = {"now": seen.now.isoformat()}
    if (wrong := clock_fault(seen.now, seen.last, seen.zone)) is not None:
        return fault(wrong, **measured)
    if seen.written is not None and seen.now < seen.written - SLACK:
        return fault(phrase(
            "The clock says {time}, but this desk's files were written at {written}. Set date and time.",
            time=shown(seen.now, seen.zone), written=shown(seen.written, seen.zone),
        ), **measured)  # fmt: skip
    apart = round(seen.apart_s)
    if abs(apart) > MOST_APART_S:
        what = phrase("This machine's clock and its disk's differ by {seconds} s. Use a local disk.", seconds=apart)
        return warning(what, **measured)
    return ok(phrase("It is {time}. Compare with your watch.", time=shown(seen.now, seen.zone)), **measured)


def judged_zone(seen: ClockFacts) -> Finding:
    """Whether this machine lives in the event's time zone. One that does not shows another time than the desk; and if somebody
    had set its hands to look right, every scan would be hours off."""
    if seen.zone is None:
        return warning(phrase("This desk has no event yet."))
    machine = f"{seen.now.astimezone(timezone(seen.offset)):%H:%M}"
    event = f"{seen.now.astimezone(seen.zone):%H:%M}"
    measured: dict[str, object] = {"machine": machine, "event": event}
    if seen.offset != seen.now.astimezone(seen.zone).utcoffset():
        return warning(phrase(
            "This machine shows {machine}, and where the event is it is {event}. If {event} is right, choose the time zone "
            "{zone}; if not, set date and time.", machine=machine, event=event, zone=seen.zone.key,
        ), **measured)  # fmt: skip
    return ok(phrase("This machine keeps the time of {zone}.", zone=seen.zone.key), **measured)


def zone_and_last_scan(place: Place) -> tuple[ZoneInfo | None, datetime | None]:
    """The event's time zone, and when the last scan in this desk's journal was; None what is not there or cannot be read."""
    try:
        with opened(place) as store:
            event = store.event() if store else None
            if store is None or event is None:
                return None, None
            times = [item.line.at for item in store.journal.lines(after=store.journal.head().seq - 1)]
            return event.zone, times[0] if times else None
    except Trouble:
        return None, None  # the check of the database tells


def last_written(folder: Path) -> datetime | None:
    """When the newest file in `folder` was written; None without one."""
    if not folder.is_dir():
        return None
    times = [path.stat().st_mtime for path in folder.iterdir() if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def seconds_apart(folder: Path) -> float:
    """How far this machine's clock is ahead of the one that stamps files in `folder`; 0 where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return time.time() - os.fstat(file.fileno()).st_mtime
    except OSError:
        return 0.0  # the check of the disk tells
