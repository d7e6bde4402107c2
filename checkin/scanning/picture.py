"""Whether a camera's picture is what a lens sees: judged by some ten thousand of its pixels, in a quarter of a millisecond."""

import numpy as np
from numpy.typing import NDArray

from checkin.scanning.messages import Flaw, Sighting
from checkin.scanning.opencv import Image, cv2

_SAMPLED_ROWS = 80
_BLOCKS = (16, 9)

_BLACK_BELOW = 28
"""A covered lens gives noise; but no block of the picture has more than this of any colour on average. 179 photographs: 147."""

_COLOURED_BY = 32
"""Green, or red and blue together, stand out by this much."""
_COLOURED_SHARE = 0.9
_TWO_COLOURED_SHARE, _EACH_COLOUR_SHARE = 0.6, 0.1
"""A picture whose chroma is missing is green or magenta all over, its shadows too; one whose luma and chroma changed places is
green where it is dark and magenta where it is bright. 179 photographs, foliage and coloured lamps among them: 0.52 at most."""

_NOISY = (8, 247)
"""Levels at which a sensor's noise shows: what is quite dark or overexposed may well be the same in every frame."""
_NOISY_SHARE = 0.05

_AGREEING_SIGHTINGS = 3


class PictureJudge:
    """Looks at the frames of one camera, one after the other. Times (s) are those of the frames."""

    def __init__(self) -> None:
        self._black = Lasting(after_s=0.6)
        self._frozen = Lasting(after_s=0.6)
        self._colours = Lasting(after_s=0.4)
        self._before: Image | None = None

    def look(self, image: Image, at: float) -> tuple[Flaw, ...]:
        """The flaws that the picture has had for long enough, the gravest first; `image` is a frame's."""
        height, width = image.shape[:2]
        step = max(1, min(height, width) // _SAMPLED_ROWS) | 1  # odd: not always the same pixel of JPEG's blocks of eight
        sample = np.ascontiguousarray(image[step // 2 :: step, step // 2 :: step])
        black = _is_black(sample)
        lasts = {
            Flaw.BLACK: self._black.seen(black, at),
            Flaw.FROZEN: self._frozen.seen(not black and self._stands_still(sample), at),
            Flaw.COLOURS: self._colours.seen(not black and _is_discoloured(sample), at),
            Flaw.PORTRAIT: height > width,
        }
        self._before = sample
        return tuple(flaw for flaw, holds in lasts.items() if holds)

    def _stands_still(self, sample: Image) -> bool:
        before = self._before
        if before is None or not np.array_equal(sample, before):
            return False
        low, high = _NOISY
        return float(np.mean((sample > low) & (sample < high))) >= _NOISY_SHARE


class Mirror:
    """Whether a camera's picture is mirrored, by the codes read in it. Several sightings must agree: a badge may itself be seen
    in a mirror, or from behind."""

    def __init__(self) -> None:
        self._mirrored = False
        self._against = 0

    def seen(self, sighting: Sighting) -> bool:
        """Whether it is mirrored, after one more sighting."""
        says = {code.mirrored for code in sighting.codes} - {None}
        if len(says) == 1:
            self._against = self._against + 1 if self._mirrored not in says else 0
        if self._against >= _AGREEING_SIGHTINGS:
            self._mirrored, self._against = not self._mirrored, 0
        return self._mirrored


class Lasting:
    """Something that counts once it has lasted `after_s`, and no more once it has been away for `gone_s`. Times in seconds."""

    def __init__(self, after_s: float, gone_s: float = 0.25) -> None:
        self._waits = {True: after_s, False: gone_s}
        self._counts = False
        self._differs_since: float | None = None

    def seen(self, holds: bool, at: float) -> bool:
        """Whether it counts, now that it holds or does not."""
        if holds is self._counts:
            self._differs_since = None
            return self._counts
        if self._differs_since is None:
            self._differs_since = at
        if at - self._differs_since >= self._waits[holds]:
            self._counts, self._differs_since = holds, None
        return self._counts


def _is_black(sample: Image) -> bool:
    blocks: NDArray[np.uint8] = np.asarray(cv2.resize(sample, _BLOCKS, interpolation=cv2.INTER_AREA))
    return int(blocks.max()) < _BLACK_BELOW


def _is_discoloured(sample: Image) -> bool:
    blue, green, red = (sample[:, :, channel].astype(np.int16) for channel in range(3))
    greenish = float(np.mean(green - np.maximum(blue, red) > _COLOURED_BY))
    purplish = float(np.mean(np.minimum(blue, red) - green > _COLOURED_BY))
    both = greenish + purplish
    return both >= _COLOURED_SHARE or (both >= _TWO_COLOURED_SHARE and min(greenish, purplish) >= _EACH_COLOUR_SHARE)
