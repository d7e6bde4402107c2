"""One desk's decisions: read the facts, decide, write the line. Used by the desk thread and by `checkin scan`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple

from checkin.desk.amending import Amending
from checkin.desk.answers import Answers
from checkin.desk.asking import Asking
from checkin.desk.ledger import Ledger
from checkin.desk.messages import Alike, GroupJudged, Judged, WalkIn
from checkin.desk.post import Post
from checkin.desk.signed import find_signed
from checkin.desk.stores import DeskDatabase
from checkin.desk.walkins import alike, newcomer
from checkin.domain.badge import claims_a_signature, safe_text
from checkin.domain.event import Checkpoint, Event
from checkin.domain.journal import ARRIVING, FROM_BADGE, UNKNOWN_KEY, JournalLine, Kind, Origin  # fmt: skip
from checkin.domain.registration import Registration
from checkin.domain.rules import NOT_LISTED, Facts, Finding, decide
from checkin.domain.verdict import Direction, Reason, Verdict
from checkin.ports import Clock, Found, NewId
from checkin.sync.invitation import PREFIX
from checkin.sync.link import Link
from checkin.sync.messages import Verdicts
from checkin.trouble import Trouble


class _Decision(NamedTuple):
    line: JournalLine
    verdict: Verdict
    registration: Registration | None
    quiet: bool
    companions: int
    checkpoint: Checkpoint


class _Asked(NamedTuple):
    """A decision as it stands, and what the hub said of it; None where it was not asked."""

    decision: _Decision
    answer: Verdicts | None


Decide = Callable[[str], _Decision]
"""Decides under a scan id; writes nothing."""


class Judge:
    """Decides scans at one desk. Every method that returns has made its line durable; one that raises has written nothing.

    `ledger`: what was counted already, of an event that counts alike; to count anew takes as long as there are lines."""

    def __init__(
        self, store: DeskDatabase, event: Event, post: Post, clock: Clock, new_id: NewId, asking: Asking | None = None,
        ledger: Ledger | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._event = event
        self._post = post
        self._clock = clock
        self._new_id = new_id
        self._asking = asking or Asking(store, Link())
        self.ledger = ledger or Ledger(store, event)
        self.answers = Answers(store, event, self.ledger)
        self.amending = Amending(store, event, post, clock, new_id, self.answers)

    def scan(
        self, text: str, origin: Origin, checkpoint: Checkpoint, direction: Direction, *, at: datetime | None = None
    ) -> Judged:
        """Decide on the text of a badge."""
        at = at or self._clock()

        def decide(scan_id: str) -> _Decision:
            found = self._store.registrations.find_badge(text)
            if found.finding in (Finding.UNKNOWN, Finding.NOT_A_BADGE) and claims_a_signature(text):
                found = find_signed(self._store, self._event, text)
            return self._decide(scan_id, found, kept_text(text), origin, checkpoint, direction, at)

        return self._carry_out([decide])[0]

    def scan_person(self, registration: str, checkpoint: Checkpoint, direction: Direction) -> Judged:
        """Decide on a person whom staff chose by name."""
        return self._carry_out([self._by_name(registration, Origin.SEARCH, checkpoint, direction, self._clock())])[0]

    def scan_group(
        self, registrations: Sequence[str], checkpoint: Checkpoint, direction: Direction,
        *, origin: Origin = Origin.SEARCH, at: datetime | None = None,
    ) -> GroupJudged:  # fmt: skip
        """Decide on people of one order, one after the other, each of them once; who is refused stops nobody.

        One transaction: a group that a full disk cut in two would be refused as a repeat in its first half when it is tried
        again, and one sync to disk takes as long for a delegation as for one.
        """
        at = at or self._clock()
        each = [self._by_name(one, origin, checkpoint, direction, at) for one in dict.fromkeys(registrations)]
        return GroupJudged(tuple(self._carry_out(each)))

    def walk_in(self, request: WalkIn, checkpoint: Checkpoint, direction: Direction) -> Judged | Alike:
        """Register somebody, and decide as if chosen by name, in one transaction; unless somebody alike is in the list."""
        person = newcomer(request, self._event, self._clock())
        if not request.despite and (found := alike(self._store.registrations, person)):
            return Alike(request, found)
        with self._store.writing():  # nobody else has this id, and its line is brought before its name: nothing to ask the hub
            person = self._store.registrations.add(person)
            decide = self._by_name(person.id, Origin.SEARCH, checkpoint, direction, self._clock())
            decision = self._concluded(decide, None)
        return self._written(decision)

    def _carry_out(self, each: Sequence[Decide]) -> list[Judged]:
        """What these decisions come to: asked at the hub where that must be, written, and counted."""
        asked = self._ask_all(each) if self._asking.is_strict else [None] * len(each)
        if len(each) == 1:
            with self._store.writing():
                decision = self._concluded(each[0], asked[0])
            return [self._written(decision)]
        with self._several_lines():
            return [self._written(self._concluded(*one)) for one in zip(each, asked, strict=True)]

    def _ask_all(self, each: Sequence[Decide]) -> list[_Asked | None]:
        """Decide, note what the hub is to be asked about, and ask it. Nothing is held while it thinks."""
        with self._store.writing():
            drafts = [decide(self._new_id()) for decide in each]
            claims = [self._asking.claim(one.line, one.checkpoint) for one in drafts]
        answers = [None if claim is None else self._asking.answer(claim) for claim in claims]
        return [_Asked(*one) for one in zip(drafts, answers, strict=True)]

    def _concluded(self, decide: Decide, asked: _Asked | None) -> _Decision:
        """Write the decision: made now where nobody was asked; made again, under the same id, where the hub has answered."""
        if asked is None:
            decision = decide(self._new_id())
        else:
            decision = asked.decision if asked.answer is None else decide(asked.decision.line.scan_id)
        line, verdict = self._asking.settled(
            decision.line, decision.verdict, decision.checkpoint, asked.answer if asked else None
        )  # fmt: skip
        if asked is None or asked.answer is None:
            self._store.journal.append(line)
        else:
            self._store.hub.conclude(line, line.scan_id)
        return decision._replace(line=line, verdict=verdict)

    def _by_name(self, registration: str, origin: Origin, checkpoint: Checkpoint, direction: Direction, at: datetime) -> Decide:
        def decide(scan_id: str) -> _Decision:
            person = self._store.registrations.get(registration)
            found = Found(Finding.KNOWN if person else Finding.UNKNOWN, person)
            text = person.badge if person else registration
            return self._decide(scan_id, found, safe_text(text), origin, checkpoint, direction, at)

        return decide

    def _decide(
        self, scan_id: str, found: Found, text: str, origin: Origin, checkpoint: Checkpoint, direction: Direction, at: datetime
    ) -> _Decision:
        self.ledger.catch_up()
        person, tally = found.registration, self.ledger.tally
        history = tally.history(checkpoint.id, person.id) if person else ()
        inside = tally.figures(checkpoint.id).inside if checkpoint.capacity is not None else 0
        facts = Facts(
            found.finding, direction, at - self.ledger.ahead, person, history, inside, found.vouching_key is not None,
            found.unknown_key, self._list_arrives(found),
        )  # fmt: skip
        verdict = decide(facts, checkpoint, self._event)
        # a badge may name a category that the event does not have; the journal's are the event's
        category = person.category if person and person.category in self._event.categories else ""
        line = JournalLine(
            scan_id, Kind.SCAN, at, self._event.id, checkpoint.id, direction, verdict.outcome, verdict.reason,
            person.id if person else "", category, text, origin, self._post.gate, self._post.desk,
            remark=ARRIVING if verdict.arriving else _remark(found),
        )  # fmt: skip
        quiet = self._is_quiet(verdict, line)
        return _Decision(line, verdict, person, quiet, self.answers.companions(person), checkpoint)

    def _list_arrives(self, found: Found) -> bool:
        """Whether the hub has still to tell of people, and this badge may be theirs."""
        if found.finding not in NOT_LISTED:
            return False
        member = self._store.membership.get()
        return member is not None and member.revoked_us is None and self._store.hub.arrived() is not None

    @contextmanager
    def _several_lines(self) -> Iterator[None]:
        """A transaction of lines that count, each for the next, before they are on the disk; if it fails, none of them does."""
        try:
            with self._store.writing():
                yield
        except BaseException:
            self.ledger.forget()
            with suppress(Trouble):  # then the next request counts them
                self.ledger.catch_up()
            raise

    def _written(self, decision: _Decision) -> Judged:
        """The answer, with the figures that follow from it, now that its line is written."""
        self.ledger.fold(decision.line)
        line = self.ledger.corrected(decision.line)
        return self.answers.judged(line, decision.verdict, decision.registration, decision.quiet, decision.companions)

    def _is_quiet(self, verdict: Verdict, line: JournalLine) -> bool:
        """Whether this repeats an admission made at this very desk moments ago: a hand waving the badge back."""
        history = self.ledger.tally.history(line.checkpoint, line.registration)
        if verdict.reason is not Reason.ALREADY_REDEEMED or not history:
            return False
        last = history[-1]
        since = (line.at - self.ledger.ahead - last.at).total_seconds()
        return last.scan_id in self.ledger.recent and 0 <= since <= self._post.quiet_repeat_s


def kept_text(text: str) -> str:
    """What the journal keeps of what was read: of a hub's invitation not the token that would let somebody in."""
    return safe_text(PREFIX if text.startswith(PREFIX) else text)


def _remark(found: Found) -> str:
    """What the journal keeps of a signed badge: the key that alone vouched for it, or the one that is not known here."""
    if found.vouching_key is not None:
        return f"{FROM_BADGE} {found.vouching_key:04x}"
    return "" if found.unknown_key is None else f"{UNKNOWN_KEY} {found.unknown_key:04x}"
