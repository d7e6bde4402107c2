"""What a desk does about its hub between two requests of staff: sends, takes in, tells how it stands, and wipes when cut off."""

from collections.abc import Callable
from dataclasses import replace

import structlog

from checkin.desk.asking import Asking
from checkin.desk.ledger import Ledger
from checkin.desk.messages import Dispute, Failed, Published, Synced
from checkin.desk.stores import DeskDatabase
from checkin.desk.syncing import FEED_S, Carrier, FromHub, Syncing
from checkin.domain.journal import microseconds, moment
from checkin.i18n import phrase
from checkin.ports import Clock, NewId
from checkin.sync.client import SyncClient
from checkin.sync.link import Link, Standing
from checkin.sync.membership import Membership
from checkin.sync.messages import Answer, Cause, Claim
from checkin.sync.reporting import Reporting

CUT_OFF = phrase("The hub has cut this desk off. What it knew of people was removed; its scans are kept. Call a supervisor.")
FORKED = phrase(
    "This desk's journal was written on two machines: this one is a copy, or was put back from one. Its scans are kept in a new "
    "journal. Call a supervisor: only one machine may go on with each enrolment."
)

WIPES_AGAIN_S = 5.0
"""Where another program still reads what was wiped, its traces are overwritten later: tried again after so long."""

log = structlog.get_logger()


