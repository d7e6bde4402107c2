"""The hub's side of the protocol: groups of requests in, one transaction, one answer each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checkin.domain.event import Event
from checkin.domain.journal import NumberedLine, microseconds
from checkin.ports import Clock, NewId
from checkin.sync.claims import arbitrated
from checkin.sync.enrolment import NOTHING, Offer, enrolled
from checkin.sync.gathering import numbered, wanted_by
from checkin.sync.greeting import greet
from checkin.sync.hublog import Device, HubLog, KeptClaim, KnownJournal, Wanted
from checkin.sync.messages import (
    MOST_ROWS,
    Admit,
    Answer,
    Cause,
    Claim,
    Cursor,
    Delivered,
    Enrol,
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
    Reset,
    Role,
    Unverified,
    Verdicts,
    Welcome,
)  # fmt: skip
from checkin.sync.notices import Announce, Notice, Noticed, Notices
from checkin.sync.reports import Report
from checkin.sync.telling import announced, reported
from checkin.sync.working import Working
from checkin.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and the device that proved to have sent it; "" for one that asks to be let in."""

    device: str
    request: Request


class Hub:
    """One event's hub. Between two groups it keeps nothing in memory that the log has: any number of them may share one."""

    def __init__(self, log: HubLog, event: Event, clock: Clock, new_id: NewId, offer: Offer = NOTHING) -> None:
        self._log = log
        self._event = event
        self._clock = clock
        self._new_id = new_id
        self._offer = offer

    @property
    def event(self) -> str:
        """The event's id."""
        return self._event.id

    def serve(self, event: Event, offer: Offer) -> None:
        """The event was changed: judge by this one from now on, and let devices in with this. From any thread."""
        self._event, self._offer = event, offer

    def answer(self, group: Sequence[Asked]) -> list[Answer]:
        """One answer to each request, in order, after one transaction: what they say is durable. Trouble: nothing was done."""
        with self._log.writing(self._event.id) as transaction:
            known = transaction.read(wanted_by((one.device, one.request) for one in group))
            work = Working(known, microseconds(self._clock()))
            answers = [self._answer(work, one) for one in group]
            if work.changes:
                transaction.write(work.changes)
        return answers

    def feed(self, device: str, asked: Feed) -> Page | Reset | Refused:
        """The rows behind a cursor. It reads, and waits for no writer."""
        return self.refusal(device, asked.event) or self.page(asked)

    def refusal(self, device: str, event: str) -> Refused | None:
        """Why this device may not ask about this event, None if it may."""
        return self._stranger(self._log.device(self._event.id, device), event)

    def page(self, asked: Feed) -> Page | Reset | Refused:
        """The same for whoever may ask: it depends on the request alone."""
        if not 1 <= asked.limit <= MOST_ROWS or asked.cursor.position < 0:
            return Refused(Cause.MALFORMED)
        page = self._log.page(self._event.id, asked.cursor.position, asked.limit)
        if not self._holds(page.chain, asked.cursor):
            return Reset(page.state.epoch)
        last = page.rows[-1] if page.rows else None
        end = (last.position, last.chain) if last else (asked.cursor.position, asked.cursor.chain)
        rows = tuple(one.delivered for one in page.rows)
        state = page.state
        return Page(rows, Cursor(state.epoch, *end), state.position, len(state.waiting), state.notices)

    def notices(self, device: str, asked: Notices) -> Noticed | Refused:
        """The notices behind a number, from the first on where it was read in another epoch. Waits for no writer."""
        refused = self.refusal(device, asked.event)
        if refused is not None or not 1 <= asked.limit <= MOST_ROWS or asked.since < 0:
            return refused or Refused(Cause.MALFORMED)
        page = self._log.notices(self._event.id, asked.since, asked.limit)
        if asked.epoch != page.state.epoch:
            return Refused(Cause.OTHER_EPOCH)
        return Noticed(page.state.epoch, tuple(page.rows), asked.since + len(page.rows), page.state.notices)

    def tell(self, notices: Sequence[Notice], *, only_unknown: bool = False) -> int:
        """Tell all desks; how many of these were news. `only_unknown`: nothing of whom or what was ever told of."""
        with self._log.writing(self._event.id) as transaction:
            wanted = Wanted(told={(one.kind, one.id) for one in notices})
            work = Working(transaction.read(wanted), microseconds(self._clock()))
            added = work.tell(one for one in notices if not (only_unknown and (one.kind, one.id) in work.known.told))
            if work.changes:
                transaction.write(work.changes)
        return added

    def restored(self) -> None:
        """To be called once a backup was put in place, before the first request: begin an epoch, and wait for the desks."""
        with self._log.writing(self._event.id) as transaction:
            work = Working(transaction.read(Wanted()), microseconds(self._clock()))
            self._begin_epoch(work)
            transaction.write(work.changes)

    def end_recovery(self) -> None:
        """A supervisor's word: wait for no desk any more."""
        with self._log.writing(self._event.id) as transaction:
            work = Working(transaction.read(Wanted()), microseconds(self._clock()))
            work.set_state(replace(work.state, waiting=frozenset()))
            transaction.write(work.changes)

    def revoke(self, device: str) -> None:
        """Cut a device off, and wait for it no more."""
        with self._log.writing(self._event.id) as transaction:
            work = Working(transaction.read(Wanted(devices={device})), microseconds(self._clock()))
            found = work.known.devices.get(device)
            if found is None:
                raise Trouble("The hub knows no device {device}.", device=device)
            work.changes.devices[device] = replace(found, revoked_us=work.now_us)
            journals = {one.id for one in self._log.roster(self._event.id).journals.values() if one.device == device}
            work.set_state(replace(work.state, waiting=work.state.waiting - journals - {device}))
            transaction.write(work.changes)

    def _answer(self, work: Working, asked: Asked) -> Answer:
        request = asked.request
        if isinstance(request, Enrol):
            return enrolled(work, request, self._event.id, self._offer, self._new_id())
        refused = self._stranger(work.known.devices.get(asked.device), request.event)
        if refused is not None:
            return refused
        match request:
            case Hello():
                return self._hello(work, asked.device, request)
            case Claim():
                return self._claim(work, asked.device, request)
            case Push():
                return self._push(work, asked.device, request)
            case Reseed():
                return self._reseed(work, request)
            case Announce():
                return announced(work, request)
            case Report():
                return reported(work, asked.device, request)
        return Refused(Cause.MALFORMED)

    def _stranger(self, device: Device | None, event: str) -> Refused | None:
        if device is None:
            return Refused(Cause.UNKNOWN_DEVICE)
        if device.revoked_us is not None:
            return Refused(Cause.REVOKED)
        return None if event == self._event.id else Refused(Cause.OTHER_EVENT)

    def _hello(self, work: Working, device: str, hello: Hello) -> Answer:
        journal = work.journal(hello.journal, device)
        if journal.device != device:
            return Refused(Cause.OTHER_DEVICE)
        if 0 < hello.seq <= journal.seq and self._differs(work.known.places.get((journal.id, hello.seq)), hello.hash):
            return Fork(journal.id, journal.seq)
        holds = self._holds(work.known.chains.get(hello.cursor.position), hello.cursor)
        if not holds and (hello.cursor.epoch == work.state.epoch or hello.cursor.epoch not in work.state.epochs):
            self._begin_epoch(work)  # it was read in this epoch, or in one that is not known here: a backup was put in place
        greet(work, journal, hello)
        end = work.state
        return Welcome(journal.id, journal.seq, journal.hash, end.epoch, end.position, holds, len(end.waiting), work.now_us,
                       end.notices)  # fmt: skip

    def _begin_epoch(self, work: Working) -> None:
        roster = self._log.roster(self._event.id)
        journals = {**roster.journals, **work.known.journals}.values()
        desks = {one.id for one in roster.devices.values() if one.revoked_us is None and one.role is Role.DESK}
        waiting = frozenset(one.id for one in journals if not one.retired and one.device in desks)
        waiting |= desks - {one.device for one in journals}
        work.set_state(replace(work.state, epochs=(*work.state.epochs, self._new_id()), waiting=waiting))

    def _claim(self, work: Working, device: str, claim: Claim) -> Answer:
        earlier = self._earlier_answer(work, claim)
        if earlier is not None:
            return earlier
        journal = work.known.journals.get(claim.journal)
        if journal is not None and journal.device != device:
            return Refused(Cause.OTHER_DEVICE)
        unverified = Unverified(claim.scan_id, work.state.epoch)
        if journal is None or claim.epoch != work.state.epoch or work.row(claim.scan_id) is not None:
            return unverified  # before a hello, or too late
        person = claim.checkpoint, claim.registration
        answer: Verdicts = unverified
        if not self._is_behind(work):
            history, claims = work.known.history.get(person, []), work.open_claims(person)
            answer = arbitrated(claim, work.state.epoch, work.now_us, history, claims, self._event)
        is_open = isinstance(answer, Admit)
        work.keep_claim(
            KeptClaim(claim.scan_id, person, claim.category, claim.gate, claim.desk, work.now_us, answer, is_open)
        )  # fmt: skip
        return answer

    def _push(self, work: Working, device: str, push: Push) -> Answer:
        journal, rows = work.journal(push.journal, device), numbered(push)
        if journal.device != device:
            return Refused(Cause.OTHER_DEVICE)
        if not rows or push.first < 1 or rows[-1].hash != push.hash:
            return Refused(Cause.MALFORMED)
        if any(line.event != self._event.id for line in push.lines):
            return Refused(Cause.OTHER_EVENT)
        if push.first > journal.seq + 1:
            return Gap(journal.id, journal.seq, journal.hash)
        if self._contradicts(work, journal, rows):
            return Fork(journal.id, journal.seq)
        fresh = [Delivered(row, work.now_us, push.ahead_us) for row in rows if row.seq > journal.seq]
        if work.clashes(fresh):
            return Refused(Cause.CLASH)
        if fresh:
            work.append(self._unknown(work, fresh))
            for one in fresh:
                work.place(journal.id, one.row.seq, one.row.hash)
            journal = replace(journal, seq=rows[-1].seq, hash=rows[-1].hash)
            work.keep_journal(journal)
        return HaveSeq(journal.id, journal.seq)

    def _contradicts(self, work: Working, journal: KnownJournal, rows: Sequence[NumberedLine]) -> bool:
        """Whether what comes does not continue what is there: the chain covers all that lies before the place compared."""
        first = rows[0]
        if first.seq == journal.seq + 1:
            return self._differs(journal.hash, first.prev)
        common = rows[min(journal.seq - first.seq, len(rows) - 1)]
        here = journal.hash if common.seq == journal.seq else work.known.places.get((journal.id, common.seq))
        return self._differs(here, common.hash)

    def _reseed(self, work: Working, asked: Reseed) -> Answer:
        if asked.epoch != work.state.epoch or len(work.state.epochs) == 1:  # a hub that was never restored forgot nothing
            return Refused(Cause.OTHER_EPOCH)
        if any(one.row.line.event != self._event.id for one in asked.rows):
            return Refused(Cause.OTHER_EVENT)
        if work.clashes(asked.rows):
            return Refused(Cause.CLASH)
        before = work.state.position
        work.append(self._unknown(work, asked.rows))
        return Reseeded(work.state.position - before)

    def _unknown(self, work: Working, rows: Iterable[Delivered]) -> list[Delivered]:
        """Those whose scan id is not in the log yet, each once."""
        return list({one.row.line.scan_id: one for one in rows if work.row(one.row.line.scan_id) is None}.values())

    def _differs(self, here: bytes | None, there: bytes) -> bool:
        return here != there

    def _holds(self, chain: bytes | None, cursor: Cursor) -> bool:
        """Whether a cursor is of this log: its chain is the one at its position."""
        return chain == cursor.chain

    def _earlier_answer(self, work: Working, claim: Claim) -> Verdicts | None:
        kept = work.claim(claim.scan_id)
        return kept.answer if kept else None

    def _is_behind(self, work: Working) -> bool:
        """Whether admissions are missing here: the hub was restored, and has not heard from every desk since."""
        return bool(work.state.waiting)
