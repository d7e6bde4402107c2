"""Readers side by side on the same pictures: what each reads, and in which time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from checkin.scanning.ablation import ways
from checkin.scanning.decoder import Decoder
from checkin.scanning.fast import FastTier
from checkin.scanning.opencv import Image, cv2, grey
from checkin.scanning.reader import desk_reader
from checkin.scanning.tapir import Tapir, tapir_available
from checkin.scanning.zbar import ZBar, zbar_available
from checkin.scanning.zxing import ZXing

Reading = Callable[[Image], Sequence[str]]

FRAME = (1280, 720)
FAST, BOTH = "ours fast", "ours fast+deep"
BOTH_WITHOUT_TAPIRSCAN = "ours fast+deep, no tapirscan"
_OURS = "ours "
_WARM_UPS = 5


@dataclass(slots=True)
class Result:
    """How a reader fared: the texts there were, those that it read, those it gave that are not there, and the milliseconds of
    pictures with codes and of those without."""

    codes: int = 0
    read: int = 0
    wrong: int = 0
    badge_ms: list[float] = field(default_factory=list)
    empty_ms: list[float] = field(default_factory=list)

    def add(self, truth: Iterable[str], texts: Iterable[str], ms: float) -> None:
        """Count a picture that shows `truth`, in which `texts` were read in `ms`."""
        there, given = set(truth), set(texts)
        self.codes += len(there)
        self.read += len(there & given)
        self.wrong += len(given - there)
        (self.badge_ms if there else self.empty_ms).append(ms)

    @property
    def all_ms(self) -> list[float]:
        """The milliseconds of all pictures."""
        return self.badge_ms + self.empty_ms


class Trial:
    """Readers on a set of pictures. `whole` has the result of each reader, `by_kind` that of each reader for each class,
    `wrong` who gave which text in which picture though it is not there."""

    def __init__(self, reading: Mapping[str, Reading]) -> None:
        self._reading = reading
        self.whole = {name: Result() for name in reading}
        self.by_kind: dict[str, dict[str, Result]] = {}
        self.wrong: dict[tuple[str, str], list[str]] = {}
        self.pictures = 0

    def show(self, plane: Image, truth: Sequence[str], kind: str | None = None, picture: str = "") -> None:
        """Give a picture of a class to every reader, to another one first each time. `picture` is what it is called."""
        names = list(self._reading)
        first = self.pictures % len(names)
        of_kind = self.by_kind.setdefault(kind, {name: Result() for name in names}) if kind is not None else {}
        for name in names[first:] + names[:first]:
            began = perf_counter()
            texts = self._reading[name](plane)
            ms = (perf_counter() - began) * 1000
            for result in (self.whole[name], *([of_kind[name]] if of_kind else [])):
                result.add(truth, texts, ms)
            for text in sorted(set(texts) - set(truth)):
                self.wrong.setdefault((picture, text), []).append(name)
        self.pictures += 1

    def wrong_by_ours(self) -> dict[tuple[str, str], list[str]]:
        """Those of `wrong` that a chain of ours gave: picture and text, and all readers that gave it."""
        return {what: names for what, names in self.wrong.items() if any(map(is_ours, names))}


def is_ours(name: str) -> bool:
    """Whether the reader of that name is a chain of ours and not a single one."""
    return name.startswith(_OURS)


def best_single(results: Mapping[str, Result]) -> int:
    """The most codes that a single reader read."""
    return max((result.read for name, result in results.items() if not is_ours(name)), default=0)


def single_readers() -> dict[str, Reading]:
    """Each single reader that this machine has."""
    found: dict[str, Reading] = {"zxing-cpp": texts_of(ZXing())}
    if zbar_available():
        found["pyzbar"] = texts_of(ZBar())
    if tapir_available():
        found |= {f"tapirscan {effort}": texts_of(Tapir(effort)) for effort in ("low", "medium", "high")}
    found["OpenCV"] = _opencv()
    return found


def readers() -> dict[str, Reading]:
    """Each single reader; ours fast; ours fast and deep; and that without tapirscan, where there is one."""
    found = {**single_readers(), FAST: texts_of(FastTier()), BOTH: both()}
    if tapir_available():
        found[BOTH_WITHOUT_TAPIRSCAN] = both(without_tapirscan())
    return found


def without_tapirscan() -> tuple[str, ...]:
    """The names of all stages that need it, to leave out."""
    return tuple(way.name for way in ways() if "tapirscan" in way.name)


def both(without: Sequence[str] = ()) -> Reading:
    """The fast tier, and the deep one where it reads nothing, within their budgets."""
    return texts_of(desk_reader(threads=False, without=without))


def fitted(image: Image) -> Image:
    """A picture in grey, made smaller where it is larger than a frame of 1280 x 720."""
    plane = grey(image)
    scale = min(FRAME[0] / max(plane.shape[1], 1), FRAME[1] / max(plane.shape[0], 1))
    if scale >= 1:
        return plane
    return np.asarray(cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def warm_up(reading: Mapping[str, Reading]) -> None:
    """Let each reader look a few times, so that what it loads first does not count."""
    blank = np.random.default_rng(1).integers(100, 110, FRAME[::-1], dtype=np.uint8)
    for read in reading.values():
        for _ in range(_WARM_UPS):
            read(blank)


def texts_of(decoder: Decoder) -> Reading:
    """What a decoder reads, as texts only."""
    return lambda plane: [code.text for code in decoder.read(plane)]


def _opencv() -> Reading:
    detector = cv2.QRCodeDetector()

    def read(plane: Image) -> Sequence[str]:
        try:
            return [text for text in detector.detectAndDecodeMulti(plane)[1] if text]
        except (cv2.error, UnicodeDecodeError):
            return []

    return read
