"""What the hub's own home has to tell: looked at again and again while the hub runs; and the event as all homes left it."""

from collections.abc import Callable
from itertools import islice

import structlog

from checkin.beside import Beside
from checkin.domain.event import Event
from checkin.sync.bulletin import Bulletin, digest_of
from checkin.sync.notices import Notice, NoticeKind
from checkin.trouble import Trouble
from data.importers.event_file import parse_event
from data.published import Published
from data.store import Store

LOOKS_EVERY_S = 1.0
AT_ONCE = 500
NOBODY = "[]"

log = structlog.get_logger()


class Publishing(Beside):
    """Tells what changed in a home's database since this home told something last. `open_store` is called on the thread that
    looks. `serve` is told of the event and its text whenever these are others than before, whichever home changed them.

    A home that never told this log anything tells it everything; where other homes may have (`is_only_home` False), only what
    nobody has told of."""

    def __init__(
        self, open_store: Callable[[], Store], bulletin: Bulletin, serve: Callable[[Event, str], None], *,
        is_only_home: bool = True,
    ) -> None:  # fmt: skip
        super().__init__("publishing")
        self._open_store = open_store
        self._bulletin = bulletin
        self._serve = serve
        self._is_only_home = is_only_home
        self._seen: tuple[int, int] | None = None
        self._last: Published | None = None
        self._served = ""

    def look(self, store: Store) -> int:
        """Tell what is new; how much there was. Trouble if either database cannot be used; then it is told at the next look."""
        version, told = store.board.version(), 0
        if version != self._seen:
            told, self._seen = self._publish(store, version[1]), version
        self._follow()
        return told

    def _publish(self, store: Store, version: int) -> int:
        if self._last is None:
            self._last = store.published.last(self._bulletin.end().log, self._bulletin.holds)
        last, settings = self._last, list(store.board.settings())
        digests = {one.kind: digest_of(one).hex() for one in settings}
        if last is not None and (last.version, last.settings) == (version, digests):
            return 0
        only_unknown = last is None and not self._is_only_home
        if only_unknown:
            log.warning("this home has told the desks nothing before: only what nobody told of is told")
        news = [one for one in settings if _is_news(one, last, digests[one.kind])]
        told = self._bulletin.tell(news, only_unknown=only_unknown) if news else 0
        people = store.board.people(last.version if last is not None else -1)
        while some := list(islice(people, AT_ONCE)):
            told += self._bulletin.tell(some, only_unknown=only_unknown)
        with store.writing():
            self._last = Published(self._bulletin.end(), version, digests)
            store.published.note(self._last)
        return told

    def _follow(self) -> None:
        """Serve the event that was told last: on a database that several hubs share, another home may have changed it."""
        last = self._bulletin.latest(NoticeKind.EVENT)
        if last is not None and last.content != self._served:
            self._serve(parse_event(last.content), last.content)
            self._served = last.content

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


def _is_news(one: Notice, last: Published | None, digest: str) -> bool:
    """Whether a setting is other than this home told it. A home that never had a supervisor does not say that there is none."""
    if last is None:
        return one.kind is not NoticeKind.SUPERVISORS or one.content != NOBODY
    return last.settings.get(one.kind) != digest
