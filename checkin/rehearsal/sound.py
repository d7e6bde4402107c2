"""Sound: whether there is something to play it on, and whether it was heard."""

from dataclasses import dataclass

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, Place, ok, warning


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """`outputs` are what sounds can be played on. `opened`: whether one was opened and the four sounds were played on it, None
    where that was not tried; `heard`: what a person said, None where nobody was asked or answered yet."""

    outputs: tuple[str, ...]
    muted: bool = False
    opened: bool | None = None
    heard: bool | None = None


def outputs() -> tuple[str, ...]:
    """The names of what sounds can be heard from."""
    import miniaudio

    try:
        names = [device["name"] for device in miniaudio.Devices().get_playbacks()]
    except miniaudio.MiniaudioError:
        names = []
    return tuple(name for name in names if not name.lower().startswith(("discard all samples", "null")))


def sound(_place: Place) -> Finding:
    """Whether there is something to play sounds on."""
    return judged_sound(SoundFacts(outputs()))


def judged_sound(seen: SoundFacts) -> Finding:
    """What the facts come to. A desk without sound is still a desk: nothing here is worse than a warning."""
    if not seen.outputs:
        return warning(phrase("No sound output found: the desk is silent. Plug in a loudspeaker or headphones."))
    names = ", ".join(seen.outputs)
    if seen.opened is False:
        return warning(phrase("The sound output cannot be opened ({names}). Close what uses it, or choose another.", names=names))
    if seen.heard is False:
        return warning(phrase("The four sounds were played on {names}, and not heard. Turn the volume up.", names=names))
    if seen.muted:
        return warning(phrase("The sound is turned off. Turn it on with F6."))
    if seen.heard:
        return ok(phrase("The four sounds were played on {names}, and heard.", names=names))
    if seen.opened:
        return ok(phrase("The four sounds were played on {names}. Nobody was asked whether they were heard.", names=names))
    return ok(phrase("Sounds go to: {names}.", names=names))
