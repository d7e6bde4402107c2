"""The one place where what the core tells, on any thread, becomes Qt signals, received in the thread of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.desk.messages import Published
from checkin.desk.search import Results
from checkin.scanning.messages import CameraList, CameraState, Hint, Sighting

if TYPE_CHECKING:
    from pathlib import Path

    from checkin.i18n import Phrase
    from checkin.overview.settling import Settled
    from checkin.overview.watch import Told as Pictured
    from ui.rehearsal.windowed import Told


class Bridge(QObject):
    """Connect its signals to bound methods of QObjects only: anything else would run in the sender's thread."""

    published = Signal(object)
    """checkin.desk.messages.Published"""
    camera_changed = Signal(object)
    """checkin.scanning.messages.CameraState"""
    sighted = Signal(object)
    """checkin.scanning.messages.Sighting"""
    hinted = Signal(object)
    """checkin.scanning.messages.Hint, or None"""
    frame_arrived = Signal()
    """A preview picture waits to be taken."""
    found = Signal(object)
    """checkin.desk.search.Results"""
    cameras_found = Signal(object)
    """checkin.scanning.messages.CameraList"""
    rehearsed = Signal(object)
    """ui.rehearsal.windowed.Told"""
    pictured = Signal(object)
    """checkin.overview.watch.Told"""
    settled = Signal(object)
    """checkin.overview.settling.Settled"""
    reported = Signal(object)
    """The files of a report, or the Phrase that says why there are none."""

    def publish(self, message: Published) -> None:
        """What the desk thread says."""
        self.published.emit(message)

    def camera_state(self, state: CameraState) -> None:
        """How the camera is."""
        self.camera_changed.emit(state)

    def sighting(self, sighting: Sighting) -> None:
        """What a frame showed."""
        self.sighted.emit(sighting)

    def hint(self, hint: Hint | None) -> None:
        """What whoever holds a badge could do so that it can be read."""
        self.hinted.emit(hint)

    def frame(self) -> None:
        """A picture waits."""
        self.frame_arrived.emit()

    def results(self, results: Results) -> None:
        """What a search found."""
        self.found.emit(results)

    def cameras(self, cameras: CameraList) -> None:
        """The cameras to choose from."""
        self.cameras_found.emit(cameras)

    def rehearsal(self, message: "Told") -> None:
        """What a rehearsal came to so far."""
        self.rehearsed.emit(message)

    def picture(self, told: "Pictured") -> None:
        """What a supervisor sees now."""
        self.pictured.emit(told)

    def report(self, came_to: "tuple[Path, ...] | Phrase") -> None:
        """What became of a report that was asked for."""
        self.reported.emit(came_to)

    def settling(self, settled: "Settled") -> None:
        """What became of a conflict that a supervisor wanted to settle."""
        self.settled.emit(settled)
