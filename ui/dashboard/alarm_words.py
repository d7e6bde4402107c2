"""Alarms in words."""

from checkin.domain.alarms import Alarm, AlarmKind, Cause
from checkin.i18n import Phrase, phrase
from checkin.sentences import grouped
from checkin.words import CAMERA_WORDS
from ui.dashboard.telling import Telling

ICONS = {
    AlarmKind.CAPACITY: "users", AlarmKind.SILENT: "wifi-off", AlarmKind.FORGED: "shield", AlarmKind.REFUSALS: "user-x",
    AlarmKind.WAIT: "timer", AlarmKind.CARE: "laptop",
}  # fmt: skip


def sentence(cause: Cause, telling: Telling) -> str:
    """What is wrong, and where."""
    return telling.words(_phrase(cause, telling))


def _phrase(cause: Cause, telling: Telling) -> Phrase:
    teller, number = telling.teller, round(cause.number)
    match cause.kind:
        case AlarmKind.CAPACITY:
            return phrase("{place} is {percent} % full", place=teller.checkpoint(cause.where), percent=number)
        case AlarmKind.SILENT:
            return phrase("Desk {desk} silent for {minutes} min", desk=cause.where, minutes=number)
        case AlarmKind.FORGED:
            return phrase("False badges at {place}: {count}", place=teller.checkpoint(cause.where), count=grouped(number))
        case AlarmKind.REFUSALS:
            where = teller.gate(cause.where) or telling.words("no gate")
            return phrase("{place} refuses {percent} % of the scans", place=where, percent=number)
        case AlarmKind.WAIT:
            where = teller.gate(cause.where) or telling.words("no gate")
            return phrase("People wait {minutes} min at {place}", minutes=number, place=where)
    return phrase("Desk {desk}: {what}", desk=cause.where, what=care_words(cause.more, cause.number))


def care_words(what: str, number: float) -> Phrase:
    """What of a desk's machine needs somebody, as checkin.overview.alarming.cares_of tells it."""
    kind, _, state = what.partition(" ")
    match kind:
        case "clock":
            return phrase("clock {seconds} s off", seconds=f"{number:+.0f}")
        case "battery":
            return phrase("battery {percent} %", percent=round(number))
        case "disk":
            return phrase("disk {megabytes} MB free", megabytes=round(number))
    return phrase("camera: {state}", state=CAMERA_WORDS.get(state, phrase("not working")))


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
