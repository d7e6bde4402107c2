"""A rehearsal without a window: for a terminal, for a film, for a folder of pictures."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtGui import QGuiApplication

from checkin.desk.messages import Published
from checkin.desk.vouching import Vouching
from checkin.rehearsal.database import opened
from checkin.rehearsal.findings import Checked, Place, fault
from checkin.rehearsal.report import TITLES, Report
from checkin.rehearsal.samples import Sample
from checkin.rehearsal.screen import ScreenFacts
from checkin.rehearsal.sound import SoundFacts, judged_sound, outputs
from checkin.rehearsal.stage import Tried
from checkin.scanning.messages import CameraList, CameraState, Condition, Hint, Sighting
from checkin.trouble import Trouble
from data.store import open_store
from ui.rehearsal.looks import FOUR_SOUNDS, SOUND_EVERY_S, checked, looks
from ui.rehearsal.scanning import Scanning
from ui.sight import Sight
from ui.sounds import Hearing, Sounds


@dataclass(frozen=True, slots=True)
class Plan:
    """What is rehearsed: a desk, its camera (sources in order of preference), and how long test badges are waited for (s).
    `tell` hears each check as it is made, and `tried` each test badge."""

    place: Place
    cameras: tuple[str, ...]
    waits_s: float
    tell: Callable[[Checked], None]
    tried: Callable[[Tried], None]


class Ears:
    """Hears what the camera's threads tell; `over` when nothing more can come. Fulfils ui.sight.Ears."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def camera_state(self, state: CameraState) -> None:
        """The end of a film, or a camera that is not there."""
        if state.condition in (Condition.ENDED, Condition.MISSING):
            self.over.set()

    def publish(self, message: Published) -> None:
        """A decoder failed: the check of the badges tells."""

    def sighting(self, sighting: Sighting) -> None:
        """Nobody looks."""

    def hint(self, hint: Hint | None) -> None:
        """Noted by the sight."""

    def frame(self) -> None:
        """Nobody looks."""

    def cameras(self, cameras: CameraList) -> None:
        """Nobody asked."""


def rehearse(plan: Plan) -> Report:
    """Make every check, and tell each as it is made."""
    made: list[Checked] = []
    for part in (looks(plan.place, screen_facts()), [sounds_check(plan)], camera_checks(plan)):
        for one in part:
            made.append(one)
            plan.tell(one)
    return report(plan.place, made)


def report(place: Place, made: Iterable[Checked]) -> Report:
    """The checks in their order, and where they were made."""
    name, settings, order = "", place.settings, list(TITLES)
    with suppress(Trouble), opened(place) as store:
        event = store.event() if store else None
        name = event.name(settings.language) if event else ""
    ordered = sorted(made, key=lambda one: order.index(one.name))
    return Report(name, settings.desk, settings.gate, datetime.now(UTC), tuple(ordered))


def screen_facts() -> ScreenFacts:
    """The screen of the running application; none where it draws offscreen."""
    screen = QGuiApplication.primaryScreen()
    if screen is None or QGuiApplication.platformName() in ("offscreen", "minimal"):
        return ScreenFacts(None)
    size = screen.availableGeometry().size()
    return ScreenFacts((size.width(), size.height()))


def sounds_check(plan: Plan) -> Checked:
    """Play the four sounds, where there is something to play them on."""
    found, muted = outputs(), plan.place.settings.muted
    if not found or muted:
        return checked("sound", judged_sound(SoundFacts(found, muted)))
    speaker = Sounds()
    for sound in FOUR_SOUNDS:
        speaker.play(sound)
        time.sleep(SOUND_EVERY_S)
    opened_ = speaker.state is Hearing.WORKING
    speaker.stop()
    return checked("sound", judged_sound(SoundFacts(found, muted, opened_)))


def camera_checks(plan: Plan) -> list[Checked]:
    """Watch until every test badge was answered, the camera ends, or the time is over."""
    ears = Ears()

    def told(one: Tried) -> None:
        plan.tried(one)
        if len(scanning.seen) == len(Sample):
            ears.over.set()

    scanning = Scanning(plan.place, plan.cameras[0], told)
    try:
        scanning.start()
    except Trouble as trouble:
        return [checked("badges", fault(trouble.what))]
    settings = plan.place.settings
    vouching = Vouching(lambda: open_store(plan.place.database, read_only=True, busy_timeout_s=0.1))
    width, height = (int(side) for side in settings.camera_size.split("x"))
    sight = Sight(plan.cameras, settings.gone_after_s, scanning.scan, ears, vouching, settings.language, (width, height))
    try:
        scanning.notes = sight.note()
        sight.start()
        ears.over.wait(plan.waits_s)
    finally:
        sight.stop()
        scanning.stop()
    return scanning.checks()
