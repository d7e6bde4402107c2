"""Whether a desk asks its hub before it admits, and what becomes of a decision by the answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkin.desk.stores import DeskDatabase
from checkin.domain.event import Checkpoint, Offline
from checkin.domain.journal import HELD, JournalLine, moment
from checkin.domain.verdict import Direction, Outcome, Passage, Reason, Verdict
from checkin.sync.link import Link, Standing, is_to_be_claimed
from checkin.sync.messages import Already, Answer, Claim, Unverified, Verdicts

Ask = Callable[[Claim], Answer | None]
"""The answer to a claim, None if there is none in time."""


def nobody_answers(_claim: Claim) -> None:
    """A desk without a hub."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A desk's way to the one admission. Without a hub (`is_member` False) every decision stands as it was made here."""

    store: DeskDatabase
    link: Link
    ask: Ask = nobody_answers
    is_member: bool = False

    @property
    def is_strict(self) -> bool:
        """Whether admissions are asked for."""
        return self.link.standing is Standing.STRICT

    def claim(self, line: JournalLine, checkpoint: Checkpoint) -> Claim | None:
        """What to ask before this line is concluded, noted as an intent; None where the desk decides alone. In `writing()`."""
        claim = self.link.claim(line, self.store.journal.head().journal, checkpoint)
        if claim is not None:
            self.store.hub.intend(line)
        return claim

    def answer(self, claim: Claim) -> Verdicts:
        """What the hub said, or that it said nothing that counts; waits no longer than checkin.sync.link.CLAIM_PATIENCE."""
        if not self.is_strict:  # the claim before this one went unanswered: staff do not wait twice
            return Unverified(claim.scan_id, claim.epoch)
        return self.link.vetted(claim, self.ask(claim))

    def settled(
        self, line: JournalLine, verdict: Verdict, checkpoint: Checkpoint, answer: Verdicts | None
    ) -> tuple[JournalLine, Verdict]:
        """The line and verdict to show: refused where the hub knows an earlier admission, and where it could not be asked at a
        checkpoint that holds. `answer` is None where it was not asked."""
        if isinstance(answer, Already) and line.counts:
            first = Passage(
                answer.first, moment(answer.first_us), Direction.ENTRY, line.category, answer.gate, answer.desk
            )  # fmt: skip
            return _refused(line, Verdict(Outcome.REFUSED, answer.reason, first=first), line.remark)
        if self._holds(checkpoint) and not self._is_heard(answer) and is_to_be_claimed(line, checkpoint):
            return _refused(line, Verdict(Outcome.REFUSED, Reason.ERROR, held=True), f"{line.remark} {HELD}".strip())
        return line, verdict

    def _is_heard(self, answer: Verdicts | None) -> bool:
        """Whether the hub stands behind it: by its answer, or, where nobody else knows the person, because it is there."""
        return self.is_strict if answer is None else not isinstance(answer, Unverified)

    def _holds(self, checkpoint: Checkpoint) -> bool:
        return self.is_member and checkpoint.offline is Offline.HOLD


def _refused(line: JournalLine, verdict: Verdict, remark: str) -> tuple[JournalLine, Verdict]:
    return replace(line, outcome=Outcome.REFUSED, reason=verdict.reason, remark=remark), verdict
