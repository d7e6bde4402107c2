"""The camera and its picture: light, focus, and what else keeps badges from being read."""

from collections.abc import Mapping

from checkin.i18n import Phrase, phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning
from checkin.scanning.messages import Condition, Hint, PictureFacts

DARK_BELOW = 40
"""Grey (0 to 255) of the whole picture on average. A room with the lamps on gives 80 to 140."""

ADVICE: Mapping[Hint, Phrase] = {
    Hint.TOO_DARK: phrase("The picture is too dark. Put a lamp beside the camera, so that it lights the badge."),
    Hint.TOO_BRIGHT: phrase("The picture is too bright. Turn the camera away from the window or the lamp."),
    Hint.GLARE: phrase("Light is mirrored in the badge. Move the lamp, or tilt the camera a little."),
    Hint.UNSHARP: phrase("The picture is not sharp. Wipe the lens; hold badges where they are sharp, and mark the place."),
}


def judged_picture(seen: PictureFacts) -> Finding:
    """What the facts come to."""
    measured: dict[str, object] = {"frames": seen.frames, "brightness": round(seen.brightness), "soft_px": seen.soft_px}
    if not seen.frames:
        return fault(seen.what or phrase("The camera gave no picture. Plug it in again, or choose another with F3."), **measured)
    if seen.condition not in (Condition.LIVE, Condition.ENDED) and seen.what is not None:
        return fault(seen.what, **measured)
    if seen.flawed and seen.what is not None:
        return warning(seen.what, **measured)
    told = next((hint for hint in seen.advice if hint in ADVICE), None)
    if told is not None:
        return warning(ADVICE[told], **measured)
    if seen.brightness < DARK_BELOW:
        return warning(ADVICE[Hint.TOO_DARK], **measured)
    width, height = seen.size
    return ok(phrase("{name} gives {width} x {height} pixels, light enough, and nothing is wrong with the picture.",
                     name=seen.name, width=width, height=height), **measured)  # fmt: skip
