"""Where a badge is held that no decoder could locate: too far, dark, blurred, moved, burnt out or cut by the picture's edge.

A QR code that cannot be read any more still is a square of dense texture, about half of it dark, with a blank margin all
around. Nothing less than all of that counts: faces, shirts, print and pictures lack one or the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import dist

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image, cv2

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SCALES = (0.5, 0.25, 0.125)
_DETAIL = 13
"""Pixels, at each scale: what is narrower, dark on light or light on dark, is texture."""
_PEAKS = 3
_LEAST_PX = 26
"""Smaller ones are letters, or badges of people who wait their turn."""
_LEAST_BURNT_PX = 40
_WEAKEST = 1.5

SIDE = 80
RIM = 40
"""A suspect is looked at from the front, `SIDE` pixels wide, with a rim around it."""
_INSIDE, _OUTSIDE, _SHIFT = 10, 7, 26

_BLANK = 0.15
_LEAST_CELLS = 8

_WHITE = 250
_LEAST_DEPTH = 0.4


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a square of a frame is like a QR code. `margin`, `margins`: by how much the blank margin is lighter than what it
    surrounds (of the contrast) at its weakest side and on average, of the `sides` that are in the frame; `dark`: mean
    darkness (0 paper, 1 ink); `even`: the texture of its weaker parts by that of the middling ones; `dense`: mean slope of
    its weaker direction, contrasts a pixel of `SIDE`; `shorter_px`: its shorter side; `longer`: the longer one by that."""

    margin: float
    margins: float
    sides: int
    dark: float
    even: float
    dense: float
    shorter_px: float
    longer: float

    def is_badge(self, burnt: bool) -> bool:
        """Whether that is enough. `burnt`: white has eaten into black, so that little of the code is left."""
        if self.longer > (1.4 if self.sides == 4 else 2.0) or self.shorter_px < (_LEAST_BURNT_PX if burnt else _LEAST_PX):
            return False
        if burnt:
            return self.margin > 0.07 and self.margins > 0.1 and self.even > 0.3 and self.dense > 0.03
        if not (self.even > 0.55 and self.dense > 0.028 and 0.35 < self.dark < 0.75):
            return False
        if self.sides < 4:
            return self.sides > 1 and self.margin > 0.3 and self.dense > 0.05
        return self.margin > 0.2 and self.margins > 0.3


def glimpsed(plane: Image) -> Corners | None:
    """The place in a grey frame that is most like a badge; None, as a rule, where none is held. Some 10 ms."""
    burnt = _burnt(plane)
    best: tuple[float, Corners] | None = None
    for suspect in _suspects(_regrown(plane) if burnt else plane):
        seen = _from_the_front(plane, suspect, 0.0 if burnt else _LEAST_DEPTH)
        if seen is not None:
            corners, likeness = seen
            if likeness.is_badge(burnt) and (best is None or likeness.margins > best[0]):
                best = likeness.margins, corners
    return best[1] if best is not None else None


def _burnt(plane: Image) -> bool:
    sample = plane[::8, ::8]
    return bool(np.count_nonzero(sample >= _WHITE) > 0.5 * sample.size)


def _regrown(plane: Image) -> Image:
    """What is left of the dark, some pixels wider."""
    return np.asarray(cv2.erode(plane, np.ones((5, 5), np.uint8)), dtype=np.uint8)


# --- squares of texture


def _suspects(plane: Image) -> Iterator[Plane]:
    """Corners (4, 2) of upright or turned rectangles with dense texture, clockwise from the top left; pixels of the frame."""
    known: list[tuple[float, float, float]] = []
    small, scale = plane, 1.0
    for wanted in _SCALES:
        while scale > wanted:
            small, scale = np.asarray(cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8), scale / 2
        if min(small.shape) < 2 * _DETAIL:
            return
        for corners in _squares(_texture(small)):
            corners /= scale
            (x, y), side = corners.mean(axis=0), float(np.sqrt(cv2.contourArea(corners)))
            if side < _LEAST_PX or any(abs(x - x2) + abs(y - y2) < 0.1 * side and 0.9 < side / s2 < 1.1 for x2, y2, s2 in known):
                continue
            known.append((float(x), float(y), side))
            yield corners


