"""The screen: whether a verdict is large enough to be read from where people stand."""

from dataclasses import dataclass

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, ok, warning

LEAST = (1024, 600)
USUAL = (1366, 768)


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """The screen's size in the pixels that windows are measured in; None where there is no screen."""

    size: tuple[int, int] | None


def judged_screen(seen: ScreenFacts) -> Finding:
    """What the facts come to."""
    if seen.size is None:
        return warning(phrase("There is no screen: the desk runs unseen. Start it from a desktop session."))
    width, height = seen.size
    facts = {"width": width, "height": height}
    if width < LEAST[0] or height < LEAST[1]:
        return warning(phrase(
            "The screen has {width} x {height} pixels, and the desk wants 1024 x 600. Make text and windows smaller in the "
            "display settings.", **facts,
        ), **facts)  # fmt: skip
    return ok(phrase("The screen has {width} x {height} pixels.", **facts), **facts)
