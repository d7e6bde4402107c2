"""A supervisor settles a conflict: what was asked, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

import structlog

from checkin.desk.messages import Denied, Settle
from checkin.domain.supervisor import Supervisor
from checkin.i18n import Phrase, phrase
from checkin.ports import Wait
from checkin.trouble import Trouble

OUR_MISTAKE = phrase("Check-in made a mistake; nothing was settled. If it goes on, send the log.")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Settled:
    """Who settled it; or that the PIN was wrong; or why it could not be."""

    asked: Settle
    came_to: Supervisor | Denied | Phrase


class Settling:
    """Settles one after the other, on a thread of its own: `settle` checks the PIN and writes the line, or raises Trouble."""

    def __init__(self, settle: Callable[[Settle], Supervisor | Wait], publish: Callable[[Settled], None]) -> None:
        self._settle = settle
        self._publish = publish
        self._inbox: SimpleQueue[Settle | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="settling")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask(self, asked: Settle) -> None:
        """Settle this; from any thread."""
        self._inbox.put(asked)

    def stop(self) -> None:
        """Finish what was asked. Returns when that is done."""
        self._inbox.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (asked := self._inbox.get()) is not None:
            self._publish(Settled(asked, self._came_to(asked)))

    def _came_to(self, asked: Settle) -> Supervisor | Denied | Phrase:
        try:
            checked = self._settle(asked)
        except Trouble as trouble:
            return trouble.what
        except Exception:
            log.exception("mistake while a conflict was settled")
            return OUR_MISTAKE
        return Denied(asked, checked.seconds) if isinstance(checked, Wait) else checked