def _texture(small: Image) -> Image:
    """How much narrow dark and narrow light there is around each pixel, whichever is less."""
    soft = cv2.GaussianBlur(small, (0, 0), 0.8)
    detail = np.ones((_DETAIL, _DETAIL), np.uint8)
    dark = cv2.subtract(cv2.morphologyEx(soft, cv2.MORPH_CLOSE, detail), soft)
    light = cv2.subtract(soft, cv2.morphologyEx(soft, cv2.MORPH_OPEN, detail))
    return np.asarray(cv2.min(cv2.blur(dark, (9, 9)), cv2.blur(light, (9, 9))), dtype=np.uint8)


def _squares(texture: Image) -> Iterator[Plane]:
    """The strongest patches of texture, about as long as wide."""
    left = texture.copy()
    for _ in range(_PEAKS):
        _, peak, _, (x, y) = cv2.minMaxLoc(left)
        if peak < _WEAKEST:
            return
        strong = np.asarray(texture > peak * 0.5, dtype=np.uint8)
        _, labels = cv2.connectedComponents(strong, connectivity=4)
        patch = np.asarray(labels == labels[y, x], dtype=np.uint8)
        left[patch > 0] = 0
        outline = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0][0]
        square = cv2.minAreaRect(outline)
        shorter, longer = sorted(square[1])
        if shorter >= 5 and longer < 2 * shorter and cv2.contourArea(outline) > 0.3 * shorter * longer:
            yield _clockwise(cv2.boxPoints(square))


def _clockwise(points: Iterable[Iterable[float]]) -> Plane:
    """From the top left, as they lie in the picture."""
    corners = np.asarray(points, dtype=np.float32)
    middle = corners.mean(axis=0)
    return np.asarray(corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))], dtype=np.float32)


# --- what a square looks like


def _from_the_front(plane: Image, corners: Plane, least_depth: float) -> tuple[Corners, Likeness] | None:
    """The square moved to where its margin is clearest, and its likeness; None when too little of it is in the frame, or its
    darkest parts are not `least_depth` darker than its lightest (as a share of these): ink is."""
    front, inside, matrix = straight(plane, corners)
    soft = cv2.GaussianBlur(front, (0, 0), 1.2).astype(np.float32)
    core = slice(RIM, RIM + SIDE)
    around = slice(RIM - 12, RIM + SIDE + 12)
    if np.count_nonzero(inside[core, core]) < 0.9 * SIDE * SIDE:
        return None
    ink = float(np.percentile(soft[core, core], 3))
    paper = float(np.percentile(soft[around, around][inside[around, around]], 95))
    contrast = max(paper - ink, 1.0)
    if contrast < least_depth * paper:
        return None
    dark = np.clip((paper - soft) / contrast, 0, 1)
    dark[~inside] = np.nan
    (left, top, right, bottom), margins = _bounds(dark)
    if min(right - left, bottom - top) < SIDE // 4 or not margins:
        return None
    within = soft[top:bottom, left:right]
    place = _in_frame((left, top, right, bottom), matrix)
    shorter, longer = sorted((dist(place[0], place[1]), dist(place[0], place[3])))
    shade = dark[top:bottom, left:right]
    even, dense = _texture_of(within, paper, contrast)
    likeness = Likeness(
        min(margins), sum(margins) / len(margins), len(margins), float(np.nanmean(shade)),
        even, dense, shorter, longer / max(shorter, 1.0),
    )  # fmt: skip
    return place, likeness


def _in_frame(bounds: tuple[int, int, int, int], matrix: NDArray[np.float64]) -> Corners:
    left, top, right, bottom = bounds
    square = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], dtype=np.float64)
    points = cv2.perspectiveTransform(square, np.linalg.inv(matrix))[0]
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d


