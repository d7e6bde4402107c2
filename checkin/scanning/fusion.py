"""Several frames of one badge laid over each other: noise and blur that no single frame gives up."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.patches import Patch, box

FRAMES = 5
_FEWEST = 3
_LARGEST = 480
_AROUND = 1.3
_FITTED = 200  # pixels a side that are enough to see how two frames lie
_STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
_LEAST_LIKENESS = 0.2


def fused(planes: Sequence[Image], place: Corners) -> Patch | None:
    """The mean, at twice the size, of what grey frames show at `place` of the newest (last) one, each laid over it: by phase
    correlation, then by an affine fit (ECC). None when fewer than three frames fit. Some 10 ms a frame."""
    newest = planes[-1]
    left, top, right, bottom = box(place, newest.shape, _AROUND)
    if min(right - left, bottom - top) < 24 or max(right - left, bottom - top) > _LARGEST:
        return None
    cuts = [plane[top:bottom, left:right].astype(np.float32) for plane in planes if plane.shape == newest.shape]
    reference = cuts.pop()
    laid = [_doubled(reference, np.eye(2, 3, dtype=np.float32))]
    for one in cuts:
        fit = _fit(reference, one)
        if fit is not None:
            laid.append(_doubled(one, fit))
    if len(laid) < _FEWEST:
        return None
    mean = np.mean(laid, axis=0)
    dark, bright = np.percentile(mean, [1, 99])
    spread = np.clip((mean - dark) * (255 / max(bright - dark, 1.0)), 0, 255).astype(np.uint8)
    return Patch(spread, np.array([[0.5, 0, left], [0, 0.5, top], [0, 0, 1]], dtype=np.float64))


def noise(plane: Image) -> float:
    """How strong the noise of a grey frame is: the median difference (of 255) between a pixel and the median of its nine, over
    every other row and column. Edges hardly count, as most pixels lie on none."""
    part = np.ascontiguousarray(plane[::2, ::2])
    return float(np.median(cv2.absdiff(part, cv2.medianBlur(part, 3))))


def _fit(reference: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The affine matrix from pixels of `reference` to those of `other`, None when they show different things."""
    scale = min(1.0, _FITTED / max(reference.shape))
    soft, soft_other = (_soft(plane, scale) for plane in (reference, other))
    window = cv2.createHanningWindow((soft.shape[1], soft.shape[0]), cv2.CV_32F)
    (across, down), _ = cv2.phaseCorrelate(soft, soft_other, window)
    start = np.array([[1, 0, across], [0, 1, down]], dtype=np.float32)
    whole = np.full(soft.shape, 255, dtype=np.uint8)
    try:
        likeness, fit = cv2.findTransformECC(soft, soft_other, start, cv2.MOTION_AFFINE, _STEPS, whole, 5)
    except cv2.error:  # the images have too little in common for it to converge
        return None
    laid = np.asarray(fit, dtype=np.float32)
    laid[:, 2] /= scale
    return laid if likeness >= _LEAST_LIKENESS else None


def _soft(plane: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
    smaller = cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(smaller, (0, 0), 1.5), dtype=np.float32)


def _doubled(plane: NDArray[np.float32], fit: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = plane.shape
    halved = fit.copy()
    halved[:, :2] *= 0.5
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(plane, halved, (2 * width, 2 * height), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(laid, dtype=np.float32)
