"""Queues in words."""

from checkin.domain.journal import moment
from checkin.domain.pressure import Close, GatePressure, Open, Wait
from checkin.i18n import Words
from checkin.sentences import Teller, grouped


def line_name(words: Words, teller: Teller, line: GatePressure) -> str:
    """Whose queue it is: the gate, and the way where it is not in."""
    gate = teller.gate(line.gate) or words("no gate")
    return words("{gate}, exit", gate=gate) if line.way == "exit" else gate


def wait_of(words: Words, wait: Wait) -> str:
    """How long somebody waits who comes then."""
    minutes = _minutes(wait.wait_s)
    return words("{n} min", n=minutes) if minutes else words("No wait")


def standing_there(words: Words, line: GatePressure) -> str:
    """How sure the wait is, how many stand there, how many come a minute."""
    low, high = _minutes(line.now.low_s), _minutes(line.now.high_s)
    said = [words("{low} to {high} min", low=low, high=high)] if high > max(low, _minutes(line.now.wait_s)) else []
    if round(line.waiting):
        said.append(words("{n} wait", n=grouped(round(line.waiting))))
    said.append(words("{n}/min", n=f"{line.arrivals_per_min:.0f}"))
    return " · ".join(said)


def advised(words: Words, teller: Teller, advice: Open | Close, now: Wait) -> str:
    """What to do about a queue, and why."""
    if isinstance(advice, Close):
        return words("One desk can be closed")
    what = words.plural("Open one more desk", "Open {n} more desks", advice.desks_more)
    if advice.at_us <= now.at_us:
        return what
    return words("{what}: {n} min from {time}", what=what, n=_minutes(advice.wait_s), time=teller.clock(moment(advice.at_us)))


def _minutes(seconds: float) -> int:
    return round(seconds / 60)