def straight(plane: Image, corners: Plane) -> tuple[Image, Mask, NDArray[np.float64]]:
    """The quadrangle as a square of `SIDE` pixels with `RIM` around it; which of its pixels are in the frame; and the matrix
    from the frame to it."""
    shrink = 1.0
    while np.sqrt(cv2.contourArea(corners)) * shrink > 1.4 * SIDE:
        plane = np.asarray(cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        shrink /= 2
    near, far = RIM, RIM + SIDE
    target = np.array([[near, near], [far, near], [far, far], [near, far]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners * shrink, dtype=np.float32), target)
    size = (SIDE + 2 * RIM, SIDE + 2 * RIM)
    front = cv2.warpPerspective(plane, matrix, size, flags=cv2.INTER_LINEAR)
    inside = cv2.warpPerspective(np.full(plane.shape, 255, np.uint8), matrix, size, flags=cv2.INTER_NEAREST) > 0
    return np.asarray(front, np.uint8), np.asarray(inside, np.bool_), np.asarray(matrix @ np.diag([shrink, shrink, 1.0]))


def _bounds(dark: Plane) -> tuple[tuple[int, int, int, int], list[float]]:
    """Left, top, right, bottom of where the darkness ends on each side, and by how much it falls there."""
    box = [RIM, RIM, RIM + SIDE, RIM + SIDE]
    falls: dict[int, float] = {}
    for _ in range(2):
        for side, usual in enumerate((RIM, RIM, RIM + SIDE, RIM + SIDE)):
            across = slice(box[1] + 6, box[3] - 6) if side % 2 == 0 else slice(box[0] + 6, box[2] - 6)
            strip = dark[across] if side % 2 == 0 else dark[:, across].T
            if strip.shape[0] < 8:
                return (0, 0, 0, 0), []
            at, fall = _fall(strip.mean(axis=0), usual, inwards=1 if side < 2 else -1)
            if fall is not None:
                box[side], falls[side] = at, fall
    left, top, right, bottom = box
    return (left, top, right, bottom), list(falls.values())


def _fall(profile: Plane, usual: int, inwards: int) -> tuple[int, float | None]:
    """Where, around `usual`, the profile falls most from inside to outside, and by how much; None where the frame ends."""
    if inwards < 0:
        at, fall = _fall(profile[::-1], profile.size - usual, 1)
        return profile.size - at, fall
    places = np.arange(max(usual - _SHIFT, _OUTSIDE), min(usual + _SHIFT, profile.size - _INSIDE))
    places = places[~np.isnan(profile[places - _OUTSIDE]) & ~np.isnan(profile[places + _INSIDE])]
    if not places.size or np.isnan(profile[usual - _OUTSIDE]):
        return usual, None
    sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(profile))))
    falls = (sums[places + _INSIDE] - sums[places]) / _INSIDE - (sums[places] - sums[places - _OUTSIDE]) / _OUTSIDE
    best = int(np.argmax(falls))
    return int(places[best]), float(falls[best])


def _texture_of(within: Plane, paper: float, contrast: float) -> tuple[float, float]:
    """How even, and how dense, see Likeness. Where a lamp's reflection left blank paper, there is nothing to compare."""
    height, width = within.shape[0] // 4, within.shape[1] // 4
    cells = within[: 4 * height, : 4 * width].reshape(4, height, 4, width)
    inked = cells.mean(axis=(1, 3)) < paper - _BLANK * contrast
    spread = np.sort(cells.std(axis=(1, 3))[inked])
    across, down = cv2.Sobel(within, cv2.CV_32F, 1, 0), cv2.Sobel(within, cv2.CV_32F, 0, 1)
    weaker = min(float(np.mean(across * across)), float(np.mean(down * down)))
    even = float(spread[1] / max(spread[spread.size // 2], 0.1)) if spread.size >= _LEAST_CELLS else 0.0
    return even, weaker**0.5 / 8 / contrast
