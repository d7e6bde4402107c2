"""Puts a desk together: its window, its threads and the bridge between them."""

import sys
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from checkin.desk.engine import Engine
from checkin.desk.machine import condition_of_machine
from checkin.desk.messages import (
    ConfirmIdentity,
    Failed,
    Lock,
    Override,
    PrintBadge,
    Published,
    Ready,
    Scan,
    ScanGroup,
    ScanPerson,
    Settle,
    SwitchCheckpoint,
    SwitchDirection,
    ToPrint,
    Undo,
    Unlock,
    WalkIn,
)
from checkin.desk.post import Post
from checkin.desk.search import GROUP_OF, Searcher
from checkin.desk.syncing import Carrier
from checkin.desk.vouching import Vouching
from checkin.domain.event import Event
from checkin.domain.journal import Origin
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction
from checkin.i18n import Words
from checkin.rehearsal.findings import Checked
from checkin.settings import Settings, keep_changes
from checkin.sync.membership import Membership
from checkin.trouble import Trouble
from data.store import open_store
from ui.badge_printer import BadgePrinter
from ui.bridge import Bridge
from ui.companion import Companion
from ui.desk.window import DeskWindow
from ui.kiosk.kiosk import Kiosk
from ui.language import apply_language, load_fonts
from ui.rehearsal.windowed import DeskPlace, Rehearsals
from ui.sight import Sight
from ui.sounds import Silence, Sounds
from ui.theme import Theme, apply_theme, colours_for
from ui.unattended import Unattended


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """What a desk is to be. `cameras` are sources in order of preference. `pictures` is the folder for pictures of a desk that
    nobody attends: it runs until its camera ends, and tells each verdict to `say`. `kiosk`: for visitors alone. `connect` leads
    to the hub that the desk is enrolled at; `dashboard` is the command that opens a supervisor's window."""

    database: Path
    settings_file: Path
    settings: Settings
    cameras: tuple[str, ...]
    pictures: Path | None = None
    kiosk: bool = False
    connect: Callable[[Membership], Carrier] | None = None
    dashboard: Sequence[str] = ()
    say: Callable[[str], None] = print


