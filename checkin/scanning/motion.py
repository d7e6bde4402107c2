"""Whether anything moves before the camera, for a fraction of what looking for codes costs."""

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.opencv import Image, cv2

# Every 8th pixel of every 8th row, taken four by four: a block stands for 32 x 32 pixels, and the noise of 16 samples.
_STEP = 8
_BLOCK = 4

_NOISE_DEVIATIONS = 5.0
_MOST_NOISE = 30.0
_BRIGHT = 110.0
_LEAST_THRESHOLD = 3.5

Samples = NDArray[np.float32]


class Motion:
    """Compares frames with the scene at the last movement. Times in seconds, of the frames.

    A block has changed when its grey, or the mean of what its single samples changed by, differs by more than `threshold` (of
    255; less where the picture is dark) and by more than noise explains, after the whole picture's drift (lamps that flicker,
    an exposure that settles) has been taken off. The second finds a badge that is, as a whole, as grey as what it hides. The
    scene has moved when two blocks have.
    """

    def __init__(self, threshold: float = 9.0, still_after_s: float = 2.0) -> None:
        self.threshold = threshold
        self.still_after_s = still_after_s
        self._scene: Samples | None = None
        self._moved_at = float("-inf")

    def moved(self, image: Image, at: float) -> bool:
        """Whether the scene differs from that of the last movement; the first frame does."""
        samples = _samples(image)
        if self._scene is not None and self._scene.shape == samples.shape and not self._differs(samples, self._scene):
            return False
        self._scene = samples
        self._moved_at = at
        return True

    def still(self, at: float) -> bool:
        """Whether nothing has moved for `still_after_s`."""
        return at - self._moved_at >= self.still_after_s

    def _differs(self, samples: Samples, scene: Samples) -> bool:
        # Lamps flicker in proportion to the light: what is dark may be looked at more closely.
        threshold = max(self.threshold * min(1.0, float(np.median(_blocks(scene))) / _BRIGHT), _LEAST_THRESHOLD)
        change = samples - scene
        blocks = _blocks(change)
        return _changed(blocks, threshold) or _changed(_blocks(np.abs(change - np.median(blocks))), threshold)


def _changed(blocks: Samples, threshold: float) -> bool:
    """Whether two blocks stand out from the others."""
    change = np.abs(blocks - np.median(blocks))
    # 1.48 medians are a standard deviation of what most blocks do. The bound: when all moves, that is no noise.
    noise = min(_NOISE_DEVIATIONS * 1.48 * float(np.median(change)), _MOST_NOISE)
    return int(np.count_nonzero(change > max(threshold, noise))) >= min(2, int(blocks.size))


def _samples(image: Image) -> Samples:
    plane = image if image.ndim == 2 else image[:, :, 1]
    return np.asarray(plane[_STEP // 2 :: _STEP, _STEP // 2 :: _STEP] if min(plane.shape) > _STEP else plane, dtype=np.float32)


def _blocks(samples: Samples) -> Samples:
    size = (max(1, samples.shape[1] // _BLOCK), max(1, samples.shape[0] // _BLOCK))
    return np.asarray(cv2.resize(samples, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
