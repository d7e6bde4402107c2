"""Sounds of the desk: made in memory, played on a thread of their own, silent without complaint where there is no device."""

import ctypes
import math
import sys
from array import array
from collections.abc import Generator
from enum import Enum, StrEnum, auto
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, Protocol, TypeAlias

import structlog

RATE = 44_100
SAMPLE_BYTES = 2
AGAIN_AFTER_S = 20.0
REST_AFTER_S = 20.0

log = structlog.get_logger()

Samples: TypeAlias = "array[int]"
Note = tuple[float, float, float]
"""Hertz, seconds, loudness from 0 to 1; 0 Hz is a rest."""


class Sound(Enum):
    """What can be heard. Each verdict begins with the tick that says "read", and goes on in its own way."""

    READ = auto()
    ADMITTED = auto()
    LOOK = auto()
    REFUSED = auto()
    QUIET = auto()


READ_TICK: tuple[Note, ...] = ((2400, 0.018, 0.35),)
NOTES: dict[Sound, tuple[Note, ...]] = {
    Sound.READ: READ_TICK,
    Sound.ADMITTED: (*READ_TICK, (0, 0.03, 0), (880, 0.11, 0.7), (1318.5, 0.26, 0.7)),
    Sound.LOOK: (*READ_TICK, (0, 0.03, 0), (587.3, 0.12, 0.8), (784, 0.12, 0.8), (587.3, 0.22, 0.8)),
    Sound.REFUSED: (*READ_TICK, (0, 0.03, 0), (196, 0.2, 1.0), (0, 0.08, 0), (196, 0.32, 1.0)),
    Sound.QUIET: (*READ_TICK, (0, 0.03, 0), (880, 0.12, 0.25)),
}


class Hearing(StrEnum):
    """Whether sounds can be heard here."""

    UNTRIED = "untried"
    WORKING = "working"
    NO_DEVICE = "no device"


class Speaker(Protocol):
    """Something that plays sounds."""

    def play(self, sound: Sound) -> None:
        """Begin a sound, ending the one before. Returns at once."""

    def mute(self, muted: bool) -> None:
        """Be silent, or no longer."""


class Silence:
    """Plays nothing."""

    def play(self, sound: Sound) -> None:
        """Nothing."""

    def mute(self, muted: bool) -> None:
        """Nothing."""


@cache
def hush_alsa() -> Any:
    """Keep Linux's sound library from writing to the terminal of a desk without a sound card; what matters is in the log.

    The value must be kept for as long as the library may call it.
    """
    if not sys.platform.startswith("linux"):
        return None
    kind = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    silence = kind(lambda *_: None)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(silence)
    except OSError:
        return None
    return silence


def synthesise(notes: tuple[Note, ...]) -> Samples:
    """16-bit mono samples at 44,100 Hz. Every note swells and fades, so that none clicks."""
    samples = array("h")
    for hertz, seconds, loudness in notes:
        count = round(seconds * RATE)
        edge = max(1, min(count // 2, round(0.006 * RATE)))
        for at in range(count):
            swell = min(1.0, at / edge, (count - at) / edge) * math.exp(-2.2 * at / count)
            turn = math.tau * hertz * at / RATE
            # The overtone carries low notes through small laptop speakers.
            wave = 0.75 * math.sin(turn) + 0.25 * math.sin(3 * turn)
            samples.append(round(22_000 * loudness * swell * wave))
    return samples


class Sounds:
    """The loudspeaker. The device is opened at the first sound, given back after a while of silence, and tried again
    some time after it failed."""

    def __init__(self, muted: bool = False) -> None:
        self._muted = muted
        self._wanted: SimpleQueue[Sound | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._device: Any = None
        self._failed_at = -math.inf
        self._made: dict[Sound, Samples] = {}
        self._left = memoryview(b"")
        self.state = Hearing.UNTRIED

    def play(self, sound: Sound) -> None:
        """Begin a sound, ending the one before. Returns at once."""
        if self._muted:
            return
        if self._thread is None:
            self._thread = Thread(target=self._run, name="sounds", daemon=True)
            self._thread.start()
        self._wanted.put(sound)

    def mute(self, muted: bool) -> None:
        """Be silent, or no longer."""
        self._muted = muted
        if muted:
            self._left = memoryview(b"")

    def stop(self) -> None:
        """End. Returns when the device is given back, or after 2 s."""
        if self._thread is not None:
            self._wanted.put(None)
            self._thread.join(2.0)
            self._thread = None

    def _run(self) -> None:
        while True:
            try:
                sound = self._wanted.get(timeout=REST_AFTER_S if self._device is not None else None)
            except Empty:
                self._close()
                continue
            if sound is None:
                self._close()
                return
            self._open()
            if sound not in self._made:
                self._made[sound] = synthesise(NOTES[sound])
            self._left = memoryview(self._made[sound]).cast("B")

    def _open(self) -> None:
        if self._device is not None or monotonic() - self._failed_at < AGAIN_AFTER_S:
            return
        try:
            import miniaudio

            hush_alsa()
            self._device = miniaudio.PlaybackDevice(miniaudio.SampleFormat.SIGNED16, 1, RATE, buffersize_msec=60)
            stream = self._stream()
            next(stream)
            self._device.start(stream)
            self.state = Hearing.WORKING
        except Exception:  # drivers fail in more ways than are documented, and a desk without sound is still a desk
            log.warning("no sound", exc_info=True)
            self._device, self._failed_at, self.state = None, monotonic(), Hearing.NO_DEVICE

    def _close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _stream(self) -> Generator[bytes, int, None]:
        """Gives the device what it asks for: the sound that plays, then silence."""
        frames = yield b""
        while True:
            wanted = frames * SAMPLE_BYTES
            piece, self._left = bytes(self._left[:wanted]), self._left[wanted:]
            frames = yield piece.ljust(wanted, b"\0")