class Desk:
    """The threads behind a desk's window, and what the window asks of them (see ui.desk.actions)."""

    def __init__(self, plan: DeskPlan, bridge: Bridge) -> None:
        settings = plan.settings
        self._settings_file = plan.settings_file
        self._settings = settings
        self._event: Event | None = None
        self._bridge = bridge
        post = Post(settings.desk, settings.gate, settings.quiet_repeat_s, settings.supervisor_minutes)
        self._engine = Engine(
            lambda: open_store(plan.database), post, settings.checkpoint, self._publish,
            clock=lambda: datetime.now(UTC), new_id=lambda: str(uuid.uuid4()), connect=plan.connect,
            machine=lambda: condition_of_machine(plan.database.parent, self.sight.condition),
        )  # fmt: skip
        self._dashboard = Companion(plan.dashboard)
        self._printer = BadgePrinter(_put_on_paper, self._engine.submit)
        self._searcher = Searcher(lambda: open_store(plan.database, read_only=True), bridge.results)
        # A tenth of a second at most: the scan thread has frames to look at.
        vouching = Vouching(lambda: open_store(plan.database, read_only=True, busy_timeout_s=0.1))
        width, height = (int(side) for side in settings.camera_size.split("x"))
        self.sight = Sight(
            plan.cameras, settings.gone_after_s, self._badge_seen, bridge, vouching, settings.language, (width, height)
        )

        self._rehearsals = Rehearsals(
            lambda: DeskPlace(plan.database, self._settings), self.sight, bridge.rehearsal,
            lambda what: bridge.publish(Failed(what, None, datetime.now(UTC))),
        )  # fmt: skip

    def start(self) -> None:
        """Begin deciding; then begin to look, once the window is on the screen."""
        self._engine.start()
        self._searcher.start()
        self._printer.start()
        QTimer.singleShot(0, self.sight.start)

    def stop(self) -> None:
        """Camera, scans, desk (its inbox drained), search, printer: in this order, so that nothing that was seen is lost."""
        self._rehearsals.end(wait=True)
        self.sight.stop()
        self._engine.stop()
        self._searcher.stop()
        self._printer.stop()
        self._dashboard.close()

    def scan_text(self, text: str, origin: Origin) -> None:
        """Decide on a text that was typed or came from a keyboard-wedge scanner."""
        if not self._rehearsals.take(text, None):
            self._engine.submit(Scan(text, origin))

    def scan_person(self, registration: str) -> None:
        """Decide on a person chosen from the search results."""
        self._engine.submit(ScanPerson(registration))

    def undo(self, remark: str, scan_id: str) -> None:
        """Take back a scan."""
        self._engine.submit(Undo(remark, scan_id))

    def search(self, text: str) -> None:
        """Look for people."""
        self._searcher.ask(text)

    def list_group(self, registration: str) -> None:
        """Look for the people of this registration's order."""
        self._searcher.ask(GROUP_OF + registration)

    def scan_group(self, registrations: tuple[str, ...]) -> None:
        """Decide on several people of one order."""
        self._engine.submit(ScanGroup(registrations))

    def walk_in(self, request: WalkIn) -> None:
        """Register somebody who is not in the list."""
        self._engine.submit(request)

    def override(self, request: Override) -> None:
        """Admit on a supervisor's word."""
        self._engine.submit(request)

    def settle(self, request: Settle) -> None:
        """A supervisor has looked into a conflict."""
        self._engine.submit(request)

    def confirm_identity(self, scan_id: str) -> None:
        """The person's identity card was seen."""
        self._engine.submit(ConfirmIdentity(scan_id))

    def unlock(self, supervisor: str, pin: str) -> None:
        """A supervisor takes over."""
        self._engine.submit(Unlock(supervisor, pin))

    def lock(self) -> None:
        """Staff take over."""
        self._engine.submit(Lock())

    def print_badge(self, registration: str, reason: str) -> None:
        """Put a badge on paper."""
        self._engine.submit(PrintBadge(registration, reason))

    def switch_direction(self, direction: Direction) -> None:
        """Scan entries or exits from now on."""
        self._engine.submit(SwitchDirection(direction))

    def switch_checkpoint(self, checkpoint: str) -> None:
        """Serve another checkpoint from now on."""
        self._engine.submit(SwitchCheckpoint(checkpoint))

    def switch_camera(self, source: str) -> None:
        """Watch this camera from now on."""
        self.sight.switch(source)

    def try_camera(self, source: str) -> None:
        """Watch a camera until it is kept or left."""
        self.sight.try_out(source)

    def leave_camera(self) -> None:
        """Watch the camera again that was there before others were tried."""
        self.sight.go_back()

    def list_cameras(self) -> None:
        """Look which cameras there are."""
        self.sight.list_cameras()

    def rehearse(self, screen: tuple[int, int]) -> None:
        """Try the whole desk."""
        self._rehearsals.begin(screen)

    def stop_rehearsing(self) -> None:
        """The rehearsal is over."""
        self._rehearsals.end()

    def keep_rehearsal(self, sound: Checked | None, on_paper: bool) -> None:
        """Print its page, or keep it."""
        self._rehearsals.keep(sound, on_paper=on_paper)

    def open_dashboard(self) -> None:
        """Open the supervisor's window."""
        try:
            self._dashboard.open()
        except Trouble as trouble:
            self._bridge.publish(Failed(trouble.what, None, datetime.now(UTC)))

    def settings_changed(self, settings: Settings) -> None:
        """Remember the settings; what was chosen holds all the same where they cannot be written."""
        before, self._settings = self._settings, settings
        self.sight.speak(settings.language)
        try:
            keep_changes(self._settings_file, before, settings)
        except Trouble as trouble:
            self._bridge.publish(Failed(trouble.what, None, datetime.now(UTC)))

    def _publish(self, message: Published) -> None:
        self._bridge.publish(message)
        if isinstance(message, ToPrint) and self._event is not None:
            self._printer.submit(message, self._event, self._settings)
        if isinstance(message, Ready):
            self._event = message.event

    def _badge_seen(self, text: str, taken_at: float) -> None:
        if not self._rehearsals.take(text, taken_at):
            self._engine.submit(Scan(text, Origin.CAMERA, taken_at))


def run_desk(plan: DeskPlan) -> int:
    """Open the desk and run it until it is closed. The process's exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    words, theme = Words(plan.settings.language), Theme(colours_for(plan.settings.appearance))
    load_fonts()
    apply_language(app, words)
    apply_theme(app, theme)
    bridge = Bridge()
    desk = Desk(plan, bridge)
    speaker = Silence() if plan.pictures else Sounds(plan.settings.muted)
    window = DeskWindow(words, theme, plan.settings, desk, desk.sight.take_preview, speaker=speaker)
    connect(bridge, window)
    kiosk = Kiosk(window, desk, speaker)
    bridge.camera_changed.connect(kiosk.on_camera)
    watcher = Unattended(window, bridge, desk, plan.pictures, plan.say) if plan.pictures else None
    window.show()
    if plan.kiosk:
        kiosk.begin()
    desk.start()
    status = app.exec()
    if watcher is None:
        desk.stop()
    return status


def _put_on_paper(registration: Registration, event: Event, settings: Settings) -> None:
    from ui.badges.printing import print_badge  # Qt's printing is loaded when somebody prints

    print_badge(registration, event, settings)


def connect(bridge: Bridge, window: DeskWindow) -> None:
    """Let the window hear what the core tells. Bound methods of a QObject: they run in the window's thread."""
    bridge.published.connect(window.on_published)
    bridge.camera_changed.connect(window.on_camera)
    bridge.sighted.connect(window.on_sighting)
    bridge.hinted.connect(window.on_hint)
    bridge.frame_arrived.connect(window.on_frame)
    bridge.found.connect(window.on_results)
    bridge.cameras_found.connect(window.on_cameras)
    bridge.rehearsed.connect(window.rehearsing.hear)
