"""What has come to a hub's log since one looked last."""

from collections.abc import Iterator

from checkin.domain.event import Event
from checkin.domain.journal import GENESIS
from checkin.domain.tick import Tick
from checkin.sync.hublog import HubLog

AT_ONCE = 1_000


class LateLines:
    """Called, it gives the lines that have come since the last call, in the hub's time; at the first call none. Belongs to the
    thread that calls it."""

    def __init__(self, log: HubLog, event: Event) -> None:
        self._log = log
        self._event = event.id
        self._position, self._chain = -1, GENESIS

    @property
    def seen(self) -> int:
        """How many lines the log has, as far as was looked."""
        return max(0, self._position)

    def __call__(self) -> Iterator[Tick]:
        """The lines."""
        if self._position < 0:
            self._to_the_end()
            return
        while True:
            page = self._log.ticks(self._event, self._position, AT_ONCE)
            if page.chain != self._chain:
                self._to_the_end()  # another log was put in place: what it has is looked through when the hub begins
                return
            yield from page.ticks
            self._position, self._chain = page.last
            if self._position >= page.state.position:
                return

    def _to_the_end(self) -> None:
        state = self._log.page(self._event, 0, 1).state
        self._position, self._chain = state.position, state.chain
