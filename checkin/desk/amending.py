"""What is said of earlier scans, as lines of their own: taken back, overridden, identity seen, conflict settled."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from checkin.desk.answers import Answers
from checkin.desk.earlier import STAFF_REACH, stated
from checkin.desk.messages import Judged, Remarked, Undone
from checkin.desk.post import Post
from checkin.desk.stores import DeskDatabase
from checkin.domain.badge import safe_text
from checkin.domain.conflicts import Conflict
from checkin.domain.event import Event
from checkin.domain.journal import IDENTITY_SEEN, JournalLine, Kind, Origin, override_remark, settled_remark
from checkin.domain.supervisor import Supervisor
from checkin.domain.tick import Tick, tick_of
from checkin.domain.verdict import Direction, Outcome
from checkin.ports import Clock, NewId
from checkin.trouble import Trouble


def staff_alone() -> bool:
    """No supervisor stands behind what is asked."""
    return False


def unsettled(conflicts: Iterable[Conflict], scan_id: str) -> Conflict:
    """The conflict about this admission, which is one too many. Trouble if nobody need settle it any more."""
    conflict = next((one for one in conflicts if one.surplus.scan_id == scan_id), None)
    if conflict is None or conflict.settled is not None:
        raise Trouble("This conflict is not there any more: it was settled, or one of its scans was taken back.")
    return conflict


class Amending:
    """Every method that returns has made its line durable; one that raises has written nothing."""

    def __init__(
        self, store: DeskDatabase, event: Event, post: Post, clock: Clock, new_id: NewId, answers: Answers
    ) -> None:  # fmt: skip
        self._store = store
        self._event = event
        self._post = post
        self._clock = clock
        self._new_id = new_id
        self._answers = answers
        self._ledger = answers.ledger

    def undo(self, scan_id: str, reason: str, checkpoint: str, supervised: Callable[[], bool] = staff_alone) -> Undone:
        """Take back an admitted scan of this journal; when `scan_id` is "", the last one at `checkpoint` that still counts.

        `supervised` is asked where staff alone may not: whether a supervisor stands behind it.
        """
        remark = safe_text(stated(reason))
        with self._store.writing():
            self._ledger.catch_up()
            line = self._ledger.earlier.to_undo(scan_id or self._last_counting(checkpoint))
            if not self._ledger.earlier.staff_may_undo(line, self._clock()) and not supervised():
                minutes = STAFF_REACH // timedelta(minutes=1)
                raise Trouble("This scan is older than {minutes} minutes: only a supervisor may take it back.", minutes=minutes)
            undo = self._about(tick_of(line), line.origin, Kind.UNDO, remark)
        self._ledger.fold(undo)
        figures, today = self._ledger.tally.figures(line.checkpoint), self._answers.today(line.checkpoint, undo.at)
        return Undone(undo, self._answers.person_of(line), figures, today)

    def scan_with_id(self, scan_id: str) -> JournalLine:
        """A scan of this journal. Trouble if there is none with this id."""
        return self._ledger.earlier.scan(scan_id).line

    def override(self, scan_id: str, by: Supervisor, reason: str) -> Judged:
        """Admit the person of a refused scan of this journal, on a supervisor's word, as a scan of its own."""
        reason = stated(reason)
        with self._store.writing():
            self._ledger.catch_up()
            refused = self._ledger.earlier.to_override(scan_id)
            line = replace(
                refused, scan_id=self._new_id(), at=self._clock(), outcome=Outcome.ADMITTED, gate=self._post.gate,
                desk=self._post.desk, undoes=scan_id, remark=override_remark(refused, by.name, reason),
            )  # fmt: skip
            self._store.journal.append(line)
        self._ledger.fold(line)
        person = self._answers.person_of(line)
        return self._answers.judged(
            self._ledger.corrected(line), self._answers.remembered(line), person, companions=self._answers.companions(person)
        )

    def confirm_identity(self, scan_id: str) -> Remarked:
        """Note that staff have seen the identity card of the person of an admitted scan."""
        with self._store.writing():
            self._ledger.catch_up()
            line = self._ledger.earlier.to_confirm(scan_id)
            remark = self._about(tick_of(line), line.origin, Kind.REMARK, IDENTITY_SEEN)
        self._ledger.fold(remark)
        return Remarked(remark)

    def settle(self, scan_id: str, by: Supervisor, words: str) -> Remarked:
        """Keep what a supervisor says of a conflict; `scan_id`: of the admission that is one too many, of any desk."""
        words = stated(words)
        conflict = unsettled(self._ledger.conflicts.found(), scan_id)
        with self._store.writing():
            remark = self._about(conflict.surplus, Origin.COMMAND, Kind.REMARK, settled_remark(by.name, words))
        self._ledger.fold(remark)
        return Remarked(remark)

    def _about(self, scan: Tick, origin: Origin, kind: Kind, remark: str) -> JournalLine:
        """Append what is said of an earlier scan."""
        said = JournalLine(
            self._new_id(), kind, self._clock(), self._event.id, scan.checkpoint, Direction(scan.direction), None, None,
            scan.registration, scan.category, "", origin, self._post.gate, self._post.desk, scan.scan_id, remark,
        )  # fmt: skip
        self._store.journal.append(said)
        return said

    def _last_counting(self, checkpoint: str) -> str:
        here = (line for line in reversed(self._ledger.recent.values()) if line.counts and line.checkpoint == checkpoint)
        last = next((line.scan_id for line in here if not self._ledger.tally.is_undone(line.scan_id)), None)
        if last is None:
            raise Trouble("There is no admitted scan to take back.")
        return last
