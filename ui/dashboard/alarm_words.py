"""Alarms in words."""

from checkin.domain.alarms import Alarm, AlarmKind, Cause
from checkin.overview.telling import wrong
from ui.dashboard.telling import Telling

ICONS = {
    AlarmKind.CAPACITY: "users", AlarmKind.SILENT: "wifi-off", AlarmKind.FORGED: "shield", AlarmKind.REFUSALS: "user-x",
    AlarmKind.WAIT: "timer", AlarmKind.CARE: "laptop",
}  # fmt: skip


def sentence(cause: Cause, telling: Telling) -> str:
    """What is wrong, and where."""
    return wrong(cause, telling.words, telling.teller)


def times(alarm: Alarm, telling: Telling) -> str:
    """Since when, until when, and who has seen it."""
    words, teller = telling.words, telling.teller
    if alarm.ended_at is None:
        span = words("since {time}", time=teller.clock(alarm.raised_at))
    else:
        span = words("{start} to {end}", start=teller.clock(alarm.raised_at), end=teller.clock(alarm.ended_at))
    if alarm.seen_at is None:
        return f"{span} · {words('not seen yet')}"
    return f"{span} · {words('seen {time}', time=teller.clock(alarm.seen_at))}"
