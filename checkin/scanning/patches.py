"""Parts of a frame looked at closer: cut out, enlarged, straightened, with the way back into the frame."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image, cv2

MARGIN = 1.45
"""How much wider than the symbol a cut is: its quiet zone, and what the location was off."""

SIDE = 480
_LARGEST_SCALE = 4.0


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a frame, and the matrix that takes its pixels into the frame."""

    image: Image
    back: NDArray[np.float64]

    def in_frame(self, codes: Iterable[Code]) -> tuple[Code, ...]:
        """Codes read in the patch, as codes of the frame."""
        return tuple(replace(code, corners=self._in_frame(code.corners)) for code in codes)

    def _in_frame(self, corners: Corners) -> Corners:
        points = cv2.perspectiveTransform(np.array([corners], dtype=np.float64), self.back)[0]
        a, b, c, d = ((float(x), float(y)) for x, y in points)
        return a, b, c, d


def box(corners: Corners, shape: tuple[int, ...], margin: float = MARGIN) -> tuple[int, int, int, int]:
    """The upright square around `corners`, `margin` times as wide, cut at the frame: left, top, right, bottom."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    half = max(max(xs) - min(xs), max(ys) - min(ys), 24.0) * margin / 2
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    height, width = shape[:2]
    left, right = (int(min(max(edge, 0), width)) for edge in (x - half, x + half))
    top, bottom = (int(min(max(edge, 0), height)) for edge in (y - half, y + half))
    return left, top, right, bottom


def cut(plane: Image, corners: Corners, side: int = SIDE) -> Patch | None:
    """The surroundings of a symbol, some `side` pixels wide; None when nothing of it is in the frame."""
    left, top, right, bottom = box(corners, plane.shape)
    if min(right - left, bottom - top) < 16:
        return None
    scale = min(side / max(right - left, bottom - top), _LARGEST_SCALE)
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    image = np.asarray(cv2.resize(plane[top:bottom, left:right], None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)
    return Patch(image, np.array([[1 / scale, 0, left], [0, 1 / scale, top], [0, 0, 1]], dtype=np.float64))


def straightened(plane: Image, corners: Corners, side: int = SIDE) -> Patch | None:
    """The symbol as seen from the front, its surroundings too; None when the corners span nothing."""
    quiet = side * (1 - 1 / MARGIN) / 2
    near, far = quiet, side - quiet
    target = np.array([[near, near], [far, near], [far, far], [near, far]], dtype=np.float32)
    source = np.array(corners, dtype=np.float32)
    if cv2.contourArea(source) < 200 or not cv2.isContourConvex(source):
        return None
    matrix = cv2.getPerspectiveTransform(source, target)
    image = cv2.warpPerspective(plane, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Patch(np.asarray(image, dtype=np.uint8), np.asarray(np.linalg.inv(matrix), dtype=np.float64))


def stretched(patch: Patch, across: float, down: float) -> Patch:
    """The patch pulled wider or higher, against tilt."""
    image = cv2.resize(patch.image, None, fx=across, fy=down, interpolation=cv2.INTER_CUBIC)
    return Patch(np.asarray(image, dtype=np.uint8), patch.back @ np.diag([1 / across, 1 / down, 1.0]))


def enlarged(plane: Image, scale: float) -> Patch:
    """The whole frame at `scale`."""
    how = cv2.INTER_LINEAR if scale > 1 else cv2.INTER_AREA
    image = cv2.resize(plane, None, fx=scale, fy=scale, interpolation=how)
    return Patch(np.asarray(image, dtype=np.uint8), np.diag([1 / scale, 1 / scale, 1.0]))


def covered(plane: Image, places: Iterable[Corners]) -> Image:
    """A copy in which these symbols are one grey, so that a decoder finds what else is there."""
    plane = plane.copy()
    for place in places:
        left, top, right, bottom = box(place, plane.shape, 1.05)
        part = plane[top:bottom, left:right]
        part[:] = part.mean() if part.size else 0
    return plane


def overlap(one: Corners, other: Corners) -> bool:
    """Whether the upright boxes of two places share a pixel."""
    return all(
        min(corner[axis] for corner in one) < max(corner[axis] for corner in other)
        and min(corner[axis] for corner in other) < max(corner[axis] for corner in one)
        for axis in (0, 1)
    )
