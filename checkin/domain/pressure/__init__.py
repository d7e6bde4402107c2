"""Queue pressure, from nothing but scans and an expectation (docs/queues.md)."""

from checkin.domain.pressure.expectation import Expected
from checkin.domain.pressure.fold import Pressure
from checkin.domain.pressure.values import Close, DeskPressure, GatePressure, Now, Open, Settings, Wait

__all__ = ["Close", "DeskPressure", "Expected", "GatePressure", "Now", "Open", "Pressure", "Settings", "Wait"]
