"""Whether a registration or a signature stands behind a text, asked by the scan thread on a query-only connection of its own."""

from collections.abc import Callable

import structlog

from checkin.desk.signed import find_signed
from checkin.domain.badge import claims_a_signature
from checkin.domain.rules import Finding
from checkin.ports import DeskStore
from checkin.trouble import Trouble

log = structlog.get_logger()


class Vouching:
    """Answers from a store that is opened with the first question. It belongs to the thread that asks, and is closed there.

    What cannot be answered is not vouched for: the text then waits for its second read, and nobody is told.
    """

    def __init__(self, open_store: Callable[[], DeskStore]) -> None:
        self._open_store = open_store
        self._store: DeskStore | None = None
        self._failed = False

    def vouched(self, text: str) -> bool:
        """Whether a registration stands behind `text` (see Registrations.stands_behind), or a signature by a key of this desk."""
        try:
            self._store = self._store or self._open_store()
            if claims_a_signature(text) and (event := self._store.event()) is not None:
                return find_signed(self._store, event, text).finding is Finding.KNOWN
            return self._store.registrations.stands_behind(text)
        except Trouble as trouble:
            if not self._failed:
                self._failed = True
                log.warning("doubtful reads are not looked up", why=str(trouble.what))
            return False

    def close(self) -> None:
        """Give the store back."""
        store, self._store = self._store, None
        if store is not None:
            store.close()
