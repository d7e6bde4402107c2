"""How the desk stands to its hub, as the header says it: strict or on its own and since when, what waits, and what is wrong."""

from dataclasses import dataclass
from datetime import datetime

from checkin.desk.messages import Synced
from checkin.domain.event import Offline
from checkin.i18n import Words
from checkin.sentences import Teller, grouped
from checkin.sync.link import Standing, is_limited
from checkin.sync.messages import Cause
from ui.desk.state import DeskState
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


def stance_of(state: DeskState, now: datetime, words: Words, colours: Colours) -> Stance:
    """What the header says. A desk that was never let in by a hub is on its own, and that is no fault."""
    synced = state.synced
    if synced is None:
        tip = words("This desk decides from its own list. Its scans are kept until a hub takes them.")
        return Stance(words("On its own"), colours.look, "", tip)
    second = _waiting(words, state.waiting) if state.waiting else ""
    if synced.refused is not None:
        return _refused(synced.refused, words, colours, second)
    if synced.arriving is not None:
        return _arriving(synced.arriving, words, colours)
    match synced.standing:
        case Standing.STRICT:
            tip = words("The hub answers: each entry is asked for, so that nobody enters twice at two desks.")
            return Stance(words("Strict"), colours.admitted, second or words("in sync"), tip)
        case Standing.UNVERIFIED:
            return Stance(words("Hub recovering"), colours.look, second, _recovering(words, holds=_holds(state)))
    return _alone(state, synced, now, words, colours, second)


def clock_fault(synced: Synced | None, words: Words) -> tuple[str, str]:
    """How wrong this machine's clock is, and what to do about it; "" where it is right, or nobody knows."""
    if synced is None or abs(synced.ahead_s) <= CLOCKS_APART_S:
        return "", ""
    apart = words("{seconds} s", seconds=f"{synced.ahead_s:+.0f}")
    return apart, words("The clock of this machine is not the hub's. Times are shown corrected; set the clock all the same.")


def _alone(state: DeskState, synced: Synced, now: datetime, words: Words, colours: Colours, second: str) -> Stance:
    """The hub does not answer: since when, and what becomes of visitors meanwhile."""
    since, heard = _heard(state, synced.heard_at, now, words)
    if _holds(state):
        word = words("No hub since {moment}", moment=since) if since else words("No hub")
        tip = words("The hub does not answer, and this checkpoint admits nobody without it, unless a supervisor does (F8).")
        return Stance(word, colours.refused, second, f"{tip}\n{heard}")
    word = words("On its own since {moment}", moment=since) if since else words("On its own")
    tip = words("The hub does not answer. This desk decides on its own, and asks again by itself. Its scans are kept.")
    return Stance(word, colours.look, second, f"{tip}\n{heard}")


def _heard(state: DeskState, heard_at: datetime | None, now: datetime, words: Words) -> tuple[str, str]:
    """When the hub was heard last, in short: the time, or a day that is not today's; and in a sentence."""
    if heard_at is None or state.event is None:
        return "", words("The hub was never heard.")
    teller, day = Teller(words, state.event), state.event.day_of(heard_at)
    since = teller.clock(heard_at) if day == state.event.day_of(now) else teller.day(day)
    return since, words("The hub was last heard {moment}.", moment=teller.moment(now, heard_at))


def _recovering(words: Words, *, holds: bool) -> str:
    if holds:
        return words(
            "The hub was restored and still gathers what the desks know. This checkpoint admits nobody meanwhile, unless a "
            "supervisor does (F8)."
        )  # fmt: skip
    return words("The hub was restored and still gathers what the desks know. This desk decides on its own meanwhile.")


def _holds(state: DeskState) -> bool:
    """Whether the checkpoint admits nobody whom the hub could not be asked about."""
    checkpoint = state.event.checkpoints.get(state.checkpoint) if state.event is not None else None
    return checkpoint is not None and checkpoint.offline is Offline.HOLD and is_limited(checkpoint)


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
