"""A desk's decisions for a command: as the desk would make them, asked at its hub where no desk runs in the home."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from checkin.cli.clocks import utc_now
from checkin.cli.desk import connecting
from checkin.cli.home import Home
from checkin.desk.asking import Asking
from checkin.desk.hubward import CUT_OFF, Hubward
from checkin.desk.judge import Judge
from checkin.desk.messages import Judged, Published
from checkin.desk.post import Post
from checkin.desk.syncing import FromHub
from checkin.domain.event import Event
from checkin.i18n import Phrase, phrase
from checkin.sync.link import Link, settle_interrupted
from checkin.sync.messages import Refused
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.store import Store

CATCH_UP_S, BRING_S = 10.0, 5.0
"""So long at most a command fetches what the hub knows before it decides, and brings its lines afterwards."""

DESK_RUNS = phrase("decided here, without asking the hub: a desk runs in this home")
NO_ANSWER = phrase("decided here: the hub could not be asked")


def new_id() -> str:
    """The id of a scan."""
    return str(uuid.uuid4())


class Deciding:
    """Decides as this desk would, on its event. `unasked_as`: why its hub is not asked, where it is not."""

    def __init__(self, home: Home, store: "Store", asking: Asking | None = None, unasked_as: Phrase = DESK_RUNS) -> None:
        event = store.event()
        assert event is not None  # Home.serving has seen it
        self.event: Event = event
        post = Post(home.settings.desk, home.settings.gate, home.settings.quiet_repeat_s)
        self.judge = Judge(store, event, post, utc_now, new_id, asking)
        self._asking = asking
        self._unasked_as = unasked_as

    @property
    def asked(self) -> bool | None:
        """Whether the hub stands behind the last decision; None where there is no hub."""
        return None if self._asking is None else self._asking.is_strict

    def unasked(self, judged: Judged) -> Phrase | None:
        """Why the hub was not asked about what was just decided; None where it was, or where that does not matter."""
        return self._unasked_as if self.asked is False and (judged.line.counts or judged.line.held) else None

    def go_on(self) -> None:
        """Between two decisions: what there is to bring and to fetch, without waiting for it."""


class DecidingWithHub(Deciding):
    """Asks the hub through `hubward`, whose answers come to `answers`."""

    def __init__(self, home: Home, store: "Store", hubward: Hubward, answers: "SimpleQueue[FromHub]") -> None:
        super().__init__(home, store, hubward.asking, NO_ANSWER)
        self._hubward = hubward
        self._answers = answers
        self._is_silent = False

    def catch_up(self) -> None:
        """Fetch what the hub knows, unless it does not answer. Trouble if it has cut this desk off."""
        until = monotonic() + CATCH_UP_S
        while not self._is_silent and not self._hubward.is_up_to_date and (left := until - monotonic()) > 0:
            self._step(left)
        self._refuse_if_cut_off()

    def bring(self) -> None:
        """Bring what was written, unless the hub does not answer: what it does not get now, the desk brings later."""
        self._is_silent = not self._hubward.asking.is_strict
        until = monotonic() + BRING_S
        while not self._is_silent and not self._hubward.is_up_to_date and (left := until - monotonic()) > 0:
            self._step(left)

    def go_on(self) -> None:
        """Between two decisions: what there is to bring and to fetch, without waiting for it."""
        self._hubward.go_on(self.judge.ledger, "")
        while not self._answers.empty():
            self._take(self._answers.get())
        self._refuse_if_cut_off()

    def _step(self, seconds: float) -> None:
        self._hubward.go_on(self.judge.ledger, "")
        with suppress(Empty):
            self._take(self._answers.get(timeout=min(seconds, self._hubward.look_again_s or seconds)))

    def _take(self, message: FromHub) -> None:
        self._hubward.take(message, self.judge.ledger)
        self._is_silent = message.answer is None or isinstance(message.answer, Refused)

    def _refuse_if_cut_off(self) -> None:
        if self._hubward.is_cut_off:
            raise Trouble(CUT_OFF)


@contextmanager
def deciding(home: Home, store: "Store") -> Iterator[Deciding]:
    """Decides for this desk while it lasts. Trouble if its hub has cut it off."""
    from data.locking import the_only_desk

    member = store.membership.get()
    if member is None:
        yield Deciding(home, store)
        return
    if member.revoked_us is not None:
        raise Trouble(CUT_OFF)
    with ExitStack() as held:
        try:
            held.enter_context(the_only_desk(home.path))
        except Trouble:  # the desk that runs here talks with the hub in the name of this journal
            yield Deciding(home, store, Asking(store, Link(), is_member=True))
            return
        with _asking_the_hub(home, store) as one:
            yield one


@contextmanager
def _asking_the_hub(home: Home, store: "Store") -> Iterator[Deciding]:
    """As the desk's engine begins and ends."""
    settle_interrupted(store.hub, new_id, utc_now())
    answers: SimpleQueue[FromHub] = SimpleQueue()
    hubward = Hubward(store, Link(), connecting(home), answers.put, _tell_nobody, utc_now, new_id, reporting=None, feed_s=0.0)
    try:
        DecidingWithHub(home, store, hubward, answers).catch_up()
        one = DecidingWithHub(home, store, hubward, answers)  # by the event and the people of now
        yield one
        one.bring()
    finally:
        hubward.close()


def _tell_nobody(message: Published) -> None:
    """No window looks on."""
