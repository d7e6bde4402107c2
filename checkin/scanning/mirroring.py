"""Whether a QR code is seen as in a mirror, from its format information: decoders read such codes too, and do not tell."""

import numpy as np

from checkin.scanning.messages import Corners
from checkin.scanning.opencv import Image, cv2

# ISO/IEC 18004, 7.9: fifteen bits around the top left finder pattern, as (column, row), the highest first. A mirrored symbol is
# a transposed one, and has them in the opposite order.
_PLACES = [*((x, 8) for x in (0, 1, 2, 3, 4, 5, 7, 8)), (8, 7), *((8, y) for y in (5, 4, 3, 2, 1, 0))]
_DARK, _LIGHT = (3, 3), (1, 3)  # in that finder pattern: its middle, and the ring around it
_GENERATOR, _MASK = 0x537, 0x5412


def mirrored(plane: Image, corners: Corners, modules: int) -> bool | None:
    """Whether the symbol of `modules` by `modules` at `corners` (clockwise, from its own top left) of a grey picture is mirrored.
    None when its format information cannot be made out."""
    edge = np.array([(0, 0), (modules, 0), (modules, modules), (0, modules)], dtype=np.float32)
    into = cv2.getPerspectiveTransform(edge, np.array(corners, dtype=np.float32))
    middles = np.array([[(x + 0.5, y + 0.5) for x, y in (_DARK, _LIGHT, *_PLACES)]], dtype=np.float32)
    points = np.rint(cv2.perspectiveTransform(middles, into)[0] - 0.5).astype(int)
    height, width = plane.shape
    if points.min() < 0 or points[:, 0].max() >= width or points[:, 1].max() >= height:
        return None
    dark, light, *levels = plane[points[:, 1], points[:, 0]].astype(int).tolist()
    bits = [level < (dark + light) / 2 for level in levels]
    straight, reverse = _errors(bits), _errors(bits[::-1])
    # Words and reversed words differ in three bits or more; an inverted symbol's complement of a word is a word as well.
    return None if min(straight, reverse) > 1 else reverse < straight


def _errors(bits: list[bool]) -> int:
    """In how many bits these differ from the nearest format information that there is."""
    value = sum(bit << place for place, bit in enumerate(reversed(bits)))
    return min((value ^ word).bit_count() for word in _WORDS)


def _word(content: int) -> int:
    """Five bits with their ten check bits, masked."""
    rest = content << 10
    for place in range(14, 9, -1):
        if rest >> place & 1:
            rest ^= _GENERATOR << (place - 10)
    return (content << 10 | rest) ^ _MASK


_WORDS = tuple(_word(content) for content in range(32))
