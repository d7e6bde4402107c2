"""Whether a desk asks the hub before it admits, and what it makes of the answer. No I/O; it belongs to the desk thread."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from checkin.domain.event import Checkpoint, EntryPolicy
from checkin.domain.journal import INTERRUPTED, JournalLine, Kind, microseconds
from checkin.domain.verdict import Direction, Outcome, Reason
from checkin.ports import NewId
from checkin.sync.desklog import DeskLog
from checkin.sync.messages import Already, Answer, Claim, Unverified, Verdicts

CLAIM_PATIENCE = timedelta(seconds=0.8)
"""How long a desk waits for the answer to a claim."""


class Standing(Enum):
    """How a desk stands to its hub."""

    ALONE = auto()  # the hub does not answer: decided locally
    UNVERIFIED = auto()  # it answers, but was restored and still waits for desks: decided locally
    STRICT = auto()  # every admission is asked for


@dataclass(frozen=True, slots=True)
class Contact:
    """What the hub said last: its epoch, and how far this desk's clock is ahead of its own."""

    epoch: str = ""
    ahead_us: int = 0


class Link:
    """This desk's standing. It begins alone; a hello makes it strict; the first claim that is not answered in time makes it alone
    again, until the next hello."""

    def __init__(self) -> None:
        self._standing = Standing.ALONE
        self._contact = Contact()

    @property
    def standing(self) -> Standing:
        """How the desk stands to its hub now."""
        return self._standing

    @property
    def contact(self) -> Contact:
        """What the hub said last."""
        return self._contact

    def claim(self, line: JournalLine, journal: str, checkpoint: Checkpoint) -> Claim | None:
        """What to ask before this line is concluded, None where the desk decides alone. Note the intent before it is sent."""
        if self._standing is not Standing.STRICT or not is_to_be_claimed(line, checkpoint):
            return None
        return Claim(
            line.event, journal, self._contact.epoch, line.scan_id, line.checkpoint, line.registration, line.category, line.gate,
            line.desk, microseconds(line.at), self._contact.ahead_us,
        )  # fmt: skip

    def vetted(self, claim: Claim, answer: Answer | None) -> Verdicts:
        """What an answer, or None after CLAIM_PATIENCE, comes to. It counts only while the hub is the one that was asked: what a
        hub said before it was restored, it has forgotten."""
        unverified = Unverified(claim.scan_id, claim.epoch)
        if answer is None:
            self.lost()
            return unverified
        if not isinstance(answer, Verdicts) or answer.scan_id != claim.scan_id:
            self.lost()  # this is no hub that can be asked
            return unverified
        if isinstance(answer, Unverified) and self._standing is Standing.STRICT:
            self.lost()
        return answer if self._is_current(claim, answer) else unverified

    def welcomed(self, epoch: str, waiting: int, ahead_us: int) -> None:
        """The hub has answered a hello; a restored one still waits for so many journals."""
        self._contact = Contact(epoch, ahead_us)
        self.heard(waiting)

    def compared(self, ahead_us: int) -> None:
        """This desk's clock was compared with the hub's again."""
        self._contact = replace(self._contact, ahead_us=ahead_us)

    def heard(self, waiting: int) -> None:
        """The hub, greeted before, still waits for so many journals."""
        self._standing = Standing.UNVERIFIED if waiting else Standing.STRICT

    def lost(self) -> None:
        """The hub did not answer."""
        self._standing = Standing.ALONE

    def _is_current(self, claim: Claim, answer: Verdicts) -> bool:
        return answer.epoch == claim.epoch == self._contact.epoch


def is_limited(checkpoint: Checkpoint) -> bool:
    """Whether a person may enter there only so often."""
    return checkpoint.entry is not EntryPolicy.UNLIMITED or checkpoint.max_entries is not None


def is_to_be_claimed(line: JournalLine, checkpoint: Checkpoint) -> bool:
    """Whether this admission is one that a person may have only so often: an entry that no supervisor has ordered."""
    is_wanted = line.counts and line.direction is Direction.ENTRY and line.override is None and line.registration != ""
    return is_wanted and is_limited(checkpoint)


def concluded(draft: JournalLine, answer: Verdicts, holds: bool = False) -> JournalLine:
    """The line to conclude a claimed scan with: as decided here, unless the hub knows an earlier admission. Where the hub could
    not tell, a checkpoint that `holds` refuses, as `error`."""
    if isinstance(answer, Already):
        return replace(draft, outcome=Outcome.REFUSED, reason=answer.reason)
    if isinstance(answer, Unverified) and holds:
        return replace(draft, outcome=Outcome.REFUSED, reason=Reason.ERROR)
    return draft


def settle_interrupted(log: DeskLog, new_id: NewId, now: datetime) -> list[JournalLine]:
    """Conclude, before a desk begins to scan, what it had intended when it broke down: the lines that stand for it."""
    lines = []
    for draft in list(log.intents()):
        lines.append(interrupted(draft, new_id(), now))
        log.conclude(lines[-1], draft.scan_id)
    return lines


def interrupted(draft: JournalLine, scan_id: str, at: datetime) -> JournalLine:
    """The line that stands for a scan which was intended and never shown: refused, under a scan id of its own."""
    return replace(
        draft, scan_id=scan_id, kind=Kind.SCAN, at=at, outcome=Outcome.REFUSED, reason=Reason.ERROR, undoes=draft.scan_id,
        remark=INTERRUPTED,
    )  # fmt: skip
