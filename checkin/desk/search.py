"""Search as staff type, on a thread and a query-only connection of its own, so that no scan ever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

import structlog

from checkin.domain.registration import Registration
from checkin.i18n import Phrase, phrase
from checkin.ports import DeskStore, Registrations
from checkin.scanning.mailbox import Mailbox
from checkin.trouble import Trouble

SEARCH_FAILED = phrase("The search failed. Type the name again; if it goes on, restart the desk and send its log.")

GROUP_OF = "\x00group of "
"""Leads a question that asks for the people of one order (the id of one of them follows); nobody can type it."""

LARGEST_GROUP = 200

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, best first; `what` says why not, where it could not be made. `alike` holds the ids of those who share
    their name, as search compares it, with somebody else in the list."""

    text: str
    registrations: tuple[Registration, ...]
    what: Phrase | None = None
    alike: frozenset[str] = frozenset()


class Searcher:
    """Answers the newest question; older ones that it had no time for are dropped."""

    def __init__(self, open_store: Callable[[], DeskStore], answer: Callable[[Results], None], limit: int = 20) -> None:
        self._open_store = open_store
        self._answer = answer
        self._limit = limit
        self._questions: Mailbox[str] = Mailbox()
        self._thread = Thread(target=self._run, name="search")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask(self, text: str) -> None:
        """Look for `text`; the answer comes through `answer`, on the search thread."""
        self._questions.put(text)

    def stop(self) -> None:
        """End; returns when the store is given back."""
        self._questions.close()
        self._thread.join()

    def _run(self) -> None:
        store: DeskStore | None = None
        try:
            while (text := self._questions.take()) is not None:
                try:
                    store = store or self._open_store()
                    self._answer(self._results(store.registrations, text))
                except Trouble as trouble:
                    self._answer(Results(text, (), trouble.what))
                except Exception:  # our own mistake must not end the search
                    log.exception("mistake in the search thread")
                    self._answer(Results(text, (), SEARCH_FAILED))
        finally:
            if store is not None:
                store.close()

    def _results(self, people: Registrations, text: str) -> Results:
        if text.startswith(GROUP_OF):
            found = people.of_order(text.removeprefix(GROUP_OF), LARGEST_GROUP)
        else:
            found = people.search(text, self._limit)
        return Results(text, tuple(found), alike=people.look_alikes(found))
