"""The deep tier: what takes too long for every frame, on its own thread, each call with a budget."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from checkin.scanning import variants
from checkin.scanning.decoder import Decoder
from checkin.scanning.fusion import FRAMES, fused
from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image
from checkin.scanning.patches import Patch, covered, cut, enlarged, likely, straightened, stretched
from checkin.scanning.tapir import Tapir, tapir_available
from checkin.scanning.zbar import ZBar, zbar_available
from checkin.scanning.zxing import ZXing

BUDGET_MS = 240.0
_MOST_PLACES = 3
_FUSION = "fusion"
_FUSED = " fused"

Codes = tuple[Code, ...]
Closer = Callable[[Image, Corners], Patch | None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to read a place of a frame: how it is cut out, how the patch is changed, which decoder gets it, and what that
    is reckoned to take (ms)."""

    name: str
    closer: Closer
    change: Callable[[Image], Image]
    decoder: Decoder
    ms: float

    def read(self, plane: Image, place: Corners) -> Codes:
        """The codes at `place`, in pixels of the frame, all doubtful."""
        patch = self.closer(plane, place)
        if patch is None:
            return ()
        codes = patch.in_frame(self.decoder.read(self.change(patch.image)))
        return tuple(replace(code, decoder=f"{code.decoder} {self.name}", doubtful=True) for code in codes)


def _as_it_is(patch: Image) -> Image:
    return patch


def _whole(scale: float) -> Closer:
    return lambda plane, _: enlarged(plane, scale)


def _pulled(across: float, down: float) -> Closer:
    def closer(plane: Image, place: Corners) -> Patch | None:
        patch = cut(plane, place, 360)
        return None if patch is None else stretched(patch, across, down)

    return closer


def place_attempts() -> tuple[Attempt, ...]:
    """How a place is tried, most codes for the milliseconds first."""
    zxing = ZXing()
    attempts = [
        Attempt("straight", straightened, _as_it_is, zxing, 3),
        Attempt("straight sharp", straightened, variants.sharpened, zxing, 5),
        Attempt("large", lambda plane, place: cut(plane, place, 800), _as_it_is, zxing, 4),
        Attempt("wide", _pulled(2.0, 1.0), _as_it_is, zxing, 4),
        Attempt("high", _pulled(1.0, 2.0), _as_it_is, zxing, 4),
        Attempt("denoised", cut, variants.denoised, zxing, 12),
        Attempt("smooth", straightened, variants.smoothed, zxing, 4),
    ]
    if zbar_available():
        attempts.append(Attempt("close", cut, variants.evened, ZBar(), 8))
        attempts.append(Attempt("inverted", cut, variants.inverted, ZBar(), 8))
    return (*_tapir_attempts(), *attempts) if tapir_available() else tuple(attempts)


def _tapir_attempts() -> list[Attempt]:
    medium, high = Tapir("medium"), Tapir("high")
    return [
        Attempt("close", cut, _as_it_is, medium, 12),
        Attempt("straight", straightened, _as_it_is, medium, 12),
        Attempt("close", cut, _as_it_is, high, 60),
        Attempt("even", cut, variants.evened, medium, 14),
        Attempt("smooth", cut, variants.smoothed, medium, 14),
        Attempt("wide", _pulled(2.0, 1.0), _as_it_is, medium, 16),
        Attempt("high", _pulled(1.0, 2.0), _as_it_is, medium, 16),
        Attempt("straight", straightened, _as_it_is, high, 60),
        Attempt("sharp", cut, variants.sharpened, high, 60),
    ]


def frame_attempts() -> tuple[Attempt, ...]:
    """How a whole frame is tried."""
    attempts = [Attempt("2x", _whole(2.0), _as_it_is, ZXing(), 9)]
    if tapir_available():
        attempts.insert(0, Attempt("whole", _whole(1.0), _as_it_is, Tapir("medium"), 18))
    if zbar_available():
        attempts.append(Attempt("whole", _whole(1.0), _as_it_is, ZBar(), 25))
    return tuple(attempts)


