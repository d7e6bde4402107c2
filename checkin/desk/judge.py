"""One desk's decisions: read the facts, decide, write the line. Used by the desk thread and by `checkin scan`."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from checkin.desk.earlier import STAFF_REACH, Earlier, stated
from checkin.desk.messages import Alike, GroupJudged, Judged, Remarked, Undone, WalkIn
from checkin.desk.signed import find_signed, stand_in
from checkin.desk.walkins import alike, newcomer
from checkin.domain.badge import SignedBadge, claims_a_signature, safe_text
from checkin.domain.event import Checkpoint, Event
from checkin.domain.journal import FROM_BADGE, IDENTITY_SEEN, UNKNOWN_KEY, JournalLine, Kind, Origin, override_remark
from checkin.domain.registration import Registration
from checkin.domain.rules import Facts, Finding, decide
from checkin.domain.supervisor import Supervisor
from checkin.domain.tally import Figures, Tally
from checkin.domain.verdict import Direction, Outcome, Reason, Verdict
from checkin.ports import Clock, DeskStore, Found, NewId
from checkin.trouble import Trouble

RECENT = 200


class _Decision(NamedTuple):
    line: JournalLine
    verdict: Verdict
    registration: Registration | None
    quiet: bool
    companions: int


@dataclass(frozen=True, slots=True)
class Post:
    """Where a desk stands, how long after an admission the same badge is answered quietly (s), and how long a desk stays unlocked
    without an act of a supervisor (minutes)."""

    desk: str = ""
    gate: str = ""
    quiet_repeat_s: float = 10.0
    supervisor_minutes: int = 5


def staff_alone() -> bool:
    """No supervisor stands behind what is asked."""
    return False


class Judge:
    """Decides scans at one desk. Every method that returns has made its line durable; one that raises has written nothing."""

    def __init__(self, store: DeskStore, event: Event, post: Post, clock: Clock, new_id: NewId) -> None:
        self._store = store
        self._event = event
        self._post = post
        self._clock = clock
        self._new_id = new_id
        self._forget()
        self._catch_up()

    @property
    def tally(self) -> Tally:
        """Attendance as of the last line."""
        return self._tally

    @property
    def lines(self) -> int:
        """How many lines the journal has."""
        return self._folded

    @property
    def last_at(self) -> datetime | None:
        """When the journal's last line was written, None while it is empty."""
        return self._last_at

    def recent(self, checkpoint: str, limit: int) -> list[Judged]:
        """The latest scans, newest first."""
        lines = [line for line in reversed(self._recent.values()) if line.checkpoint == checkpoint][:limit]
        people = [(line, self._person_of(line)) for line in lines]
        return [self._judged(line, self._remembered(line), one, companions=self._companions(one)) for line, one in people]

    def scan(
        self, text: str, origin: Origin, checkpoint: Checkpoint, direction: Direction, *, at: datetime | None = None
    ) -> Judged:
        """Decide on the text of a badge."""
        with self._store.writing():
            found = self._store.registrations.find_badge(text)
            if found.finding in (Finding.UNKNOWN, Finding.NOT_A_BADGE) and claims_a_signature(text):
                found = find_signed(self._store, self._event, text)
            decision = self._decide(found, safe_text(text), origin, checkpoint, direction, at or self._clock())
        return self._written(decision)

    def scan_person(self, registration: str, checkpoint: Checkpoint, direction: Direction) -> Judged:
        """Decide on a person whom staff chose by name."""
        with self._store.writing():
            decision = self._decide_person(registration, Origin.SEARCH, checkpoint, direction, self._clock())
        return self._written(decision)

    def scan_group(
        self, registrations: Sequence[str], checkpoint: Checkpoint, direction: Direction,
        *, origin: Origin = Origin.SEARCH, at: datetime | None = None,
    ) -> GroupJudged:  # fmt: skip
        """Decide on people of one order, one after the other, each of them once; who is refused stops nobody.

        One transaction: a group that a full disk cut in two would be refused as a repeat in its first half when it is tried
        again, and one sync to disk takes as long for a delegation as for one.
        """
        judged = []
        with self._several_lines():
            for registration in dict.fromkeys(registrations):
                decision = self._decide_person(registration, origin, checkpoint, direction, at or self._clock())
                judged.append(self._written(decision))
        return GroupJudged(tuple(judged))

    def walk_in(self, request: WalkIn, checkpoint: Checkpoint, direction: Direction) -> Judged | Alike:
        """Register somebody, and decide as if chosen by name, in one transaction; unless somebody alike is in the list."""
        person = newcomer(request, self._event, self._clock())
        if not request.despite and (found := alike(self._store.registrations, person)):
            return Alike(request, found)
        with self._store.writing():
            person = self._store.registrations.add(person)
            decision = self._decide_person(person.id, Origin.SEARCH, checkpoint, direction, self._clock())
        return self._written(decision)

    def undo(self, scan_id: str, reason: str, checkpoint: str, supervised: Callable[[], bool] = staff_alone) -> Undone:
        """Take back an admitted scan of this journal; when `scan_id` is "", the last one at `checkpoint` that still counts.

        `supervised` is asked where staff alone may not: whether a supervisor stands behind it.
        """
        remark = safe_text(stated(reason))
        with self._store.writing():
            self._catch_up()
            line = self._earlier.to_undo(scan_id or self._last_counting(checkpoint))
            if not self._earlier.staff_may_undo(line, self._clock()) and not supervised():
                minutes = STAFF_REACH // timedelta(minutes=1)
                raise Trouble("This scan is older than {minutes} minutes: only a supervisor may take it back.", minutes=minutes)
            undo = self._about(line, Kind.UNDO, remark)
        self._fold(undo)
        figures, today = self._tally.figures(line.checkpoint), self._today(line.checkpoint, undo.at)
        return Undone(undo, self._person_of(line), figures, today)

    def scan_with_id(self, scan_id: str) -> JournalLine:
        """A scan of this journal. Trouble if there is none with this id."""
        return self._earlier.scan(scan_id).line

    def override(self, scan_id: str, by: Supervisor, reason: str) -> Judged:
        """Admit the person of a refused scan of this journal, on a supervisor's word, as a scan of its own."""
        reason = stated(reason)
        with self._store.writing():
            self._catch_up()
            refused = self._earlier.to_override(scan_id)
            line = replace(
                refused, scan_id=self._new_id(), at=self._clock(), outcome=Outcome.ADMITTED, gate=self._post.gate,
                desk=self._post.desk, undoes=scan_id, remark=override_remark(refused, by.name, reason),
            )  # fmt: skip
            self._store.journal.append(line)
        self._fold(line)
        person = self._person_of(line)
        return self._judged(line, self._remembered(line), person, companions=self._companions(person))

    def confirm_identity(self, scan_id: str) -> Remarked:
        """Note that staff have seen the identity card of the person of an admitted scan."""
        with self._store.writing():
            self._catch_up()
            remark = self._about(self._earlier.to_confirm(scan_id), Kind.REMARK, IDENTITY_SEEN)
        self._fold(remark)
        return Remarked(remark)

    def _decide_person(
        self, registration: str, origin: Origin, checkpoint: Checkpoint, direction: Direction, at: datetime
    ) -> _Decision:
        person = self._store.registrations.get(registration)
        found = Found(Finding.KNOWN if person else Finding.UNKNOWN, person)
        text = person.badge if person else registration
        return self._decide(found, safe_text(text), origin, checkpoint, direction, at)

    def _decide(
        self, found: Found, text: str, origin: Origin, checkpoint: Checkpoint, direction: Direction, at: datetime
    ) -> _Decision:
        self._catch_up()
        person = found.registration
        history = self._tally.history(checkpoint.id, person.id) if person else ()
        inside = self._tally.figures(checkpoint.id).inside if checkpoint.capacity is not None else 0
        facts = Facts(
            found.finding, direction, at, person, history, inside, found.vouching_key is not None, found.unknown_key
        )  # fmt: skip
        verdict = decide(facts, checkpoint, self._event)
        # a badge may name a category that the event does not have; the journal's are the event's
        category = person.category if person and person.category in self._event.categories else ""
        line = JournalLine(
            self._new_id(), Kind.SCAN, at, self._event.id, checkpoint.id, direction, verdict.outcome, verdict.reason,
            person.id if person else "", category, text, origin, self._post.gate, self._post.desk,
            remark=_remark(found),
        )  # fmt: skip
        quiet = self._is_quiet(verdict, line)
        self._store.journal.append(line)
        return _Decision(line, verdict, person, quiet, self._companions(person))

    @contextmanager
    def _several_lines(self) -> Iterator[None]:
        """A transaction of lines that count, each for the next, before they are on the disk; if it fails, none of them does."""
        try:
            with self._store.writing():
                yield
        except BaseException:
            self._forget()
            with suppress(Trouble):  # then the next request counts them
                self._catch_up()
            raise

    def _written(self, decision: _Decision) -> Judged:
        """The answer, with the figures that follow from it, now that its line is written."""
        self._fold(decision.line)
        return self._judged(*decision)

    def _judged(
        self, line: JournalLine, verdict: Verdict, person: Registration | None, quiet: bool = False, companions: int = 0
    ) -> Judged:
        figures = self._tally.figures(line.checkpoint)
        today = self._today(line.checkpoint, line.at)
        undone = self._tally.is_undone(line.scan_id)
        return Judged(line, verdict, person, figures, today, quiet, undone, companions=companions)

    def _companions(self, person: Registration | None) -> int:
        return self._store.registrations.companions(person) if person else 0

    def _is_quiet(self, verdict: Verdict, line: JournalLine) -> bool:
        """Whether this repeats an admission made at this very desk moments ago: a hand waving the badge back."""
        history = self._tally.history(line.checkpoint, line.registration)
        if verdict.reason is not Reason.ALREADY_REDEEMED or not history:
            return False
        last = history[-1]
        since = (line.at - last.at).total_seconds()
        return last.scan_id in self._recent and 0 <= since <= self._post.quiet_repeat_s

    def _about(self, line: JournalLine, kind: Kind, remark: str) -> JournalLine:
        """Append what is said of an earlier scan."""
        said = JournalLine(
            self._new_id(), kind, self._clock(), self._event.id, line.checkpoint, line.direction, None, None,
            line.registration, line.category, "", line.origin, self._post.gate, self._post.desk, line.scan_id, remark,
        )  # fmt: skip
        self._store.journal.append(said)
        return said

    def _last_counting(self, checkpoint: str) -> str:
        here = (line for line in reversed(self._recent.values()) if line.counts and line.checkpoint == checkpoint)
        last = next((line.scan_id for line in here if not self._tally.is_undone(line.scan_id)), None)
        if last is None:
            raise Trouble("There is no admitted scan to take back.")
        return last

    def _forget(self) -> None:
        """Know nothing of the journal."""
        self._tally = Tally(self._event.zone)
        self._earlier = Earlier(self._store.journal, self._tally)
        self._folded = 0
        self._last_at: datetime | None = None
        self._recent: OrderedDict[str, JournalLine] = OrderedDict()

    def _catch_up(self) -> None:
        """Count the lines that another program (`checkin scan`) added to this journal."""
        if self._store.journal.head().seq > self._folded:
            for item in self._store.journal.lines(self._folded):
                self._fold(item.line)

    def _fold(self, line: JournalLine) -> None:
        self._tally.add(line)
        self._earlier.fold(line)
        self._folded += 1
        if line.origin is not Origin.COMMAND:  # `checkin scan --at` may speak of another day
            self._last_at = line.at
        if line.kind is Kind.SCAN:
            self._recent[line.scan_id] = line
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)

    def _today(self, checkpoint: str, at: datetime) -> Figures:
        return self._tally.figures(checkpoint, self._event.day_of(at))

    def _remembered(self, line: JournalLine) -> Verdict:
        """The verdict as the journal keeps it."""
        reason = None if line.counts else line.reason  # an override keeps the reason that it set aside
        outcome = line.outcome or Outcome.REFUSED
        return Verdict(outcome, reason, from_badge=line.from_badge, unknown_key=line.unknown_key)

    def _person_of(self, line: JournalLine) -> Registration | None:
        listed = self._store.registrations.get(line.registration)
        if listed is None and line.from_badge:
            return stand_in(SignedBadge(line.registration, line.category))
        return listed


def _remark(found: Found) -> str:
    """What the journal keeps of a signed badge: the key that alone vouched for it, or the one that is not known here."""
    if found.vouching_key is not None:
        return f"{FROM_BADGE} {found.vouching_key:04x}"
    return "" if found.unknown_key is None else f"{UNKNOWN_KEY} {found.unknown_key:04x}"
