"""The reader of a desk: the fast tier on every frame, the deep one behind it on the newest frame that nothing was read in."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import structlog

from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier, Found
from checkin.scanning.fusion import FRAMES
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import Code, Corners, Seen
from checkin.scanning.opencv import Image, cv2, grey
from checkin.scanning.patches import covered, overlap
from checkin.scanning.track import Tracks

_IN_VAIN = 4
"""How often a scene that does not change is given to the deep tier: until all that it has was tried."""

_LATE_S = 1.0
_ENDS_WITHIN_S = 3.0
_INLINE_EVERY_S = 0.3
_SOON_S = 0.3
_LATER_S = 0.8
_SELDOM_S = 1.2
"""How often frames in which no symbol was located go to the deep tier: soon where something that resembles one has just come,
later where nothing does, twice as late after each look in vain: people who only walk by must not heat the laptop."""
_HOPELESS = 0.35
"""The share of the deep tier's budget for a frame in which nothing resembles a symbol."""
_LEAST_PIXELS = 21
"""The smallest QR code has 21 modules a side."""
_MOST_PIXELS = 1920 * 1080

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Unread:
    """Grey frames, the newest last, and the places of the newest at which a symbol was located but not read. `since` and `at`:
    when the oldest and the newest of them were taken (seconds). `hope`: something there resembles a symbol."""

    planes: tuple[Image, ...]
    located: tuple[Corners, ...]
    since: float
    at: float
    hope: bool

    def read_by(self, deep: DeepTier) -> tuple[Code, ...]:
        """What the deep tier reads in them, with the times of the frames that it took it from."""
        codes = deep.look(self.planes, self.located, 1.0 if self.hope else _HOPELESS)
        return tuple(replace(code, seen=(self.since if deep.fuses(code) else self.at, self.at)) for code in codes)


