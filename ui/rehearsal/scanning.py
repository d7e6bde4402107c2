"""The camera's part of a rehearsal: test badges from the desk's own eyes to a throw-away desk, with the network cut."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from checkin.i18n import Phrase
from checkin.rehearsal.cut import Cut, connections
from checkin.rehearsal.findings import Checked, Place, fault
from checkin.rehearsal.picture import judged_picture
from checkin.rehearsal.reading import judged_reading, judged_speed, reading_facts
from checkin.rehearsal.samples import Sample
from checkin.rehearsal.stage import Stage, Tried
from ui.rehearsal.looks import checked, network_finding

if TYPE_CHECKING:
    from checkin.scanning.notes import PictureNotes


class Scanning:
    """Between `start` and `stop` test badges are decided. `told` hears of each, on the stage's thread."""

    def __init__(self, place: Place, source: str, told: Callable[[Tried], None]) -> None:
        self._source = source
        self._told = told
        self._lock = Lock()
        self._tried: list[Tried] = []
        self._failed: Phrase | None = None
        self._stage = Stage(place, self._heard)
        self._cut = Cut()
        self._connections = 0
        self.notes: PictureNotes | None = None

    def start(self) -> None:
        """Cut the network, then open the throw-away desk. Trouble as of `Stage.start`, and the network is there again."""
        self._cut.begin()
        try:
            self._stage.start()
        except BaseException:
            self.stop()
            raise

    def scan(self, text: str, seen_at: float | None) -> None:
        """A badge was read."""
        self._stage.scan(text, seen_at)

    def stop(self) -> None:
        """End, and join the network again."""
        self._connections = connections()
        try:
            self._stage.stop()
        finally:
            self._cut.end()

    @property
    def seen(self) -> frozenset[Sample]:
        """The test badges that were answered so far."""
        with self._lock:
            return frozenset(one.sample for one in self._tried)

    def checks(self) -> list[Checked]:
        """What it came to so far."""
        with self._lock:
            facts, failed = reading_facts(self._tried, self._stage.others), self._failed
        network = network_finding(self._cut.held, len(facts.answers), self._cut.refused, self._connections, self._source)
        made = [
            checked("badges", fault(failed) if failed is not None else judged_reading(facts)),
            checked("speed", judged_speed(facts)),
            checked("network", network),
        ]
        if self.notes is not None:
            made.append(checked("camera", judged_picture(self.notes.facts())))
        return made

    def _heard(self, message: Tried | Phrase) -> None:
        with self._lock:
            if isinstance(message, Tried):
                self._tried.append(message)
            else:
                self._failed = message
        if isinstance(message, Tried):
            self._told(message)
