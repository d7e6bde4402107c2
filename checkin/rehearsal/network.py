"""The network: whether the desk decides without it."""

from dataclasses import dataclass

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What happened while the network was cut: whether the cut held, how many test badges were decided, how often code of this
    program asked for the network and was refused, how many connections there were all the same, and whether the camera itself
    is in the network."""

    held: bool
    decided: int
    refused: int
    connections: int
    network_camera: bool = False


def judged_network(seen: NetworkFacts) -> Finding:
    """What the facts come to."""
    measured: dict[str, object] = {"decided": seen.decided, "refused": seen.refused, "connections": seen.connections}
    if not seen.held:
        return fault(phrase("The network could not be cut for the rehearsal. Please report it."), **measured)
    if seen.network_camera:
        return warning(phrase("The camera is in the network: without the network it is gone. Use one with a cable."), **measured)
    if not seen.decided:
        return warning(phrase("The network was cut, but no test badge was shown: nobody knows whether the desk decides alone."),
                       **measured)  # fmt: skip
    if seen.connections:
        return warning(phrase(
            "{decided} test badges were decided with the network cut, but {connections} connections went past the cut. Pull the "
            "cable or turn Wi-Fi off, and rehearse again.", decided=seen.decided, connections=seen.connections,
        ), **measured)  # fmt: skip
    return ok(phrase(
        "The network was cut for this program: {decided} test badges were decided without it; {refused} tries to use it failed.",
        decided=seen.decided, refused=seen.refused,
    ), **measured)  # fmt: skip