class SecondThread:
    """The deep tier on a thread of its own, which starts with the first frame that is offered."""

    def __init__(self, deep: DeepTier) -> None:
        self._deep = deep
        self._frames: Mailbox[Unread] = Mailbox()
        self._read: deque[tuple[float, tuple[Code, ...]]] = deque(maxlen=8)
        self._thread: threading.Thread | None = None

    def offer(self, unread: Unread) -> bool:
        """Look at this, unless a newer one comes before there is time; returns at once. True: it was taken."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="deep scan", daemon=True)
            self._thread.start()
        self._frames.put(unread)
        return True

    def taken(self, at: float) -> tuple[Code, ...]:
        """What has been read since the last call, in frames of the second before `at`."""
        read: list[Code] = []
        while self._read:
            seen_at, codes = self._read.popleft()
            read += codes if at - seen_at <= _LATE_S else ()
        return tuple(read)

    def close(self) -> None:
        """End the thread, and wait for the look that it is in: a program that ended during one would abort in the decoder."""
        self._frames.close()
        if self._thread is not None:
            self._thread.join(_ENDS_WITHIN_S)

    def _run(self) -> None:
        while (unread := self._frames.take()) is not None:
            try:
                codes = unread.read_by(self._deep)
            except Exception:
                log.exception("a frame could not be looked at again")
                continue
            if codes:
                self._read.append((unread.at, codes))


class SecondInline:
    """The deep tier without a thread, for films that are read as fast as they go: as often as a thread would manage."""

    def __init__(self, deep: DeepTier) -> None:
        self._deep = deep
        self._looked_at = float("-inf")
        self._read: tuple[Code, ...] = ()

    def offer(self, unread: Unread) -> bool:
        """Look at this, if the last look would have ended by now. Whether it was taken."""
        if 0 <= unread.at - self._looked_at < _INLINE_EVERY_S:
            return False
        self._looked_at = unread.at
        self._read = unread.read_by(self._deep)
        return True

    def taken(self, at: float) -> tuple[Code, ...]:
        """What the last look read, once."""
        read, self._read = self._read, ()
        return read

    def close(self) -> None:
        """Nothing to end."""


class Reader:
    """Reads frames in two tiers. One belongs to one thread; `close` ends the deep tier's."""

    name = "reader"

    def __init__(self, fast: FastTier, deep: DeepTier, second: SecondThread | SecondInline | None = None) -> None:
        self._fast = fast
        self._deep = deep
        self._second = second or SecondThread(deep)
        self._latest: deque[tuple[float, Image]] = deque(maxlen=FRAMES)
        self._in_vain = 0
        self._offered_at = float("-inf")
        self._tracks = Tracks()
        self._expected: tuple[Corners, ...] = ()
        self._changed_at = float("-inf")
        self._wait_s = _LATER_S
        self._hoped: Corners | None = None
        self._known: frozenset[str] = frozenset()

    def read(self, image: Image) -> tuple[Code, ...]:
        """The codes of a picture, by the fast tier or else by the deep one; doubtful ones too."""
        plane = grey(image)
        if min(plane.shape) < _LEAST_PIXELS:
            return ()
        found = self._fast.read_one(plane)
        if found.codes:
            return found.codes
        if plane.size <= _MOST_PIXELS:
            return self._deep.read_one(plane, found.unread if found.located else ())
        shrink = (_MOST_PIXELS / plane.size) ** 0.5
        return self._deep.read(_shrunk(plane, shrink))

    def look(self, image: Image, at: float, changed: bool = True) -> Seen:
        """The codes of a frame taken `at` (seconds), and those that the deep tier has read meanwhile in frames before it; and
        where a symbol was located but not read. `changed`: the scene is another one than at the last look."""
        plane = grey(image)
        if min(plane.shape) < _LEAST_PIXELS:
            return Seen()
        found = self._fast.look(plane, self._expected)
        self._expected = self._tracks.update([code.corners for code in found.codes], found.unread if found.located else (), at)
        # The deep tier gets what is beside the badges that were read: it would read these again, and no other.
        self._latest.append((at, covered(plane, (code.corners for code in found.codes)) if found.codes else plane))
        known = frozenset(code.text for code in found.codes)
        late = tuple(code for code in self._second.taken(at) if code.text not in known)
        is_news = not known <= self._known
        self._in_vain = 0 if changed or late or is_news else self._in_vain + 1
        self._known = known
        self._changed_at = at if changed else self._changed_at
        if late and at - self._changed_at <= _LATE_S:
            self._offered_at, self._wait_s = float("-inf"), _SOON_S  # somebody holds up what only the deep tier reads
        # While the verdict on what has just been read is made and painted, the processor is wanted there.
        if not is_news and self._in_vain <= _IN_VAIN * FRAMES:
            self._offer(found, at)
        return Seen(found.codes + late, found.unread if found.located else ())

    def _offer(self, found: Found, at: float) -> None:
        """Give the latest frames to the deep tier; seldom, where nothing says that there is a symbol at all."""
        if not found.located:
            self._follow_hope(found)
            if 0 <= at - self._offered_at < self._wait_s:
                return
            self._wait_s = min(2 * self._wait_s, _SELDOM_S)
        times, planes = zip(*self._latest, strict=True)
        located = found.unread if found.located else ()
        if self._second.offer(Unread(planes, located, times[0], at, found.located or found.hope)):
            self._offered_at = at

    def _follow_hope(self, found: Found) -> None:
        """Wait less where something that resembles a symbol has come to another place."""
        hoped = found.unread[0] if found.hope and found.unread else None
        if hoped is not None and (self._hoped is None or not overlap(hoped, self._hoped)):
            self._wait_s = _SOON_S
        self._hoped = hoped

    def close(self) -> None:
        """End the deep tier's thread."""
        self._second.close()


def _shrunk(plane: Image, scale: float) -> Image:
    return np.asarray(cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def desk_reader(threads: bool = True, without: Sequence[str] = ()) -> Reader:
    """The reader of a desk. Without `threads` the deep tier looks between frames: for films."""
    deep = DeepTier(without=without)
    return Reader(FastTier(without=without), deep, SecondThread(deep) if threads else SecondInline(deep))
