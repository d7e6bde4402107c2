"""A thread that looks at files and imports them, with a database connection of its own: nobody who watches has to wait for it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import structlog

from checkin.domain.event import Event
from checkin.i18n import Phrase, phrase
from checkin.scanning.mailbox import Mailbox
from checkin.trouble import Mistake, Trouble
from data.driver import STOPPED
from data.importers.columns import Columns, look_at
from data.importers.registrations_file import Imported, Wishes, import_registrations
from data.store import Store

BETWEEN_REPORTS_S = 0.1

OUR_MISTAKE = phrase("Check-in made a mistake. Nothing was changed. Try again; if it goes on, send the log.")
NO_EVENT = phrase('There is no event yet. Store one with "checkin event init EVENT.toml" first.')

log = structlog.get_logger()


class Step(Enum):
    """What is done with a file."""

    LOOK = auto()
    TRY = auto()
    IMPORT = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One thing to do; `said` and `cancel_missing` as in Wishes. It ends early once it is `canceled`."""

    step: Step
    path: Path
    said: Mapping[str, str] = field(default_factory=dict)
    cancel_missing: bool = False
    canceled: Flag = field(default_factory=Flag)


@dataclass(frozen=True, slots=True)
class Progress:
    """So many rows were read. While SQLite works it may say fewer than before."""

    task: Task
    rows: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in the columns of the file, and the event that it would be imported for."""

    task: Task
    columns: Columns
    event: Event


@dataclass(frozen=True, slots=True)
class Finished:
    """What an import came to, or would come to."""

    task: Task
    imported: Imported


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was changed, and `what` says why."""

    task: Task
    what: Phrase
    mistakes: tuple[Mistake, ...] = ()


Told = Progress | Looked | Finished | Failed


class Intake:
    """Does the newest task; one that it had no time for is dropped. `tell` is called on its thread."""

    def __init__(self, open_store: Callable[[], Store], tell: Callable[[Told], None]) -> None:
        self._open_store = open_store
        self._tell = tell
        self._tasks: Mailbox[Task] = Mailbox()
        self._thread = Thread(target=self._run, name="intake")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def submit(self, task: Task) -> None:
        """Do this next."""
        self._tasks.put(task)

    def stop(self) -> None:
        """End when the task at hand has; returns when the store is given back."""
        self._tasks.close()
        self._thread.join()

    def _run(self) -> None:
        store: Store | None = None
        try:
            while (task := self._tasks.take()) is not None:
                try:
                    store = store or self._open_store()
                    self._tell(_done(store, task, self._tell))
                except Trouble as trouble:
                    self._tell(Failed(task, trouble.what, trouble.mistakes))
                except Exception:  # our own mistake must not end the thread
                    log.exception("mistake in the intake thread")
                    self._tell(Failed(task, OUR_MISTAKE))
        finally:
            if store is not None:
                store.close()


def _done(store: Store, task: Task, tell: Callable[[Told], None]) -> Told:
    event = store.event()
    if event is None:
        raise Trouble(NO_EVENT)
    if task.step is Step.LOOK:
        columns = look_at(store, task.path)
        if task.canceled.is_set():
            raise Trouble(STOPPED)
        return Looked(task, columns, event)
    reported = time.monotonic()

    def watch(rows: int) -> bool:
        nonlocal reported
        if time.monotonic() - reported > BETWEEN_REPORTS_S:
            reported = time.monotonic()
            tell(Progress(task, rows))
        return not task.canceled.is_set()

    wishes = Wishes(task.step is Step.TRY, task.said, task.cancel_missing, watch)
    return Finished(task, import_registrations(store, task.path, wishes=wishes))
