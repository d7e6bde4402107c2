"""The desk thread's side of the way to the hub: what to ask next and when, one claim's answer waited for, all else never."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from time import monotonic, monotonic_ns
from typing import Protocol

from checkin.domain.journal import microseconds
from checkin.ports import Clock
from checkin.sync.client import SyncClient
from checkin.sync.clocks import Ticking
from checkin.sync.desklog import CHUNK, Deliveries, DeskCopy
from checkin.sync.link import CLAIM_PATIENCE, Link, Standing
from checkin.sync.messages import Answer, Claim, Feed, Hello, Request
from checkin.sync.notices import Noticed
from checkin.sync.reporting import EVERY

FEED_S = 5.0
"""How long the hub holds a feed: so long at most nobody notices that the network is gone, where nobody scans; and a report waits
for its end."""
RECOVERING_FEED_S = 1.0
"""The same while the hub waits for other desks: that it waits no more is no news in its log, and every claim hangs on it."""

LOOKS_EVERY_S = 1.0
"""How often a desk whose feed is held looks for what `checkin scan` or `checkin walkin` has written beside it."""

PATIENCE_S, HELLO_S, FAREWELL_S = 10.0, 3.0, 0.8
SHORTEST_REST_S, LONGEST_REST_S = 0.5, 5.0
"""After a failure the desk waits: at first so long, each time twice as long, and no longer than that."""


def monotonic_us() -> int:
    """Microseconds by a clock that nobody sets."""
    return monotonic_ns() // 1000


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How time passes between a desk and its hub. `ticking`: microseconds by a clock that nobody sets; `feed_s`: how long the hub
    holds a feed; `report_every`. Simulated events have their own, as their time runs faster."""

    ticking: Ticking = monotonic_us
    feed_s: float = FEED_S
    report_every: timedelta = EVERY


class Sending(Protocol):
    """A question on its way."""

    def cancel(self) -> object:
        """Give it up."""


class Carrier(Protocol):
    """Brings questions to the hub and answers back; checkin.sync.http.HubConnection is one."""

    @property
    def place(self) -> tuple[str, int]:
        """The host and port that answered last, the most likely one before any did."""

    def ask(self, request: Request, patience_s: float) -> Answer:
        """The answer; OSError (Unanswered) if there is none in time."""

    def send(self, request: Request, patience_s: float, told: Callable[[Answer | None], None]) -> Sending:
        """Ask without waiting; `told` is called on another thread."""

    def close(self) -> None:
        """Hang up for good."""


@dataclass(frozen=True, slots=True)
class FromHub:
    """The answer to a request, None if there was none in time."""

    asked: Request
    answer: Answer | None


class Syncing:
    """Belongs to the desk thread; `deliver` is called on another one, and brings a FromHub back to `take`."""

    def __init__(
        self, carrier: Carrier, log_of_desk: DeskCopy, client: SyncClient, link: Link, deliver: Callable[[FromHub], None],
        clock: Clock, feed_s: float = FEED_S,
    ) -> None:  # fmt: skip
        self._carrier = carrier
        self._log = log_of_desk
        self.client = client
        self.link = link
        self._deliver = deliver
        self._clock = clock
        self._feed_s = feed_s
        self._asked: Request | None = None
        self._sending: Sending | None = None
        self._failures = 0
        self._not_before = 0.0

    @property
    def look_again_s(self) -> float | None:
        """When to call `go_on` again (s) although nothing happens: while the hub holds a feed, because another program may have
        written to this desk's database; None while another answer is waited for."""
        if self._asked is not None:
            return LOOKS_EVERY_S if isinstance(self._asked, Feed) else None
        return max(0.01, self._not_before - monotonic())

    @property
    def place(self) -> tuple[str, int]:
        """Where the hub answered last."""
        return self._carrier.place

    def ask(self, claim: Claim) -> Answer | None:
        """The answer to a claim, waited for, but not for long."""
        try:
            return self._carrier.ask(claim, CLAIM_PATIENCE.total_seconds())
        except OSError:
            return None

    def go_on(self) -> None:
        """Ask the next thing, if it is time. A feed that waits for news is given up for anything else."""
        if isinstance(self._asked, Feed) and (self.client.has_news or self.link.standing is Standing.ALONE):
            self._give_up()
        if self._asked is not None or monotonic() < self._not_before:
            return
        request = self.client.request(self._clock())
        held_s = RECOVERING_FEED_S if self.link.standing is Standing.UNVERIFIED else self._feed_s
        patience_s = held_s if isinstance(request, Feed) else HELLO_S if isinstance(request, Hello) else PATIENCE_S
        self._asked = request
        self._sending = self._carrier.send(request, patience_s, partial(self._told, request))

    def take(self, message: FromHub) -> bool:
        """What came back; whether it is what was asked last. Trouble where the desk's store cannot be used."""
        if message.asked is not self._asked:
            return False
        self._asked = self._sending = None
        if message.answer is None:
            self.client.unanswered()
            self._rest()
            return True
        self._not_before = monotonic() + SHORTEST_REST_S  # for the case that the next line fails
        answer, rest = _portion(message.answer)
        self.client.answered(message.asked, answer, self._clock())
        if rest is not None:  # it waits behind what staff have asked for meanwhile
            self._asked = message.asked
            self._deliver(FromHub(message.asked, rest))
            return True
        if self.client.refused is not None or self.link.standing is Standing.ALONE:
            self._rest()
        else:
            self._failures, self._not_before = 0, 0.0
        return True

    def note(self) -> None:
        """Remember how far the hub has this journal, and that it was heard, to be shown also when the desk was restarted."""
        backlog = self.client.backlog
        if backlog is not None and self.link.standing is not Standing.ALONE:
            self._log.note_deliveries(Deliveries(self._log.head().seq - backlog, microseconds(self._clock())))

    def close(self) -> None:
        """Tell the hub, if it has everything, that this desk ends, and hang up."""
        self._give_up()
        farewell = self.client.farewell()
        if farewell is not None:
            with suppress(OSError):
                self._carrier.ask(farewell, FAREWELL_S)
        self._carrier.close()

    def _told(self, request: Request, answer: Answer | None) -> None:
        self._deliver(FromHub(request, answer))

    def _give_up(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
        self._asked = self._sending = None

    def _rest(self) -> None:
        """Wait, with some chance in it, so that many desks do not come back in one moment."""
        longest = min(LONGEST_REST_S, SHORTEST_REST_S * 2 ** min(self._failures, 10))
        self._not_before = monotonic() + longest * (0.5 + random.random() / 2)
        self._failures += 1


def _portion(answer: Answer) -> tuple[Answer, Answer | None]:
    """What of an answer is written in one go, and what is left of it. Notices are many, and each costs a millisecond."""
    if not isinstance(answer, Noticed) or len(answer.rows) <= CHUNK:
        return answer, None
    behind = answer.position - len(answer.rows) + CHUNK
    return replace(answer, rows=answer.rows[:CHUNK], position=behind), replace(answer, rows=answer.rows[CHUNK:])