class Hubward:
    """One desk's side towards the hub; belongs to the desk thread. A desk that is enrolled at none stays on its own."""

    def __init__(
        self, store: DeskDatabase, link: Link, connect: Callable[[Membership], Carrier] | None,
        deliver: Callable[[FromHub], None], publish: Callable[[Published], None], clock: Clock, new_id: NewId,
        reporting: Reporting | None, feed_s: float = FEED_S,
    ) -> None:  # fmt: skip
        self._store = store
        self._publish = publish
        self._clock = clock
        self._membership = store.membership.get()
        self._syncing: Syncing | None = None
        self._link = link
        self._told: Synced | None = None
        self._forks = 0
        self._ahead_us: int | None = None
        member = self._membership
        if member is not None and member.revoked_us is None and connect is not None:
            client = SyncClient(member.event, store.hub, link, new_id, reporting)
            self._syncing = Syncing(connect(member), store.hub, client, link, deliver, clock, feed_s)
        self._has_traces = False
        self.asking = Asking(store, link, self._ask, member is not None)

    @property
    def look_again_s(self) -> float | None:
        """When to call `go_on` again (s) although nothing happens; None: whenever something does."""
        if self._has_traces:
            return WIPES_AGAIN_S
        return None if self._syncing is None else self._syncing.look_again_s

    @property
    def is_cut_off(self) -> bool:
        """Whether the hub has cut this device off: then it decides on nobody until it is enrolled again."""
        return self._membership is not None and self._membership.revoked_us is not None

    @property
    def is_up_to_date(self) -> bool:
        """Whether the hub answers, and nothing was left to bring or to fetch at its last answer."""
        return self._link.standing is not Standing.ALONE and self._syncing is not None and self._syncing.client.is_up_to_date

    def begin(self, ledger: Ledger, checkpoint: str) -> None:
        """Tell how the desk stands."""
        self.tell_cut_off()
        self.go_on(ledger, checkpoint)
        self._has_traces = self.is_cut_off  # the power may have gone in the midst of a wipe

    def look_at_clock(self) -> None:
        """Notice that this machine's clock was set; before a line is written."""
        if self._syncing is not None:
            self._syncing.client.look_at_clock(self._clock())

    def tell_cut_off(self) -> None:
        """Say so, where the hub has cut this device off."""
        if self.is_cut_off:
            self._publish(Failed(CUT_OFF, None, self._clock()))

    def go_on(self, ledger: Ledger, checkpoint: str) -> None:
        """Ask the next thing, and tell what has changed at this checkpoint."""
        if self._syncing is not None:
            self._syncing.go_on()
        if self._has_traces:
            self._wipe_traces()
        self._report(ledger, checkpoint)

    def take(self, message: FromHub, ledger: Ledger) -> None:
        """What came back from the hub; the desk may be cut off by it. Trouble where the store cannot be used; then it is asked
        for again."""
        if self._syncing is None or not self._syncing.take(message):
            return
        if self._syncing.client.refused is Cause.REVOKED:
            self._wipe()
            return
        self._syncing.note()
        self._tell_of_forks(self._syncing.client.forks)
        self._keep_place(*self._syncing.place)
        ledger.compared()
        ledger.catch_up()

    def _keep_place(self, host: str, port: int) -> None:
        """Where the hub answers it is asked first after the next start."""
        member = self._membership
        if member is not None and (member.hosts[0], member.port) != (host, port):
            with self._store.writing():
                self._store.membership.move(member.found_at(host), port)
            self._membership = self._store.membership.get()

    def _tell_of_forks(self, forks: int) -> None:
        """Staff should know: the desk goes on in a new journal, and another machine may still write the one before."""
        if forks > self._forks:
            self._forks = forks
            log.warning("the journal had forked; a new one goes on", journal=self._store.hub.head().journal)
            self._publish(Failed(FORKED, None, self._clock()))

    def _note(self, now: Synced) -> None:
        """For the log: what has changed between desk and hub."""
        if self._told is None or self._told.standing is not now.standing:
            log.info("standing to the hub", standing=now.standing.name.lower(), waiting=now.waiting)
        ahead_us = self._link.contact.ahead_us
        if self._link.standing is not Standing.ALONE and ahead_us != self._ahead_us:
            self._ahead_us = ahead_us
            log.info("clock compared with the hub's", ahead_s=ahead_us / 1e6)

    def close(self) -> None:
        """Hang up."""
        if self._syncing is not None:
            self._syncing.close()
            self._syncing = None

    def _ask(self, claim: Claim) -> Answer | None:
        return None if self._syncing is None else self._syncing.ask(claim)

    def _report(self, ledger: Ledger, checkpoint: str) -> None:
        if self._membership is None:
            return
        now = self._synced(ledger, checkpoint)
        quiet = now if self._told is None else replace(now, heard_at=self._told.heard_at)
        if quiet != self._told:
            self._note(now)
            self._told = now
            self._publish(now)

    def _synced(self, ledger: Ledger, checkpoint: str) -> Synced:
        noted = self._store.hub.deliveries()
        backlog = self._syncing.client.backlog if self._syncing is not None else None
        figures = ledger.tally.figures(checkpoint)
        today = ledger.tally.figures(checkpoint, ledger.today(self._clock()))
        heard_at = moment(noted.heard_us) if noted.heard_us else None
        waiting = max(0, ledger.lines - noted.have) if backlog is None else backlog
        return Synced(
            self._link.standing, waiting, heard_at, ledger.ahead.total_seconds(), self._refused(), self._disputes(ledger),
            figures, today, self._arriving(),
        )  # fmt: skip

    def _arriving(self) -> tuple[int, int] | None:
        return None if self._refused() is Cause.REVOKED else self._store.hub.arrived()

    def _disputes(self, ledger: Ledger) -> tuple[Dispute, ...]:
        people = self._store.registrations
        return tuple(Dispute(one, people.get(one.surplus.registration)) for one in ledger.open_conflicts())

    def _refused(self) -> Cause | None:
        if self.is_cut_off:
            return Cause.REVOKED
        return None if self._syncing is None else self._syncing.client.refused

    def _wipe(self) -> None:
        """The hub has cut this device off."""
        now = self._clock()
        with self._store.writing():
            self._store.membership.wipe(microseconds(now))
        log.warning("cut off by the hub; what was known of people is removed")
        self._membership = self._store.membership.get()
        self._has_traces = True
        self.close()
        self._wipe_traces()

    def _wipe_traces(self) -> None:
        self._has_traces = not self._store.membership.wipe_traces()
