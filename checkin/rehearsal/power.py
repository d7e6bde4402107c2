"""Power: whether the desk will last the day."""

from checkin.desk.machine import PowerFacts
from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning

LOW_PERCENT = 20


def judged_power(seen: PowerFacts) -> Finding:
    """What the facts come to."""
    if seen.percent is None:
        return ok(phrase("No battery: this machine is on the mains."), percent=None, plugged=seen.plugged)
    measured: dict[str, object] = {"percent": seen.percent, "plugged": seen.plugged}
    if seen.plugged:
        return ok(phrase("On the mains; the battery is at {percent} %.", percent=seen.percent), **measured)
    if seen.percent < LOW_PERCENT:
        return fault(phrase("On its battery, at {percent} % only. Plug the mains in now.", percent=seen.percent), **measured)
    return warning(phrase("On its battery, at {percent} %. Plug the mains in: a day is long.", percent=seen.percent), **measured)
