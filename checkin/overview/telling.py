"""Figures in words, the same on every screen: how old, how far to trust, how a desk stands, what is wrong."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.domain.alarms import AlarmKind, Cause
from checkin.domain.ranges import Range, Trust, range_of
from checkin.i18n import Phrase, Words, phrase
from checkin.overview.desks import DeskState
from checkin.sentences import Teller, grouped
from checkin.words import CAMERA_WORDS

MINUTE = timedelta(minutes=1)
SILENT = 2 * MINUTE
"""A desk that was not heard for so long turns amber."""
WAITED = timedelta(seconds=20)


class Level(StrEnum):
    """In which colour something is said."""

    GOOD = "good"
    LOOK = "look"
    QUIET = "quiet"


def age(words: Words, since: timedelta) -> str:
    """How long something is: 45 s, 6 min, 3 h."""
    if since < 2 * MINUTE:
        return words("{n} s", n=max(0, int(since.total_seconds())))
    if since < 120 * MINUTE:
        return words("{n} min", n=since // MINUTE)
    return words("{n} h", n=since // (60 * MINUTE))


def truth(words: Words, number: int, trust: Trust, *, falls: bool = True) -> str:
    """Where the truth of a number lies, "" where nothing is missing."""
    bounds = range_of(number, trust, falls=falls)
    if bounds == Range(number, number):
        return ""
    if bounds.high is None:
        return words("at least {low}", low=grouped(bounds.low))
    return words("{low} to {high}", low=grouped(bounds.low), high=grouped(bounds.high))


def silent_desks(words: Words, desks: Sequence[tuple[str, datetime | None]], now: datetime) -> str:
    """Which desks are silent, each with until when it is known whole; "" for none."""
    if len(desks) > 2:
        return words.plural("{n} desk is not heard", "{n} desks are not heard", len(desks))
    return " · ".join(_silence(words, desk, until, now) for desk, until in desks)


def _silence(words: Words, desk: str, until: datetime | None, now: datetime) -> str:
    if until is None:
        return words("Desk {desk}: not known yet", desk=desk)
    return words("Desk {desk} not heard for {time}", desk=desk, time=age(words, now - until))


def trusted(words: Words, silent: str, *, is_recovering: bool) -> tuple[str, Level, str]:
    """How far a hub's figures can be trusted: in a word, in which colour, and why. `silent`: which desks are, "" for none."""
    if is_recovering:
        why = words("The hub was restored and gathers what the desks know. Until it has, the truth may be more.")
        return words("Hub recovering"), Level.LOOK, why
    if silent:
        why = words("What these desks have written since cannot be counted yet. The ranges say how much that can be.")
        return silent, Level.LOOK, why
    return words("Live"), Level.GOOD, words("Everything that any desk wrote until then is counted.")


def inside_means(words: Words, earlier: int) -> str:
    """What the number of those inside is; `earlier`: so many of them came in before the day that is told of."""
    if earlier <= 0:
        return words("Last admitted scan is an entry")
    return words("Last admitted scan is an entry; {n} since an earlier day", n=grouped(earlier))


def standing(words: Words, desk: DeskState, now: datetime) -> tuple[str, Level]:
    """How a desk stands."""
    if desk.last_heard_at is None:
        return words("Never heard"), Level.QUIET
    if desk.is_closed:
        return words("Closed"), Level.QUIET
    since = now - desk.last_heard_at
    if since >= SILENT:
        return words("Silent for {time}", time=age(words, since)), Level.LOOK
    return (words("On its own"), Level.LOOK) if since > WAITED else (words("Strict"), Level.GOOD)


def wrong(cause: Cause, words: Words, teller: Teller) -> str:
    """What an alarm is about, and where."""
    return words(_wrong(cause, words, teller))


def _wrong(cause: Cause, words: Words, teller: Teller) -> Phrase:
    number = round(cause.number)
    match cause.kind:
        case AlarmKind.CAPACITY:
            return phrase("{place} is {percent} % full", place=teller.checkpoint(cause.where), percent=number)
        case AlarmKind.SILENT:
            return phrase("Desk {desk} silent for {minutes} min", desk=cause.where, minutes=number)
        case AlarmKind.FORGED:
            return phrase("False badges at {place}: {count}", place=teller.checkpoint(cause.where), count=grouped(number))
        case AlarmKind.REFUSALS:
            where = teller.gate(cause.where) or words("no gate")
            return phrase("{place} refuses {percent} % of the scans", place=where, percent=number)
        case AlarmKind.WAIT:
            where = teller.gate(cause.where) or words("no gate")
            return phrase("People wait {minutes} min at {place}", minutes=number, place=where)
    return phrase("Desk {desk}: {what}", desk=cause.where, what=care(cause.more, cause.number))


def care(what: str, number: float) -> Phrase:
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
