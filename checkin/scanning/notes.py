"""Notes on a camera's pictures while badges are held before it: by the coach's own measures, of codes that were read too."""

import statistics
import threading
from collections import Counter, deque

import numpy as np

from checkin.scanning.coach import LIMITS, advice
from checkin.scanning.measures import measured
from checkin.scanning.messages import CameraState, Condition, Hint, PictureFacts, Sighting
from checkin.scanning.opencv import grey
from checkin.scanning.sources import Frame

LOOK_EVERY_S = 0.25
SAMPLED_EVERY = 16
MOST = 0.5
"""What most of the looks at a code called for is worth telling."""


class PictureNotes:
    """Give it all frames, what was sighted in them, the coach's hints and the camera's states, from any threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: deque[Frame] = deque(maxlen=12)
        self._frames = 0
        self._bright: list[float] = []
        self._soft: list[float] = []
        self._votes: Counter[Hint | None] = Counter()
        self._hints: Counter[Hint] = Counter()
        self._looked_at = self._judged_at = float("-inf")
        self._state: CameraState | None = None

    def frame(self, frame: Frame) -> None:
        """A frame came."""
        with self._lock:
            self._frames += 1
            self._latest.append(frame)
            if not 0 <= frame.taken_at - self._looked_at < LOOK_EVERY_S:
                self._looked_at = frame.taken_at
                self._bright.append(float(np.mean(frame.image[::SAMPLED_EVERY, ::SAMPLED_EVERY])))

    def sighted(self, sighting: Sighting) -> None:
        """Codes were read in a frame, or none."""
        with self._lock:
            if 0 <= sighting.taken_at - self._judged_at < LOOK_EVERY_S:
                return
            frame = next((one for one in self._latest if one.taken_at == sighting.taken_at), None)
            if frame is None or not sighting.codes:
                return
            self._judged_at = sighting.taken_at
        seen = measured(grey(frame.image), sighting.codes[0].corners)
        if seen is not None:
            with self._lock:
                self._soft.append(seen.soft_px)
                self._votes[advice(seen, limits=LIMITS)] += 1

    def hint(self, hint: Hint | None) -> None:
        """The coach says something of a badge that is not read."""
        if hint is not None:
            with self._lock:
                self._hints[hint] += 1

    def state(self, state: CameraState) -> None:
        """How the camera is."""
        with self._lock:
            self._state = state

    def facts(self) -> PictureFacts:
        """All of it so far."""
        with self._lock:
            looks = sum(self._votes.values())
            voted = [hint for hint, votes in self._votes.most_common() if hint is not None and votes >= MOST * looks]
            size = self._latest[-1].image.shape[1::-1] if self._latest else (0, 0)
            state = self._state
            return PictureFacts(
                state.name if state else "", self._frames, (int(size[0]), int(size[1])),
                statistics.fmean(self._bright) if self._bright else 0.0,
                round(statistics.median(self._soft), 2) if self._soft else None,
                tuple(dict.fromkeys([*voted, *(hint for hint, _ in self._hints.most_common())])),
                state.condition if state else Condition.OPENING, state.what if state else None,
                bool(state and state.flaws),
            )  # fmt: skip
