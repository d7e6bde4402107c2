"""Reading QR codes: decoders in a chain, the cheap one on every frame, the dear ones where it found nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from checkin.scanning.messages import Code
from checkin.scanning.opencv import Image, grey, read_image


class Decoder(Protocol):
    """Reads the QR codes of a picture. One belongs to one thread."""

    @property
    def name(self) -> str:
        """How it is called in results."""

    def read(self, image: Image) -> tuple[Code, ...]:
        """The codes in `image` (8 bits, grey or blue-green-red), none if there are none. A TypeError for other arrays."""


class Looks(Protocol):
    """What the scan thread reads frames with. One belongs to one thread."""

    def look(self, image: Image, at: float, changed: bool = True) -> tuple[Code, ...]:
        """What can be read in a frame taken `at` (seconds) within a camera's pace. `changed`: the scene is another one than
        at the last look."""

    def close(self) -> None:
        """End what it started."""


class Chain:
    """Decoders one behind the other: each gets the pictures in which those before it found nothing.

    The first looks at every frame. The others are dear: `look` lets them at most every `second_look_every_s`, and not again
    at a scene in which they found nothing and which has not changed.
    """

    name = "chain"

    def __init__(self, first: Decoder, *others: Decoder, second_look_every_s: float = 0.15) -> None:
        self.first = first
        self.others = others
        self.second_look_every_s = second_look_every_s
        self._looked_at = float("-inf")
        self._in_vain = False

    def read(self, image: Image) -> tuple[Code, ...]:
        """All that any of them can read, whatever it costs: for pictures."""
        plane = grey(image)
        return self.first.read(plane) or self._others(plane)

    def look(self, image: Image, at: float, changed: bool = True) -> tuple[Code, ...]:
        """What can be read in a frame taken `at` (seconds) within a camera's pace. `changed`: the scene is another one than
        at the last look."""
        plane = grey(image)
        codes = self.first.read(plane)
        self._in_vain = self._in_vain and not changed
        if codes or not self._due(at):
            return codes
        self._looked_at = at
        codes = self._others(plane)
        self._in_vain = not codes
        return codes

    def close(self) -> None:
        """Nothing to end."""

    def _due(self, at: float) -> bool:
        # A time before the last look is a film that began again.
        return not self._in_vain and not 0 <= at - self._looked_at < self.second_look_every_s

    def _others(self, plane: Image) -> tuple[Code, ...]:
        return next((codes for decoder in self.others if (codes := decoder.read(plane))), ())


def desk_chain() -> Chain:
    """The chain of a desk: zxing-cpp, then zbar where the machine has it."""
    from checkin.scanning.zbar import ZBar, zbar_available
    from checkin.scanning.zxing import ZXing

    return Chain(ZXing(), *([ZBar()] if zbar_available() else []))


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


def read_picture(path: Path, chain: Decoder) -> PictureRead | None:
    """Read the codes of an image file, at leisure; None when it is not an image. OSError when it cannot be opened."""
    image = read_image(path)
    if image is None:
        return None
    began = perf_counter()
    codes = in_reading_order(chain.read(image))
    ms = (perf_counter() - began) * 1000
    return PictureRead(tuple(dict.fromkeys(code.text for code in codes)), codes[0].decoder if codes else None, ms)
