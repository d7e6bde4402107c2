"""A desk's side of the protocol, as a state machine without I/O: what to ask next, and what to do with the answer.

It belongs to the desk thread: whoever does the I/O takes a request from there, and brings the answer back (docs/sync.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from checkin.domain.journal import microseconds, moment
from checkin.ports import NewId
from checkin.sync.clocks import Clocks, ahead_at
from checkin.sync.desklog import CHUNK, NOTICES_AT_ONCE, DeskLog
from checkin.sync.link import Link, Standing
from checkin.sync.messages import (
    Answer,
    Cause,
    Cursor,
    Delivered,
    Feed,
    Fork,
    Gap,
    HaveSeq,
    Hello,
    Page,
    Push,
    Refused,
    Request,
    Reseed,
    Reseeded,
    Welcome,
)  # fmt: skip
from checkin.sync.notices import Announce, Announced, Notice, Noticed, Notices
from checkin.sync.reporting import Reporting
from checkin.sync.reports import Report, Reported
from checkin.sync.working import chained

BATCH = 500
"""So many lines at most in one push."""


@dataclass(slots=True)
class _Greeted:
    """What this desk knows of the hub in one epoch: how far it has the journal, how many notices there are, whether the log was
    read to its end, whether the hub was told that nothing is left to give back."""

    epoch: str
    have: int
    notices: int = 0
    at_end: bool = False
    told: bool = False


class SyncClient:
    """Asks one request at a time: call `request`, send it, then call `answered` or, when nothing came, `unanswered`. An answer to
    any request but the last is to be dropped; a feed that waits for news may be given up for a new request at any time.

    `forks` counts how often the journal had to begin afresh, `refused` is why the hub said no, None while it does not.
    """

    def __init__(self, event: str, log: DeskLog, link: Link, new_id: NewId, reporting: Reporting | None = None) -> None:
        self._event = event
        self._log = log
        self._link = link
        self._new_id = new_id
        self._reporting = reporting
        self._clocks = Clocks(log, reporting.ticking if reporting is not None else None)
        self._greeted: _Greeted | None = None
        self._bringing = 0
        self.forks = 0
        self.refused: Cause | None = None

    def look_at_clock(self, now: datetime) -> None:
        """Notice that this machine's clock was set. To be called before a line is written."""
        self._clocks.look(now)

    @property
    def backlog(self) -> int | None:
        """How many lines the hub has not confirmed, None while that is unknown."""
        return None if self._greeted is None else self._log.head().seq - self._greeted.have

    @property
    def has_news(self) -> bool:
        """Whether there is something to bring, lines, or people who were registered here; or to ask: what time it is."""
        if self.backlog or self._clocks.was_set:
            return True
        return self._greeted is not None and bool(self._newcomers(self._greeted)[0])

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing was left to bring, to fetch or to give back at the last answer: ask again in a while, not at once."""
        greeted = self._greeted
        if greeted is None or self.backlog or not greeted.at_end or self._forgotten(greeted):
            return False
        return not self._newcomers(greeted)[0] and greeted.notices <= self._log.noticed(greeted.epoch)

    def request(self, now: datetime) -> Request:
        """The next thing to ask."""
        self._clocks.sent()
        greeted = self._greeted
        if greeted is None or self._link.standing is Standing.ALONE:
            return self._hello(now)
        if self._reporting is not None and (
            self._clocks.was_set or self._reporting.is_due(has_backlog=bool(self.backlog))
        ):  # fmt: skip
            return self._reporting.report(self._event, self._log.head(), self._link.contact.ahead_us)
        if self.backlog:
            return self._push(greeted)
        if greeted.at_end and (forgotten := self._forgotten(greeted)):
            return Reseed(self._event, greeted.epoch, forgotten)
        if greeted.at_end and not greeted.told and self._link.standing is Standing.UNVERIFIED:
            return self._hello(now)
        return self._read_request(greeted)

    def _read_request(self, greeted: _Greeted) -> Request:
        """What to fetch, once this desk's own lines were brought."""
        newcomers, self._bringing = self._newcomers(greeted)
        if newcomers:
            return Announce(self._event, greeted.epoch, tuple(newcomers))
        noticed = self._log.noticed(greeted.epoch)
        if noticed < greeted.notices:
            return Notices(self._event, greeted.epoch, noticed, NOTICES_AT_ONCE)
        return Feed(self._event, self._log.cursor(), CHUNK, greeted.notices)

    def answered(self, asked: Request, answer: Answer, now: datetime) -> None:
        """Take the answer to the request that was asked last. Trouble where the desk's store cannot be used."""
        self.refused = answer.cause if isinstance(answer, Refused) else None
        match asked, answer:
            case Hello(), Welcome():
                self._welcomed(asked, answer, now)
            case Push(), HaveSeq():
                self._brought(answer.seq)
            case Push(), Gap():
                self._compared(answer.have, answer.hash)
            case ((Hello() | Push() | Report()), Fork()):
                self._fork()
            case Feed(), Page():
                self._read(asked.cursor, answer)
            case Reseed(), Reseeded():
                self._read_on()
            case Announce(), Announced():
                self._log.brought(asked.epoch, self._bringing)
            case Notices(), Noticed():
                self._notice(answer)
            case Report(), Reported():
                self._reported(answer, now)
            case _:  # a reset, a refusal, or nothing that makes sense: begin with a hello
                self._link.lost()

    def unanswered(self) -> None:
        """No answer came in time: the next request is a hello."""
        self._link.lost()

    def _hello(self, now: datetime) -> Hello:
        head = self._log.head()
        given = self._greeted.epoch if self._greeted and self._has_given(self._greeted) else ""
        return Hello(
            self._event, head.journal, self._log.former(), head.seq, head.hash, self._log.cursor(), given, microseconds(now)
        )  # fmt: skip

    def _push(self, greeted: _Greeted) -> Push:
        first_seq, clocks = greeted.have + 1, self._log.clocks()
        ahead_us, until = ahead_at(clocks, first_seq), next((seq for seq, _ in clocks if seq > first_seq), first_seq + BATCH)
        lines = list(islice(self._log.lines(greeted.have), min(BATCH, until - first_seq)))
        first, last = lines[0], lines[-1]
        return Push(self._event, first.journal, first.seq, first.prev, last.hash, ahead_us, tuple(one.line for one in lines))

    def _welcomed(self, asked: Hello, answer: Welcome, now: datetime) -> None:
        self._compare(answer.hub_us)
        way_us = self._clocks.way_us(moment(asked.at_us), now)
        ahead_us = microseconds(now) - answer.hub_us - way_us // 2
        greeted = self._greeted
        if greeted is None or greeted.epoch != answer.epoch:
            greeted = self._greeted = _Greeted(answer.epoch, 0)
        self._link.welcomed(answer.epoch, answer.waiting, self._clocks.compared(ahead_us, way_us))
        greeted.told = asked.given == answer.epoch
        greeted.notices = answer.notices
        if not answer.cursor_holds:
            self._log.reread()
            greeted.at_end = False
        self._compared(answer.have, answer.hash)

    def _reported(self, answer: Reported, now: datetime) -> None:
        """The hub's clock comes with every answer to a report: this desk's may have been set since the hello."""
        if self._reporting is None:
            return
        self._compare(answer.hub_us)
        way_us = self._clocks.way_us(now, now)
        self._link.compared(self._clocks.compared(microseconds(now) - answer.hub_us - way_us // 2, way_us))

    def _compare(self, hub_us: int) -> None:
        if self._reporting is not None:
            self._reporting.heard(hub_us)

    def farewell(self) -> Report | None:
        """What to say last, None where the hub cannot be told that it has everything."""
        if self._reporting is None or self._link.standing is Standing.ALONE or self.backlog != 0:
            return None
        return self._reporting.report(self._event, self._log.head(), self._link.contact.ahead_us, closing=True)

    def _compared(self, have: int, line_hash: bytes) -> None:
        if self._is_other(have, line_hash):
            self._fork()
        elif self._greeted is not None:
            self._greeted.have = self._resumed(have)

    def _brought(self, seq: int) -> None:
        if seq > self._log.head().seq:
            self._fork()
        elif self._greeted is not None:
            self._greeted.have = self._resumed(seq)

    def _is_other(self, have: int, line_hash: bytes) -> bool:
        """Whether the hub has another line than this desk at the end of what it has: a clone has written it, or this desk itself
        before it was restored."""
        return have > 0 and self._log.hash_at(have) != line_hash

    def _resumed(self, have: int) -> int:
        """From where to resend: from what the hub says that it has, never from a mark of this desk's own."""
        return have

    def _fork(self) -> None:
        self._log.rejournal(self._new_id())
        self.forks += 1
        self._greeted = None
        self._link.lost()

    def _read(self, asked: Cursor, page: Page) -> None:
        greeted = self._greeted
        if greeted is None or page.cursor.epoch != greeted.epoch or not self._continues(asked, page):
            self._link.lost()
            return
        self._log.take(page.rows, page.cursor)
        greeted.at_end = page.cursor.position >= page.head
        greeted.notices = page.notices
        if self._link.standing is not Standing.ALONE:
            self._link.heard(page.waiting)

    def _notice(self, answer: Noticed) -> None:
        greeted = self._greeted
        if greeted is None or answer.epoch != greeted.epoch:
            self._link.lost()
            return
        self._log.notice(answer.rows, answer.epoch, answer.position, answer.head)
        greeted.notices = answer.head

    def _newcomers(self, greeted: _Greeted) -> tuple[Sequence[Notice], int]:
        return self._log.newcomers(greeted.epoch, CHUNK)

    def _continues(self, asked: Cursor, page: Page) -> bool:
        chain = asked.chain
        for one in page.rows:
            chain = chained(chain, one.row.hash)
        return chain == page.cursor.chain and page.cursor.position == asked.position + len(page.rows)

    def _read_on(self) -> None:
        """What was given back comes again at the end of the log, and is seen then."""
        if self._greeted is not None:
            self._greeted.at_end = False

    def _has_given(self, greeted: _Greeted) -> bool:
        """Whether the hub has everything that this desk knows of earlier epochs: the log is read only once this desk's own lines
        were brought, and what an earlier epoch admits after the welcome does not count as asked (Link.vetted)."""
        return greeted.at_end and not self._forgotten(greeted)

    def _forgotten(self, greeted: _Greeted) -> tuple[Delivered, ...]:
        """Rows that were read once and that the hub, read again to its end, did not have: some of them, to be given back."""
        return tuple(self._log.unseen(CHUNK)) if greeted.at_end else ()
