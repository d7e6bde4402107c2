"""Whether anything moves before the camera, for a fraction of what looking for codes costs."""

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.opencv import Image, cv2

# Every 8th pixel of every 8th row, averaged four by four: a block stands for 32 x 32 pixels, and the noise of 16 samples.
_STEP = 8
_BLOCK = 4

_NOISE_DEVIATIONS = 5.0
_MOST_NOISE = 30.0


class Motion:
    """Compares frames with the scene at the last movement. Times in seconds, of the frames.

    A block has changed when its grey differs by more than `threshold` (of 255) and more than noise explains, after the whole
    picture's drift (lamps that flicker, an exposure that settles) has been taken off; the scene has moved when two blocks have.
    """

    def __init__(self, threshold: float = 9.0, still_after_s: float = 2.0) -> None:
        self.threshold = threshold
        self.still_after_s = still_after_s
        self._scene: NDArray[np.float32] | None = None
        self._moved_at = float("-inf")

    def moved(self, image: Image, at: float) -> bool:
        """Whether the scene differs from that of the last movement; the first frame does."""
        blocks = _blocks(image)
        if self._scene is not None and self._scene.shape == blocks.shape and not self._differs(blocks, self._scene):
            return False
        self._scene = blocks
        self._moved_at = at
        return True

    def still(self, at: float) -> bool:
        """Whether nothing has moved for `still_after_s`."""
        return at - self._moved_at >= self.still_after_s

    def _differs(self, blocks: NDArray[np.float32], scene: NDArray[np.float32]) -> bool:
        change = blocks - scene
        change -= np.median(change)
        change = np.abs(change)
        # 1.48 medians are a standard deviation of what most blocks do. The bound: when all moves, that is no noise.
        noise = min(_NOISE_DEVIATIONS * 1.48 * float(np.median(change)), _MOST_NOISE)
        changed = int(np.count_nonzero(change > max(self.threshold, noise)))
        return changed >= min(2, int(blocks.size))


def _blocks(image: Image) -> NDArray[np.float32]:
    plane = image if image.ndim == 2 else image[:, :, 1]
    sample = np.ascontiguousarray(plane[_STEP // 2 :: _STEP, _STEP // 2 :: _STEP] if min(plane.shape) > _STEP else plane)
    size = (max(1, sample.shape[1] // _BLOCK), max(1, sample.shape[0] // _BLOCK))
    return np.asarray(cv2.resize(sample, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
