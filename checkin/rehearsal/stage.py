"""A throw-away desk on which test badges are decided: the real desk thread, rules and disk, and a journal that nobody keeps."""

import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkin.desk.engine import Engine
from checkin.desk.messages import Failed, Judged, Published, Scan
from checkin.desk.post import Post, chosen_checkpoint
from checkin.domain.event import Checkpoint, Event, open_day
from checkin.domain.hours import next_window
from checkin.domain.journal import Origin
from checkin.domain.verdict import Verdict
from checkin.i18n import Phrase, phrase
from checkin.rehearsal.disk import existing
from checkin.rehearsal.findings import Place
from checkin.rehearsal.samples import Sample, is_expected, people, sample_of
from checkin.trouble import Trouble

AFTER_OPENING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """A test badge was read, and decided on; `ms` from its frame to the verdict on the disk, None where no camera read it."""

    sample: Sample
    verdict: Verdict
    ms: float | None

    @property
    def expected(self) -> bool:
        """Whether the verdict is the one that must be."""
        return is_expected(self.sample, self.verdict)


class Stage:
    """Decides test badges between `start` and `stop`. `told` hears of each (Tried), or why nothing can be decided, on the stage's
    own thread. Those that were read before are decided as soon as it has started, and their waiting is not in their `ms`. What is
    no test badge is not decided, only counted in `others`."""

    def __init__(self, place: Place, told: Callable[[Tried | Phrase], None]) -> None:
        self._place = place
        self._told = told
        self._others: set[str] = set()
        self._early: list[tuple[str, float | None, float]] = []
        self._taking = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._engine: Engine | None = None

    def start(self) -> None:
        """Begin. Trouble if there is no event, or nothing can be written beside the desk's own database."""
        from data.stage import make_stage
        from data.store import open_store

        toml = event_text(self._place)
        database = self._made_folder() / "stage.db"
        settings = self._place.settings
        event, point = _event_and_checkpoint(toml, settings.checkpoint)
        make_stage(database, toml, people(event, point))
        act = acted_clock(event, point, datetime.now(UTC))
        engine = Engine(
            lambda: open_store(database), Post(settings.desk, settings.gate, settings.quiet_repeat_s), point.id, self._heard,
            clock=act, new_id=lambda: str(uuid.uuid4()),
        )  # fmt: skip
        engine.start()
        with self._taking:
            self._engine = engine
            for text, seen_at, read_at in self._early:
                self._submit(text, None if seen_at is None else seen_at + time.monotonic() - read_at)
            self._early = []

    def _made_folder(self) -> Path:
        try:
            # Beside the desk's own database: its disk is rehearsed too.
            self._folder = tempfile.TemporaryDirectory(
                prefix="rehearsal-", dir=existing(self._place.path), ignore_cleanup_errors=True
            )
        except OSError as error:
            raise Trouble("Nothing can be written in {path} ({error}).", path=str(self._place.path), error=str(error)) from error
        return Path(self._folder.name)

    def scan(self, text: str, seen_at: float | None) -> None:
        """A badge was read, in a frame of `seen_at` (monotonic, s)."""
        with self._taking:
            if sample_of(text) is None:
                self._others.add(text)
            elif self._engine is None:
                self._early.append((text, seen_at, time.monotonic()))
            else:
                self._submit(text, seen_at)

    def _submit(self, text: str, seen_at: float | None) -> None:
        if self._engine is not None:
            self._engine.submit(Scan(text, Origin.CAMERA, seen_at))

    @property
    def others(self) -> int:
        """How many other badges were read."""
        with self._taking:
            return len(self._others)

    def stop(self) -> None:
        """End, and leave nothing behind."""
        with self._taking:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.stop()
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    def _heard(self, message: Published) -> None:
        at = time.monotonic()
        match message:
            case Judged():
                sample = sample_of(message.line.text)
                ms = None if message.seen_at is None else (at - message.seen_at) * 1000
                if sample is not None:
                    self._told(Tried(sample, message.verdict, ms))
            case Failed(what=what, request=request) if request is not None:
                self._told(what)


def event_text(place: Place) -> str:
    """The file of the event that this desk serves; Trouble if there is none."""
    from checkin.rehearsal.database import opened

    with opened(place) as store:
        text = store.event_text() if store is not None else ""
    if not text:
        raise Trouble(phrase("This desk has no event yet. Store one with: checkin event init EVENT.toml"))
    return text


def _event_and_checkpoint(toml: str, wanted: str) -> tuple[Event, Checkpoint]:
    from data.importers.event_file import parse_event

    event = parse_event(toml)
    return event, chosen_checkpoint(event, wanted)


def acted_clock(event: Event, checkpoint: Checkpoint, now: datetime) -> Callable[[], datetime]:
    """A clock for before doors open: that of now while `checkpoint` is open, else one that starts when it has just opened."""
    if open_day(event, checkpoint, now) is not None:
        return lambda: datetime.now(UTC)
    start, begun = (next_window(event, checkpoint, now).opens or now) + AFTER_OPENING, time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - begun)
