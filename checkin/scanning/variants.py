"""A picture changed so that a decoder may read it: other contrast, less noise, sharper."""

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.opencv import Image, cv2


def _curve(gamma: float) -> NDArray[np.uint8]:
    return np.asarray(255 * (np.arange(256) / 255) ** gamma + 0.5, dtype=np.uint8)


_BRIGHTER, _DARKER = _curve(0.5), _curve(2.0)


def brighter(plane: Image) -> Image:
    """Gamma 0.5: draws the dark apart."""
    return np.asarray(cv2.LUT(plane, _BRIGHTER), dtype=np.uint8)


def darker(plane: Image) -> Image:
    """Gamma 2: draws the bright apart."""
    return np.asarray(cv2.LUT(plane, _DARKER), dtype=np.uint8)


def evened(plane: Image) -> Image:
    """Local contrast (CLAHE): against glare and gradients."""
    return np.asarray(cv2.createCLAHE(clipLimit=4.0, tileGridSize=(4, 4)).apply(plane), dtype=np.uint8)


def sharpened(plane: Image) -> Image:
    """Unsharp mask, for patches of some 480 pixels: against defocus."""
    return np.asarray(cv2.addWeighted(plane, 3.0, cv2.blur(cv2.blur(plane, (9, 9)), (9, 9)), -2.0, 0.0), dtype=np.uint8)


def calmed(plane: Image) -> Image:
    """The median of three by three pixels: against noise."""
    return np.asarray(cv2.medianBlur(plane, 3), dtype=np.uint8)


def smoothed(plane: Image) -> Image:
    """Gaussian blur: against strong noise and moire."""
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), 2.5), dtype=np.uint8)


def settled(plane: Image) -> Image:
    """Gaussian blur, less of it: what is left of the noise once frames were laid over each other."""
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), 1.5), dtype=np.uint8)


def denoised(plane: Image) -> Image:
    """Bilateral filter: noise goes, edges stay. Some milliseconds for a patch."""
    return np.asarray(cv2.bilateralFilter(plane, 9, 60.0, 5.0), dtype=np.uint8)


def inverted(plane: Image) -> Image:
    """Light for dark."""
    return np.asarray(cv2.bitwise_not(plane), dtype=np.uint8)
