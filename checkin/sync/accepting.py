"""What a hub does with a parcel: the same as with what comes over the network; a journal that forks is kept beside the other."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from checkin.domain.event import Event
from checkin.domain.journal import GENESIS
from checkin.ports import Clock
from checkin.sync.gathering import numbered
from checkin.sync.hub import Asked, Hub
from checkin.sync.hublog import (
    Changes,
    Device,
    HubLog,
    HubTransaction,
    Known,
    KnownJournal,
    LogPage,
    NoticePage,
    Roster,
    TickPage,
    Wanted,
)  # fmt: skip
from checkin.sync.messages import Answer, Cause, Fork, HaveSeq, Push, Refused
from checkin.sync.notices import Announce, Announced, Notice, NoticeKind
from checkin.sync.parcel import Packed
from checkin.trouble import Trouble

LETS_OTHERS_IN_S = 0.05
"""A pause after each transaction. SQLite keeps no queue of writers: without it, claims beside a parcel of 50,000 lines waited
1.8 s, with it 0.1 s."""


@dataclass(slots=True)
class Accepted:
    """What came of a parcel: its lines, how many of them the hub did not have, walk-ins, and whether the journal had forked."""

    lines: int = 0
    added: int = 0
    walk_ins: int = 0
    forked: bool = False


class Accepting:
    """Takes parcels into a hub's log, beside whatever else writes it. `revoked_too`: also those of devices that were cut off."""

    def __init__(self, log: HubLog, event: Event, clock: Clock, *, revoked_too: bool = False) -> None:
        self._log = _Watched(log, pardons=revoked_too)
        self._event = event.id
        self._hub = Hub(self._log, event, clock, lambda: str(uuid.uuid4()))

    def accept(self, device: str, messages: Sequence[Packed]) -> Accepted:
        """Bring the messages in. Accepted again, the same parcel changes nothing. Trouble if the hub refuses; what was brought in
        before that stays, and comes again with the next try."""
        done, self._log.added = Accepted(), 0
        epoch = self._log.page(self._event, 0, 1).state.epoch
        for message in messages:
            if isinstance(message, Announce):
                done.walk_ins += len(message.rows)
                self._answered(device, replace(message, epoch=epoch))
        pushes = [one for one in messages if isinstance(one, Push)]
        done.lines = sum(len(one.lines) for one in pushes)
        done.forked = any(isinstance(self._answered(device, push), Fork) for push in pushes)
        if done.forked:
            self._keep_beside(device, pushes)
        done.added = self._log.added
        return done

    def _keep_beside(self, device: str, pushes: Sequence[Push]) -> None:
        """Keep the lines as a journal of its own. No desk writes under that name, so a restored hub must not wait for it."""
        beside = _beside(pushes)
        journal = beside[0].journal
        with self._log.writing(self._event) as transaction:
            if journal not in transaction.read(Wanted(journals={journal})).journals:
                kept = KnownJournal(journal, device, pushes[0].journal, retired=True)
                transaction.write(Changes(journals={journal: kept}))
        for push in beside:
            self._answered(device, push)

    def _answered(self, device: str, message: Packed) -> Answer:
        answer = self._hub.answer([Asked(device, message)])[0]
        time.sleep(LETS_OTHERS_IN_S)
        if isinstance(answer, Refused):
            raise _refusal(answer.cause)
        if not isinstance(answer, HaveSeq | Fork | Announced):
            raise Trouble("The hub's database was replaced meanwhile. Accept the parcel again.")
        return answer


def _refusal(cause: Cause) -> Trouble:
    match cause:
        case Cause.REVOKED:
            return Trouble("The desk of this parcel was cut off, so what it brings is not believed. If its laptop was never in "
                           "other hands, accept it with --revoked-too.")  # fmt: skip
        case Cause.OTHER_EVENT:
            return Trouble("The parcel is of another event.")
        case Cause.CLASH | Cause.OTHER_DEVICE:
            return Trouble("The parcel contradicts what the hub has: under one id it has another scan or another desk's journal. "
                           "Keep the file, and compare it with the journal at the desk.")  # fmt: skip
    return Trouble("The hub refuses the parcel ({cause}). Pack it again at the desk.", cause=cause.value)


def _beside(pushes: Sequence[Push]) -> list[Push]:
    """The same lines as a journal of its own, whose id follows from the end of the first: accepted again, it is the same."""
    journal = str(uuid.uuid5(uuid.NAMESPACE_OID, pushes[-1].journal + pushes[-1].hash.hex()))
    made, prev = [], GENESIS
    for push in pushes:
        made.append(replace(push, journal=journal, prev=prev))
        prev = numbered(made[-1])[-1].hash
        made[-1] = replace(made[-1], hash=prev)
    return made


class _Watched:
    """A hub's log that counts the rows that were committed. With `pardons`, no device looks cut off. Fulfils HubLog."""

    def __init__(self, log: HubLog, *, pardons: bool) -> None:
        self._log = log
        self._pardons = pardons
        self.added = 0

    @contextmanager
    def writing(self, event: str) -> Iterator[HubTransaction]:
        with self._log.writing(event) as transaction:
            watched = _WatchedTransaction(transaction, self._pardons)
            yield watched
        self.added += watched.added

    def page(self, event: str, position: int, limit: int) -> LogPage:
        return self._log.page(event, position, limit)

    def ticks(self, event: str, position: int, limit: int) -> TickPage:
        return self._log.ticks(event, position, limit)

    def notices(self, event: str, since: int, limit: int) -> NoticePage:
        return self._log.notices(event, since, limit)

    def latest(self, event: str, kind: NoticeKind) -> Notice | None:
        return self._log.latest(event, kind)

    def device(self, event: str, device: str) -> Device | None:
        return self._log.device(event, device)

    def roster(self, event: str) -> Roster:
        return self._log.roster(event)


class _WatchedTransaction:
    def __init__(self, transaction: HubTransaction, pardons: bool) -> None:
        self._transaction = transaction
        self._pardons = pardons
        self.added = 0

    def read(self, wanted: Wanted) -> Known:
        known = self._transaction.read(wanted)
        if self._pardons:
            known.devices = {device: replace(one, revoked_us=None) for device, one in known.devices.items()}
        return known

    def write(self, changes: Changes) -> None:
        self.added += len(changes.rows)
        self._transaction.write(changes)