class DeepTier:
    """Reads what the fast tier could not, within `budget_ms` a call: the frame once, then the places that were located, then
    those that are likely. What a call did not get to, the next one starts with. `without` names attempts ("tapirscan medium
    close", "zxing straight") to leave out. One belongs to one thread."""

    name = "deep"

    def __init__(self, budget_ms: float = BUDGET_MS, without: Sequence[str] = ()) -> None:
        self.budget_ms = budget_ms
        self._on_frame = [one for one in frame_attempts() if _named(one) not in without]
        self._on_place = [one for one in place_attempts() if _named(one) not in without]
        self._ms = {_named(one): one.ms for one in (*self._on_frame, *self._on_place)}
        self._ms[_FUSION] = 60.0
        self._recent: deque[frozenset[str]] = deque(maxlen=4)
        self._for_fused: tuple[Decoder, ...] = (ZXing(), Tapir("medium")) if tapir_available() else (ZXing(),)

    def read(self, plane: Image) -> Codes:
        """See Decoder; `plane` is grey."""
        return self.look((plane,), ())

    def look(self, planes: Sequence[Image], located: Sequence[Corners]) -> Codes:
        """The codes of a grey frame, the last of `planes`; those before it help. `located`: where the fast tier found symbols
        that it could not read."""
        until = perf_counter() + self.budget_ms / 1000
        often = Counter(text for texts in self._recent for text in texts)
        codes: Codes = ()
        while more := self._first_codes(planes, located, until):
            known = {code.text for code in codes}
            codes += more
            if any(often[code.text] < 2 or code.text in known for code in more):
                break
            # Read twice before, which is enough: the rest of the budget is for those beside it.
            planes = [covered(plane, [code.corners for code in more]) for plane in planes]
        self._recent.append(frozenset(code.text for code in codes))
        return codes

    def _first_codes(self, planes: Sequence[Image], located: Sequence[Corners], until: float) -> Codes:
        plane = planes[-1]
        places = (*located, *likely(plane, 2))[:_MOST_PLACES]
        codes = self._at_places(plane, places[: len(located)], until, 4)
        codes = codes or self._in_turn(self._on_frame, plane, ((0.0, 0.0),) * 4, until, len(self._on_frame))
        codes = codes or self._fused(planes, located, until)
        return codes or self._at_places(plane, places, until, len(self._on_place))

    @staticmethod
    def fuses(code: Code) -> bool:
        """Whether `code` was read from several frames laid over each other."""
        return code.decoder.endswith(_FUSED)

    def _fused(self, planes: Sequence[Image], places: Sequence[Corners], until: float) -> Codes:
        """What several frames show together; the place of the strongest hope only."""
        if len(planes) < FRAMES or perf_counter() + self._ms[_FUSION] / 1000 > until:
            return ()
        began = perf_counter()
        # In strong noise only the frames together show where a badge is.
        places = places[:1] or likely(np.asarray(np.mean(planes, axis=0), dtype=np.uint8), 1)
        patch = fused(planes, places[0]) if places else None
        codes = () if patch is None else patch.in_frame(self._from_fused(patch.image))
        self._ms[_FUSION] += 0.3 * ((perf_counter() - began) * 1000 - self._ms[_FUSION])
        return codes

    def _from_fused(self, image: Image) -> Codes:
        pictures = (image, variants.sharpened(image))
        reads = (decoder.read(picture) for picture in pictures for decoder in self._for_fused)
        codes = next((codes for codes in reads if codes), ())
        return tuple(replace(code, decoder=code.decoder + _FUSED, doubtful=True) for code in codes)

    def _at_places(self, plane: Image, places: Sequence[Corners], until: float, most: int) -> Codes:
        """All places get a few attempts each, then some more, so that none starves."""
        for _ in range(0, most, 2):
            codes = tuple(code for place in places for code in self._in_turn(self._on_place, plane, place, until, 2, len(places)))
            if codes:
                return codes
        return ()

    def _in_turn(self, attempts: list[Attempt], plane: Image, place: Corners, until: float, most: int, sharing: int = 1) -> Codes:
        for attempt in tuple(attempts)[:most]:
            name, began = _named(attempt), perf_counter()
            if began + self._ms[name] / 1000 > until:
                continue
            codes = attempt.read(plane, place)
            self._ms[name] += 0.3 * ((perf_counter() - began) * 1000 - self._ms[name])
            if codes:
                return codes
        return ()


def _named(attempt: Attempt) -> str:
    return f"{attempt.decoder.name} {attempt.name}"
