"""The machine that a desk runs on: power and disk, as it says."""

from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from checkin import __version__
from checkin.sync.reports import Condition


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


def condition_of_machine(home: Path, camera: str) -> Condition:
    """How the machine is whose home folder this is; `camera`: how its camera is."""
    power = power_facts()
    try:
        free_mb: int | None = disk_usage(home).free // 1_000_000
    except OSError:
        free_mb = None
    return Condition(
        __version__, camera=camera, battery_percent=power.percent, plugged=power.plugged, disk_free_mb=free_mb
    )  # fmt: skip
