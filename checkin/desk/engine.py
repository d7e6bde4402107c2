"""The desk thread: one inbox, one writer, every answer published after its commit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import structlog

from checkin.desk.authority import Authority
from checkin.desk.clock import clock_fault
from checkin.desk.earlier import stated
from checkin.desk.inbox import Inbox
from checkin.desk.judge import Judge, Post
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
    Request,
    RoleChanged,
    Scan,
    ScanGroup,
    ScanPerson,
    Stop,
    SwitchCheckpoint,
    SwitchDirection,
    Undo,
    Unlock,
    WalkIn,
)
from checkin.desk.printing import not_printed, print_badge
from checkin.domain.event import Checkpoint, Event
from checkin.domain.verdict import Direction
from checkin.i18n import phrase
from checkin.ports import Clock, DeskStore, NewId, Wait
from checkin.trouble import Trouble

RECENT_SHOWN = 30
OUR_MISTAKE = phrase(
    "Check-in made a mistake; nothing was recorded. Scan the badge again; if it goes on, restart the desk and send its log."
)

log = structlog.get_logger()


class Engine:
    """Runs a desk's decisions on a thread of its own, which opens the store and is the only writer of it.

    `publish` is called on that thread, first with Ready (or with Failed when the store cannot be opened), then once for
    every request; and with RoleChanged whenever an unlocked desk falls back to locked by itself.
    """

    def __init__(
        self, open_store: Callable[[], DeskStore], post: Post, checkpoint: str, publish: Callable[[Published], None],
        clock: Clock, new_id: NewId,
    ) -> None:  # fmt: skip
        self._open_store = open_store
        self._post = post
        self._wanted_checkpoint = checkpoint
        self._publish = publish
        self._clock = clock
        self._new_id = new_id
        self._inbox = Inbox()
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
            store: DeskStore | None = None
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
                if store is not None:
                    store.close()
            request = request if isinstance(request, Stop) else self._inbox.take()

    def _begin(self, store: DeskStore) -> None:
        event = store.event()
        if event is None:
            raise Trouble("This desk has no event yet.")
        self._event, self._checkpoint = event, chosen_checkpoint(event, self._wanted_checkpoint)
        self._store = store
        self._judge = Judge(store, event, self._post, self._clock, self._new_id)
        self._authority = Authority(store.supervisors, self._clock, timedelta(minutes=self._post.supervisor_minutes))
        self._supervisors = store.supervisors
        self._publish(self._stand(self._checkpoint, self._direction))
        self._look_at_the_clock()

    def _serve(self, request: Request | None) -> None:
        """Answer `request`, which waited for the store, and all that follow until Stop."""
        while not isinstance(request, Stop):
            if self._authority.has_lapsed():
                self._publish(RoleChanged(None))
            if request is not None:
                self._publish(self._answer(request))
            request = self._inbox.take_within(self._authority.look_again_s)

    def _look_at_the_clock(self) -> None:
        now = self._clock()
        wrong = clock_fault(now, self._judge.last_at, self._event.zone)
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
        match request:
            case Scan(text, origin, seen_at):
                return replace(self._judge.scan(text, origin, self._checkpoint, self._direction), seen_at=seen_at)
            case ScanPerson(registration):
                return self._judge.scan_person(registration, self._checkpoint, self._direction)
            case ScanGroup() | WalkIn() | PrintBadge() | NotPrinted():
                return self._attend(request)
            case Undo(remark, scan_id):
                return self._judge.undo(scan_id, remark, self._checkpoint.id, lambda: self._authority.acts() is not None)
            case ConfirmIdentity(scan_id):
                return self._judge.confirm_identity(scan_id)
            case Override() | Unlock() | Lock():
                return self._supervise(request)
            case SwitchDirection(direction):
                return self._stand(self._checkpoint, direction)
            case SwitchCheckpoint(checkpoint):
                return self._stand(chosen_checkpoint(self._event, checkpoint), self._direction)
        return self._stand(self._checkpoint, self._direction)

    def _supervise(self, request: Override | Unlock | Lock) -> Judged | RoleChanged | Denied:
        match request:
            case Lock():
                self._authority.lock()
                return RoleChanged(None)
            case Unlock(supervisor, pin):
                checked = self._authority.unlock(supervisor, pin)
                return Denied(request, checked.seconds) if isinstance(checked, Wait) else RoleChanged(checked)
            case Override(scan_id, reason, supervisor, pin):  # pragma: no branch (there is no fourth)
                reason = stated(reason)  # whoever gives none is told so before a PIN is looked at
                checked = self._authority.stands_behind(supervisor, pin)
                return (
                    Denied(request, checked.seconds)
                    if isinstance(checked, Wait)
                    else self._judge.override(scan_id, checked, reason)
                )

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
        name, tally = checkpoint.id, self._judge.tally
        today = tally.figures(name, self._event.day_of(self._clock()))
        recent = tuple(self._judge.recent(name, RECENT_SHOWN))
        ready = Ready(
            self._event, name, direction, tally.figures(name), today, recent, self._judge.lines,
            tuple(self._supervisors.all()), self._authority.unlocked_by,
        )  # fmt: skip
        self._checkpoint, self._direction = checkpoint, direction
        return ready


def chosen_checkpoint(event: Event, wanted: str) -> Checkpoint:
    """The checkpoint with the id `wanted`; the event's first when "" is wanted."""
    if not wanted:
        return next(iter(event.checkpoints.values()))
    if wanted not in event.checkpoints:
        raise Trouble("The event has no checkpoint {wanted}. It has: {known}.", wanted=wanted, known=", ".join(event.checkpoints))
    return event.checkpoints[wanted]
