"""How far a total can be trusted: what desks that are silent may have written meanwhile, as a range (docs/totals.md).

Every line that a desk writes changes each number of a tally by one at most: an entry, an exit, a refusal, or an undo of one of
them. So where `lines` lines at most are missing, the truth lies within `lines` of what was counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is taken for granted: a desk that was complete within `heard_within` counts as heard, as it reports every five
    seconds; and in any stretch of time a desk writes at most `lines_a_minute`, and `at_once` more: the largest group."""

    heard_within: timedelta = timedelta(seconds=20)
    lines_a_minute: int = 30
    at_once: int = 30


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class Source:
    """One journal that lines come from. `complete_until`: everything that was written to it before is counted; None: that is not
    known. `closed`: its desk ended in order, with nothing left to bring."""

    desk: str
    gate: str
    complete_until: datetime | None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """Whatever any desk wrote until `as_of` is counted, but for `missing` lines at most, of the desks in `silent`; None: nobody
    knows how many."""

    as_of: datetime
    silent: tuple[Source, ...] = ()
    missing: int | None = 0
    bounds: Bounds = USUAL


@dataclass(frozen=True, slots=True)
class Range:
    """The truth is `low` at least and `high` at most; None: nobody knows."""

    low: int
    high: int | None


def trust_in(sources: Iterable[Source], now: datetime, bounds: Bounds = USUAL, *, is_recovering: bool = False) -> Trust:
    """What the age of what is known of each journal comes to. `is_recovering`: the hub was restored, and desks may know lines, of
    other desks too, that it has forgotten."""
    there = [one for one in sources if not one.closed]
    known = [(one, one.complete_until) for one in there if one.complete_until is not None]
    heard = [(one, until) for one, until in known if now - until <= bounds.heard_within]
    as_of = min([now, *(until for _, until in heard)])
    silent = tuple(one for one in there if all(one is not other for other, _ in heard))
    lines = [most_lines(one, as_of, bounds) for one in silent]
    is_known = not is_recovering and None not in lines
    return Trust(as_of, silent, sum(one or 0 for one in lines) if is_known else None, bounds)


def trust_until(trust: Trust, moment: datetime) -> Trust:
    """The same of what desks wrote before a moment: what they wrote later does not matter."""
    if moment >= trust.as_of:
        return trust
    silent = tuple(one for one in trust.silent if one.complete_until is None or one.complete_until < moment)
    lines = [most_lines(one, moment, trust.bounds) for one in silent]
    missing = None if trust.missing is None or None in lines else sum(one or 0 for one in lines)
    return replace(trust, as_of=moment, silent=silent, missing=missing)


def bounds_for(largest_group: int) -> Bounds:
    """As usual, and a group may be so large."""
    return replace(USUAL, at_once=max(USUAL.at_once, largest_group))


def most_lines(source: Source, until: datetime, bounds: Bounds = USUAL) -> int | None:
    """How many lines of a journal may be missing that were written before `until`; None: nobody knows."""
    if source.complete_until is None:
        return None
    since = until - source.complete_until
    return bounds.at_once + -(-since * bounds.lines_a_minute // timedelta(minutes=1)) if since > timedelta() else 0


def range_of(number: int, trust: Trust, *, falls: bool = True) -> Range:
    """Where the truth lies of a number that was counted. `falls`: whether a line can make it smaller; a refusal is never taken
    back."""
    if trust.missing is None:
        return Range(0 if falls else number, None)
    return Range(max(0, number - trust.missing) if falls else number, number + trust.missing)
