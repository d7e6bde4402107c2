"""How the hub and its desks stand, as figures for Prometheus: devices by their ids, nobody's name."""

from prometheus_client import CollectorRegistry, Gauge

from checkin.hub.totals import HubTotals


class Gauges:
    """Shows the figures that it was given last."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._position = Gauge("checkin_log_position", "Rows in the hub's log", registry=registry)
        self._conflicts = Gauge("checkin_conflicts", "Conflicts that nobody has settled", registry=registry)
        self._recovering = Gauge("checkin_recovery_waiting", "Journals for which a restored hub waits", registry=registry)
        heard = "When a device was heard last (seconds since 1970)"
        self._heard = Gauge("checkin_device_heard_at", heard, ("device",), registry=registry)
        forks = "How often a journal of a device was written on two machines"
        self._forks = Gauge("checkin_device_forks", forks, ("device",), registry=registry)

    def show(self, figures: HubTotals) -> None:
        """These from now on; of devices that were cut off since, nothing any more."""
        self._position.set(figures.position)
        self._conflicts.set(figures.conflicts)
        self._recovering.set(figures.waiting_journals)
        self._heard.clear()
        self._forks.clear()
        for desk in figures.desks:
            self._forks.labels(desk.device).set(desk.forks)
            if desk.last_heard_at is not None:
                self._heard.labels(desk.device).set(desk.last_heard_at.timestamp())
