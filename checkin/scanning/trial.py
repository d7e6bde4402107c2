"""Readers side by side on the same pictures: what each reads, and in which time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from checkin.scanning.attempts import fast_frame_attempts, fast_place_attempts
from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.opencv import Image, cv2, grey
from checkin.scanning.tapir import Tapir, tapir_available
from checkin.scanning.zbar import ZBar, zbar_available
from checkin.scanning.zxing import ZXing

Reading = Callable[[Image], Sequence[str]]

FRAME = (1280, 720)
_WARM_UPS = 5


@dataclass(slots=True)
class Result:
    """How a reader fared: right and wrong texts, pictures with all their texts read, milliseconds of pictures with codes and
    of those without."""

    read: int = 0
    wrong: int = 0
    badge_ms: list[float] = field(default_factory=list)
    empty_ms: list[float] = field(default_factory=list)


def readers(stages: bool) -> dict[str, Reading]:
    """Each single reader that this machine has, ours fast, ours fast and deep, and, with `stages`, ours without each stage."""
    trial: dict[str, Reading] = {"zxing-cpp": _texts(ZXing().read)}
    if zbar_available():
        trial["pyzbar"] = _texts(ZBar().read)
    if tapir_available():
        trial |= {f"tapirscan {effort}": _texts(Tapir(effort).read) for effort in ("low", "medium", "high")}
    trial["OpenCV"] = _opencv()
    trial["ours fast"] = _texts(FastTier().read)
    trial["ours fast+deep"] = _both()
    if stages:
        names = [attempt.name for attempt in (*fast_frame_attempts(), *fast_place_attempts())]
        trial |= {f"ours fast without {name}": _texts(FastTier(without=(name,)).read) for name in names}
    return trial


def fitted(image: Image) -> Image:
    """A picture in grey, made smaller where it is larger than a frame of 1280 x 720."""
    plane = grey(image)
    scale = min(FRAME[0] / max(plane.shape[1], 1), FRAME[1] / max(plane.shape[0], 1))
    if scale >= 1:
        return plane
    return np.asarray(cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def warm_up(trial: Mapping[str, Reading]) -> None:
    """Let each reader look a few times, so that what it loads first does not count."""
    blank = np.random.default_rng(1).integers(100, 110, FRAME[::-1], dtype=np.uint8)
    for read in trial.values():
        for _ in range(_WARM_UPS):
            read(blank)


def compare(trial: Mapping[str, Reading], results: dict[str, Result], plane: Image, truth: Sequence[str]) -> None:
    """Give a picture to every reader, and add what came of it to `results`."""
    for name, read in trial.items():
        began = perf_counter()
        texts = set(read(plane))
        ms = (perf_counter() - began) * 1000
        result = results.setdefault(name, Result())
        result.read += len(texts & set(truth))
        result.wrong += len(texts - set(truth))
        (result.badge_ms if truth else result.empty_ms).append(ms)


def _texts(read: Callable[[Image], Sequence[object]]) -> Reading:
    return lambda plane: [str(getattr(code, "text", code)) for code in read(plane)]


def _both() -> Reading:
    fast, deep = FastTier(), DeepTier()

    def read(plane: Image) -> Sequence[str]:
        found = fast.read_one(plane)
        codes = found.codes or deep.read_one(plane, found.unread if found.located else ())
        return [code.text for code in codes]

    return read


def _opencv() -> Reading:
    detector = cv2.QRCodeDetector()

    def read(plane: Image) -> Sequence[str]:
        try:
            return [text for text in detector.detectAndDecodeMulti(plane)[1] if text]
        except (cv2.error, UnicodeDecodeError):
            return []

    return read
