"""What the window asks of the desk. Every method returns at once; what becomes of it comes back through the bridge."""

from typing import Protocol

from checkin.desk.messages import Override, Settle, WalkIn
from checkin.domain.journal import Origin
from checkin.domain.verdict import Direction
from checkin.rehearsal.findings import Checked
from checkin.settings import Settings


class DeskActions(Protocol):
    """The desk behind the window."""

    def scan_text(self, text: str, origin: Origin) -> None:
        """A badge's text was read by a hand scanner."""

    def scan_person(self, registration: str) -> None:
        """Staff chose this person."""

    def undo(self, remark: str, scan_id: str) -> None:
        """Take back this scan; `remark` says why."""

    def search(self, text: str) -> None:
        """Look for registrations."""

    def list_group(self, registration: str) -> None:
        """Look for the people of this registration's order; the answer comes to `on_results`, under the text GROUP_OF + id."""

    def scan_group(self, registrations: tuple[str, ...]) -> None:
        """Staff ticked these people."""

    def walk_in(self, request: WalkIn) -> None:
        """Register somebody who is not in the list."""

    def override(self, request: Override) -> None:
        """A supervisor admits the person of a refused scan."""

    def settle(self, request: Settle) -> None:
        """A supervisor has looked into a conflict."""

    def confirm_identity(self, scan_id: str) -> None:
        """Staff have seen the person's identity card."""

    def unlock(self, supervisor: str, pin: str) -> None:
        """A supervisor takes the desk over."""

    def open_dashboard(self) -> None:
        """A supervisor wants to see the totals of all desks."""

    def lock(self) -> None:
        """Back to what staff may do."""

    def print_badge(self, registration: str, reason: str) -> None:
        """Put a badge on paper; `reason` says why once more, "" for the first time."""

    def switch_direction(self, direction: Direction) -> None:
        """Scan entries or exits from now on."""

    def switch_checkpoint(self, checkpoint: str) -> None:
        """Serve another checkpoint from now on."""

    def switch_camera(self, source: str) -> None:
        """Look through this camera from now on."""

    def try_camera(self, source: str) -> None:
        """Look through this camera until it is kept by `switch_camera` or left."""

    def leave_camera(self) -> None:
        """Look through the camera again that was there before others were tried."""

    def list_cameras(self) -> None:
        """Find out which cameras there are; the answer comes to `on_cameras`."""

    def rehearse(self, screen: tuple[int, int]) -> None:
        """Try the whole desk on a screen of this size (pixels); what it comes to comes through the bridge."""

    def stop_rehearsing(self) -> None:
        """The rehearsal is over."""

    def keep_rehearsal(self, sound: Checked | None, on_paper: bool) -> None:
        """Print the page of the rehearsal that goes on, or keep it as a PDF; `sound` is what the window found out itself."""

    def settings_changed(self, settings: Settings) -> None:
        """Remember these settings."""
