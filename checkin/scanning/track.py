"""Where badges are going: the places at which the next frame is worth a closer look, and which of them comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import dist

from checkin.scanning.messages import Corners, Point

FORGOTTEN_AFTER_S = 1.0
MOST_PLACES = 4
_MOST_TRACKS = 16
_COASTS_S = 0.3
_FIRST_STEP_S = 1 / 30
_LONGEST_STEP_S = 0.2
_NEWEST_SHARE = 0.6


@dataclass(slots=True)
class _Track:
    """One badge as it was last seen, in pixels and seconds. `waits_from`: the number of its last read or turn; before that, of
    its first sight. Counted, as frames come at any pace."""

    corners: Corners
    seen_at: float
    waits_from: int
    across: float = 0.0
    down: float = 0.0
    read_at: float = float("-inf")

    def at(self, when: float) -> Corners:
        """Where it should be then; what has not been seen for a while is not thought to go on for ever."""
        passed = min(max(when - self.seen_at, -_COASTS_S), _COASTS_S)
        return _shifted(self.corners, self.across * passed, self.down * passed)

    def see(self, corners: Corners, at: float) -> None:
        """It was seen again."""
        passed = at - self.seen_at
        if passed > 0:
            (x, y), (old_x, old_y) = _centre(corners), _centre(self.corners)
            # Located symbols tremble by some pixels: one step alone must not throw the next place about.
            share = _NEWEST_SHARE if self.across or self.down else 1.0
            self.across += share * ((x - old_x) / passed - self.across)
            self.down += share * ((y - old_y) / passed - self.down)
        self.corners, self.seen_at = corners, at


class Tracks:
    """Follows badges from frame to frame, each at constant velocity, until it was not seen for a second. One call a frame:

        places = tracks.update([code.corners for code in codes], unread, frame.taken_at)

    and the next frame is looked at closer at `places`, the first one first. Arithmetic on corners alone, in pixels.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Another scene: another camera, or a frame that has nothing to do with the last one."""
        self._tracks: list[_Track] = []
        self._latest = float("-inf")
        self._step = _FIRST_STEP_S
        self._numbers = count()

    def update(self, read: Sequence[Corners], located: Sequence[Corners], at: float) -> tuple[Corners, ...]:
        """Take what a frame taken `at` (seconds) showed: the badges `read` in it, and the places at which one was only
        `located`. The places, four at most, where badges should be in the next frame: those that were not read just now
        before those that were, and of these the one that has waited longest for its turn, so that none starves. A turn is to
        be the first of an answer.

        A read that comes late, from the deep tier, is told with the time of its own frame: its badge waits anew, and nothing
        moves. A clock that goes back by more than a second starts afresh.
        """
        if at < self._latest - FORGOTTEN_AFTER_S:
            self.forget()
        self._pass_time(at)
        free = list(self._tracks)
        for corners in read:
            track = self._follow(corners, at, free)
            track.read_at, track.waits_from = at, next(self._numbers)
        for corners in located:
            if not any(_same(corners, track.at(at)) for track in self._tracks if track not in free):
                self._follow(corners, at, free)
        return self._next()

    def _pass_time(self, at: float) -> None:
        if at <= self._latest:
            return
        if self._latest > float("-inf"):
            self._step = min(at - self._latest, _LONGEST_STEP_S)
        self._latest = at
        recent = [track for track in self._tracks if at - track.seen_at <= FORGOTTEN_AFTER_S]
        self._tracks = sorted(recent, key=lambda track: -track.seen_at)[:_MOST_TRACKS]

    def _follow(self, corners: Corners, at: float, free: list[_Track]) -> _Track:
        """The track that `corners` continues, a new one where it continues none; it is no longer `free` for another place."""
        reach = _side(corners)
        near = [track for track in free if dist(_centre(track.at(at)), _centre(corners)) < max(reach, _side(track.corners))]
        if not near:
            track = _Track(corners, at, next(self._numbers))
            self._tracks.append(track)
            return track
        track = min(near, key=lambda track: dist(_centre(track.at(at)), _centre(corners)))
        free.remove(track)
        if at >= track.seen_at:
            track.see(corners, at)
        return track

    def _next(self) -> tuple[Corners, ...]:
        order = sorted(self._tracks, key=lambda track: (track.read_at == self._latest, track.waits_from))
        if order:
            order[0].waits_from = next(self._numbers)
        then = self._latest + self._step
        return tuple(track.at(then) for track in order[:MOST_PLACES])


def _same(one: Corners, other: Corners) -> bool:
    return dist(_centre(one), _centre(other)) < max(_side(one), _side(other)) / 2


def _centre(corners: Corners) -> Point:
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def _side(corners: Corners) -> float:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _shifted(corners: Corners, across: float, down: float) -> Corners:
    a, b, c, d = ((x + across, y + down) for x, y in corners)
    return a, b, c, d
