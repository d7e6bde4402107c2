"""The scan thread: from the newest frame to the text of a badge."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

import structlog

from checkin.i18n import Phrase, phrase
from checkin.scanning.agreement import Agreement, Vouched, nothing_vouches
from checkin.scanning.coach import Coach
from checkin.scanning.decoder import Looks, in_reading_order
from checkin.scanning.mailbox import Mailbox
from checkin.scanning.messages import Code, Hint, Sighting
from checkin.scanning.motion import Motion
from checkin.scanning.presence import Presence
from checkin.scanning.sources import Frame, FrameSource

IDLE_EVERY_S = 0.125
"""How often a scene in which nothing moves is looked at: a badge that did not give itself away by moving is read within 150 ms
all the same."""

OUTLINED_S = 0.25
"""How long a code that was not read again still counts as in view: a blurred frame must not make its outline blink."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one frame. `codes` in reading order; `fresh` are the texts newly brought to the camera; `still` says that
    nothing moves; `decoded` is False for a frame passed over because nothing moves. `hint`: what the coach says now."""

    codes: tuple[Code, ...] = ()
    fresh: tuple[str, ...] = ()
    still: bool = False
    decoded: bool = False
    hint: Hint | None = None


class Eyes:
    """What is done with each frame, one after the other, by whatever drives it: motion, decoding, agreement, presence, and,
    where there is a `coach`, what it says to it. `right_to_left` is asked at each look in which direction the staff read."""

    def __init__(
        self,
        chain: Looks,
        presence: Presence,
        motion: Motion | None = None,
        vouched: Vouched = nothing_vouches,
        right_to_left: Callable[[], bool] = lambda: False,
        coach: Coach | None = None,
    ) -> None:
        self.chain = chain
        self.presence = presence
        self.motion = motion or Motion()
        self.agreement = Agreement(vouched)
        self.right_to_left = right_to_left
        self.coach = coach
        self._decoded_at = float("-inf")
        self._doubts = False

    def look(self, frame: Frame) -> Look:
        """Look at a frame."""
        moved = self.motion.moved(frame.image, frame.taken_at)
        still = self.motion.still(frame.taken_at)
        # Where a second read is wanted, the next frame is to give it.
        if still and not self._doubts and 0 <= frame.taken_at - self._decoded_at < IDLE_EVERY_S:
            return Look(still=True, hint=self.coach.hint if self.coach else None)
        self._decoded_at = frame.taken_at
        seen = self.chain.look(frame.image, frame.taken_at, changed=moved)
        codes = in_reading_order(seen.codes, self.right_to_left())
        agreed = self.agreement.agreed(codes, frame.taken_at)
        self._doubts = len(agreed) < len(codes)
        fresh = self.presence.seen([code.text for code in agreed], frame.taken_at)
        hint = self.coach.watch(frame.image, seen, frame.taken_at, still) if self.coach else None
        return Look(codes, fresh, still, decoded=True, hint=hint)


def scan_film(source: FrameSource, chain: Looks, presence: Presence) -> Iterator[tuple[str, float]]:
    """The badges of a film as (text, taken_at), with the very steps of a desk but without its threads. The source is opened
    (SourceFault when it is not there) and closed; made with `pace=False`, it gives every frame and the film's own times."""
    eyes = Eyes(chain, presence)
    source.open()
    try:
        while not source.ended:
            frame = source.read()
            if frame is not None:
                yield from ((text, frame.taken_at) for text in eyes.look(frame).fresh)
    finally:
        source.close()


@dataclass(frozen=True, slots=True)
class ScanFigures:
    """How the scan thread fares: frames looked at, passed over as nothing moved, and never seen because newer ones came; the
    latest looks' durations in ms."""

    decoded: int
    passed_over: int
    dropped: int
    decode_ms: tuple[float, ...]

    def percentile(self, percent: float) -> float:
        """The duration (ms) that `percent` of the latest looks did not exceed; 0.0 before the first."""
        ordered = sorted(self.decode_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


class Scanner:
    """Takes the newest frame from `frames`, and tells: `on_badge` each text newly brought to the camera, with the monotonic
    time of its frame; `on_sighting` what codes are in view while there are any, and once when they have gone; `on_still`
    when the scene comes to rest or moves again; `on_trouble` once, when a decoder fails; `on_hint` what would help a badge
    that cannot be read, and None when that is over; `on_end` last of all. All on its own thread, where it also asks `vouched`
    and `right_to_left` (see Eyes)."""

    def __init__(
        self,
        frames: Mailbox[Frame],
        chain: Looks,
        presence: Presence,
        on_badge: Callable[[str, float], None],
        on_sighting: Callable[[Sighting], None],
        on_still: Callable[[bool], None] | None = None,
        on_trouble: Callable[[Phrase], None] | None = None,
        motion: Motion | None = None,
        *,
        vouched: Vouched = nothing_vouches,
        right_to_left: Callable[[], bool] = lambda: False,
        on_hint: Callable[[Hint | None], None] | None = None,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._frames = frames
        self._eyes = Eyes(chain, presence, motion, vouched, right_to_left, Coach() if on_hint else None)
        self._on_end = on_end
        self._on_badge = on_badge
        self._on_sighting = on_sighting
        self._on_still = on_still or (lambda still: None)
        self._on_trouble = on_trouble or (lambda what: None)
        self._on_hint = on_hint or (lambda hint: None)
        self._hint: Hint | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scan", daemon=True)
        self._still = False
        self._in_view_until: float | None = None
        self._troubled = False
        self._decoded = self._passed_over = 0
        self._decode_ms: deque[float] = deque(maxlen=10_000)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, wait_s: float = 2.0) -> None:
        """End; waits `wait_s` at most. Closes the mailbox."""
        self._ended.set()
        self._frames.close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(wait_s)
        self._eyes.chain.close()
        if self._eyes.coach and self._eyes.coach.given:
            log.info("hints given", **{hint.name.lower(): times for hint, times in self._eyes.coach.given.items()})

    def figures(self) -> ScanFigures:
        """How it fares so far."""
        return ScanFigures(self._decoded, self._passed_over, self._frames.dropped, tuple(self._decode_ms))

    def _run(self) -> None:
        while not self._ended.is_set():
            frame = self._frames.take(timeout=1.0)
            if frame is not None:
                self._safely(frame)
        self._on_end()

    def _safely(self, frame: Frame) -> None:
        try:
            self._step(frame)
        except Exception:
            log.exception("a frame could not be looked at")
            if not self._troubled:
                self._troubled = True
                self._on_trouble(
                    phrase("Reading badges with the camera fails. Use the search or a hand scanner, and start Check-in again.")
                )

    def _step(self, frame: Frame) -> None:
        began = perf_counter()
        look = self._eyes.look(frame)
        if look.decoded:
            self._decoded += 1
            self._decode_ms.append((perf_counter() - began) * 1000)
            for text in look.fresh:
                self._on_badge(text, frame.taken_at)
            self._tell_sighting(frame, look.codes)
        else:
            self._passed_over += 1
        if look.still != self._still:
            self._still = look.still
            self._on_still(look.still)
        if look.hint is not self._hint:
            self._hint = look.hint
            self._on_hint(look.hint)

    def _tell_sighting(self, frame: Frame, codes: tuple[Code, ...]) -> None:
        if codes:
            self._in_view_until = frame.taken_at + OUTLINED_S
        elif self._in_view_until is None or frame.taken_at < self._in_view_until:
            return
        else:
            self._in_view_until = None
        height, width = frame.image.shape[:2]
        self._on_sighting(Sighting((width, height), codes, frame.taken_at))
