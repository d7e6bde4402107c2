"""What each stage of the two tiers earns: every stage by itself, without a budget, on every picture that zxing-cpp does not
read. So neither the order of the stages nor the machine's noise decides which of them reads a picture."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from checkin.scanning import attempts
from checkin.scanning.attempts import NOWHERE, Attempt, Codes
from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image
from checkin.scanning.places import likely
from checkin.scanning.zxing import ZXing

_MOST_PLACES = 3
_MOST_LIKELY = 2

Gain = tuple[int, str]
"""A picture's number in the set, and a text in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A stage or attempt, as the tier that has it calls it. `at_places`: it looks at places and not at the whole frame."""

    tier: str
    name: str
    at_places: bool
    read: Callable[[Image, Corners], Codes]


@dataclass(slots=True)
class Earned:
    """What a way gave on the pictures tried: the texts that zxing-cpp misses, those of them that only a guess of the place led
    to, the number of texts that are not there, and the milliseconds of its calls."""

    way: Way
    gained: set[Gain] = field(default_factory=set)
    guessed: set[Gain] = field(default_factory=set)
    wrong: int = 0
    ms: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Share:
    """A way's part in the whole: texts read, those that no other way reads, and those that no earlier one in the chain does."""

    earned: Earned
    read: int
    alone: int
    more: int


class Ablation:
    """Collects, picture by picture. `tried` counts the pictures that zxing-cpp left something of, or that are empty; `missing`
    has the texts that it missed."""

    def __init__(self) -> None:
        self.earned = [Earned(way) for way in ways()]
        self.tried = 0
        self.missing: set[Gain] = set()
        self._plain = ZXing()
        self._warm_up()

    def show(self, number: int, plane: Image, truth: Sequence[str]) -> None:
        """Try every way at the picture of that number, if zxing-cpp does not read all of its texts, or if it has none."""
        codes, unread = self._plain.examine(plane)
        missed = set(truth) - {code.text for code in codes}
        if truth and not missed:
            return
        self.tried += 1
        self.missing |= {(number, text) for text in missed}
        places = (*unread, *likely(plane, _MOST_LIKELY))[:_MOST_PLACES]
        for earned in self.earned:
            for place_number, place in enumerate(places if earned.way.at_places else (NOWHERE,)):
                began = perf_counter()
                texts = {code.text for code in earned.way.read(plane, place)}
                earned.ms.append((perf_counter() - began) * 1000)
                earned.wrong += len(texts - set(truth))
                gained = {(number, text) for text in texts & missed} - earned.gained
                earned.gained |= gained
                earned.guessed |= gained if earned.way.at_places and place_number >= len(unread) else set()

    def shares(self) -> list[Share]:
        """Each way's part, in the order of the tiers and of the chain within them."""
        shares, before = [], set[Gain]()
        for earned in self.earned:
            others = set[Gain]().union(*(other.gained for other in self.earned if other is not earned))
            shares.append(Share(earned, len(earned.gained), len(earned.gained - others), len(earned.gained - before)))
            before |= earned.gained
        return shares

    def ceiling(self) -> int:
        """How many of the missing texts the ways read, all together."""
        return len(set[Gain]().union(*(earned.gained for earned in self.earned)))

    def _warm_up(self) -> None:
        blank = np.random.default_rng(1).integers(100, 110, (360, 640), dtype=np.uint8)
        place: Corners = ((250.0, 100.0), (350.0, 100.0), (350.0, 200.0), (250.0, 200.0))
        for earned in self.earned:
            earned.way.read(blank, place)


def ways() -> tuple[Way, ...]:
    """All attempts of both tiers, as they stand in their chains."""
    return (
        *_ways("fast", False, attempts.fast_frame_attempts()),
        *_ways("fast", True, attempts.fast_place_attempts()),
        *_ways("deep", False, attempts.deep_frame_attempts()),
        *_ways("deep", True, attempts.deep_place_attempts()),
    )


def _ways(tier: str, at_places: bool, chain: Sequence[Attempt]) -> Iterator[Way]:
    return (Way(tier, attempt.name, at_places, attempt.read) for attempt in chain)
