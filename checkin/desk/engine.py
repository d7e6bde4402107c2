"""The desk thread: one inbox, one writer, every answer published after its commit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Thread

import structlog

from checkin.desk.authority import Authority
from checkin.desk.clock import clock_fault
from checkin.desk.earlier import stated
from checkin.desk.hubward import CUT_OFF, Hubward
from checkin.desk.inbox import Inbox
from checkin.desk.judge import Judge
from checkin.desk.messages import (
    ConfirmIdentity,
    Denied,
    Failed,
    Judged,
    Lock,
    NotPrinted,
    Override,
    PrintBadge,
    Published,
    Ready,
    Remarked,
    Request,
    RoleChanged,
    Scan,
    ScanGroup,
    ScanPerson,
    Settle,
    Stop,
    SwitchCheckpoint,
    SwitchDirection,
    Undo,
    Unlock,
    WalkIn,
)
from checkin.desk.post import Post, chosen_checkpoint
from checkin.desk.printing import not_printed, print_badge
from checkin.desk.stores import DeskDatabase
from checkin.desk.syncing import Carrier, FromHub, Rhythm
from checkin.domain.attendance import counts_alike
from checkin.domain.event import Checkpoint
from checkin.domain.verdict import Direction
from checkin.i18n import phrase
from checkin.ports import Clock, NewId, Wait
from checkin.sync.link import Link, settle_interrupted
from checkin.sync.membership import Membership
from checkin.sync.messages import Refused
from checkin.sync.notices import Noticed
from checkin.sync.reporting import Reporting
from checkin.sync.reports import Condition
from checkin.trouble import Trouble

RECENT_SHOWN = 30
USUAL = Rhythm()
OUR_MISTAKE = phrase(
    "Check-in made a mistake; nothing was recorded. Scan the badge again; if it goes on, restart the desk and send its log."
)

log = structlog.get_logger()


class Engine:
    """Runs a desk's decisions on a thread of its own, which opens the store and is the only writer of it.

    `publish` is called on that thread, first with Ready (or with Failed when the store cannot be opened), then once for every
    request; with RoleChanged whenever an unlocked desk falls back to locked by itself, and with Synced whenever something
    changed between the desk and its hub, which `connect` leads to. `machine` says how the desk's machine is; `rhythm` is that
    of the talk with the hub."""

    def __init__(
        self, open_store: Callable[[], DeskDatabase], post: Post, checkpoint: str, publish: Callable[[Published], None],
        clock: Clock, new_id: NewId, connect: Callable[[Membership], Carrier] | None = None,
        machine: Callable[[], Condition] = Condition, rhythm: Rhythm = USUAL,
    ) -> None:  # fmt: skip
        self._open_store = open_store
        self._post = post
        self._wanted_checkpoint = checkpoint
        self._publish = publish
        self._clock = clock
        self._new_id = new_id
        self._connect = connect
        self._machine = machine
        self._rhythm = rhythm
        self._inbox = Inbox()
        self._hubward: Hubward | None = None
        self._direction = Direction.ENTRY
        self._thread = Thread(target=self._run, name="desk")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Hand over a request, from any thread."""
        self._inbox.put(request)

    def stop(self) -> None:
        """Finish what is in the inbox, then give the store back. Returns when that is done."""
        self._inbox.put(Stop())
        self._thread.join()

    def _run(self) -> None:
        """Open the store and serve; where that fails, say why at every request, and try again with it."""
        request: Request | None = None
        while not isinstance(request, Stop):
            store: DeskDatabase | None = None
            try:
                store = self._open_store()
                self._begin(store)
            except Trouble as trouble:
                self._publish(Failed(trouble.what, request, self._clock()))
            except Exception:  # our own mistake: without this the window would stand there and never answer
                log.exception("mistake while the desk was opened")
                self._publish(Failed(OUR_MISTAKE, request, self._clock()))
            else:
                self._serve(request)
                request = Stop()
            finally:
                if self._hubward is not None:
                    self._hubward.close()
                if store is not None:
                    store.close()
            request = request if isinstance(request, Stop) else self._inbox.take()

    def _begin(self, store: DeskDatabase) -> None:
        event = store.event()
        if event is None:
            raise Trouble("This desk has no event yet.")
        self._event, self._checkpoint = event, chosen_checkpoint(event, self._wanted_checkpoint)
        self._store = store
        settle_interrupted(store.hub, self._new_id, self._clock())
        reporting = Reporting(self._how_it_is, self._rhythm.ticking, self._rhythm.report_every)
        self._hubward = Hubward(
            store, Link(), self._connect, self._inbox.put_answer, self._publish, self._clock, self._new_id, reporting,
            self._rhythm.feed_s,
        )  # fmt: skip
        self._judge = Judge(store, event, self._post, self._clock, self._new_id, self._hubward.asking)
        self._authority = Authority(store.supervisors, self._clock, timedelta(minutes=self._post.supervisor_minutes))
        self._supervisors = store.supervisors
        self._publish(self._stand(self._checkpoint, self._direction))
        self._look_at_the_clock()
        self._hubward.begin(self._judge.ledger, self._checkpoint.id)

    def _serve(self, request: Request | FromHub | None) -> None:
        """Answer `request`, which waited for the store, and all that follow until Stop."""
        assert self._hubward is not None
        while not isinstance(request, Stop):
            if self._authority.has_lapsed():
                self._publish(RoleChanged(None))
            self._guarded(self._hubward.look_at_clock)
            if isinstance(request, FromHub):
                self._hear(self._hubward, request)
            elif request is not None:
                self._publish(self._answer(request))
            self._guarded(partial(self._hubward.go_on, self._judge.ledger, self._checkpoint.id))
            waits = (self._authority.look_again_s, self._hubward.look_again_s)
            request = self._inbox.take_within(min((one for one in waits if one is not None), default=None))

    def _hear(self, hubward: Hubward, answer: FromHub) -> None:
        """What the hub has answered; where it changes the event or who may unlock the desk, or cuts it off, it stands anew."""
        take = partial(hubward.take, answer, self._judge.ledger)
        if not isinstance(answer.answer, Noticed | Refused):  # nothing else changes them: most answers are scans of other desks
            self._guarded(take)
            return
        before = self._store.event_text(), self._supervisors.all(), hubward.is_cut_off
        self._guarded(take)
        if before != (self._store.event_text(), self._supervisors.all(), hubward.is_cut_off):
            self._guarded(self._stand_anew)

    def _stand_anew(self) -> None:
        event = self._store.event()
        if event is None or self._hubward is None:
            return
        is_counted = counts_alike(event, self._event) and not self._hubward.is_cut_off  # then the copies are gone
        ledger = self._judge.ledger if is_counted else None
        self._judge = Judge(self._store, event, self._post, self._clock, self._new_id, self._hubward.asking, ledger)
        self._event, wanted = event, self._checkpoint.id
        self._authority.look_again()
        checkpoint = chosen_checkpoint(event, wanted if wanted in event.checkpoints else "")
        self._publish(self._stand(checkpoint, self._direction))
        self._hubward.tell_cut_off()

    def _guarded(self, act: Callable[[], None]) -> None:
        """Nobody waits for what is between desk and hub: what goes wrong there is logged, and tried again."""
        try:
            act()
        except Trouble as trouble:
            log.warning("the hub's news could not be kept", what=trouble.what.msgid)
        except Exception:
            log.exception("mistake between desk and hub")

    def _how_it_is(self) -> Condition:
        """What the hub is told of this desk beside its lines."""
        if not self._post.scans:
            return self._machine()
        return replace(
            self._machine(), desk=self._post.desk, gate=self._post.gate, checkpoint=self._checkpoint.id,
            direction=self._direction.value,
        )  # fmt: skip

    def _look_at_the_clock(self) -> None:
        now = self._clock()
        wrong = clock_fault(now, self._judge.ledger.last_at, self._event.zone)
        if wrong is not None:
            self._publish(Failed(wrong, None, now))

    def _answer(self, request: Request) -> Published:
        try:
            return self._handle(request)
        except Trouble as trouble:
            log.warning("request refused by the world", request=type(request).__name__, what=trouble.what.msgid)
            return Failed(trouble.what, request, self._clock())
        except Exception:  # our own mistake must not end the desk: it is logged with its trace and said on the screen
            log.exception("mistake in the desk thread", request=type(request).__name__)
            return Failed(OUR_MISTAKE, request, self._clock())

    def _handle(self, request: Request) -> Published:
        if self._hubward is not None and self._hubward.is_cut_off:  # it knows nobody: every badge would be a stranger's
            raise Trouble(CUT_OFF)
        match request:
            case Scan(text, origin, seen_at):
                return replace(self._judge.scan(text, origin, self._checkpoint, self._direction), seen_at=seen_at)
            case ScanPerson(registration):
                return self._judge.scan_person(registration, self._checkpoint, self._direction)
            case ScanGroup() | WalkIn() | PrintBadge() | NotPrinted():
                return self._attend(request)
            case Undo(remark, scan_id):
                return self._judge.amending.undo(scan_id, remark, self._checkpoint.id, lambda: self._authority.acts() is not None)
            case ConfirmIdentity(scan_id):
                return self._judge.amending.confirm_identity(scan_id)
            case Override() | Unlock() | Lock() | Settle():
                return self._supervise(request)
            case SwitchDirection(direction):
                return self._stand(self._checkpoint, direction)
            case SwitchCheckpoint(checkpoint):
                return self._stand(chosen_checkpoint(self._event, checkpoint), self._direction)
        return self._stand(self._checkpoint, self._direction)

    def _supervise(self, request: Override | Unlock | Lock | Settle) -> Judged | RoleChanged | Remarked | Denied:
        match request:
            case Lock():
                self._authority.lock()
                return RoleChanged(None)
            case Unlock(supervisor, pin):
                checked = self._authority.unlock(supervisor, pin)
                return Denied(request, checked.seconds) if isinstance(checked, Wait) else RoleChanged(checked)
            case Override(scan_id, reason, supervisor, pin) | Settle(scan_id, reason, supervisor, pin):  # pragma: no branch
                reason = stated(reason)  # whoever gives none is told so before a PIN is looked at
                checked = self._authority.stands_behind(supervisor, pin)
                if isinstance(checked, Wait):
                    return Denied(request, checked.seconds)
                amend = self._judge.amending.settle if isinstance(request, Settle) else self._judge.amending.override
                return amend(scan_id, checked, reason)

    def _attend(self, request: ScanGroup | WalkIn | PrintBadge | NotPrinted) -> Published:
        """What takes more than one badge held up."""
        match request:
            case ScanGroup(registrations):
                return self._judge.scan_group(registrations, self._checkpoint, self._direction)
            case WalkIn():
                return self._judge.walk_in(request, self._checkpoint, self._direction)
            case NotPrinted():
                return not_printed(self._store, request, self._clock())
        return print_badge(self._store, request, self._post.desk, self._clock())

    def _stand(self, checkpoint: Checkpoint, direction: Direction) -> Ready:
        """Serve there from now on; where its scans cannot be read, nothing changes."""
        name, tally = checkpoint.id, self._judge.ledger.tally
        today = tally.figures(name, self._event.day_of(self._clock()))
        recent = tuple(self._judge.answers.recent(name, RECENT_SHOWN))
        ready = Ready(
            self._event, name, direction, tally.figures(name), today, recent, self._judge.ledger.lines,
            tuple(self._supervisors.all()), self._authority.unlocked_by,
        )  # fmt: skip
        self._checkpoint, self._direction = checkpoint, direction
        return ready
