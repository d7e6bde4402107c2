"""The printer: whether the one that badges go to is there, and takes them."""

from dataclasses import dataclass
from enum import StrEnum

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, ok, warning


class Accepts(StrEnum):
    """What a printer says of itself."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """`wanted` is the printer that the settings name ("": the system's own choice), `names` are those that the system knows,
    `usual` is its own choice; `accepts` is what the one in question says. `error`: why nothing is known."""

    wanted: str
    names: tuple[str, ...] = ()
    usual: str = ""
    accepts: Accepts = Accepts.UNKNOWN
    error: str = ""


def judged_printer(seen: PrinterFacts) -> Finding:
    """What the facts come to. A desk admits people without a printer: nothing here is worse than a warning."""
    if seen.error:
        return warning(phrase("The printers do not answer ({error}). Badges can still be saved as PDF.", error=seen.error))
    if not seen.names:
        return warning(
            phrase("No printer: badges cannot be printed here. Connect one, or send visitors to the registration desk.")
        )
    name = seen.wanted or seen.usual
    if seen.wanted and seen.wanted not in seen.names:
        return warning(phrase(
            "The printer {name} is not there. Switch it on and connect it, or choose one of: {names}.",
            name=name, names=", ".join(seen.names),
        ))  # fmt: skip
    if not name:
        return warning(phrase("No printer is chosen. Choose one of: {names}.", names=", ".join(seen.names)))
    if seen.accepts is Accepts.NO:
        return warning(phrase("The printer {name} takes nothing: look at its paper, cover and display.", name=name))
    return ok(phrase("The printer {name} is there. Print one badge to see that it has paper.", name=name), printer=name)
