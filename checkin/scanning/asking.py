"""What a camera of this machine is asked for, in the numbers of each system; and what its driver gave.

Drivers refuse what they do not know, and some accept what they then do not do: what was given is asked back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from checkin.scanning.messages import Flaw
from checkin.scanning.opencv import cv2

RATE = 30

# Automatic exposure, in each of cv2's backends; the first value that the driver accepts.
# V4L2: the driver's own numbers (V4L2_CID_EXPOSURE_AUTO: 0 automatic, 1 manual, 3 aperture priority; webcams know 1 and 3), as
#   cv2 does not normalise them unless OPENCV_VIDEOIO_V4L_RANGE_NORMALIZED is set (its cap_v4l.cpp).
# MSMF: anything but 0 means automatic, and is handed to the driver as an exposure too, so that some want one that they know:
#   2^-6 s (cap_msmf.cpp). DSHOW: 1 (opencv's pull request 22635).
_AUTOMATIC = {"V4L2": (3.0, 0.0), "MSMF": (1.0, -6.0), "DSHOW": (1.0,)}
_MANUAL = {"V4L2": 1.0, "MSMF": 0.0, "DSHOW": 0.0}

# With one buffer V4L2 drops every second frame, as it has none to fill while one is read; four are its default, and are old
# pictures when the reader was held up. The others refuse.
_BUFFERS = 2


class Settable(Protocol):
    """A cv2.VideoCapture, as far as settings go."""

    def set(self, setting: int, value: float, /) -> bool:
        """Whether the driver accepts it."""

    def get(self, setting: int, /) -> float:
        """The value now; 0 or -1 where the driver does not tell."""

    def getBackendName(self) -> str:  # noqa: N802  (cv2's name)
        """Through what the camera was opened."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a driver gave: size in pixels, frames a second as it says (0 if it does not), how pixels come ("MJPG", "YUYV", ...),
    and what it refused."""

    backend: str
    width: int
    height: int
    rate: float
    pixels: str
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A size at 30 a second, as JPEGs, as USB 2 carries but ten uncompressed; automatic focus and exposure.

    `uncompressed`: no JPEGs, because their colours were misread. `stirred`: exposure is made manual first, because the picture
    was black; some drivers begin to measure the light when that changes.
    """

    size: tuple[int, int]
    uncompressed: bool = False
    stirred: bool = False

    def after(self, flaws: Sequence[Flaw]) -> "Asking":
        """What to ask for once the camera was opened anew for each of these flaws."""
        return replace(self, uncompressed=flaws.count(Flaw.COLOURS) % 2 == 1, stirred=Flaw.BLACK in flaws)

    def ask(self, capture: Settable) -> Given:
        """Ask, and say what was given."""
        backend = capture.getBackendName()
        wishes = self._wishes(backend)
        refused = [name for name, setting, values in wishes if not any(capture.set(setting, value) for value in values)]
        code = max(0, int(capture.get(cv2.CAP_PROP_FOURCC)))
        return Given(
            backend, int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
            max(0.0, capture.get(cv2.CAP_PROP_FPS)), code.to_bytes(4, "little").decode("ascii", "replace").strip("\0"),
            tuple(refused),
        )  # fmt: skip

    def _wishes(self, backend: str) -> list[tuple[str, int, tuple[float, ...]]]:
        """Settings in the order in which they are asked for, each with its values, the best first."""
        uncompressed = "YUYV" if backend == "V4L2" else "YUY2"
        pixels = cv2.VideoWriter.fourcc(*(uncompressed if self.uncompressed else "MJPG"))
        wishes: list[tuple[str, int, tuple[float, ...]]] = [
            ("pixels", cv2.CAP_PROP_FOURCC, (pixels,)),
            ("width", cv2.CAP_PROP_FRAME_WIDTH, (self.size[0],)),
            ("height", cv2.CAP_PROP_FRAME_HEIGHT, (self.size[1],)),
            ("rate", cv2.CAP_PROP_FPS, (RATE,)),
            ("buffers", cv2.CAP_PROP_BUFFERSIZE, (_BUFFERS,)),
            ("focus", cv2.CAP_PROP_AUTOFOCUS, (1,)),
        ]
        if self.stirred and backend in _MANUAL:
            wishes.append(("manual exposure", cv2.CAP_PROP_AUTO_EXPOSURE, (_MANUAL[backend],)))
        wishes.append(("exposure", cv2.CAP_PROP_AUTO_EXPOSURE, _AUTOMATIC.get(backend, ())))
        return wishes
