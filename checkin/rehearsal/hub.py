"""The hub: whether this desk is enrolled at one, and whether their clocks agree."""

from dataclasses import dataclass

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning

MOST_APART_S = 2.0
FAR_APART_S = 60.0


@dataclass(frozen=True, slots=True)
class HubFacts:
    """The hub that this desk is enrolled at ("": none), and how far this machine's clock is ahead of the hub's (s), None where
    the hub did not answer."""

    name: str = ""
    ahead_s: float | None = None


def judged_hub(seen: HubFacts) -> Finding:
    """What the facts come to."""
    if not seen.name:
        return warning(phrase("No hub is enrolled: this desk is on its own, and nobody compares its clock with another. "
                              "Compare it with your watch."))  # fmt: skip
    if seen.ahead_s is None:
        return warning(phrase("The hub {name} does not answer: this desk is on its own until it does.", name=seen.name))
    measured: dict[str, object] = {"ahead_s": round(seen.ahead_s, 3)}
    facts = {"name": seen.name, "seconds": f"{seen.ahead_s:+.1f}"}
    if abs(seen.ahead_s) > FAR_APART_S:
        return fault(
            phrase("This clock and that of the hub {name} differ by {seconds} s. Set date and time.", **facts), **measured
        )
    if abs(seen.ahead_s) > MOST_APART_S:
        return warning(phrase("This clock and that of the hub {name} differ by {seconds} s. Let the system set it.", **facts),
                       **measured)  # fmt: skip
    return ok(phrase("This clock and that of the hub {name} agree.", name=seen.name), **measured)
