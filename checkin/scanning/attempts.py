"""The ways to read a frame beyond zxing-cpp's plain look: what is cut out, how it is changed, which decoder gets it.

Order and choice were measured (docs/reading.md): most codes for the milliseconds first. What reads nothing that another way does
not read is not here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checkin.scanning import variants
from checkin.scanning.decoder import Decoder
from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image
from checkin.scanning.patches import Patch, cut, enlarged, straightened, stretched
from checkin.scanning.tapir import Tapir, tapir_available
from checkin.scanning.zbar import ZBar, zbar_available
from checkin.scanning.zxing import ZXing

Codes = tuple[Code, ...]
Closer = Callable[[Image, Corners], Patch | None]

NOWHERE: Corners = ((0.0, 0.0),) * 4
"""The place that attempts at whole frames are given."""

_SMALL, _LARGE = 280, 800


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to read a place of a frame: how it is cut out, how the patch is changed, which decoder gets it, and what that
    is reckoned to take (ms, where zxing-cpp's plain look takes 1.4), until it is measured."""

    what: str
    closer: Closer
    change: Callable[[Image], Image]
    decoder: Decoder
    ms: float

    @property
    def name(self) -> str:
        """Decoder and way, as in "tapirscan medium close"."""
        return f"{self.decoder.name} {self.what}"

    def read(self, plane: Image, place: Corners) -> Codes:
        """The codes at `place`, in pixels of the frame, all doubtful."""
        patch = self.closer(plane, place)
        if patch is None:
            return ()
        codes = patch.in_frame(self.decoder.read(self.change(patch.image)))
        return tuple(replace(code, decoder=self.name, doubtful=True) for code in codes)


def fast_frame_attempts() -> tuple[Attempt, ...]:
    """How the fast tier tries a whole frame; with tapirscan where it is installed."""
    zxing, whole = ZXing(), _whole(1.0)
    attempts = (
        Attempt("histogram", whole, _as_it_is, ZXing(by_histogram=True), 0.6),
        Attempt("gamma 0.5", whole, variants.brighter, zxing, 1.3),
        Attempt("gamma 2", whole, variants.darker, zxing, 1.3),
        Attempt("median", whole, variants.calmed, zxing, 1.3),
        Attempt("1.5x", _whole(1.5), _as_it_is, zxing, 3.2),
    )
    if not tapir_available():
        return attempts
    return (*attempts[:3], Attempt("half", _whole(0.5), _as_it_is, Tapir("low"), 3.0), *attempts[3:])


def fast_place_attempts() -> tuple[Attempt, ...]:
    """How the fast tier tries a place."""
    zxing, histogram = ZXing(), ZXing(by_histogram=True)
    attempts = (
        Attempt("close calm", cut, variants.calmed, zxing, 0.7),
        Attempt("close histogram", cut, _as_it_is, histogram, 0.3),
        Attempt("small even", _close(_SMALL), variants.evened, zxing, 0.7),
        Attempt("close bright", cut, variants.brighter, zxing, 0.6),
        Attempt("close even", cut, variants.evened, zxing, 1.4),
        Attempt("close smooth", cut, variants.smoothed, zxing, 1.2),
    )
    return (*attempts, Attempt("small", _close(_SMALL), _as_it_is, Tapir("medium"), 9.0)) if tapir_available() else attempts


def deep_frame_attempts() -> tuple[Attempt, ...]:
    """How the deep tier tries a whole frame."""
    attempts = [Attempt("2x", _whole(2.0), _as_it_is, ZXing(), 6.5)]
    if tapir_available():
        attempts.insert(0, Attempt("whole", _whole(1.0), _as_it_is, Tapir("medium"), 26.0))
    if zbar_available():
        attempts.append(Attempt("whole", _whole(1.0), _as_it_is, ZBar(), 20.0))
    return tuple(attempts)


def deep_place_attempts() -> tuple[Attempt, ...]:
    """How the deep tier tries a place."""
    zxing = ZXing()
    attempts = [
        Attempt("large sharp", _close(_LARGE), variants.sharpened, zxing, 2.1),
        Attempt("large smooth", _close(_LARGE), variants.smoothed, zxing, 2.4),
        Attempt("straight", straightened, _as_it_is, zxing, 1.5),
        Attempt("straight dark", straightened, variants.darker, zxing, 1.9),
        Attempt("wide", _pulled(2.0, 1.0), _as_it_is, zxing, 3.0),
        Attempt("high", _pulled(1.0, 2.0), _as_it_is, zxing, 3.0),
        Attempt("denoised", cut, variants.denoised, zxing, 8.0),
    ]
    if zbar_available():
        attempts.append(Attempt("close even", cut, variants.evened, ZBar(), 8.0))
        attempts.append(Attempt("close inverted", cut, variants.inverted, ZBar(), 8.0))
    return (attempts[0], *_tapir_attempts(), *attempts[1:]) if tapir_available() else tuple(attempts)


def _tapir_attempts() -> Sequence[Attempt]:
    medium, high = Tapir("medium"), Tapir("high")
    return (
        Attempt("close smooth", cut, variants.smoothed, medium, 5.3),
        Attempt("close", cut, _as_it_is, medium, 9.8),
        Attempt("straight even", straightened, variants.evened, medium, 19.9),
        Attempt("close", cut, _as_it_is, high, 28.8),
        Attempt("straight", straightened, _as_it_is, high, 41.3),
        Attempt("large sharp", _close(_LARGE), variants.sharpened, medium, 34.0),
        Attempt("straight dark", straightened, variants.darker, medium, 11.3),
        Attempt("wide", _pulled(2.0, 1.0), _as_it_is, medium, 16.0),
        Attempt("high", _pulled(1.0, 2.0), _as_it_is, medium, 16.0),
    )


def _as_it_is(patch: Image) -> Image:
    return patch


def _close(side: int) -> Closer:
    return lambda plane, place: cut(plane, place, side)


def _whole(scale: float) -> Closer:
    as_it_is = np.eye(3)
    return lambda plane, _: enlarged(plane, scale) if scale != 1.0 else Patch(plane, as_it_is)


def _pulled(across: float, down: float) -> Closer:
    def closer(plane: Image, place: Corners) -> Patch | None:
        patch = cut(plane, place, 360)
        return None if patch is None else stretched(patch, across, down)

    return closer
