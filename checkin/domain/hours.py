"""When a checkpoint opens next, to tell a visitor who came at the wrong time."""

from datetime import UTC, date, datetime, time, timedelta

from checkin.domain.event import Checkpoint, Event
from checkin.domain.verdict import Window


def window_of(event: Event, checkpoint: Checkpoint, day: date) -> Window:
    """When `checkpoint` is open on `day`, in UTC."""
    opens = datetime.combine(day, checkpoint.opens or time.min, event.zone)
    closes = datetime.combine(day, checkpoint.closes or time.max, event.zone)
    if closes <= opens:
        closes = datetime.combine(day + timedelta(days=1), closes.timetz())
    return Window(opens.astimezone(UTC), closes.astimezone(UTC))


def next_window(event: Event, checkpoint: Checkpoint, now: datetime) -> Window:
    """The opening hours that come next after `now`; after the last day, those of the last day."""
    days = sorted(checkpoint.days if checkpoint.days is not None else event.days)
    windows = [window_of(event, checkpoint, day) for day in days]
    coming = [window for window in windows if window.opens is not None and window.opens > now]
    return coming[0] if coming else windows[-1]
