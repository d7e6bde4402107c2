"""What staff and visitors do at a desk: how long it takes, and which lines the desk writes of it."""

from dataclasses import dataclass
from math import exp, inf, log
from random import Random

from checkin.simulation.visitors import Post

GROUPS, LARGEST_GROUP = 0.03, 6
PARTY = 1 + GROUPS * (2 + LARGEST_GROUP) / 2 - GROUPS
"""How many persons a party has on average."""

MEDIAN_S = {"entry": 4.0, "exit": 2.6}
SPREAD, BEFORE_SHOWN = 0.42, 0.7
REFUSED, OVERRIDDEN, SHOWN_TWICE, TAKEN_BACK, UNKNOWN = 0.04, 0.3, 0.03, 0.003, 0.1
TALK_S, TALK_SPREAD, TICKED_S = 12.0, 0.5, 1.3
PATIENCE_S, PATIENCE_SPREAD = 1_800.0, 0.5
LEARNS_S, SLOW_AT_FIRST = 1_200.0, 0.2


@dataclass(frozen=True, slots=True)
class Party:
    """People who are served together. A probe only looks how long it would have waited: it takes no time and nobody sees it.
    `patience_s`: they turn round before a queue that looks longer."""

    at_s: float
    size: int
    is_probe: bool = False
    patience_s: float = inf


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that the desk writes so long after the party stepped up; `who`: which of them, `undoes`: which line."""

    after_s: float
    kind: str = "scan"
    outcome: str | None = "admitted"
    reason: str | None = None
    who: int = 0
    is_known: bool = True
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """How long a desk was taken, and what it wrote."""

    takes_s: float
    shown: tuple[Shown, ...]


class Staff:
    """Everything that chance decides at the desks of a line."""

    def __init__(self, rng: Random, way: str) -> None:
        self.rng, self._way = rng, way

    def party(self, at_s: float) -> Party:
        """Who comes: mostly somebody alone; those who leave are scanned one by one."""
        is_group = self._way == "entry" and self.rng.random() < GROUPS
        size = self.rng.randint(2, LARGEST_GROUP) if is_group else 1
        return Party(at_s, size, patience_s=self.rng.lognormvariate(log(PATIENCE_S), PATIENCE_SPREAD))

    def serve(self, party: Party, post: Post, at_s: float) -> Service:
        """What happens when a party steps up to a desk; staff are slow for their first minutes."""
        new = max(0.0, 1 - (at_s - post.shifts[0][0]) / LEARNS_S)
        pace = post.pace * (1 + SLOW_AT_FIRST * new)
        takes_s = pace * self.rng.lognormvariate(log(MEDIAN_S[self._way]), SPREAD)
        if self._way == "exit":
            return Service(takes_s, (Shown(BEFORE_SHOWN * takes_s),))
        if party.size > 1:
            return self._group(party, takes_s)
        return self._refused(takes_s, pace) if self.rng.random() < REFUSED else self._admitted(takes_s)

    def _group(self, party: Party, takes_s: float) -> Service:
        takes_s += TICKED_S * party.size
        return Service(takes_s, tuple(Shown(BEFORE_SHOWN * takes_s, who=who) for who in range(party.size)))

    def _refused(self, takes_s: float, pace: float) -> Service:
        """A talk follows; some are let in after it, in the end."""
        at_s = BEFORE_SHOWN * takes_s
        talk_s = pace * TALK_S * exp(self.rng.gauss(0, TALK_SPREAD))
        is_known = self.rng.random() >= UNKNOWN
        refused = Shown(at_s, outcome="refused", reason="unpaid" if is_known else "invalid", is_known=is_known)
        if not is_known or self.rng.random() >= OVERRIDDEN:
            return Service(at_s + talk_s, (refused,))
        return Service(at_s + talk_s + 1, (refused, Shown(at_s + talk_s, reason="unpaid")))

    def _admitted(self, takes_s: float) -> Service:
        shown = Shown(BEFORE_SHOWN * takes_s)
        chance = self.rng.random()
        if chance < SHOWN_TWICE:
            again = Shown(shown.after_s + 2, outcome="refused", reason="already_redeemed")
            return Service(takes_s + 2, (shown, again))
        if chance < SHOWN_TWICE + TAKEN_BACK:
            return Service(takes_s + 6, (shown, Shown(shown.after_s + 5, "undo", None, undoes=0)))
        return Service(takes_s, (shown,))
