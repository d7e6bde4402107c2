"""What reads QR codes, and what a picture in a file gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from checkin.scanning.messages import Code, Seen
from checkin.scanning.opencv import Image, read_image


class Decoder(Protocol):
    """Reads the QR codes of a picture. One belongs to one thread."""

    @property
    def name(self) -> str:
        """How it is called in results."""

    def read(self, image: Image) -> tuple[Code, ...]:
        """The codes in `image` (8 bits, grey or blue-green-red), none if there are none. A TypeError for other arrays."""


class Looks(Protocol):
    """What the scan thread reads frames with. One belongs to one thread."""

    def look(self, image: Image, at: float, changed: bool = True) -> Seen:
        """What can be read in a frame taken `at` (seconds) within a camera's pace, and what was located in it only.
        `changed`: the scene is another one than at the last look."""

    def close(self) -> None:
        """End what it started."""


def in_reading_order(codes: Sequence[Code]) -> tuple[Code, ...]:
    """Codes from left to right, by their centres."""
    return tuple(sorted(codes, key=lambda code: sum(x for x, _ in code.corners)))


@dataclass(frozen=True, slots=True)
class PictureRead:
    """What a picture in a file gave: its texts in reading order, the decoder that read them (None: nothing read), and how
    many milliseconds reading took, the file itself not counted."""

    texts: tuple[str, ...]
    decoder: str | None
    ms: float


def read_picture(path: Path, decoder: Decoder) -> PictureRead | None:
    """Read the codes of an image file, at leisure; None when it is not an image. OSError when it cannot be opened."""
    image = read_image(path)
    if image is None:
        return None
    began = perf_counter()
    codes = in_reading_order(decoder.read(image))
    ms = (perf_counter() - began) * 1000
    return PictureRead(tuple(dict.fromkeys(code.text for code in codes)), codes[0].decoder if codes else None, ms)
