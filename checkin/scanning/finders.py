"""The three square eyes of QR codes, found one by one: a badge that hangs over the picture's edge shows one or two of them."""

from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image, cv2

Outline = NDArray[np.int32]

_SCALES = (0.5, 0.125)
_NEIGHBOURHOOD = 101
_LEAST_CONTRAST = 12
_MOST_CONTOURS = 4000
_SMALLEST_PX = 5
# A finder pattern is 7 x 7 modules, the ring's inside 5 x 5, its core 3 x 3: areas of 49, 25 and 9.
_HOLE = (0.3, 0.72)
_CORE = (0.18, 0.6)
_FULLNESS = 0.65

_LEAST_MODULE_PX = 4.0
_BEYOND = 17.5
"""Modules from the middle of an eye to the far edge of the smallest symbol."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One finder pattern: its middle, and how wide a module is there; pixels of the frame."""

    x: float
    y: float
    module_px: float


def finders(plane: Image) -> tuple[Finder, ...]:
    """The finder patterns in a grey frame whose modules are some 2.5 to 60 pixels wide. A few milliseconds."""
    if min(plane.shape) < _NEIGHBOURHOOD:
        return ()
    found: list[Finder] = []
    for scale in _SCALES:
        for eye in _at(plane, scale):
            if all(hypot(eye.x - other.x, eye.y - other.y) > 3 * other.module_px for other in found):
                found.append(eye)
    return tuple(found)


def _at(plane: Image, scale: float) -> tuple[Finder, ...]:
    small = cv2.GaussianBlur(cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (0, 0), 0.8)
    how = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    black = cv2.adaptiveThreshold(small, 255, *how, _NEIGHBOURHOOD, _LEAST_CONTRAST)
    contours, levels = cv2.findContours(black, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if not 0 < len(contours) <= _MOST_CONTOURS:
        return ()
    first_child = levels[0][:, 2]
    found = []
    for ring in np.flatnonzero(first_child >= 0):
        hole = int(first_child[ring])
        core = int(first_child[hole])
        if core >= 0:
            eye = _eye(_outline(contours[int(ring)]), _outline(contours[hole]), _outline(contours[core]), scale)
            if eye is not None:
                found.append(eye)
    return tuple(found)


def _outline(contour: NDArray[Any]) -> Outline:
    return np.asarray(contour, dtype=np.int32)


def _eye(ring: Outline, hole: Outline, core: Outline, scale: float) -> Finder | None:
    areas = [float(cv2.contourArea(one)) for one in (ring, hole, core)]
    if areas[2] < 4 or not _HOLE[0] < areas[1] / areas[0] < _HOLE[1] or not _CORE[0] < areas[2] / areas[1] < _CORE[1]:
        return None
    squares = [cv2.minAreaRect(one) for one in (ring, core)]
    (x, y), (wide, high), _ = squares[0]
    (x2, y2), (wide2, high2), _ = squares[1]
    if min(wide, high) < _SMALLEST_PX or max(wide, high) > 1.8 * min(wide, high) or max(wide2, high2) > 2 * min(wide2, high2):
        return None
    if areas[0] < _FULLNESS * wide * high or hypot(x - x2, y - y2) > 0.1 * max(wide, high):
        return None
    return Finder(x / scale, y / scale, areas[0] ** 0.5 / 7 / scale)


def cut_off(eyes: tuple[Finder, ...], shape: tuple[int, ...]) -> Corners | None:
    """What can be seen of a symbol that must hang over the edge of a frame of this shape, as some of its eyes are missing and
    those that are there stand so close to it; None where it need not."""
    if not 1 <= len(eyes) <= 2:
        return None
    height, width = shape[:2]
    module = max(eye.module_px for eye in eyes)
    to_edge = min(min(eye.x, eye.y, width - eye.x, height - eye.y) for eye in eyes)
    if module < _LEAST_MODULE_PX or to_edge > _BEYOND * module:
        return None
    reach = _BEYOND * module
    left, right = min(eye.x for eye in eyes) - reach, max(eye.x for eye in eyes) + reach
    top, bottom = min(eye.y for eye in eyes) - reach, max(eye.y for eye in eyes) + reach
    left, right, top, bottom = max(left, 0.0), min(right, float(width)), max(top, 0.0), min(bottom, float(height))
    return (left, top), (right, top), (right, bottom), (left, bottom)
