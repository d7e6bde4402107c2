"""What can be measured at the place of a symbol in a grey frame: its size, light, sharpness and what covers it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.glimpse import RIM, SIDE, straight
from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image, cv2

_SATURATED = 250
_LEAST_PX = 8
_RIM = 0.2
_BLOCKS = 12
_PRESMOOTHED_PX = 1.0


@dataclass(frozen=True, slots=True)
class Measures:
    """`side_px`: the side of a square as large as the place, `height_px` that of the frame. `cut`: the place reaches the frame's
    edge. `paper`: grey (0 to 255) of its lightest twentieth; `depth`: how much darker its darkest fiftieth is, as a share
    of that. `grain`: standard deviation of the noise around it, of the contrast. `burnt`: share of pixels at 250 or more
    in it and its margin. `blank`: share of it in light blobs wider than a sixth of it. `one_way`: 0 where edges run
    equally in all directions, 1 where all run in one. `soft_px`: standard deviation of the blur."""

    side_px: float
    height_px: int
    cut: bool
    paper: float
    depth: float
    grain: float
    burnt: float
    blank: float
    one_way: float
    soft_px: float


def measured(plane: Image, place: Corners) -> Measures | None:
    """The measures of a place in a grey frame; None where hardly any of it is in the frame. Some 2 ms."""
    corners = np.array(place, dtype=np.float32)
    side = float(np.sqrt(cv2.contourArea(corners)))
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    inside = _part(plane, left, top, right, bottom)
    if side < _LEAST_PX or min(inside.shape) < _LEAST_PX:
        return None
    height, width = plane.shape
    rim = _RIM * side
    cut = bool(min(left, top) < 0.1 * rim or right > width - 0.1 * rim or bottom > height - 0.1 * rim)
    around = _part(plane, left - rim, top - rim, right + rim, bottom + rim)
    ink, paper = (float(grey) for grey in np.percentile(cv2.GaussianBlur(inside, (0, 0), _PRESMOOTHED_PX), [2, 95]))
    contrast = max(paper - ink, 1.0)
    one_way, soft_px = _edges(inside, contrast)
    burnt = float(np.count_nonzero(around >= _SATURATED) / around.size)
    return Measures(
        side, height, cut, paper, contrast / max(paper, 1.0), _noise(around) / contrast, burnt,
        _blank(plane, corners, ink, contrast), one_way, soft_px,
    )  # fmt: skip


def _part(plane: Image, left: float, top: float, right: float, bottom: float) -> Image:
    return plane[max(round(top), 0) : max(round(bottom), 0), max(round(left), 0) : max(round(right), 0)]


def _noise(part: Image) -> float:
    """Standard deviation of the noise (Immerkaer 1996), where the picture is quietest, so that edges do not count."""
    operator = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
    rough = np.abs(cv2.filter2D(part, cv2.CV_32F, operator))
    blocks = cv2.resize(rough, (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA)
    return float(np.percentile(blocks, 10) * np.sqrt(np.pi / 2) / 6)


def _edges(inside: Image, contrast: float) -> tuple[float, float]:
    """one_way: coherence of the structure tensor. soft_px: a step of `contrast` that is blurred by s has the slope
    contrast / (s sqrt(2 pi)); what smoothing added is taken off."""
    soft = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), _PRESMOOTHED_PX)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(soft, cv2.CV_32F, 0, 1) / 8
    xx, yy, xy = (float(np.mean(product)) for product in (across * across, down * down, across * down))
    one_way = float(np.hypot(xx - yy, 2 * xy) / max(xx + yy, 1e-6))
    steepest = float(np.percentile(np.hypot(across, down), 98.5))
    blur = contrast / max(steepest, 1e-3) / (2 * np.pi) ** 0.5
    return one_way, float(np.sqrt(max(blur**2 - _PRESMOOTHED_PX**2, 0.0)))


def _blank(plane: Image, corners: NDArray[np.float32], ink: float, contrast: float) -> float:
    front, _, _ = straight(plane, corners)
    within = slice(RIM + 2, RIM + SIDE - 2)
    light = cv2.GaussianBlur(front, (0, 0), 1.2)[within, within] > ink + 0.85 * contrast
    blob = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (SIDE // 6, SIDE // 6))
    return float(np.mean(cv2.morphologyEx(np.asarray(light, dtype=np.uint8), cv2.MORPH_OPEN, blob)))
