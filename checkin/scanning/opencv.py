"""cv2 as this program wants it: one thread, quiet, and quick to open a camera. Import it from here, never directly."""

import os
from typing import Any

# Read by cv2 when it loads. Without the first, opening a camera takes half a minute on some Windows machines; the others keep
# OpenCV's and FFmpeg's own remarks off the terminal: what matters is told as a CameraState.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

import cv2 as cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""(height, width, 3) blue, green, red; or (height, width) grey."""

# The scan and camera threads are enough: OpenCV's own pool would take the cores from them.
cv2.setNumThreads(1)
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # for the case that something else loaded cv2 before


def bgr(image: NDArray[Any]) -> Image:
    """Whatever a camera or file gives (grey, with alpha, 16 bits), as (height, width, 3) blue, green, red, 8 bits."""
    if image.dtype == np.uint16:
        image = (image >> 8).astype(np.uint8)
    elif image.dtype != np.uint8:
        raise TypeError(f"a picture must have 8 or 16 bits a channel, not {image.dtype}")
    if image.ndim == 3 and image.shape[2] == 3:
        return np.asarray(image, dtype=np.uint8)
    if image.ndim == 2 or (image.ndim == 3 and image.shape[2] in (1, 2)):
        grey_plane = image if image.ndim == 2 else image[:, :, 0]
        return np.repeat(grey_plane[:, :, None], 3, axis=2).astype(np.uint8, copy=False)
    if image.ndim == 3 and image.shape[2] == 4:
        return np.ascontiguousarray(image[:, :, :3], dtype=np.uint8)
    raise TypeError(f"a picture cannot have the shape {image.shape}")


def grey(image: Image) -> Image:
    """One contiguous channel of `image`; a TypeError when it is not 8 bits grey or blue, green, red."""
    if image.dtype != np.uint8:
        raise TypeError(f"a picture must have 8 bits a channel, not {image.dtype}")
    if image.ndim == 2:
        return np.ascontiguousarray(image)
    if image.ndim != 3 or image.shape[2] != 3:
        raise TypeError(f"a picture cannot have the shape {image.shape}")
    if image.size == 0:
        return np.zeros(image.shape[:2], dtype=np.uint8)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def read_image(path: "os.PathLike[str] | str") -> Image | None:
    """The picture in a file, turned as its EXIF orientation says; None when it holds none. OSError when it cannot be read.

    Through numpy, because cv2.imread does not find paths beyond ASCII on Windows.
    """
    content = np.fromfile(path, dtype=np.uint8)
    if content.size == 0:
        return None
    try:
        image = cv2.imdecode(content, cv2.IMREAD_COLOR)
    except cv2.error:  # a header that promises more pixels than OpenCV is ready to make room for
        return None
    return None if image is None else bgr(image)
