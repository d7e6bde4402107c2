"""The fast tier: zxing-cpp on every frame, then what reads most for its milliseconds, as far as the frame's budget goes."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter

from checkin.scanning import variants
from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image
from checkin.scanning.patches import box, cut, enlarged, likely
from checkin.scanning.tapir import Tapir, tapir_available
from checkin.scanning.zxing import ZXing

Codes = tuple[Code, ...]
Seeing = Callable[[Image], Codes]

_MOST_REGIONS = 3
_SLOWEST_PLAIN_MS = 6.0
_DEAREST = 1.7
_FORGOTTEN_A_LOOK = 0.995


@dataclass(frozen=True, slots=True)
class Stage:
    """One way to read a picture. `ms` is what it is reckoned to cost as a multiple of zxing-cpp's plain look, until measured."""

    name: str
    see: Seeing
    looks: float


@dataclass(frozen=True, slots=True)
class Found:
    """What one look gave: codes, and the places where a symbol was located, or is likely, but was not read."""

    codes: Codes = ()
    unread: tuple[Corners, ...] = ()
    located: bool = False


def frame_stages() -> tuple[Stage, ...]:
    """The stages for whole frames, most codes for the milliseconds first; tapirscan where it is installed."""
    zxing = ZXing()
    stages = [
        Stage("histogram", lambda plane: zxing.examine(plane, True, "zxing histogram")[0], 0.6),
        Stage("gamma 0.5", lambda plane: zxing.examine(variants.brighter(plane), label="zxing gamma 0.5")[0], 1.3),
        Stage("gamma 2", lambda plane: zxing.examine(variants.darker(plane), label="zxing gamma 2")[0], 1.2),
        Stage("median", lambda plane: zxing.examine(variants.calmed(plane), label="zxing median")[0], 1.2),
        Stage("1.5x", lambda plane: _enlarged(zxing, plane), 3.3),
    ]
    if tapir_available():
        stages.insert(3, Stage("tapirscan", _half_size(Tapir("low")), 1.9))
    return tuple(stages)


def region_stages() -> tuple[Stage, ...]:
    """The stages for patches of some 480 pixels around a symbol."""
    zxing = ZXing()

    def by(change: Callable[[Image], Image], name: str, by_histogram: bool = False) -> Seeing:
        return lambda patch: zxing.examine(change(patch), by_histogram, f"zxing {name}")[0]

    return (
        Stage("close", lambda patch: zxing.examine(patch, label="zxing close")[0], 0.5),
        Stage("close even", by(variants.evened, "close even"), 0.6),
        Stage("close sharp", by(variants.sharpened, "close sharp"), 0.9),
        Stage("close gamma", by(variants.brighter, "close gamma", True), 0.4),
        Stage("close smooth", by(variants.smoothed, "close smooth"), 0.6),
    )


def _enlarged(zxing: ZXing, plane: Image) -> Codes:
    patch = enlarged(plane, 1.5)
    return patch.in_frame(zxing.examine(patch.image, label="zxing 1.5x")[0])


def _half_size(tapir: Tapir) -> Seeing:
    def see(plane: Image) -> Codes:
        patch = enlarged(plane, 0.5)
        return patch.in_frame(tapir.read(patch.image))

    return see


