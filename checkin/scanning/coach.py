"""The scan coach: while a badge is held up and cannot be read, one quiet hint what to change."""

from collections import Counter, deque
from dataclasses import dataclass
from math import hypot

from checkin.scanning.finders import cut_off, finders
from checkin.scanning.glimpse import glimpsed
from checkin.scanning.measures import Measures, measured
from checkin.scanning.messages import Corners, Hint, Seen
from checkin.scanning.opencv import Image, grey


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on each thing is what keeps a badge from being read (see Measures), and the coach's times, in seconds."""

    too_high: float = 0.85
    burnt: float = 0.45
    burnt_depth: float = 0.7
    grain: float = 0.1
    paper: float = 28.0
    blank: float = 0.1
    blank_depth: float = 0.6
    one_way: float = 0.5
    one_way_moving: float = 0.25
    moving_px_s: float = 250.0
    soft_px: float = 1.7
    soft_depth: float = 0.8
    fine_depth: float = 0.7
    smallest_px: float = 30.0

    look_every: float = 0.15
    speaks_after: float = 0.7
    most: float = 0.6
    """Share of the looks in which a symbol, and of those in which one and the same cause, must have been found."""
    keeps: float = 0.3
    """The same for the hint that is shown already, so that it does not flicker."""
    lasts: float = 1.5
    gone_after: float = 0.5
    quiet_after_read: float = 1.5
    lies_after: float = 8.0
    """What has not moved for so long lies or hangs there: nobody holds it."""
    moved_px: float = 3.0


LIMITS = Limits()


def advice(seen: Measures, speed_px_s: float = 0.0, limits: Limits = LIMITS) -> Hint | None:
    """What keeps the symbol from being read, the first that holds: where the light is wrong nothing else can be told, and
    where only a part of it is in the picture, nothing of its sharpness. None where nothing measured explains it.
    `speed_px_s`: how fast its place moves."""
    if seen.burnt > limits.burnt and seen.depth < limits.burnt_depth:
        return Hint.TOO_BRIGHT
    if seen.grain > limits.grain or seen.paper < limits.paper:
        return Hint.TOO_DARK
    if seen.cut or seen.side_px > limits.too_high * seen.height_px:
        return Hint.FARTHER
    if seen.blank > limits.blank and seen.depth > limits.blank_depth:
        return Hint.GLARE
    if seen.one_way > (limits.one_way_moving if speed_px_s > limits.moving_px_s else limits.one_way):
        return Hint.HOLD_STILL
    if seen.soft_px > limits.soft_px:
        return Hint.UNSHARP if seen.depth < limits.soft_depth else None
    return Hint.CLOSER if seen.depth < limits.fine_depth or seen.side_px < limits.smallest_px else None


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look came to: the middle of the unread symbol (None: there is none), and the advice for it."""

    at: float
    middle: tuple[float, float] | None
    hint: Hint | None


class Coach:
    """Give it every frame that was looked at, in order; `hint` is what to show now. Times are those of the frames, in seconds.

    It speaks when for `speaks_after` a symbol was there in most looks, nothing was read, and most of these looks agree why;
    it keeps a hint for `lasts` at least, and falls silent at once when a code is read, and `gone_after` the last symbol.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.hint: Hint | None = None
        self.given: Counter[Hint] = Counter()
        self._glances: deque[Glance] = deque()
        self._read_at = float("-inf")
        self._located_at = float("-inf")
        self._said_at = float("-inf")
        self._rest: tuple[tuple[float, float], float] | None = None
        self._came = False

    def watch(self, image: Image, seen: Seen, at: float, still: bool = False) -> Hint | None:
        """The hint to show, now that this was seen in a frame taken `at`. `still`: nothing moves, so that what was found in the
        last frame still holds."""
        if seen.codes:
            self._read_at = at
        if 0 <= at - self._read_at < self.limits.quiet_after_read:
            self._glances.clear()
            self._say(None, at)
        elif not self._glances or not 0 <= at - self._glances[-1].at < self.limits.look_every:
            self._take(self._glance(image, seen, at, still))
            self._decide(at)
        return self.hint

    def _glance(self, image: Image, seen: Seen, at: float, still: bool) -> Glance:
        last = self._glances[-1] if self._glances else None
        if still and last is not None:
            return Glance(at, last.middle, last.hint)
        plane = grey(image)
        place = _largest(seen.unread) or cut_off(finders(plane), plane.shape) or glimpsed(plane)
        measures = measured(plane, place) if place is not None else None
        if place is None or measures is None:
            return Glance(at, None, None)
        middle = sum(x for x, _ in place) / 4, sum(y for _, y in place) / 4
        return Glance(at, middle, advice(measures, _speed(last, middle, at), self.limits))

    def _take(self, glance: Glance) -> None:
        while self._glances and not 0 <= glance.at - self._glances[0].at <= 1.5 * self.limits.speaks_after:
            self._glances.popleft()
        self._glances.append(glance)
        if glance.middle is None:
            self._came = True
            return
        self._located_at = glance.at
        if self._rest is None or _distance(self._rest[0], glance.middle) > self.limits.moved_px:
            self._came = self._came or self._rest is not None
            self._rest = glance.middle, glance.at

    def _decide(self, at: float) -> None:
        limits = self.limits
        if not 0 <= at - self._located_at < limits.gone_after:
            self._rest = None
            self._say(None, at)
            return
        if self._lies(at):
            self._say(None, at)
            return
        if self.hint is None or not 0 <= at - self._said_at < limits.lasts:
            self._say(self._agreed(at), at)

    def _agreed(self, at: float) -> Hint | None:
        """The advice of most of the latest looks, None where there is none."""
        if at - self._glances[0].at < self.limits.speaks_after:
            return None
        located = [glance for glance in self._glances if glance.middle is not None]
        if len(located) < self.limits.most * len(self._glances):
            return None
        votes = Counter(glance.hint for glance in located)
        hint, count = votes.most_common(1)[0]
        if count >= self.limits.most * len(located):
            return hint
        return self.hint if votes[self.hint] >= self.limits.keeps * len(located) else None

    def _lies(self, at: float) -> bool:
        """Whether the symbol was there from the start, or has lain where it is for long."""
        return not self._came or (self._rest is not None and at - self._rest[1] > self.limits.lies_after)

    def _say(self, hint: Hint | None, at: float) -> None:
        if hint is not None and hint is not self.hint:
            self.given[hint] += 1
            self._said_at = at
        self.hint = hint


def _largest(places: tuple[Corners, ...]) -> Corners | None:
    return max(places, key=lambda place: _distance(place[0], place[2]), default=None)


def _speed(last: Glance | None, middle: tuple[float, float], at: float) -> float:
    if last is None or last.middle is None or at <= last.at:
        return 0.0
    return _distance(last.middle, middle) / (at - last.at)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
