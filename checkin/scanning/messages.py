"""What the camera and scan threads tell; free of cv2 and numpy, so that a window can open before these are loaded."""

from dataclasses import dataclass
from enum import StrEnum

from checkin.i18n import Phrase

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Code:
    """One QR code that was read in a frame. `corners` in pixels of the frame, clockwise from the symbol's own top left.
    `doubtful`: only a changed picture gave it, or a decoder that may err; it counts once an independent read agrees.
    `seen`: when the oldest and the newest frame were taken from which it was read (seconds); None for the frame at hand.
    `mirrored`: whether it is seen as in a mirror; None where the decoder does not tell."""

    text: str
    corners: Corners
    decoder: str
    doubtful: bool = False
    seen: tuple[float, float] | None = None
    mirrored: bool | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a frame gave: the codes, and the places at which a symbol was located but not read. Pixels of the frame."""

    codes: tuple[Code, ...] = ()
    unread: tuple[Corners, ...] = ()


class Hint(StrEnum):
    """What whoever holds a badge could do so that it can be read."""

    CLOSER = "closer"
    FARTHER = "farther"
    HOLD_STILL = "hold still"
    TOO_DARK = "too dark"
    TOO_BRIGHT = "too bright"
    GLARE = "glare"
    UNSHARP = "unsharp"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one frame showed: its size (width, height) in pixels, its codes (maybe none), and when it was taken (monotonic, s)."""

    size: tuple[int, int]
    codes: tuple[Code, ...]
    taken_at: float


class Condition(StrEnum):
    """How a camera is."""

    OPENING = "opening"
    LIVE = "live"
    LOST = "lost"
    MISSING = "missing"
    BUSY = "busy"
    ENDED = "ended"


class Flaw(StrEnum):
    """What is wrong with the picture of a camera that is live; the graver ones first."""

    BLACK = "black"
    FROZEN = "frozen"
    COLOURS = "colours"
    PORTRAIT = "portrait"
    MIRRORED = "mirrored"


UNSEEING = frozenset({Flaw.BLACK, Flaw.FROZEN})
"""With these, no badge can be seen."""


@dataclass(frozen=True, slots=True)
class CameraState:
    """How the camera is now, for people: its `name`, and a sentence with the way out where it is not live, or where its picture
    has `flaws`; then the sentence is about the first of them."""

    condition: Condition
    name: str
    what: Phrase
    flaws: tuple[Flaw, ...] = ()

    @property
    def sees(self) -> bool:
        """Whether a badge can be held before it."""
        return self.condition is Condition.LIVE and UNSEEING.isdisjoint(self.flaws)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a camera's pictures were like over a while: how many `frames` came, how large, how bright on average (grey, 0 to 255),
    how blurred the codes that were read (standard deviation in pixels, None without one), and the `advice` that most of the
    looks at codes called for, the most frequent first. `condition`, `what`, `flawed`: how the camera was at the end."""

    name: str = ""
    frames: int = 0
    size: tuple[int, int] = (0, 0)
    brightness: float = 0.0
    soft_px: float | None = None
    advice: tuple[Hint, ...] = ()
    condition: Condition = Condition.OPENING
    what: Phrase | None = None
    flawed: bool = False


@dataclass(frozen=True, slots=True)
class CameraList:
    """The cameras to choose from, as (source, name), and the source among them that is watched now."""

    choices: tuple[tuple[str, str], ...]
    current: str