class FastTier:
    """Looks at every frame within `looks` times what zxing-cpp alone takes for it (`looks_at_region` times where a symbol was
    located). What a frame's budget did not get to, the next frame starts with; what read the last badge is tried first.
    `without` names stages to leave out. One belongs to one thread."""

    name = "fast"

    def __init__(self, looks: float = 4.9, looks_at_region: float = 10.0, without: Sequence[str] = ()) -> None:
        self.looks = looks
        self.looks_at_region = looks_at_region
        self._first = ZXing()
        self._on_frame = [stage for stage in frame_stages() if stage.name not in without]
        self._on_region = [stage for stage in region_stages() if stage.name not in without]
        self._frame_order, self._region_order = tuple(self._on_frame), tuple(self._on_region)
        self._guesses = "likely" not in without
        self._plain_ms: deque[float] = deque(maxlen=25)
        self._cost = {stage.name: stage.looks for stage in (*self._on_frame, *self._on_region)}
        self._seen_at: Corners | None = None

    def read(self, plane: Image) -> Codes:
        """See Decoder; `plane` is grey."""
        return self.read_one(plane).codes

    def read_one(self, plane: Image) -> Found:
        """What a grey picture shows that has nothing to do with those before it, within the budget."""
        self._on_frame[:], self._on_region[:] = self._frame_order, self._region_order
        self._seen_at = None
        return self.look(plane)

    def look(self, plane: Image) -> Found:
        """What a grey frame shows, within the budget."""
        began = perf_counter()
        codes, unread = self._first.examine(plane)
        plain_ms = (perf_counter() - began) * 1000
        unread = tuple(place for place in unread if not any(_overlap(place, code.corners) for code in codes))[:_MOST_REGIONS]
        if codes and not unread:
            self._seen_at = codes[0].corners
            return Found(codes)
        if not unread:  # an empty frame tells what zxing-cpp takes on this machine; a hard badge would raise it
            self._plain_ms.append(min(plain_ms, _SLOWEST_PLAIN_MS))
        unit = median(self._plain_ms) if self._plain_ms else min(plain_ms, _SLOWEST_PLAIN_MS)
        budget = Budget(began, unit, self.looks_at_region if unread else self.looks, self._cost)
        return self._look_closer(plane, codes, unread, budget)

    def _look_closer(self, plane: Image, codes: Codes, unread: tuple[Corners, ...], budget: "Budget") -> Found:
        places = unread or self._places(plane)
        if not codes and not unread:
            found = self._frame(plane, budget, budget.looks * 0.6)
            if found:
                return self._remembered(found)
        left = []
        for place in places:
            found = self._region(plane, place, budget)
            codes += tuple(code for code in found if code.text not in {known.text for known in codes})
            if not found:
                left.append(place)
        if not codes:
            codes = self._frame(plane, budget, budget.looks)
        return replace(self._remembered(codes), unread=tuple(left), located=bool(unread))

    def _remembered(self, codes: Codes) -> Found:
        self._seen_at = codes[0].corners if codes else None
        return Found(codes)

    def _places(self, plane: Image) -> tuple[Corners, ...]:
        """Where to look in a frame in which nothing was located: where a badge was just now, and where one is likely."""
        seen = (self._seen_at,) if self._seen_at is not None else ()
        guessed = likely(plane, 1) if self._guesses else ()
        return (*seen, *guessed)[:_MOST_REGIONS]

    def _region(self, plane: Image, place: Corners, budget: "Budget") -> Codes:
        patch = cut(plane, place)
        if patch is None:
            return ()
        return patch.in_frame(_in_turn(self._on_region, patch.image, budget, budget.looks))

    def _frame(self, plane: Image, budget: "Budget", until: float) -> Codes:
        return _in_turn(self._on_frame, plane, budget, until)


def _in_turn(stages: list[Stage], picture: Image, budget: "Budget", until: float) -> Codes:
    """What the first stages read as far as the budget goes. Those that looked in vain go to the end of the queue; the one
    that read goes to its head."""
    for stage in tuple(stages):
        if budget.far_too_dear(stage):
            continue
        if not budget.allows(stage, until):
            break
        codes = budget.spend(stage, picture)
        stages.remove(stage)
        if codes:
            stages.insert(0, stage)
            return codes
        stages.append(stage)
    return ()


class Budget:
    """The milliseconds of one look, counted in plain looks of `unit_ms`; `cost` learns what each stage takes."""

    def __init__(self, began: float, unit_ms: float, looks: float, cost: dict[str, float]) -> None:
        self.looks = looks
        self._began = began
        self._unit_ms = unit_ms
        self._cost = cost
        self._stages = 0

    def spent(self) -> float:
        """How many plain looks this one has taken so far."""
        return (perf_counter() - self._began) * 1000 / self._unit_ms

    def allows(self, stage: Stage, until: float) -> bool:
        """Whether `stage` is reckoned to end in time; the first one may take longer, or a dear one would never get its turn."""
        reckoned = self.spent() + self._cost[stage.name]
        return reckoned <= until or (self._stages == 0 and reckoned <= _DEAREST * self.looks)

    def far_too_dear(self, stage: Stage) -> bool:
        """Whether `stage` costs more than any look may take. That is forgotten slowly, as scenes change."""
        if self._cost[stage.name] <= (_DEAREST - 0.3) * self.looks:
            return False
        self._cost[stage.name] *= _FORGOTTEN_A_LOOK
        return True

    def spend(self, stage: Stage, picture: Image) -> Codes:
        """Let `stage` look, and learn from the time it takes."""
        before = self.spent()
        codes = stage.see(picture)
        self._stages += 1
        self._cost[stage.name] += 0.2 * (self.spent() - before - self._cost[stage.name])
        return codes


def _overlap(one: Corners, other: Corners) -> bool:
    shape = (1 << 20, 1 << 20)
    left, top, right, bottom = box(one, shape, 1.0)
    left2, top2, right2, bottom2 = box(other, shape, 1.0)
    return left < right2 and left2 < right and top < bottom2 and top2 < bottom
