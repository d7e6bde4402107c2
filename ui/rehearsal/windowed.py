"""A rehearsal behind the desk's window: on threads of its own, while the desk goes on deciding real badges."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread

import structlog

from checkin.i18n import Phrase, Words, phrase
from checkin.rehearsal.findings import Checked, fault
from checkin.rehearsal.samples import sample_of
from checkin.rehearsal.screen import ScreenFacts
from checkin.rehearsal.sound import SoundFacts, outputs
from checkin.rehearsal.stage import Tried
from checkin.settings import Settings
from checkin.trouble import Trouble
from ui.rehearsal.looks import checked, looks
from ui.rehearsal.scanning import Scanning
from ui.rehearsal.unattended import report
from ui.sight import Sight

LOOK_AGAIN_S = 0.5
NOT_REHEARSING = phrase("This is a test badge: it never counts. Press Ctrl+R to rehearse.")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """A running desk, with its settings of now. Fulfils checkin.rehearsal.findings.Place."""

    database: Path
    settings: Settings

    @property
    def path(self) -> Path:
        """The desk's folder."""
        return self.database.parent


@dataclass(frozen=True, slots=True)
class Kept:
    """The page was printed or stored, or why it was not."""

    what: Phrase


Told = Checked | Tried | SoundFacts | Kept
"""What a rehearsal tells the window. SoundFacts: what sounds can be played on."""

_ONE_AT_A_TIME = Lock()  # the network is cut for the whole process


class Rehearsals:
    """Begins and ends rehearsals of one desk. `tell` hears what they come to, on threads of theirs; `refuse` that a test badge
    was shown to a desk that does not rehearse."""

    def __init__(
        self, place: Callable[[], DeskPlace], sight: Sight, tell: Callable[[Told], None], refuse: Callable[[Phrase], None]
    ) -> None:  # fmt: skip
        self._place = place
        self._sight = sight
        self._tell = tell
        self._refuse = refuse
        self._now: _Rehearsal | None = None

    def begin(self, screen: tuple[int, int]) -> None:
        """Begin one, in place of one that goes on. Returns at once."""
        self.end()
        self._now = _Rehearsal(self._place(), self._sight, self._tell, ScreenFacts(screen))
        self._now.thread.start()

    def end(self, *, wait: bool = False) -> None:
        """End it, if one goes on."""
        now, self._now = self._now, None
        if now is not None:
            now.ended.set()
            if wait:
                now.thread.join()

    def take(self, text: str, seen_at: float | None) -> bool:
        """Whether a badge that was read is a test badge, and so is none of the desk's."""
        if sample_of(text) is None:
            return False
        now = self._now
        if now is None:
            self._refuse(NOT_REHEARSING)
        else:
            now.scanning.scan(text, seen_at)
        return True

    def keep(self, sound: Checked | None, *, on_paper: bool) -> None:
        """Print the page as it is now, or keep it as a PDF in the desk's folder. Returns at once."""
        now = self._now
        if now is not None:
            Thread(target=self._keep, args=(now, sound, on_paper), name="rehearsal page").start()

    def _keep(self, now: "_Rehearsal", sound: Checked | None, on_paper: bool) -> None:
        try:
            self._tell(Kept(now.keep(sound, on_paper)))
        except Trouble as trouble:
            self._tell(Kept(trouble.what))
        except Exception:  # a printer driver fails in ways of its own, and the desk goes on
            log.exception("the page of a rehearsal")
            self._tell(Kept(phrase("The page could not be printed. Keep it as a PDF.")))


class _Rehearsal:
    """One of them."""

    def __init__(self, place: DeskPlace, sight: Sight, tell: Callable[[Told], None], screen: ScreenFacts) -> None:
        self._place = place
        self._sight = sight
        self._tell = tell
        self._screen = screen
        self._made: dict[str, Checked] = {}
        self._making = Lock()
        self.ended = Event()
        self.scanning = Scanning(place, sight.source, self._tried)
        self.thread = Thread(target=self._run, name="rehearsal")

    def keep(self, sound: Checked | None, on_paper: bool) -> Phrase:
        """Print it, or write it to a file; what to say then."""
        from ui.rehearsal.paper import print_report, write_report

        with self._making:
            made = self._made | {one.name: one for one in self.scanning.checks()}
        if sound is not None:
            made[sound.name] = sound
        page, settings = report(self._place, made.values()), self._place.settings
        words = Words(settings.language)
        if on_paper:
            print_report(page, words, settings.printer)
            return phrase("The page was sent to the printer.")
        path = self._place.path / "rehearsals" / f"rehearsal-{datetime.now().astimezone():%Y-%m-%d-%H%M}.pdf"
        write_report(page, words, path)
        return phrase("The page is in {path}", path=str(path))

    def _run(self) -> None:
        with _ONE_AT_A_TIME:
            try:
                self._rehearse()
            except Exception:  # our own mistake must not leave a thread that nobody misses
                log.exception("mistake in a rehearsal")
            finally:
                self._sight.forget_notes()
                self.scanning.stop()

    def _rehearse(self) -> None:
        if self.ended.is_set():
            return
        try:
            self.scanning.start()
        except Trouble as trouble:
            self._found(checked("badges", fault(trouble.what)))
        self._tell(SoundFacts(outputs(), self._place.settings.muted))
        self.scanning.notes = self._sight.note()
        for one in looks(self._place, self._screen):
            if self.ended.is_set():
                return
            self._found(one)
        while not self.ended.wait(LOOK_AGAIN_S):
            self._look_at_the_camera()

    def _tried(self, one: Tried) -> None:
        if not self.ended.is_set():
            self._tell(one)
            for check in self.scanning.checks():
                self._found(check)

    def _look_at_the_camera(self) -> None:
        for one in self.scanning.checks():
            # the others have nothing to say before the first test badge was read
            if one.name == "camera" or self.scanning.seen:
                self._found(one)

    def _found(self, one: Checked) -> None:
        with self._making:
            known = self._made.get(one.name)
            self._made[one.name] = one
        if (known is None or known.finding != one.finding) and not self.ended.is_set():
            self._tell(one)
