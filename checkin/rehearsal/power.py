"""Power: whether the desk will last the day."""

from dataclasses import dataclass

from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning

LOW_PERCENT = 20


@dataclass(frozen=True, slots=True)
class PowerFacts:
    """`percent` of the battery, None where there is none; `plugged`: whether it is on the mains, None where nothing tells."""

    percent: int | None
    plugged: bool | None


def power_facts() -> PowerFacts:
    """What this machine says."""
    import psutil

    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if battery is None:
        return PowerFacts(None, None)
    return PowerFacts(round(battery.percent), battery.power_plugged)


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
