"""The fast tier: zxing-cpp on every frame, then what reads most for its milliseconds, as far as the frame's budget goes."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from checkin.scanning.attempts import NOWHERE, Attempt, Codes, fast_frame_attempts, fast_place_attempts
from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image
from checkin.scanning.patches import overlap
from checkin.scanning.places import likely, resembles_a_symbol
from checkin.scanning.zxing import ZXing

_MOST_PLACES = 3
_FRAME_PIXELS = 1280 * 720
_SMALLEST = 0.35  # of a frame: what a smaller picture may take all the same
_SLOWEST_PLAIN_MS = 3.0
_PLAIN_MS = 1.4
_NEVER_FITS = 8.0
_FORGOTTEN_A_LOOK = 0.995
_BEFORE_LOOKS = 1.6  # the plain look, and finding likely places
_KEPT_FOR_PLACES = 0.35


@dataclass(frozen=True, slots=True)
class Found:
    """What one look gave: codes, and the places where a symbol was located, or is likely, but was not read. `located`: a
    decoder located them. `hope`: something there resembles a symbol."""

    codes: Codes = ()
    unread: tuple[Corners, ...] = ()
    located: bool = False
    hope: bool = False


class FastTier:
    """Looks at every frame within `looks` times what zxing-cpp alone takes for it, `hopeful` times where a symbol was
    located or something resembles one. What a frame's budget did not get to, the next frame starts with; what read the last
    badge is tried first. `without` names attempts to leave out. One belongs to one thread."""

    name = "fast"

    def __init__(self, looks: float = 4.7, hopeful: float = 11.0, without: Sequence[str] = ()) -> None:
        self.looks = looks
        self.hopeful = hopeful
        self._plain = ZXing()
        self._on_frame = [attempt for attempt in fast_frame_attempts() if attempt.name not in without]
        self._on_place = [attempt for attempt in fast_place_attempts() if attempt.name not in without]
        self._orders = tuple(self._on_frame), tuple(self._on_place)
        self._plain_ms: deque[float] = deque(maxlen=25)
        self._cost = {attempt.name: attempt.ms / _PLAIN_MS for attempt in (*self._on_frame, *self._on_place)}

    def read(self, plane: Image) -> Codes:
        """See Decoder; `plane` is grey."""
        return self.read_one(plane).codes

    def read_one(self, plane: Image) -> Found:
        """What a grey picture shows that has nothing to do with those before it, within the budget."""
        self._on_frame[:], self._on_place[:] = self._orders
        return self.look(plane)

    def look(self, plane: Image, expected: Sequence[Corners] = ()) -> Found:
        """What a grey frame shows, within the budget. `expected`: where badges should be, after the frames before."""
        began = perf_counter()
        codes, unread = self._plain.examine(plane)
        plain_ms = (perf_counter() - began) * 1000
        unread = tuple(place for place in unread if not any(overlap(place, code.corners) for code in codes))[:_MOST_PLACES]
        if codes and not unread:
            return Found(codes)
        if not unread:  # an empty frame tells what zxing-cpp takes on this machine; a hard badge would raise it
            self._plain_ms.append(plain_ms * _FRAME_PIXELS / plane.size)
        # The quicker ones tell the machine, the slower ones what is before it.
        ordered = sorted(self._plain_ms) or [plain_ms * _FRAME_PIXELS / plane.size]
        unit = min(ordered[len(ordered) // 4], _SLOWEST_PLAIN_MS) * max(plane.size / _FRAME_PIXELS, _SMALLEST)
        places = unread or (*expected, *likely(plane, 1))[:_MOST_PLACES]
        hope = bool(unread) or any(resembles_a_symbol(plane, place) for place in places)
        budget = Budget(began, unit, self.hopeful if hope else self.looks, self._cost)
        return replace(self._look_closer(plane, codes, places, hope, budget), located=bool(unread), hope=hope)

    def _look_closer(self, plane: Image, codes: Codes, places: tuple[Corners, ...], hope: bool, budget: "Budget") -> Found:
        if not hope:
            found = _in_turn(self._on_frame, plane, NOWHERE, budget, budget.looks * (1 - _KEPT_FOR_PLACES))
            if found:
                return Found(found)
        left = []
        for number, place in enumerate(places, start=1):
            share = budget.looks * (0.7 + 0.3 * number / len(places))
            found = _in_turn(self._on_place, plane, place, budget, share)
            codes += tuple(code for code in found if code.text not in {known.text for known in codes})
            if not found:
                left.append(place)
        if not codes:
            codes = _in_turn(self._on_frame, plane, NOWHERE, budget, budget.looks)
        return Found(codes, tuple(left))


def _in_turn(attempts: list[Attempt], plane: Image, place: Corners, budget: "Budget", until: float) -> Codes:
    """What the first attempts read as far as the budget goes. Those that looked in vain go to the end of the queue; the one
    that read goes to its head."""
    for attempt in tuple(attempts):
        if budget.far_too_dear(attempt):
            continue
        if not budget.allows(attempt, until):
            break
        codes = budget.spend(attempt, plane, place)
        attempts.remove(attempt)
        if codes:
            attempts.insert(0, attempt)
            return codes
        attempts.append(attempt)
    return ()


class Budget:
    """The milliseconds of one look, counted in plain looks of `unit_ms`; `cost` learns what each attempt takes."""

    def __init__(self, began: float, unit_ms: float, looks: float, cost: dict[str, float]) -> None:
        self.looks = looks
        self._began = began
        self._unit_ms = unit_ms
        self._cost = cost

    def spent(self) -> float:
        """How many plain looks this one has taken so far."""
        return (perf_counter() - self._began) * 1000 / self._unit_ms

    def allows(self, attempt: Attempt, until: float) -> bool:
        """Whether `attempt` is reckoned to end in time."""
        return self.spent() + self._cost[attempt.name] <= until

    def far_too_dear(self, attempt: Attempt) -> bool:
        """Whether `attempt` costs more than this look may take. What never fits is forgotten slowly, as scenes change."""
        cost = self._cost[attempt.name]
        if cost > _NEVER_FITS:
            self._cost[attempt.name] *= _FORGOTTEN_A_LOOK
        return cost > self.looks - _BEFORE_LOOKS

    def spend(self, attempt: Attempt, plane: Image, place: Corners) -> Codes:
        """Let `attempt` look, and learn from the time it takes."""
        before = self.spent()
        codes = attempt.read(plane, place)
        self._cost[attempt.name] += 0.2 * (self.spent() - before - self._cost[attempt.name])
        return codes
