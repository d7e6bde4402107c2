"""The face of each verdict: its colour, its shape and its sound, beside the words of checkin.words."""

from dataclasses import dataclass
from enum import Enum, auto

from checkin.domain.verdict import NEEDS_HELP, Direction, Reason, Verdict
from ui.sounds import Sound
from ui.theme import Tone


class Shape(Enum):
    """What tells verdicts apart without colour."""

    TICK = auto()
    WARNING = auto()
    CROSS = auto()
    LEAVING = auto()
    BACK = auto()
    FRAME = auto()


@dataclass(frozen=True, slots=True)
class Face:
    """How a verdict looks and sounds. `stays` until the next scan or Esc; the others give way to Ready after a while."""

    tone: Tone
    shape: Shape
    sound: Sound
    stays: bool = False


ADMITTED = Face(Tone.ADMITTED, Shape.TICK, Sound.ADMITTED)
LEFT = Face(Tone.ADMITTED, Shape.LEAVING, Sound.ADMITTED)
# not a tick: a badge that was passed back to somebody else must not look admitted
QUIET = Face(Tone.QUIET, Shape.WARNING, Sound.QUIET)
LOOK = Face(Tone.LOOK, Shape.WARNING, Sound.LOOK, stays=True)
REFUSED = Face(Tone.REFUSED, Shape.CROSS, Sound.REFUSED, stays=True)
UNDONE = Face(Tone.NEUTRAL, Shape.BACK, Sound.READ)
FAILED = Face(Tone.LOOK, Shape.WARNING, Sound.LOOK, stays=True)

FACES: dict[Reason, Face] = {reason: LOOK if reason in NEEDS_HELP else REFUSED for reason in Reason}


def face(verdict: Verdict, direction: Direction, quiet: bool = False) -> Face:
    """The face of a verdict; `quiet` where the badge was shown again moments after it was admitted."""
    if quiet:
        return QUIET
    if verdict.admitted or verdict.reason is None:
        return LEFT if direction is Direction.EXIT else ADMITTED
    return LOOK if verdict.needs_help else FACES[verdict.reason]
