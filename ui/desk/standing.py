"""How the desk stands to its hub, as the header says it: strict or on its own, what waits, and what is wrong."""

from dataclasses import dataclass

from checkin.desk.messages import Synced
from checkin.i18n import Words
from checkin.sentences import grouped
from checkin.sync.link import Standing
from checkin.sync.messages import Cause
from ui.theme import Colours

CLOCKS_APART_S = 30.0
"""From here on staff are warned that this clock is wrong."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What to say: a word, the colour of its point, a second line, an explanation."""

    word: str
    colour: str
    second: str
    tip: str


def stance_of(synced: Synced | None, waiting: int | None, words: Words, colours: Colours) -> Stance:
    """What the header says. A desk that was never let in by a hub is on its own, and that is no fault."""
    if synced is None:
        tip = words("This desk decides from its own list. Its scans are kept until a hub takes them.")
        return Stance(words("On its own"), colours.look, "", tip)
    second = _waiting(words, waiting) if waiting else ""
    if synced.refused is not None:
        return _refused(synced.refused, words, colours, second)
    apart = abs(synced.ahead_s) > CLOCKS_APART_S
    if apart:
        second = words("Clock {seconds} s", seconds=f"{synced.ahead_s:+.0f}")
    if synced.arriving is not None:
        return _arriving(synced.arriving, words, colours)
    match synced.standing:
        case Standing.STRICT:
            tip = words("The hub answers: each entry is asked for, so that nobody enters twice at two desks.")
            return Stance(words("Strict"), colours.admitted, second, tip)
        case Standing.UNVERIFIED:
            tip = words("The hub was restored and still gathers what the desks know. This desk decides on its own meanwhile.")
            return Stance(words("Hub recovering"), colours.look, second, tip)
    tip = words("The hub does not answer. This desk decides on its own, and asks again by itself. Its scans are kept.")
    return Stance(words("On its own"), colours.look, second, tip)


def _arriving(arrived: tuple[int, int], words: Words, colours: Colours) -> Stance:
    """Until the list is whole, that is what counts: nearly everybody is unknown here."""
    have, of = arrived
    second = f"{grouped(have)} / {grouped(of)}" if of else ""
    tip = words("The list of registrations is still arriving: a badge that is not known here yet may be a good one.")
    return Stance(words("List arriving"), colours.look, second, tip)


def _refused(cause: Cause, words: Words, colours: Colours, second: str) -> Stance:
    if cause is Cause.REVOKED:
        tip = words("The hub has cut this desk off. What it knew of people was removed; its scans are kept.")
        return Stance(words("Cut off"), colours.refused, second, tip)
    tip = words("The hub refuses this desk. Call a supervisor: it may have to be let in anew.")
    return Stance(words("Refused by the hub"), colours.refused, second, tip)


def _waiting(words: Words, scans: int) -> str:
    return words.plural("{count} scan waits", "{count} scans wait", scans, count=grouped(scans))
