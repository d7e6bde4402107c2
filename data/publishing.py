"""What the hub's own home has to tell: looked at again and again while the hub runs."""

from collections.abc import Callable, Sequence
from itertools import islice
from threading import Event, Thread

import structlog

from checkin.domain.expectation import Roll
from checkin.sync.notices import Notice
from checkin.trouble import Trouble
from data.store import Store

LOOKS_EVERY_S = 1.0
AT_ONCE = 500

log = structlog.get_logger()


class Publishing:
    """Tells what changed in a home's database since it was last looked at; all of it at the first look. `tell` takes some notices
    and gives back how many were news; `open_store` is called on the thread that looks. `roll`: who is registered there, as it was
    seen last."""

    def __init__(self, open_store: Callable[[], Store], tell: Callable[[Sequence[Notice]], int]) -> None:
        self._open_store = open_store
        self._tell = tell
        self._ending = Event()
        self._seen: tuple[int, int] | None = None
        self.roll: Roll | None = None
        self._thread = Thread(target=self._run, name="publishing")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more. Returns when that is done."""
        self._ending.set()
        self._thread.join()

    def look(self, store: Store) -> int:
        """Tell what is new; how much there was. Trouble if either database cannot be used; then it is told at the next look."""
        version = store.board.version()
        if version == self._seen:
            return 0
        told = self._tell(list(store.board.settings()))
        if self._seen is None or self._seen[1] != version[1]:
            self.roll = store.registrations.roll()  # first: to tell of 20,000 people takes half a minute
            people = store.board.people()
            while some := list(islice(people, AT_ONCE)):
                told += self._tell(some)
        self._seen = version
        return told

    def _run(self) -> None:
        store = self._open_store()
        try:
            while not self._ending.is_set():
                try:
                    told = self.look(store)
                    if told:
                        log.info("told the desks", notices=told)
                except Trouble as trouble:
                    log.warning("the desks could not be told", what=trouble.what.msgid)
                self._ending.wait(LOOKS_EVERY_S)
        finally:
            store.close()
