"""What is said of a flawed picture, and when a camera is opened anew for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from checkin.i18n import Phrase, phrase
from checkin.scanning.messages import CameraState, Condition, Flaw


@dataclass(frozen=True, slots=True)
class Remedy:
    """Opening anew when a flaw has been told for `after_s`; and again `again_s` later while it stays, each wait being twice as
    long as the one before, or just once."""

    after_s: float
    again_s: float | None = None


REMEDIES = {
    Flaw.BLACK: Remedy(after_s=2.0),  # a hand before the lens is gone by then
    Flaw.FROZEN: Remedy(after_s=0.0, again_s=5.0),
    Flaw.COLOURS: Remedy(after_s=0.0),
}
LONGEST_WAIT_S = 60.0


class Healing:
    """Knows when a camera with a flawed picture is to be opened anew. Times in seconds."""

    def __init__(self) -> None:
        self._due: dict[Flaw, float] = {}
        self._wait: dict[Flaw, float] = {}

    def due(self, flaws: Sequence[Flaw], at: float) -> Flaw | None:
        """The flaw for which it is to be opened anew now, None when it is to go on as it is."""
        for flaw, remedy in REMEDIES.items():
            if flaw not in flaws:
                self._due.pop(flaw, None)
                self._wait.pop(flaw, None)
            elif at >= self._due.setdefault(flaw, at + remedy.after_s):
                wait = self._wait.get(flaw, remedy.again_s or math.inf)
                self._due[flaw], self._wait[flaw] = at + wait, min(2 * wait, LONGEST_WAIT_S)
                return flaw
        return None


def live(name: str, flaws: tuple[Flaw, ...]) -> CameraState:
    """The state of a camera that gives pictures, with these flaws."""
    return CameraState(Condition.LIVE, name, _said(flaws[0], name) if flaws else _works(name), flaws)


def _works(name: str) -> Phrase:
    return phrase("The camera {name} works.", name=name)


def _said(flaw: Flaw, name: str) -> Phrase:
    match flaw:
        case Flaw.BLACK:
            return phrase(
                "The picture of the camera {name} is black. Open its shutter, uncover its lens or switch on a light.", name=name
            )
        case Flaw.FROZEN:
            return phrase(
                "The picture of the camera {name} stands still. It is being started again. If that does not help, unplug it and "
                "plug it in again.",
                name=name,
            )
        case Flaw.COLOURS:
            return phrase(
                "The colours of the camera {name} are wrong: another kind of picture is asked for. Badges are read all the same.",
                name=name,
            )
        case Flaw.PORTRAIT:
            return phrase("The camera {name} stands upright. Turn it on its side for a larger picture.", name=name)
        case Flaw.MIRRORED:
            return phrase("The camera {name} mirrors its picture. It is shown the right way round.", name=name)
