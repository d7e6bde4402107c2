"""Long drawing beside a window: a thread that tells how far it is, and stops when told."""

from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

import structlog
from PySide6.QtCore import QObject, Signal

from checkin.i18n import Phrase, phrase
from checkin.trouble import Trouble
from ui.badges.pages import Watch

log = structlog.get_logger()

Work = Callable[[Watch], int]
"""Draws badges; told with each page how many there are, and asked whether to go on. How many there were."""


class Job(QObject):
    """One piece of work in a thread of its own. `progressed` with the badges drawn, then `done` with all of them or `failed` with
    what to say; all of them arrive in the thread of the window."""

    progressed = Signal(int)
    done = Signal(int)
    failed = Signal(object)

    def __init__(self, parent: QObject, work: Work) -> None:
        super().__init__(parent)
        self._work = work
        self._stopped = Flag()
        self._thread = Thread(target=self._run, name="badges", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop at the next page."""
        self._stopped.set()

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def _watch(self, count: int) -> bool:
        self.progressed.emit(count)
        return not self._stopped.is_set()

    def _run(self) -> None:
        try:
            count = self._work(self._watch)
        except Trouble as trouble:
            self.failed.emit(trouble.what)
        except Exception as error:
            log.exception("badges could not be drawn")
            self.failed.emit(_unforeseen(error))
        else:
            self.done.emit(count)


def _unforeseen(error: Exception) -> Phrase:
    return phrase("The badges could not be drawn ({error}). The log of this desk says more.", error=type(error).__name__)
