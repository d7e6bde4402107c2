"""Badges go to the printer from a thread of their own: a printer that hangs keeps nobody at the door waiting."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

import structlog

from checkin.desk.messages import NotPrinted, ToPrint
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.i18n import phrase
from checkin.settings import Settings
from checkin.trouble import Trouble

PRINTING_FAILED = phrase("The badge could not be printed. Print it again; if it goes on, restart the desk and send its log.")

LEFT_BEHIND_S = 5.0
"""How long a desk that closes waits for its printer."""

log = structlog.get_logger()


class BadgePrinter:
    """Prints one badge after the other by `put_on_paper`. `fail` hears, on the printing thread, of each that was not printed."""

    def __init__(self, put_on_paper: Callable[[Registration, Event, Settings], None], fail: Callable[[NotPrinted], None]) -> None:
        self._put_on_paper = put_on_paper
        self._fail = fail
        self._jobs: SimpleQueue[tuple[ToPrint, Event, Settings] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def submit(self, job: ToPrint, event: Event, settings: Settings) -> None:
        """Print this badge when its turn comes."""
        self._jobs.put((job, event, settings))

    def stop(self) -> None:
        """Finish what was submitted; a printer that hangs is left behind."""
        self._jobs.put(None)
        self._thread.join(LEFT_BEHIND_S)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            badge, event, settings = job
            try:
                self._put_on_paper(badge.registration, event, settings)
            except Trouble as trouble:
                log.warning("badge not printed", what=trouble.what.msgid)
                self._fail(NotPrinted(badge.registration.id, badge.copy, trouble.what))
            except Exception:  # our own mistake must not end the printing
                log.exception("mistake in the printing thread")
                self._fail(NotPrinted(badge.registration.id, badge.copy, PRINTING_FAILED))
